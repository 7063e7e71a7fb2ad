// Mean and sums of squares that survive a large offset: everything else builds on these two sums.

import { addToMean, meanSoFar, runningMean, totalOf } from "./numerics/tally.ts";

export type CentredSums = {
  readonly n: number;
  readonly mean: number;
  /** The mean is `origin + shift`: see `meanFrom`. */
  readonly origin: number;
  readonly shift: number;
  /** Sum of squared deviations from the mean. */
  readonly squares: number;
};

/**
 * Mean and sum of squared deviations, by a shift to the first value, a compensated sum and the
 * corrected second pass. Source: Chan, Golub & LeVeque, The American Statistician 37 (1983) 242-247.
 * An empty list gives n = 0 and NaN: callers refuse it first.
 */
export function centredSums(values: readonly number[]): CentredSums {
  const n = values.length;
  const origin = values[0] ?? Number.NaN;
  const mean = runningMean();
  for (const value of values) addToMean(mean, value);
  const shift = totalOf(mean.sum) / n;
  let squares = 0;
  let remainder = 0;
  for (const value of values) {
    const d = value - origin - shift;
    squares += d * d;
    remainder += d;
  }
  return {
    n,
    mean: meanSoFar(mean),
    origin,
    shift,
    squares: Math.max(0, squares - (remainder * remainder) / n),
  };
}

/** Mean minus a point, with the digits that a mean far from zero has no room for. */
export function meanFrom({ origin, shift }: CentredSums, point: number): number {
  return origin - point + shift;
}

/** The mean alone, to the bit that of a `RunningMean` of the same values. */
export function meanOf(values: readonly number[]): number {
  const mean = runningMean();
  for (const value of values) addToMean(mean, value);
  return meanSoFar(mean);
}

/** The sample standard deviation (divisor n - 1); NaN below two values: callers refuse it first. */
export function sampleSd(values: readonly number[]): number {
  const { n, squares } = centredSums(values);
  return Math.sqrt(squares / (n - 1));
}

/** Largest minus smallest value. */
export function rangeOf(values: readonly number[]): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high - low;
}

/** Mean of all values of all subgroups. */
export function grandMean(subgroups: readonly (readonly number[])[]): number {
  const mean = runningMean();
  for (const values of subgroups) for (const value of values) addToMean(mean, value);
  return meanSoFar(mean);
}
