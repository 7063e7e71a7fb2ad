// The spread within subgroups: every estimator by its name, and the degrees of freedom it carries.

import { type Constants, c4, constantsOf, LARGEST_RANGE_SIZE } from "../constants.ts";
import { centredSums, rangeOf, sampleSd } from "../moments.ts";
import { addTo, type Tally, tally, totalOf } from "../numerics/tally.ts";
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
  constants: Constants = constantsOf(),
): Refusal | SigmaEstimate {
  const refused =
    refuseSubgroups(subgroups, 1) ??
    subgroups.map((one) => refuseRange(one, estimator)).find(Boolean);
  if (refused) return refused;
  const spread = runningSpread(estimator, constants);
  for (const values of subgroups) addSubgroup(spread, values);
  const estimate = spreadSoFar(spread);
  return Number.isFinite(estimate.sigma) ? estimate : refuseOverflow();
}

/** What is wrong with the size of a subgroup whose range is to be used. */
export function refuseRange(
  values: readonly number[],
  estimator: SubgroupEstimator,
): Refusal | null {
  if (!isRanged(estimator) || values.length <= LARGEST_RANGE_SIZE) return null;
  return refuse(
    "parameter-out-of-range",
    `A range is used for at most ${LARGEST_RANGE_SIZE} values per subgroup, not ${values.length}.`,
  );
}

function isRanged(estimator: SubgroupEstimator): boolean {
  return estimator === "rbar" || estimator === "rbar-mvlue";
}

/** A spread that goes on subgroup by subgroup. Changed in place by `addSubgroup`. */
export type RunningSpread = {
  readonly estimator: SubgroupEstimator;
  readonly constants: Constants;
  /** Weighted spreads, or sums of squares where the variance is pooled. */
  readonly total: Tally;
  readonly weights: Tally;
  readonly df: Tally;
};

export function runningSpread(
  estimator: SubgroupEstimator,
  constants: Constants = constantsOf(),
): RunningSpread {
  return { estimator, constants, total: tally(), weights: tally(), df: tally() };
}

/** Adds the spread of two values or more. */
export function addSubgroup(to: RunningSpread, values: readonly number[]): void {
  const { estimator, constants } = to;
  const n = values.length;
  if (estimator === "pooled" || estimator === "pooled-unbiased") {
    addTo(to.total, centredSums(values).squares);
    addTo(to.df, n - 1);
    return;
  }
  const ranged = isRanged(estimator);
  const unbiased = ranged
    ? rangeOf(values) / constants.d2(n)
    : sampleSd(values) / (estimator === "sbar-naive" ? 1 : constants.c4(n));
  const weight = weightOf(estimator, n, constants);
  addTo(to.total, weight * unbiased);
  addTo(to.weights, weight);
  addTo(to.df, ranged ? 0.9 * (n - 1) : c4(n) ** 2 / (2 * (1 - c4(n) ** 2)));
}

/** The estimate so far, that of `subgroupSigma` to the last bit; NaN of no subgroup. */
export function spreadSoFar({ estimator, constants, total, ...to }: RunningSpread): SigmaEstimate {
  const df = totalOf(to.df);
  if (estimator !== "pooled" && estimator !== "pooled-unbiased") {
    return { sigma: totalOf(total) / totalOf(to.weights), df };
  }
  const sigma = Math.sqrt(totalOf(total) / df);
  return { sigma: estimator === "pooled-unbiased" ? sigma / constants.c4(df + 1) : sigma, df };
}

function weightOf(estimator: SubgroupEstimator, n: number, { d2, d3, c4: c }: Constants): number {
  if (estimator === "rbar-mvlue") return (d2(n) / d3(n)) ** 2;
  if (estimator === "sbar-mvlue") return c(n) ** 2 / (1 - c(n) ** 2);
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
