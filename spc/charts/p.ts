// The p and np charts: nonconforming parts in samples whose size may change.

import { refuse } from "../refusals.ts";
import type { ControlLimits, Refusal } from "../types.ts";
import {
  BINOMIAL,
  countCenter,
  countLimits,
  type LimitWidth,
  THREE_SIGMA,
  timesSize,
} from "./count-rules.ts";

/**
 * Centre of a p chart: all nonconforming parts over all inspected ones, a proportion.
 * Source: AIAG SPC 2nd edition, chapter II; Montgomery, 7.2.
 * Refuses: too-few-values, not-finite, parameter-out-of-range (negative, or more than the sample).
 */
export function proportionCenter(
  counts: readonly number[],
  sizes: readonly number[],
): Refusal | number {
  return countCenter(BINOMIAL, counts, sizes);
}

/**
 * Limits of each proportion from its own sample size: p +- 3 sqrt(p(1-p)/n) within [0, 1], or with
 * `confidence` the binomial quantiles over n that leave (1-confidence)/2 in each tail; a point on a
 * quantile is inside. Source: as above; quantile limits: Montgomery, 7.2.1.
 * Refuses: parameter-out-of-range (centre not in [0, 1], sizes, width).
 */
export function pLimits(
  sizes: readonly number[],
  center: number,
  width: LimitWidth = THREE_SIGMA,
): Refusal | ControlLimits[] {
  if (!(center >= 0 && center <= 1)) {
    return refuse("parameter-out-of-range", `A proportion lies between 0 and 1, got ${center}.`);
  }
  return countLimits(BINOMIAL, sizes, center, width);
}

/**
 * Limits of the number of nonconforming parts, n times those of the proportion: centre n p.
 * Refuses as pLimits.
 */
export function npLimits(
  sizes: readonly number[],
  center: number,
  width: LimitWidth = THREE_SIGMA,
): Refusal | ControlLimits[] {
  const limits = pLimits(sizes, center, width);
  return "refused" in limits ? limits : limits.map((one, i) => timesSize(one, sizes[i] ?? 0));
}
