// The short-term spread of individual values: every estimator by its name.

import { type Constants, constantsOf, LARGEST_RANGE_SIZE } from "../constants.ts";
import { sampleSd } from "../moments.ts";
import { averageOf } from "../numerics/tally.ts";
import { median } from "../order.ts";
import { refuse, refuseOverflow, refuseValues } from "../refusals.ts";
import type { Refusal } from "../types.ts";
import { movingRanges } from "./moving-ranges.ts";
import type { SigmaEstimate } from "./subgroup-sigma.ts";

/**
 * mr-mean: mean moving range over d2(w) · mr-median: median moving range over d4(w) ·
 * mssd: root of half the mean squared successive difference · nelson: mr-mean after one removal
 * of moving ranges above their own upper limit · sd: sample sd · sd-unbiased: the same over c4.
 */
export type IndividualEstimator =
  | "mr-mean"
  | "mr-median"
  | "mssd"
  | "nelson"
  | "sd"
  | "sd-unbiased";

export const INDIVIDUAL_ESTIMATORS: readonly IndividualEstimator[] = [
  "mr-mean",
  "mr-median",
  "mssd",
  "nelson",
  "sd",
  "sd-unbiased",
];

/**
 * Standard deviation of individual values and its degrees of freedom for an interval.
 * Sources: Montgomery 6.4 (moving range); L. S. Nelson, Journal of Quality Technology 14 (1982)
 * 172-173 (removal); von Neumann et al., Annals of Mathematical Statistics 12 (1941) 153-162 (mean
 * square successive difference, no small sample correction). Degrees of freedom as Minitab:
 * N - w + 1 for moving ranges, N - 1 otherwise.
 * Refuses: too-few-values, not-finite, parameter-out-of-range (moving range length).
 */
export function individualSigma(
  values: readonly number[],
  estimator: IndividualEstimator,
  length = 2,
  constants: Constants = constantsOf(),
): Refusal | SigmaEstimate {
  if (!Number.isInteger(length) || length < 2 || length > LARGEST_RANGE_SIZE) {
    return refuse("parameter-out-of-range", `A moving range spans 2 to 100 values, got ${length}.`);
  }
  const refused = refuseValues(values, Math.max(2, length));
  if (refused !== null) return refused;
  const n = values.length;
  const sigma = estimate(values, estimator, length, constants);
  if (!Number.isFinite(sigma)) return refuseOverflow();
  const ofRanges = estimator.startsWith("mr-") || estimator === "nelson";
  return { sigma, df: ofRanges ? n - length + 1 : n - 1 };
}

function estimate(
  values: readonly number[],
  estimator: IndividualEstimator,
  w: number,
  { c4, d2, d3, d4 }: Constants,
): number {
  const ranges = movingRanges(values, w).filter((range) => range !== null);
  switch (estimator) {
    case "mr-mean":
      return averageOf(ranges) / d2(w);
    case "mr-median":
      return median(ranges) / d4(w);
    case "mssd": {
      const steps = movingRanges(values, 2).filter((step) => step !== null);
      return Math.sqrt(averageOf(steps.map((step) => step * step)) / 2);
    }
    case "nelson": {
      const first = averageOf(ranges);
      const upper = first * (1 + (3 * d3(w)) / d2(w));
      return averageOf(ranges.filter((range) => range <= upper)) / d2(w);
    }
    case "sd":
      return sampleSd(values);
    case "sd-unbiased":
      return sampleSd(values) / c4(values.length);
  }
}
