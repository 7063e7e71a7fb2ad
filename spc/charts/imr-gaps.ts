// Individual values in stretches: no moving range is taken across a gap, a stage or a tool change.

import { d2, d4 } from "../constants.ts";
import { meanOf } from "../moments.ts";
import { averageOf } from "../numerics/tally.ts";
import { median } from "../order.ts";
import { refuse, refuseOverflow, refusePositive, refuseValues } from "../refusals.ts";
import { movingRanges } from "../sigma/moving-ranges.ts";
import type { Refusal } from "../types.ts";
import { type IndividualLimits, individualLimits } from "./imr.ts";

/**
 * Limits of individual values with gaps (null): the mean of all values, sigma = mean (median)
 * moving range of two neighbours over d2(2) (d4(2)), where both were measured. Without a gap the
 * answer is that of `imrLimitsBy`. Source: as imrLimits; AIAG SPC 2nd edition, chapter II.
 * Refuses: too-few-values (below 2, or no two neighbours), not-finite, parameter-out-of-range
 * (width).
 */
export function imrGapLimits(
  values: readonly (number | null)[],
  estimator: "mr-mean" | "mr-median" = "mr-mean",
  nsigmas = 3,
): Refusal | IndividualLimits<"mr-mean" | "mr-median"> {
  const measured = values.filter((value) => value !== null);
  const refused = refuseValues(measured, 2) ?? refusePositive("width", nsigmas);
  if (refused !== null) return refused;
  const ranges = movingRanges(values.map((value) => value ?? Number.NaN)).filter(
    (range) => range !== null,
  );
  if (ranges.length === 0) {
    return refuse("too-few-values", "No two neighbours were measured: there is no moving range.");
  }
  const sigma = estimator === "mr-mean" ? averageOf(ranges) / d2(2) : median(ranges) / d4(2);
  const center = meanOf(measured);
  if (!Number.isFinite(center) || !Number.isFinite(sigma)) return refuseOverflow();
  return individualLimits(center, sigma, estimator, { length: 2, nsigmas });
}
