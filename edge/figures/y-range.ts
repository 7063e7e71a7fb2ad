// The y range of a chart panel: limits and data with a margin, and no single value may squash the rest.
import { extent } from "./scale.ts";

type Lines = { readonly center: number; readonly lcl: number; readonly ucl: number };
export type YRange = { readonly low: number; readonly high: number };

const MARGIN = 0.08;
/** Data further from the centre than this many half widths of the limits is pinned at the edge. */
const FAR = 2.5;
/** More than this share beyond the fence is no outlier but where the process is: then all is shown. */
const FEW = 0.1;

/**
 * Range shown, in the unit of the values. `floor` keeps a range chart from going below zero.
 * With limits, values beyond 2.5 times their half width do not widen it; without, values beyond
 * 5 interquartile ranges of the middle.
 */
export function yRange(
  values: readonly number[],
  limits: readonly Lines[],
  floor: number | null,
): YRange {
  const fence = limits.length === 0 ? quartileFence(values) : limitFence(limits);
  const near = values.filter((value) => value >= fence.low && value <= fence.high);
  const few = values.length - near.length <= Math.max(1, values.length * FEW);
  const seen = few ? near : [...values];
  for (const { lcl, ucl, center } of limits) seen.push(lcl, ucl, center);
  if (floor !== null) seen.push(floor);
  const found = extent(seen) ?? { low: 0, high: 1 };
  const finest = Math.max(Math.abs(found.low), Math.abs(found.high)) * 1e-9;
  const span = Math.max(found.high - found.low, finest) || 1;
  const low = found.low - span * MARGIN;
  return { low: floor === null ? low : Math.max(floor, low), high: found.high + span * MARGIN };
}

/** As far as 2.5 half widths from the centre of any stage. */
function limitFence(limits: readonly Lines[]): YRange {
  const fences = limits.map(({ center, lcl, ucl }) => {
    const half = Math.max(ucl - center, center - lcl);
    return half > 0
      ? { low: center - FAR * half, high: center + FAR * half }
      : { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  });
  return {
    low: Math.min(...fences.map(({ low }) => low)),
    high: Math.max(...fences.map(({ high }) => high)),
  };
}

function quartileFence(values: readonly number[]): YRange {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const q1 = sorted[Math.floor(sorted.length * 0.25)];
  const q3 = sorted[Math.floor(sorted.length * 0.75)];
  if (q1 === undefined || q3 === undefined || q3 === q1) {
    return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  }
  return { low: q1 - 5 * (q3 - q1), high: q3 + 5 * (q3 - q1) };
}
