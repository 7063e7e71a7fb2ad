// Sums that go on value by value and lose no digit: what charts that grow and charts at once share.

/** A sum and what rounding took from it. Changed in place by `addTo`. */
export type Tally = { sum: number; rest: number };

export function tally(): Tally {
  return { sum: 0, rest: 0 };
}

/**
 * Adds x. Source: A. Neumaier, Zeitschrift für angewandte Mathematik und Mechanik 54 (1974) 39-51
 * (compensated summation).
 */
export function addTo(to: Tally, x: number): void {
  const sum = to.sum + x;
  to.rest += Math.abs(to.sum) >= Math.abs(x) ? to.sum - sum + x : x - sum + to.sum;
  to.sum = sum;
}

export function totalOf({ sum, rest }: Tally): number {
  return sum + rest;
}

/** Mean of the values, summed one after the other; NaN of none: callers refuse it first. */
export function averageOf(values: readonly number[]): number {
  const sum = tally();
  for (const value of values) addTo(sum, value);
  return totalOf(sum) / values.length;
}

/**
 * A mean that goes on: values are summed about the first one, and as they are for the case that the
 * first one lies far from the mean. Changed in place by `addToMean`.
 */
export type RunningMean = {
  n: number;
  origin: number;
  readonly sum: Tally;
  readonly plain: Tally;
};

export function runningMean(): RunningMean {
  return { n: 0, origin: Number.NaN, sum: tally(), plain: tally() };
}

export function addToMean(mean: RunningMean, x: number): void {
  if (mean.n === 0) mean.origin = x;
  mean.n++;
  addTo(mean.sum, x - mean.origin);
  addTo(mean.plain, x);
}

/** The mean so far; NaN of none: callers refuse it first. */
export function meanSoFar({ n, origin, sum, plain }: RunningMean): number {
  const shift = totalOf(sum) / n;
  const mean = origin + shift;
  // Where origin and shift cancel, the digits of the mean were lost in both.
  return Math.abs(shift) > 2 * Math.abs(mean) ? totalOf(plain) / n : mean;
}
