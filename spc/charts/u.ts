// The c and u charts: nonconformities per unit of opportunity.

import { refuse } from "../refusals.ts";
import type { ControlLimits, Refusal } from "../types.ts";
import { countCenter, countLimits, type LimitWidth, POISSON, THREE_SIGMA } from "./count-rules.ts";

/**
 * Centre of a u chart: all nonconformities over all units, nonconformities per unit. With sizes of
 * 1 it is the centre of a c chart. Source: AIAG SPC 2nd edition, chapter II; Montgomery, 7.3.
 * Refuses: too-few-values, not-finite, parameter-out-of-range (negative counts, sizes).
 */
export function rateCenter(counts: readonly number[], sizes: readonly number[]): Refusal | number {
  return countCenter(POISSON, counts, sizes);
}

/**
 * Limits of each rate from its own size: u +- 3 sqrt(u/n), never below 0, or with `confidence` the
 * Poisson quantiles over n that leave (1-confidence)/2 in each tail; a point on a quantile is
 * inside. With sizes of 1 these are the limits of a c chart. Source: as above.
 * Refuses: parameter-out-of-range (centre below 0, sizes, width).
 */
export function uLimits(
  sizes: readonly number[],
  center: number,
  width: LimitWidth = THREE_SIGMA,
): Refusal | ControlLimits[] {
  if (!(Number.isFinite(center) && center >= 0)) {
    return refuse("parameter-out-of-range", `A rate is not negative, got ${center}.`);
  }
  return countLimits(POISSON, sizes, center, width);
}
