// The four Western Electric rules: which points complete a pattern that chance seldom makes.

import { beyondLimit, beyondLine, patternMemory, remember } from "./pattern-memory.ts";

export type WesternElectricRule = "we-1" | "we-2" | "we-3" | "we-4";

export const WESTERN_ELECTRIC_RULES: readonly WesternElectricRule[] = [
  "we-1",
  "we-2",
  "we-3",
  "we-4",
];

export type Side = "above" | "below";

export type RuleSignal = {
  readonly rule: WesternElectricRule;
  /** Index of the point that completed the pattern, 0-based. */
  readonly index: number;
  readonly side: Side;
  /** Indices of the points that make the pattern, in time order. */
  readonly points: readonly number[];
};

export type WesternElectricOptions = {
  readonly rules?: readonly WesternElectricRule[];
  /** Only patterns completed at this index or later: appending one point looks back 7 points. */
  readonly from?: number;
};

/** `of` points, at least `count` of them beyond `sigmas` standard errors on one side. */
export type Zone = {
  readonly count: number;
  readonly of: number;
  readonly sigmas: 0 | 1 | 2 | 3;
};

/** The rules as zones, for the chart and for its average run length. */
export const ZONES: Record<WesternElectricRule, Zone> = {
  "we-1": { count: 1, of: 1, sigmas: 3 },
  "we-2": { count: 2, of: 3, sigmas: 2 },
  "we-3": { count: 4, of: 5, sigmas: 1 },
  "we-4": { count: 8, of: 8, sigmas: 0 },
};

/**
 * Signals of the Western Electric rules: 1 point beyond 3 sigma; 2 of 3 beyond 2 sigma, 4 of 5
 * beyond 1 sigma, 8 in a row beyond the centre, all on one side. A point on a line belongs to the
 * inner zone; the last point of the pattern is itself beyond; counts go on after a signal.
 * `sigma` is the standard error of the plotted statistic, one number or one per point; a point
 * that is not finite is a gap that belongs to no side.
 * Source: Western Electric, Statistical Quality Control Handbook (1956), 25-28.
 */
export function westernElectric(
  points: readonly number[],
  center: number,
  sigma: number | readonly number[],
  options: WesternElectricOptions = {},
): RuleSignal[] {
  const rules = options.rules ?? WESTERN_ELECTRIC_RULES;
  const from = Math.max(0, options.from ?? 0);
  const memory = patternMemory(Math.max(0, from - LONGEST));
  const signals: RuleSignal[] = [];
  for (let index = memory.index + 1; index < points.length; index++) {
    const x = points[index] ?? Number.NaN;
    remember(memory, x, center, typeof sigma === "number" ? sigma : (sigma[index] ?? Number.NaN));
    if (index < from) continue;
    for (const rule of rules) {
      const { count, of, sigmas } = ZONES[rule];
      const found =
        sigmas === 3 ? beyondLimit(memory, sigmas) : beyondLine(memory, sigmas, count, of);
      if (found === null || found.side === null) continue;
      signals.push({ rule, index, side: found.side, points: found.points });
    }
  }
  return signals;
}

const LONGEST = 8;
