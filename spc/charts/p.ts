// The p and np charts: nonconforming parts in samples whose size may change.

import { binomialQuantile, binomialUpperQuantile } from "../distributions/binomial.ts";
import { refuse } from "../refusals.ts";
import type { ControlLimits, Refusal } from "../types.ts";
import { type LimitWidth, refuseCounts, refuseWidth, THREE_SIGMA } from "./count-rules.ts";

/**
 * Centre of a p chart: all nonconforming parts over all inspected ones, a proportion.
 * Source: AIAG SPC 2nd edition, chapter II; Montgomery, 7.2.
 * Refuses: too-few-values, not-finite, parameter-out-of-range (negative, or more than the sample).
 */
export function proportionCenter(
  counts: readonly number[],
  sizes: readonly number[],
): Refusal | number {
  const refused = refuseCounts(counts, sizes, true);
  if (refused !== null) return refused;
  const inspected = sizes.reduce((sum, size) => sum + size, 0);
  return counts.reduce((sum, count) => sum + count, 0) / inspected;
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
  const refused = refuseProportion(center) ?? refuseWidth(sizes, width);
  if (refused !== null) return refused;
  return sizes.map((n) => {
    if ("confidence" in width) {
      const tail = (1 - width.confidence) / 2;
      return {
        center,
        lcl: binomialQuantile(tail, n, center) / n,
        ucl: binomialUpperQuantile(tail, n, center) / n,
      };
    }
    const reach = width.nsigmas * Math.sqrt((center * (1 - center)) / n);
    return { center, lcl: Math.max(0, center - reach), ucl: Math.min(1, center + reach) };
  });
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
  if (!Array.isArray(limits)) return limits;
  return limits.map((one, i) => {
    const n = sizes[i] ?? 0;
    return { center: n * one.center, lcl: n * one.lcl, ucl: n * one.ucl };
  });
}

function refuseProportion(center: number): Refusal | null {
  if (center >= 0 && center <= 1) return null;
  return refuse("parameter-out-of-range", `A proportion lies between 0 and 1, got ${center}.`);
}
