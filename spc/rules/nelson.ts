// Nelson's eight tests: which points complete an unnatural pattern.

import {
  alternating,
  avoiding,
  beyondLimit,
  beyondLine,
  type Found,
  hugging,
  type PatternMemory,
  patternMemory,
  remember,
  steadyTrend,
} from "./pattern-memory.ts";
import type { Side } from "./western-electric.ts";

export type NelsonRule =
  | "nelson-1"
  | "nelson-2"
  | "nelson-3"
  | "nelson-4"
  | "nelson-5"
  | "nelson-6"
  | "nelson-7"
  | "nelson-8";

/**
 * How many points a pattern takes. Programs differ: Nelson counts 6 points of a trend and 14 of an
 * alternation, jaspQualityControl counts that many steps (7 and 15 points); AIAG runs 7 on a side.
 */
export type NelsonCounts = {
  /** How many standard errors away a single point signals (rule 1): 3. */
  readonly limit: number;
  /** Points of a run on one side of the centre (rule 2): 9. */
  readonly run: number;
  /** Points of a steady rise or fall (rule 3): 6. */
  readonly trend: number;
  /** Points that alternate up and down (rule 4): 14. */
  readonly alternation: number;
  /** k of k + 1 points beyond two sigma (rule 5): 2. */
  readonly beyondTwo: number;
  /** k of k + 1 points beyond one sigma (rule 6): 4. */
  readonly beyondOne: number;
  /** Points in a row within one sigma (rule 7): 15. */
  readonly within: number;
  /** Points in a row beyond one sigma (rule 8): 8. */
  readonly beyond: number;
  /** Rule 8 asks for points on both sides (Nelson); Minitab's test 8 does not. */
  readonly bothSides: boolean;
};

export const NELSON_COUNTS: NelsonCounts = {
  limit: 3,
  run: 9,
  trend: 6,
  alternation: 14,
  beyondTwo: 2,
  beyondOne: 4,
  within: 15,
  beyond: 8,
  bothSides: true,
};

export const NELSON_RULES: readonly NelsonRule[] = [
  "nelson-1",
  "nelson-2",
  "nelson-3",
  "nelson-4",
  "nelson-5",
  "nelson-6",
  "nelson-7",
  "nelson-8",
];

export type NelsonSignal = {
  readonly rule: NelsonRule;
  /** Index of the point that completed the pattern, 0-based. */
  readonly index: number;
  /** Side of the run, direction of the trend; null where the pattern has none. */
  readonly side: Side | null;
  readonly points: readonly number[];
};

export type NelsonOptions = {
  readonly rules?: readonly NelsonRule[];
  readonly counts?: Partial<NelsonCounts>;
  /** Only patterns completed at this index or later. */
  readonly from?: number;
};

/**
 * Signals of Nelson's tests. Points on a line belong to the inner zone; a point on the centre
 * breaks a run; equal neighbours break a trend and an alternation; 2 of 3 and 4 of 5 need the last
 * point beyond; counts go on after a signal. Where sigma changes from one point to the next, trends
 * compare the standardised points. A point that is not finite breaks every pattern.
 * Source: L. S. Nelson, The Shewhart control chart: tests for special causes, Journal of Quality
 * Technology 16 (1984) 237-239.
 */
export function nelson(
  points: readonly number[],
  center: number,
  sigma: number | readonly number[],
  options: NelsonOptions = {},
): NelsonSignal[] {
  const counts = { ...NELSON_COUNTS, ...options.counts };
  const rules = options.rules ?? NELSON_RULES;
  const from = Math.max(0, options.from ?? 0);
  const start = Math.max(0, from - longestPattern(counts));
  const memory = patternMemory(start);
  const signals: NelsonSignal[] = [];
  for (let index = start; index < points.length; index++) {
    const x = points[index] ?? Number.NaN;
    const error = typeof sigma === "number" ? sigma : (sigma[index] ?? Number.NaN);
    remember(memory, x, center, error);
    if (index < from) continue;
    for (const rule of rules) {
      const found = completed(memory, rule, counts);
      if (found !== null) signals.push({ rule, index, side: found.side, points: found.points });
    }
  }
  return signals;
}

/** How many points before it the last point of a pattern may need. */
export function longestPattern(counts: NelsonCounts): number {
  const { run, trend, alternation, beyondTwo, beyondOne, within, beyond } = counts;
  return Math.max(run, trend, alternation, beyondTwo + 1, beyondOne + 1, within, beyond);
}

/** The pattern of a test that the last point of the memory completed. */
export function completed(
  memory: PatternMemory,
  rule: NelsonRule,
  counts: NelsonCounts,
): Found | null {
  switch (rule) {
    case "nelson-1":
      return beyondLimit(memory, counts.limit);
    case "nelson-2":
      return beyondLine(memory, 0, counts.run, counts.run);
    case "nelson-3":
      return steadyTrend(memory, counts.trend);
    case "nelson-4":
      return alternating(memory, counts.alternation);
    case "nelson-5":
      return beyondLine(memory, 2, counts.beyondTwo, counts.beyondTwo + 1);
    case "nelson-6":
      return beyondLine(memory, 1, counts.beyondOne, counts.beyondOne + 1);
    case "nelson-7":
      return hugging(memory, counts.within);
    case "nelson-8":
      return avoiding(memory, counts.beyond, counts.bothSides);
  }
}
