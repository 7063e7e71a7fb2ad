// The limits of an X-bar and R chart.

import { type Constants, constantsOf, LARGEST_RANGE_SIZE } from "../constants.ts";
import { grandMean } from "../moments.ts";
import { counted, refuse, refuseOverflow, refusePositive, refuseSubgroups } from "../refusals.ts";
import { subgroupSigma } from "../sigma/subgroup-sigma.ts";
import type { ControlLimits, Refusal } from "../types.ts";

export type SubgroupLimits<Estimator extends string> = {
  /** Standard deviation of single values within a subgroup. */
  readonly sigma: number;
  readonly estimator: Estimator;
  /** Limits of the mean, at the nominal size. */
  readonly location: ControlLimits;
  /** Limits of the range or standard deviation, at the nominal size. */
  readonly spread: ControlLimits;
  /** Nominal subgroup size: the most common one, the larger of equals. */
  readonly size: number;
};

/** Limits of every point where subgroup sizes differ. */
export type PointLimits = {
  readonly location: readonly ControlLimits[];
  readonly spread: readonly ControlLimits[];
};

/**
 * Limits of the mean and the range at the nominal size: centre = mean of all values, sigma = mean
 * of R/d2(n); mean +- 3 sigma/sqrt(n); range d2 sigma +- 3 d3 sigma, never below 0.
 * A sigma of 0 gives limits that collapse on the centre.
 * Source: AIAG SPC 2nd edition, chapter II; Montgomery, 6.2; constants exact (d2, d3).
 * Refuses: too-few-subgroups (below 2), subgroup-too-small, not-finite, parameter-out-of-range.
 */
export function xbarRLimits(
  subgroups: readonly (readonly number[])[],
): Refusal | SubgroupLimits<"rbar"> {
  const refused = refuseSubgroups(subgroups, 2);
  if (refused !== null) return refused;
  const estimate = subgroupSigma(subgroups, "rbar");
  if ("refused" in estimate) return estimate;
  const center = grandMean(subgroups);
  if (!Number.isFinite(center)) return refuseOverflow();
  return subgroupLimits(center, estimate.sigma, nominalSize(sizeCounts(subgroups)));
}

/** Limits of means and ranges of `size` values. */
export function subgroupLimits(
  center: number,
  sigma: number,
  size: number,
): SubgroupLimits<"rbar"> {
  return {
    sigma,
    estimator: "rbar",
    location: meanLimits(center, sigma, size),
    spread: rangeLimits(sigma, size),
    size,
  };
}

/**
 * Limits per point from each subgroup's own size, with centre and sigma given (frozen or known),
 * `nsigmas` standard errors wide. Refuses: subgroup-too-small, not-finite, parameter-out-of-range
 * (negative sigma, size over 100, width).
 */
export function xbarRPointLimits(
  sizes: readonly number[],
  center: number,
  sigma: number,
  nsigmas = 3,
): Refusal | PointLimits {
  const refused =
    refusePositive("width", nsigmas) ?? refuseSizes(sizes, center, sigma, LARGEST_RANGE_SIZE);
  if (refused !== null) return refused;
  return {
    location: sizes.map((n) => meanLimits(center, sigma, n, nsigmas)),
    spread: sizes.map((n) => rangeLimits(sigma, n, nsigmas)),
  };
}

/** Limits of a mean of n values. */
export function meanLimits(center: number, sigma: number, n: number, nsigmas = 3): ControlLimits {
  const reach = (nsigmas * sigma) / Math.sqrt(n);
  return { center, lcl: center - reach, ucl: center + reach };
}

/** Limits of a range of n values, or of a moving range of length n. */
export function rangeLimits(
  sigma: number,
  n: number,
  nsigmas = 3,
  { d2, d3 }: Constants = constantsOf(),
): ControlLimits {
  const center = d2(n) * sigma;
  const reach = nsigmas * d3(n) * sigma;
  return { center, lcl: Math.max(0, center - reach), ucl: center + reach };
}

/** What is wrong with sizes, centre or sigma of limits per point. */
export function refuseSizes(
  sizes: readonly number[],
  center: number,
  sigma: number,
  largest: number,
): Refusal | null {
  if (!Number.isFinite(center) || !Number.isFinite(sigma)) {
    return refuse("not-finite", "The centre or the sigma is not a finite number.");
  }
  if (sigma < 0) return refuse("parameter-out-of-range", `A sigma is not negative, got ${sigma}.`);
  const small = sizes.find((n) => !Number.isInteger(n) || n < 2);
  if (small !== undefined)
    return refuse("subgroup-too-small", `A subgroup has ${counted(small, "value")}.`);
  const large = sizes.find((n) => n > largest);
  if (large === undefined) return null;
  return refuse(
    "parameter-out-of-range",
    `A subgroup has ${counted(large, "value")}, over ${largest}.`,
  );
}

/** How many subgroups there are of each size. */
export function sizeCounts(subgroups: readonly (readonly number[])[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { length } of subgroups) counts.set(length, (counts.get(length) ?? 0) + 1);
  return counts;
}

/** The most common size; the larger one when two are equally common. */
export function nominalSize(counts: ReadonlyMap<number, number>): number {
  let best = 0;
  let most = 0;
  for (const [size, count] of counts) {
    if (count > most || (count === most && size > best)) {
      best = size;
      most = count;
    }
  }
  return best;
}
