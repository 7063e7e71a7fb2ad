// The spread within subgroups: every estimator by its name, and the degrees of freedom it carries.

import { c4, d2, d3, LARGEST_RANGE_SIZE } from "../constants.ts";
import { centredSums, rangeOf, sampleSd } from "../moments.ts";
import { refuse, refuseOverflow, refuseSubgroups } from "../refusals.ts";
import type { Refusal } from "../types.ts";

/**
 * rbar: mean of R/d2(n) · rbar-mvlue: R/d2 weighted by d2^2/d3^2 (Minitab's Rbar) ·
 * sbar: mean of s/c4(n) (Minitab's Sbar) · sbar-mvlue: s/c4 weighted by c4^2/(1-c4^2) ·
 * sbar-naive: mean of s, biased · pooled: root of the pooled variance (ISO 22514-2) ·
 * pooled-unbiased: the same over c4(df+1) (Minitab's default for capability).
 */
export type SubgroupEstimator =
  | "rbar"
  | "rbar-mvlue"
  | "sbar"
  | "sbar-mvlue"
  | "sbar-naive"
  | "pooled"
  | "pooled-unbiased";

export const SUBGROUP_ESTIMATORS: readonly SubgroupEstimator[] = [
  "rbar",
  "rbar-mvlue",
  "sbar",
  "sbar-mvlue",
  "sbar-naive",
  "pooled",
  "pooled-unbiased",
];

export type SigmaEstimate = { readonly sigma: number; readonly df: number };

/**
 * Standard deviation within subgroups, and its degrees of freedom for an interval.
 * Formulas: Burr, Control charts for measurements with varying sample sizes, Journal of Quality
 * Technology 1 (1969) 163-167 (minimum variance weights). Degrees of freedom: Minitab, Methods and
 * formulas of normal capability: 0.9 k (n-1) for ranges, f k (n-1) for standard deviations with
 * f = c4^2 / (2 (n-1) (1 - c4^2)), sum of (n-1) for pooled; per subgroup where sizes differ.
 * Refuses: too-few-subgroups (none), subgroup-too-small (below 2), not-finite,
 * parameter-out-of-range (a range of more than 100 values).
 */
export function subgroupSigma(
  subgroups: readonly (readonly number[])[],
  estimator: SubgroupEstimator,
): Refusal | SigmaEstimate {
  const refused = refuseSubgroups(subgroups, 1);
  if (refused !== null) return refused;
  const ranged = estimator === "rbar" || estimator === "rbar-mvlue";
  if (ranged && subgroups.some((values) => values.length > LARGEST_RANGE_SIZE)) {
    return refuse(
      "parameter-out-of-range",
      `A range is used for at most ${LARGEST_RANGE_SIZE} values per subgroup.`,
    );
  }
  const estimate = estimator.startsWith("pooled")
    ? pooled(subgroups, estimator === "pooled-unbiased")
    : weighted(subgroups, estimator);
  return Number.isFinite(estimate.sigma) ? estimate : refuseOverflow();
}

function pooled(subgroups: readonly (readonly number[])[], unbiased: boolean): SigmaEstimate {
  let squares = 0;
  let df = 0;
  for (const values of subgroups) {
    squares += centredSums(values).squares;
    df += values.length - 1;
  }
  const sigma = Math.sqrt(squares / df);
  return { sigma: unbiased ? sigma / c4(df + 1) : sigma, df };
}

function weighted(
  subgroups: readonly (readonly number[])[],
  estimator: SubgroupEstimator,
): SigmaEstimate {
  let total = 0;
  let weights = 0;
  let df = 0;
  for (const values of subgroups) {
    const n = values.length;
    const ranged = estimator === "rbar" || estimator === "rbar-mvlue";
    const unbiased = ranged
      ? rangeOf(values) / d2(n)
      : sampleSd(values) / (estimator === "sbar-naive" ? 1 : c4(n));
    const weight = weightOf(estimator, n);
    total += weight * unbiased;
    weights += weight;
    df += ranged ? 0.9 * (n - 1) : c4(n) ** 2 / (2 * (1 - c4(n) ** 2));
  }
  return { sigma: total / weights, df };
}

function weightOf(estimator: SubgroupEstimator, n: number): number {
  if (estimator === "rbar-mvlue") return (d2(n) / d3(n)) ** 2;
  if (estimator === "sbar-mvlue") return c4(n) ** 2 / (1 - c4(n) ** 2);
  return 1;
}

/**
 * Standard deviation of all values together, divided by c4(N) when `unbiased`.
 * Refuses: too-few-subgroups, subgroup-too-small, not-finite.
 */
export function overallSigma(
  subgroups: readonly (readonly number[])[],
  unbiased: boolean,
): Refusal | SigmaEstimate {
  const refused = refuseSubgroups(subgroups, 1);
  if (refused !== null) return refused;
  const values = subgroups.flat();
  const sigma = sampleSd(values);
  if (!Number.isFinite(sigma)) return refuseOverflow();
  return { sigma: unbiased ? sigma / c4(values.length) : sigma, df: values.length - 1 };
}
