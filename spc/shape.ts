// The shape of a sample: quartiles, asymmetry, tails and memory from one value to the next.

import { centredSums } from "./moments.ts";
import { quantile, sorted } from "./order.ts";
import { refuseOverflow, refuseValues } from "./refusals.ts";
import type { Refusal } from "./types.ts";

export type Quartile = { readonly type6: number; readonly type7: number };

export type Shape = {
  readonly median: number;
  readonly q1: Quartile;
  readonly q3: Quartile;
  /** G1, bias adjusted; null below 3 values or without variation. */
  readonly skewness: number | null;
  /** G2, excess, bias adjusted; null below 4 values or without variation. */
  readonly kurtosis: number | null;
  /** Autocorrelation at lag 1; null without variation. */
  readonly lag1: number | null;
};

/**
 * Median and quartiles (Hyndman & Fan types 6 and 7), G1 = sqrt(n(n-1))/(n-2) g1,
 * G2 = (n-1)/((n-2)(n-3)) ((n+1) g2 + 6), lag 1 = sum d_i d_(i+1) / sum d_i^2.
 * Source: Joanes & Gill, Comparing measures of sample skewness and kurtosis, The Statistician 47
 * (1998) 183-189; NIST StRD (autocorrelation). Refuses: too-few-values (none), not-finite.
 */
export function shape(values: readonly number[]): Refusal | Shape {
  const refused = refuseValues(values, 1);
  if (refused !== null) return refused;
  const { n, mean, squares } = centredSums(values);
  if (!Number.isFinite(squares) || !Number.isFinite(mean)) return refuseOverflow();
  const deviations = deviationsOf(values);
  let cubes = 0;
  let fourths = 0;
  let neighbours = 0;
  const sd = Math.sqrt(squares / n);
  for (let i = 0; i < n; i++) {
    const d = (deviations[i] ?? 0) / sd;
    cubes += d ** 3;
    fourths += d ** 4;
    if (i > 0) neighbours += d * ((deviations[i - 1] ?? 0) / sd);
  }
  const g1 = cubes / n;
  const g2 = fourths / n - 3;
  const varies = squares > 0;
  const ordered = sorted(values);
  const at = (p: number) => ({ type6: quantile(ordered, p, 6), type7: quantile(ordered, p, 7) });
  return {
    median: quantile(ordered, 0.5, 7),
    q1: at(0.25),
    q3: at(0.75),
    skewness: varies && n > 2 ? (g1 * Math.sqrt(n * (n - 1))) / (n - 2) : null,
    kurtosis: varies && n > 3 ? (((n + 1) * g2 + 6) * (n - 1)) / ((n - 2) * (n - 3)) : null,
    lag1: varies ? neighbours / n : null,
  };
}

/** Deviations from the mean, taken about the first value so that an offset costs no digits. */
function deviationsOf(values: readonly number[]): number[] {
  const origin = values[0] ?? 0;
  const shifted = values.map((value) => value - origin);
  const { mean } = centredSums(shifted);
  return shifted.map((value) => value - mean);
}
