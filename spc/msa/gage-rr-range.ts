// The gauge R&R study by averages and ranges, as on the AIAG form.

import { d2, d2star, LARGEST_RANGE_SIZE } from "../constants.ts";
import { meanOf, rangeOf } from "../moments.ts";
import { refuse, refuseNoVariation, refusePositive, whenFinite } from "../refusals.ts";
import type { Refusal } from "../types.ts";
import { crossedLayout, type GageLayout, type GageReading } from "./gage-layout.ts";

export type GageRrRangeOptions = {
  readonly k?: number | undefined;
  readonly tolerance?: number | undefined;
  readonly processSigma?: number | undefined;
  /** "aiag" takes the four digit K factors printed on the form, where it prints them. */
  readonly constants?: "exact" | "aiag" | undefined;
};

type Shares = {
  readonly ev: number;
  readonly av: number;
  readonly grr: number;
  readonly pv: number;
};

export type GageRrRange = Shares & {
  /** Mean range of the trials of one operator on one part. */
  readonly rBarBar: number;
  /** Range of the operators' means, and of the parts' means. */
  readonly xDiff: number;
  readonly rp: number;
  readonly k1: number;
  readonly k2: number;
  readonly k3: number;
  readonly tv: number;
  /** Per cent of the total variation. */
  readonly pct: Shares;
  readonly pctTolerance: Shares | null;
  readonly pctProcess: Shares | null;
  readonly ndcRaw: number | null;
  readonly ndc: number | null;
};

/** K factors as AIAG MSA 4th edition prints them, in ten-thousandths, by the number of values. */
const AIAG_K1: Readonly<Record<number, number>> = { 2: 8862, 3: 5908 };
const AIAG_K2: Readonly<Record<number, number>> = { 2: 7071, 3: 5231 };
const AIAG_K3: Readonly<Record<number, number>> = {
  2: 7071,
  3: 5231,
  4: 4467,
  5: 4030,
  6: 3742,
  7: 3534,
  8: 3375,
  9: 3249,
  10: 3146,
};

/**
 * EV = rBarBar K1, AV = sqrt((xDiff K2)^2 - EV^2/(parts trials)) or 0, PV = Rp K3, with
 * K1 = 1/d2(trials), K2 = 1/d2*(operators, 1), K3 = 1/d2*(parts, 1); per cent of TV.
 * Source: AIAG MSA 4th edition, chapter III section B, average and range method.
 * Refuses: too-few-values (unbalanced, below 2 of anything), not-finite, no-variation,
 * parameter-out-of-range (more than 100 parts, factors AIAG does not print).
 */
export function gageRrRange(
  readings: readonly GageReading[],
  options: GageRrRangeOptions = {},
): Refusal | GageRrRange {
  const { k = 6, tolerance, processSigma } = options;
  const refused =
    refusePositive("study variation factor", k) ??
    (tolerance === undefined ? null : refusePositive("tolerance", tolerance)) ??
    (processSigma === undefined ? null : refusePositive("process sigma", processSigma));
  if (refused !== null) return refused;
  const layout = crossedLayout(readings);
  if ("refused" in layout) return layout;
  const factors = factorsOf(layout, options.constants === "aiag");
  if ("refused" in factors) return factors;
  const { cells, parts, trials } = layout;
  const rBarBar = meanOf(cells.flat().map(rangeOf));
  const xDiff = rangeOf(cells.map((row) => meanOf(row.flat())));
  const rp = rangeOf(parts.map((_, j) => meanOf(cells.flatMap((row) => row[j] ?? []))));
  const ev = rBarBar * factors.k1;
  const av = Math.sqrt(Math.max(0, (xDiff * factors.k2) ** 2 - ev ** 2 / (parts.length * trials)));
  const pv = rp * factors.k3;
  const shares = { ev, av, grr: Math.hypot(ev, av), pv };
  const tv = Math.hypot(shares.grr, pv);
  if (!(tv > 0)) return refuseNoVariation(readings.length);
  const ndcRaw = shares.grr > 0 ? (Math.SQRT2 * pv) / shares.grr : null;
  return whenFinite({
    rBarBar,
    xDiff,
    rp,
    ...factors,
    ...shares,
    tv,
    pct: scaled(shares, 100 / tv),
    pctTolerance: tolerance === undefined ? null : scaled(shares, (100 * k) / tolerance),
    pctProcess: processSigma === undefined ? null : scaled(shares, 100 / processSigma),
    ndcRaw,
    ndc: ndcRaw === null ? null : Math.max(1, Math.floor(ndcRaw)),
  });
}

function factorsOf({ parts, operators, trials }: GageLayout, printed: boolean) {
  if (operators.length < 2) {
    return refuse("too-few-values", "1 operator came, at least 2 are needed.");
  }
  if (Math.max(parts.length, operators.length, trials) > LARGEST_RANGE_SIZE) {
    return refuse("parameter-out-of-range", `A range spans at most ${LARGEST_RANGE_SIZE} values.`);
  }
  if (!printed) {
    return {
      k1: 1 / d2(trials),
      k2: 1 / d2star(operators.length, 1),
      k3: 1 / d2star(parts.length, 1),
    };
  }
  const k1 = AIAG_K1[trials];
  const k2 = AIAG_K2[operators.length];
  const k3 = AIAG_K3[parts.length];
  if (k1 === undefined || k2 === undefined || k3 === undefined) {
    return refuse(
      "parameter-out-of-range",
      "The printed K factors end at 3 trials, 3 operators and 10 parts.",
    );
  }
  return { k1: k1 / 10_000, k2: k2 / 10_000, k3: k3 / 10_000 };
}

function scaled(shares: Shares, factor: number): Shares {
  return {
    ev: shares.ev * factor,
    av: shares.av * factor,
    grr: shares.grr * factor,
    pv: shares.pv * factor,
  };
}
