// What a list of values looks like before anything is claimed of it.

import { centredSums } from "./moments.ts";
import { refuseOverflow, refuseValues } from "./refusals.ts";
import type { Refusal } from "./types.ts";

export type Description = {
  readonly n: number;
  readonly mean: number;
  /** Sample variance, divisor n - 1; 0 for one value. */
  readonly variance: number;
  readonly sd: number;
  readonly min: number;
  readonly max: number;
};

/**
 * n, mean, sample variance and standard deviation (divisor n - 1), smallest and largest value, in
 * the unit of the values. Corrected two-pass algorithm after a shift (Chan, Golub & LeVeque 1983).
 * Refuses: too-few-values (none), not-finite. One value has variance 0 and says nothing of spread.
 */
export function describe(values: readonly number[]): Refusal | Description {
  const refused = refuseValues(values, 1);
  if (refused !== null) return refused;
  const { n, mean, squares } = centredSums(values);
  let min = mean;
  let max = mean;
  for (let i = 0; i < n; i++) {
    const value = values[i] ?? mean;
    if (i === 0 || value < min) min = value;
    if (i === 0 || value > max) max = value;
  }
  const variance = n > 1 ? squares / (n - 1) : 0;
  if (!Number.isFinite(variance) || !Number.isFinite(mean)) return refuseOverflow();
  return { n, mean, variance, sd: Math.sqrt(variance), min, max };
}
