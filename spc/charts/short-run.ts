// Short-run charts: many part numbers on one chart, each about its own nominal and spread.

import { d2, d3, LARGEST_RANGE_SIZE } from "../constants.ts";
import { meanOf, rangeOf } from "../moments.ts";
import { counted, isMeasurable, refuse, whenFinite } from "../refusals.ts";
import { movingRanges } from "../sigma/moving-ranges.ts";
import type { ControlLimits, Refusal } from "../types.ts";
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
  for (const { part, value } of values) {
    const own = parts.get(part);
    if (own === undefined) parts.set(part, [value]);
    else own.push(value);
  }
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

/** A subgroup of one part number; subgroups in the order they were made. */
export type ShortRunSubgroup = {
  readonly part: string;
  readonly values: readonly number[];
  /** Target of the part number; the mean of its subgroups where none is given. */
  readonly nominal?: number | undefined;
};

export type StandardisedSubgroups = {
  /** (mean - target) / mean range of the part number, and range / mean range. */
  readonly means: readonly number[];
  readonly ranges: readonly number[];
  /** -A2 to A2 about 0, and D3 to D4 about 1, each from the size of its subgroup. */
  readonly meanLimits: readonly ControlLimits[];
  readonly rangeLimits: readonly ControlLimits[];
  readonly byPart: ReadonlyMap<string, { readonly target: number; readonly meanRange: number }>;
};

/**
 * Standardised X-bar and R chart of many part numbers: the mean as its distance from the target in
 * mean ranges of the part number, the range in the same unit. Subgroups of one part number have one
 * size. A2 = 3/(d2 sqrt(n)), D3 and D4 = 1 -+ 3 d3/d2, exact constants.
 * Source: Montgomery, Introduction to Statistical Quality Control, 10.1 (standardized control
 * charts). Refuses: too-few-subgroups (none), subgroup-too-small, parameter-out-of-range (sizes of
 * a part number differ or exceed 100), not-finite, no-variation (a part number without any range).
 */
export function standardisedSubgroups(
  subgroups: readonly ShortRunSubgroup[],
): Refusal | StandardisedSubgroups {
  if (subgroups.length === 0) return refuse("too-few-subgroups", "No subgroup came.");
  const parts = new Map<string, ShortRunSubgroup[]>();
  for (const one of subgroups) {
    const refused = refuseSubgroup(one, parts.get(one.part)?.[0]);
    if (refused !== null) return refused;
    const own = parts.get(one.part);
    if (own === undefined) parts.set(one.part, [one]);
    else own.push(one);
  }
  const byPart = new Map<string, { target: number; meanRange: number }>();
  for (const [part, own] of parts) {
    const meanRange = meanOf(own.map(({ values }) => rangeOf(values)));
    if (!(meanRange > 0)) return refuse("no-variation", `Part ${part} has no range above 0.`);
    const target = own[0]?.nominal ?? meanOf(own.map(({ values }) => meanOf(values)));
    byPart.set(part, { target, meanRange });
  }
  const base = (part: string) => byPart.get(part) ?? { target: 0, meanRange: 1 };
  return whenFinite({
    means: subgroups.map(({ part, values }) => {
      return (meanOf(values) - base(part).target) / base(part).meanRange;
    }),
    ranges: subgroups.map(({ part, values }) => rangeOf(values) / base(part).meanRange),
    meanLimits: subgroups.map(({ values: { length: n } }) => {
      const a2 = 3 / (d2(n) * Math.sqrt(n));
      return { center: 0, lcl: -a2, ucl: a2 };
    }),
    rangeLimits: subgroups.map(({ values: { length: n } }) => {
      const reach = (3 * d3(n)) / d2(n);
      return { center: 1, lcl: Math.max(0, 1 - reach), ucl: 1 + reach };
    }),
    byPart,
  });
}

function refuseSubgroup(
  { part, values, nominal }: ShortRunSubgroup,
  first: ShortRunSubgroup | undefined,
): Refusal | null {
  if (values.length < 2) {
    const why = `A subgroup of part ${part} has ${counted(values.length, "value")}, not 2.`;
    return refuse("subgroup-too-small", why);
  }
  if (![nominal ?? 0, ...values].every(isMeasurable)) {
    return refuse("not-finite", `Part ${part} has a value that is not a finite number.`);
  }
  const size = first?.values.length ?? values.length;
  if (values.length === size && size <= LARGEST_RANGE_SIZE) return null;
  return refuse(
    "parameter-out-of-range",
    `Part ${part} has subgroups of ${size} and of ${values.length}: one size up to 100 is needed.`,
  );
}
