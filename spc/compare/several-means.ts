// Whether several stages or suppliers have the same mean, and which of them differ.

import { fSurvival } from "../distributions/f.ts";
import {
  studentizedRangeSurvival,
  studentizedRangeUpperQuantile,
} from "../distributions/studentized-range.ts";
import { type CentredSums, centredSums } from "../moments.ts";
import { counted, refuse, refuseProbability, refuseValues, whenFinite } from "../refusals.ts";
import type { Interval, Refusal } from "../types.ts";
import { welchDf } from "./welch.ts";

export type WelchAnova = {
  readonly f: number;
  readonly dfBetween: number;
  /** Of Welch's approximation, not whole. */
  readonly dfWithin: number;
  readonly p: number;
};

/**
 * Welch's test that groups of unequal variances have one mean: weights w = n/s^2,
 * F = sum w (m - M)^2/(g-1)/(1 + 2 (g-2) L/(g^2-1)), L = sum (1 - w/W)^2/(n-1), df (g^2-1)/(3 L).
 * Source: B. L. Welch, Biometrika 38 (1951) 330-336; R oneway.test.
 * Refuses: too-few-subgroups (below 2), subgroup-too-small (below 2 values), not-finite,
 * no-variation (a group without spread).
 */
export function welchAnova(groups: readonly (readonly number[])[]): Refusal | WelchAnova {
  const sums = sumsOf(groups, true);
  if ("refused" in sums) return sums;
  const g = sums.length;
  const weights = sums.map(({ n, squares }) => (n * (n - 1)) / squares);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  // About the first mean, so that an offset costs no digits.
  const origin = sums[0]?.mean ?? 0;
  const middle =
    sums.reduce((sum, { mean }, i) => sum + (weights[i] ?? 0) * (mean - origin), 0) / all;
  let between = 0;
  let lack = 0;
  for (const [i, { n, mean }] of sums.entries()) {
    const weight = weights[i] ?? 0;
    between += weight * (mean - origin - middle) ** 2;
    lack += (1 - weight / all) ** 2 / (n - 1);
  }
  const f = between / (g - 1) / (1 + (2 * (g - 2) * lack) / (g * g - 1));
  const dfWithin = (g * g - 1) / (3 * lack);
  return whenFinite({ f, dfBetween: g - 1, dfWithin, p: fSurvival(f, g - 1, dfWithin) });
}

export type PairComparison = {
  /** Places of the two groups, counted from 0. */
  readonly first: number;
  readonly second: number;
  /** Mean of the first less that of the second. */
  readonly difference: number;
  readonly standardError: number;
  readonly df: number;
  /** Adjusted for all pairs. */
  readonly p: number;
  /** All intervals hold together with the level. */
  readonly interval: Interval;
};

/**
 * Every pair of groups compared with one error rate for all: Games and Howell (variances may
 * differ: each pair has its own standard error and Welch's df), or Tukey and Kramer (one pooled
 * variance). Standard errors are those of the difference; q = sqrt(2) |d|/se.
 * Source: P. A. Games & J. F. Howell, Journal of Educational Statistics 1 (1976) 113-125;
 * C. Y. Kramer, Biometrics 12 (1956) 307-310. Most 50 groups.
 * Refuses: as welchAnova; parameter-out-of-range (level, more than 50 groups). With pooled variance
 * only all groups together must vary.
 */
export function comparePairs(
  groups: readonly (readonly number[])[],
  variances: "separate" | "pooled" = "separate",
  level = 0.95,
): Refusal | PairComparison[] {
  const refused = refuseProbability("level", level);
  if (refused !== null) return refused;
  if (groups.length > 50 || level > 0.999999) {
    return refuse(
      "parameter-out-of-range",
      `At most 50 groups and a level of 0.999999 are compared, got ${groups.length} and ${level}.`,
    );
  }
  const sums = sumsOf(groups, variances === "separate");
  if ("refused" in sums) return sums;
  const df = sums.reduce((sum, { n }) => sum + n - 1, 0);
  const pooled = sums.reduce((sum, { squares }) => sum + squares, 0) / df;
  if (!(pooled > 0)) return refuse("no-variation", "No group varies.");
  const pairs: PairComparison[] = [];
  const critical = new Map<number, number>();
  const criticalOf = (one: number): number => {
    const q = critical.get(one) ?? studentizedRangeUpperQuantile(1 - level, sums.length, one);
    critical.set(one, q);
    return q;
  };
  for (const [first, a] of sums.entries()) {
    for (let second = first + 1; second < sums.length; second++) {
      const b = sums[second];
      if (b === undefined) continue;
      const error = variances === "pooled" ? pooledError(a, b, pooled, df) : pairError(a, b);
      const reach = (criticalOf(error.df) * error.standardError) / Math.SQRT2;
      const difference = a.mean - b.mean;
      const q = (Math.SQRT2 * Math.abs(difference)) / error.standardError;
      const p = studentizedRangeSurvival(q, sums.length, error.df);
      const interval = { lower: difference - reach, upper: difference + reach, level };
      pairs.push({ first, second, difference, ...error, p, interval });
    }
  }
  return whenFinite(pairs);
}

type PairError = { readonly standardError: number; readonly df: number };

function pooledError(a: CentredSums, b: CentredSums, variance: number, df: number): PairError {
  return { standardError: Math.sqrt(variance * (1 / a.n + 1 / b.n)), df };
}

function pairError(a: CentredSums, b: CentredSums): PairError {
  const va = a.squares / (a.n - 1) / a.n;
  const vb = b.squares / (b.n - 1) / b.n;
  return { standardError: Math.sqrt(va + vb), df: welchDf(va, a.n, vb, b.n) };
}

/** Sums of each group; `each`: a group without spread is refused. */
function sumsOf(
  groups: readonly (readonly number[])[],
  each: boolean,
): Refusal | readonly CentredSums[] {
  if (groups.length < 2) return refuse("too-few-subgroups", "At least 2 groups are needed.");
  const sums: CentredSums[] = [];
  for (const [i, group] of groups.entries()) {
    if (group.length < 2) {
      return refuse(
        "subgroup-too-small",
        `Group ${i + 1} has ${counted(group.length, "value")}, not 2.`,
      );
    }
    const refused = refuseValues(group, 2);
    if (refused !== null) return refused;
    const one = centredSums(group);
    if (each && !(one.squares > 0)) {
      return refuse("no-variation", `All ${one.n} values of group ${i + 1} are equal.`);
    }
    sums.push(one);
  }
  return sums;
}
