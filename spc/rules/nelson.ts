// Nelson's eight tests: which points complete an unnatural pattern.

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

type Chart = {
  readonly points: readonly number[];
  /** 1 above centre + m sigma, -1 below centre - m sigma, 0 between or a gap. */
  readonly beyond: (index: number, m: number) => number;
  readonly value: (index: number) => number;
};

/**
 * Signals of Nelson's tests. Points on a line belong to the inner zone; a point on the centre
 * breaks a run; equal neighbours break a trend and an alternation; 2 of 3 and 4 of 5 need the last
 * point beyond; counts go on after a signal. With one sigma per point trends are those of the
 * standardised points. A point that is not finite breaks every pattern.
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
  const chart = chartOf(points, center, sigma);
  const signals: NelsonSignal[] = [];
  for (let index = Math.max(0, options.from ?? 0); index < points.length; index++) {
    for (const rule of options.rules ?? NELSON_RULES) {
      const found = patternAt(chart, rule, index, counts);
      if (found !== null) signals.push({ rule, index, ...found });
    }
  }
  return signals;
}

function chartOf(
  points: readonly number[],
  center: number,
  sigma: number | readonly number[],
): Chart {
  const errorAt = (i: number) => (typeof sigma === "number" ? sigma : (sigma[i] ?? Number.NaN));
  return {
    points,
    beyond: (i, m) => {
      const x = points[i] ?? Number.NaN;
      const reach = m * errorAt(i);
      return x > center + reach ? 1 : x < center - reach ? -1 : 0;
    },
    value: (i) => {
      const x = points[i] ?? Number.NaN;
      return typeof sigma === "number" ? x : (x - center) / errorAt(i);
    },
  };
}

type Pattern = { readonly side: Side | null; readonly points: readonly number[] };

function patternAt(
  chart: Chart,
  rule: NelsonRule,
  index: number,
  counts: NelsonCounts,
): Pattern | null {
  switch (rule) {
    case "nelson-1":
      return someBeyond(chart, index, 1, 1, counts.limit);
    case "nelson-2":
      return someBeyond(chart, index, counts.run, counts.run, 0);
    case "nelson-3":
      return trend(chart, index, counts.trend);
    case "nelson-4":
      return alternation(chart, index, counts.alternation);
    case "nelson-5":
      return someBeyond(chart, index, counts.beyondTwo, counts.beyondTwo + 1, 2);
    case "nelson-6":
      return someBeyond(chart, index, counts.beyondOne, counts.beyondOne + 1, 1);
    case "nelson-7":
      return allWithin(chart, index, counts.within);
    case "nelson-8":
      return allBeyond(chart, index, counts);
  }
}

/** The last point and at least count - 1 more of the last `of` beyond m sigma on its side. */
function someBeyond(
  chart: Chart,
  index: number,
  count: number,
  of: number,
  m: number,
): Pattern | null {
  const side = chart.beyond(index, m);
  if (side === 0) return null;
  const members: number[] = [];
  for (let i = Math.max(0, index - of + 1); i <= index; i++) {
    if (chart.beyond(i, m) === side) members.push(i);
  }
  return members.length >= count ? { side: sideOf(side), points: members } : null;
}

function trend(chart: Chart, index: number, count: number): Pattern | null {
  if (index < count - 1) return null;
  const direction = stepAt(chart, index);
  if (direction === 0) return null;
  for (let i = index - 1; i > index - count + 1; i--) {
    if (stepAt(chart, i) !== direction) return null;
  }
  return { side: sideOf(direction), points: last(index, count) };
}

function alternation(chart: Chart, index: number, count: number): Pattern | null {
  if (index < count - 1) return null;
  let direction = stepAt(chart, index);
  if (direction === 0) return null;
  for (let i = index - 1; i > index - count + 1; i--) {
    direction = -direction;
    if (stepAt(chart, i) !== direction) return null;
  }
  return { side: null, points: last(index, count) };
}

function allWithin(chart: Chart, index: number, count: number): Pattern | null {
  if (index < count - 1) return null;
  for (let i = index; i > index - count; i--) {
    if (chart.beyond(i, 1) !== 0 || !Number.isFinite(chart.value(i))) return null;
  }
  return { side: null, points: last(index, count) };
}

function allBeyond(chart: Chart, index: number, counts: NelsonCounts): Pattern | null {
  if (index < counts.beyond - 1) return null;
  let sum = 0;
  for (let i = index; i > index - counts.beyond; i--) {
    const side = chart.beyond(i, 1);
    if (side === 0) return null;
    sum += side;
  }
  if (counts.bothSides && Math.abs(sum) === counts.beyond) return null;
  return { side: null, points: last(index, counts.beyond) };
}

/** 1 when the point is above the one before, -1 below, 0 when equal or at a gap. */
function stepAt(chart: Chart, index: number): number {
  const step = chart.value(index) - chart.value(index - 1);
  return step > 0 ? 1 : step < 0 ? -1 : 0;
}

function sideOf(sign: number): Side {
  return sign > 0 ? "above" : "below";
}

function last(index: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => index - count + 1 + i);
}
