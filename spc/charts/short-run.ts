// Short-run charts: many part numbers on one chart, each about its own nominal and spread.

import { d2 } from "../constants.ts";
import { meanOf } from "../moments.ts";
import { isMeasurable, refuse } from "../refusals.ts";
import { movingRanges } from "../sigma/moving-ranges.ts";
import type { Refusal } from "../types.ts";
import type { IndividualLimits } from "./imr.ts";
import { imrGapLimits } from "./imr-gaps.ts";

/** A value of one part number; values in the order they were made. */
export type ShortRunValue = {
  readonly part: string;
  readonly value: number;
  /** Of the part number; needed for deviations from nominal. */
  readonly nominal?: number | undefined;
};

export type DeviationChart = {
  readonly deviations: readonly number[];
  readonly limits: IndividualLimits<"mr-mean" | "mr-median">;
};

/**
 * Deviations from nominal on one individuals chart; for part numbers whose spread is the same.
 * Source: Montgomery, Introduction to Statistical Quality Control, 10.1 (deviation from nominal,
 * DNOM). Refuses: not-finite (a nominal missing), and as imrLimits.
 */
export function deviationChart(values: readonly ShortRunValue[]): Refusal | DeviationChart {
  const bare = values.find(({ nominal }) => !isMeasurable(nominal));
  if (bare !== undefined) {
    return refuse("not-finite", `Part ${bare.part} has no nominal that is a finite number.`);
  }
  const deviations = values.map(({ value, nominal = 0 }) => value - nominal);
  const limits = imrGapLimits(deviations);
  return "refused" in limits ? limits : { deviations, limits };
}

export type StandardisedChart = {
  /** (value - mean of its part number) / sigma of its part number; limits are -3 and 3. */
  readonly z: readonly number[];
  /** |z - z before| of neighbours; null for the first. Limits 0 and D4 d2 = 3.686. */
  readonly movingRanges: readonly (number | null)[];
  readonly byPart: ReadonlyMap<string, { readonly mean: number; readonly sigma: number }>;
};

/**
 * Z-MR chart: each value standardised by the mean and the sigma of its own part number, sigma the
 * mean moving range of its values in their order over d2(2). Every part number by itself
 * (Minitab's option "by parts"). Source: Montgomery, 10.1; Minitab, Methods and formulas of Z-MR.
 * Refuses: too-few-values (a part number with fewer than 2), not-finite, no-variation.
 */
export function standardisedChart(values: readonly ShortRunValue[]): Refusal | StandardisedChart {
  const parts = new Map<string, number[]>();
  for (const { part, value } of values) parts.set(part, [...(parts.get(part) ?? []), value]);
  const byPart = new Map<string, { mean: number; sigma: number }>();
  for (const [part, list] of parts) {
    if (!list.every(isMeasurable)) {
      return refuse("not-finite", `Part ${part} has a value that is not a finite number.`);
    }
    if (list.length < 2) {
      return refuse("too-few-values", `Part ${part} has ${list.length} value, 2 are needed.`);
    }
    const ranges = movingRanges(list).filter((range) => range !== null);
    const sigma = meanOf(ranges) / d2(2);
    if (!(sigma > 0)) return refuse("no-variation", `All values of part ${part} are equal.`);
    byPart.set(part, { mean: meanOf(list), sigma });
  }
  const z = values.map(({ part, value }) => {
    const own = byPart.get(part) ?? { mean: value, sigma: 1 };
    return (value - own.mean) / own.sigma;
  });
  return { z, movingRanges: movingRanges(z), byPart };
}
