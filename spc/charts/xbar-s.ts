// The limits of an X-bar and S chart.

import { type Constants, constantsOf } from "../constants.ts";
import { grandMean } from "../moments.ts";
import { refuseOverflow, refusePositive, refuseSubgroups } from "../refusals.ts";
import { subgroupSigma } from "../sigma/subgroup-sigma.ts";
import type { ControlLimits, Refusal } from "../types.ts";
import {
  meanLimits,
  nominalSize,
  type PointLimits,
  refuseSizes,
  type SubgroupLimits,
  sizeCounts,
} from "./xbar-r.ts";

/**
 * Limits of the mean and the standard deviation at the nominal size: centre = mean of all values,
 * sigma = mean of s/c4(n); mean +- 3 sigma/sqrt(n); s: c4 sigma +- 3 sigma sqrt(1 - c4^2), never
 * below 0. Source: AIAG SPC 2nd edition, chapter II; Montgomery, 6.3.
 * Refuses: too-few-subgroups (below 2), subgroup-too-small, not-finite.
 */
export function xbarSLimits(
  subgroups: readonly (readonly number[])[],
): Refusal | SubgroupLimits<"sbar"> {
  const refused = refuseSubgroups(subgroups, 2);
  if (refused !== null) return refused;
  const estimate = subgroupSigma(subgroups, "sbar");
  if ("refused" in estimate) return estimate;
  const center = grandMean(subgroups);
  if (!Number.isFinite(center)) return refuseOverflow();
  return deviationLimits(center, estimate.sigma, nominalSize(sizeCounts(subgroups)));
}

/** Limits of means and standard deviations of `size` values. */
export function deviationLimits(
  center: number,
  sigma: number,
  size: number,
): SubgroupLimits<"sbar"> {
  return {
    sigma,
    estimator: "sbar",
    location: meanLimits(center, sigma, size),
    spread: sdLimits(sigma, size),
    size,
  };
}

/**
 * Limits per point from each subgroup's own size, with centre and sigma given (frozen or known),
 * `nsigmas` standard errors wide. Refuses: subgroup-too-small, not-finite, parameter-out-of-range
 * (negative sigma).
 */
export function xbarSPointLimits(
  sizes: readonly number[],
  center: number,
  sigma: number,
  nsigmas = 3,
): Refusal | PointLimits {
  const refused =
    refusePositive("width", nsigmas) ?? refuseSizes(sizes, center, sigma, Number.MAX_SAFE_INTEGER);
  if (refused !== null) return refused;
  return {
    location: sizes.map((n) => meanLimits(center, sigma, n, nsigmas)),
    spread: sizes.map((n) => sdLimits(sigma, n, nsigmas)),
  };
}

/** Limits of a standard deviation of n values. */
export function sdLimits(
  sigma: number,
  n: number,
  nsigmas = 3,
  { c4 }: Constants = constantsOf(),
): ControlLimits {
  const center = c4(n) * sigma;
  const reach = nsigmas * sigma * Math.sqrt(1 - c4(n) ** 2);
  return { center, lcl: Math.max(0, center - reach), ucl: center + reach };
}
