// The limits of a median chart: subgroups judged by their middle value and their range.

import { LARGEST_RANGE_SIZE } from "../constants.ts";
import { normalMedianSd } from "../distributions/normal-median.ts";
import { meanOf } from "../moments.ts";
import { median } from "../order.ts";
import { refuse, refuseOverflow, refuseSubgroups } from "../refusals.ts";
import { subgroupSigma } from "../sigma/subgroup-sigma.ts";
import type { ControlLimits, Refusal } from "../types.ts";
import { rangeLimits } from "./xbar-r.ts";

export type MedianLimits = {
  readonly sigma: number;
  readonly estimator: "rbar";
  /** Standard error of a median of `size` values. */
  readonly standardError: number;
  readonly location: ControlLimits;
  readonly spread: ControlLimits;
  readonly size: number;
};

/**
 * Limits of medians and ranges of subgroups of one size n: centre = mean of the medians, sigma =
 * mean range / d2(n), centre +- 3 sigma sd(median of n standard normal values), the sd integrated
 * from the density of the median. AIAG's factor is A2~ = 3 sd(median) / d2(n) (0.691 for n = 5).
 * Source: AIAG SPC 2nd edition, chapter II, section D (median charts); David & Nagaraja, Order
 * Statistics, 2.1. Refuses: too-few-subgroups (below 2), subgroup-too-small, not-finite,
 * parameter-out-of-range (sizes differ, size over 100).
 */
export function medianLimits(subgroups: readonly (readonly number[])[]): Refusal | MedianLimits {
  const refused = refuseSubgroups(subgroups, 2);
  if (refused !== null) return refused;
  const size = subgroups[0]?.length ?? 0;
  if (subgroups.some((values) => values.length !== size) || size > LARGEST_RANGE_SIZE) {
    return refuse(
      "parameter-out-of-range",
      "A median chart needs subgroups of one size up to 100.",
    );
  }
  const estimate = subgroupSigma(subgroups, "rbar");
  if ("refused" in estimate) return estimate;
  const { sigma } = estimate;
  const center = meanOf(subgroups.map(median));
  if (!Number.isFinite(center)) return refuseOverflow();
  const standardError = sigma * normalMedianSd(size);
  return {
    sigma,
    estimator: "rbar",
    standardError,
    location: { center, lcl: center - 3 * standardError, ucl: center + 3 * standardError },
    spread: rangeLimits(sigma, size),
    size,
  };
}
