// The limits of a chart of individual values and their moving range.

import { type Constants, constantsOf } from "../constants.ts";
import { meanOf } from "../moments.ts";
import { refuseOverflow, refusePositive } from "../refusals.ts";
import { type IndividualEstimator, individualSigma } from "../sigma/individual-sigma.ts";
import type { ControlLimits, Refusal } from "../types.ts";
import { meanLimits, rangeLimits } from "./xbar-r.ts";

/** Moving range length when none is named. */
const PAIRS = 2;

export type IndividualLimits<Estimator extends string = IndividualEstimator> = {
  /** Short-term standard deviation. */
  readonly sigma: number;
  readonly estimator: Estimator;
  /** Limits of the individual values. */
  readonly location: ControlLimits;
  /** Limits of the moving range. */
  readonly spread: ControlLimits;
};

/**
 * Limits of individual values and moving ranges of two: sigma = mean moving range / d2(2);
 * values: mean +- 3 sigma; moving range: d2 sigma + 3 d3 sigma above, 0 below.
 * Source: AIAG SPC 2nd edition, chapter II; Montgomery, 6.4; NIST/SEMATECH 6.3.2.2.
 * Refuses: too-few-values (below 2), not-finite.
 */
export function imrLimits(values: readonly number[]): Refusal | IndividualLimits<"mr-mean"> {
  return imrLimitsBy(values, "mr-mean", PAIRS);
}

/**
 * The same by a named estimator (mean or median moving range) and moving range length w >= 2.
 * Refuses also parameter-out-of-range (length, width).
 */
export function imrLimitsBy<Estimator extends IndividualEstimator>(
  values: readonly number[],
  estimator: Estimator,
  length: number,
  nsigmas = 3,
): Refusal | IndividualLimits<Estimator> {
  const wide = refusePositive("width", nsigmas);
  if (wide !== null) return wide;
  const estimate = individualSigma(values, estimator, length);
  if ("refused" in estimate) return estimate;
  const { sigma } = estimate;
  const center = meanOf(values);
  if (!Number.isFinite(center)) return refuseOverflow();
  return individualLimits(center, sigma, estimator, { length, nsigmas });
}

/** Limits of values and of moving ranges of `length` about a centre and a sigma. */
export function individualLimits<Estimator extends string>(
  center: number,
  sigma: number,
  estimator: Estimator,
  drawn: { readonly length: number; readonly nsigmas: number; readonly constants?: Constants },
): IndividualLimits<Estimator> {
  const { length, nsigmas, constants = constantsOf() } = drawn;
  return {
    sigma,
    estimator,
    location: meanLimits(center, sigma, 1, nsigmas),
    spread: rangeLimits(sigma, length, nsigmas, constants),
  };
}
