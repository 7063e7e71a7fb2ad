// What runs rules remember of a chart: a few counters, the same however long the chart is.

import type { Side } from "./western-electric.ts";

/** A pattern that the last point completed. */
export type Found = { readonly side: Side | null; readonly points: readonly number[] };

/** Misses of a zone on one side: the last two points that were not beyond it. */
type Misses = { last: number; before: number };

/** Counters after a point; changed in place by `remember`. */
export type PatternMemory = {
  index: number;
  /** Last step: 1 up, -1 down, 0 level or across a gap. */
  direction: number;
  /** Steps in a row in one direction, and steps in a row that turn. */
  steady: number;
  turning: number;
  /** Points in a row within one sigma; with none within one sigma, and where each side last was. */
  within: number;
  without: number;
  lastAbove: number;
  lastBelow: number;
  /** Side of the point beyond the centre, 1 sigma, 2 sigma: 1, -1 or 0. */
  readonly sides: [number, number, number];
  /** By line (0, 1, 2 sigma) and side (above, below). */
  readonly misses: readonly (readonly [Misses, Misses])[];
  readonly z: { x: number; center: number; error: number };
};

export function patternMemory(start = 0): PatternMemory {
  const none = (): Misses => ({ last: start - 1, before: start - 1 });
  return {
    index: start - 1,
    direction: 0,
    steady: 0,
    turning: 0,
    within: 0,
    without: 0,
    lastAbove: start - 1,
    lastBelow: start - 1,
    sides: [0, 0, 0],
    misses: [0, 1, 2].map(() => [none(), none()] as const),
    z: { x: Number.NaN, center: 0, error: 1 },
  };
}

/** 1 above centre + m errors, -1 below centre - m errors, 0 between, on a line or a gap. */
function beyond(x: number, center: number, error: number, m: number): number {
  const reach = m * error;
  return x > center + reach ? 1 : x < center - reach ? -1 : 0;
}

/**
 * Takes in the next point x, its centre and standard error. Trends compare the points themselves,
 * and standardised ones where centre or error changed. NaN is a gap: it ends every pattern.
 */
export function remember(memory: PatternMemory, x: number, center: number, error: number): void {
  const index = memory.index + 1;
  memory.index = index;
  rememberStep(memory, x, center, error);
  memory.z.x = x;
  memory.z.center = center;
  memory.z.error = error;
  for (let m = 0; m < 3; m++) {
    const side = beyond(x, center, error, m);
    memory.sides[m] = side;
    const pair = memory.misses[m];
    if (pair === undefined) continue;
    if (side !== 1) miss(pair[0], index);
    if (side !== -1) miss(pair[1], index);
  }
  const side = memory.sides[1];
  memory.without = side === 0 ? 0 : memory.without + 1;
  memory.within =
    side === 0 && Number.isFinite(x) && Number.isFinite(error) ? memory.within + 1 : 0;
  if (side > 0) memory.lastAbove = index;
  if (side < 0) memory.lastBelow = index;
}

function rememberStep(memory: PatternMemory, x: number, center: number, error: number): void {
  const { z } = memory;
  const level = center === z.center && error === z.error;
  const step = level ? x - z.x : (x - center) / error - (z.x - z.center) / z.error;
  const direction = step > 0 ? 1 : step < 0 ? -1 : 0;
  const same = direction === memory.direction;
  if (direction === 0) {
    memory.steady = 0;
    memory.turning = 0;
  } else {
    memory.steady = same ? memory.steady + 1 : 1;
    memory.turning = direction === -memory.direction ? memory.turning + 1 : 1;
  }
  memory.direction = direction;
}

function miss(misses: Misses, index: number): void {
  misses.before = misses.last;
  misses.last = index;
}

/** One point beyond `limit` standard errors. */
export function beyondLimit({ index, z }: PatternMemory, limit: number): Found | null {
  const side = beyond(z.x, z.center, z.error, limit);
  return side === 0 ? null : { side: sideOf(side), points: [index] };
}

/** The last point and count - 1 more of the last `of` (count or count + 1) beyond line m. */
export function beyondLine(
  memory: PatternMemory,
  m: 0 | 1 | 2,
  count: number,
  of: number,
): Found | null {
  const side = memory.sides[m];
  const misses = memory.misses[m]?.[side > 0 ? 0 : 1];
  if (side === 0 || misses === undefined) return null;
  const { index } = memory;
  const from = Math.max(0, index - of + 1);
  const missed = (misses.last >= from ? 1 : 0) + (misses.before >= from ? 1 : 0);
  if (index - from + 1 - missed < count) return null;
  const points = span(from, index).filter((i) => i !== misses.last);
  return { side: sideOf(side), points };
}

/** `count` points in a row that rise, or fall. */
export function steadyTrend({ index, steady, direction }: PatternMemory, count: number) {
  if (steady < count - 1) return null;
  return { side: sideOf(direction), points: span(index - count + 1, index) };
}

/** `count` points in a row that turn at each step. */
export function alternating({ index, turning }: PatternMemory, count: number): Found | null {
  return turning < count - 1 ? null : { side: null, points: span(index - count + 1, index) };
}

/** `count` points in a row within one sigma. */
export function hugging({ index, within }: PatternMemory, count: number): Found | null {
  return within < count ? null : { side: null, points: span(index - count + 1, index) };
}

/** `count` points in a row, none within one sigma; `bothSides`: on both sides of the centre. */
export function avoiding(memory: PatternMemory, count: number, bothSides: boolean): Found | null {
  const { index, without, lastAbove, lastBelow } = memory;
  if (without < count) return null;
  if (bothSides && Math.min(lastAbove, lastBelow) <= index - count) return null;
  return { side: null, points: span(index - count + 1, index) };
}

function sideOf(sign: number): Side {
  return sign > 0 ? "above" : "below";
}

function span(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
