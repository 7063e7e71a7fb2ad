// The Anderson-Darling test of normality with mean and standard deviation estimated.

import { logNormalCdf } from "../distributions/log-normal-cdf.ts";
import { centredSums } from "../moments.ts";
import { sorted } from "../order.ts";
import { refuseNoVariation, refuseOverflow, refuseValues } from "../refusals.ts";
import type { Refusal } from "../types.ts";

export type AndersonDarling = {
  readonly a2: number;
  /** a2 (1 + 0.75/n + 2.25/n^2), the value the p is read from. */
  readonly a2star: number;
  readonly p: number;
};

/** A^2 from the logarithms of both tails at the ordered values. */
export function andersonDarlingStatistic(
  logLower: readonly number[],
  logUpper: readonly number[],
): number {
  const n = logLower.length;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    sum += (2 * i + 1) * ((logLower[i] ?? 0) + (logUpper[n - 1 - i] ?? 0));
  }
  return -n - sum / n;
}

/**
 * A^2, its small sample form and its p value. With thousands of rounded readings every such test
 * rejects: show a probability plot beside it.
 * Source: T. W. Anderson & D. A. Darling (1954); p value: M. A. Stephens in D'Agostino & Stephens,
 * Goodness-of-Fit Techniques (1986), table 4.9.
 * Refuses: too-few-values (below 8), not-finite, no-variation.
 */
export function andersonDarling(values: readonly number[]): Refusal | AndersonDarling {
  const refused = refuseValues(values, 8);
  if (refused !== null) return refused;
  const { n, mean, squares } = centredSums(values);
  if (!Number.isFinite(squares)) return refuseOverflow();
  if (squares === 0) return refuseNoVariation(n);
  const sd = Math.sqrt(squares / (n - 1));
  const z = sorted(values).map((value) => (value - mean) / sd);
  const a2 = andersonDarlingStatistic(
    z.map(logNormalCdf),
    z.map((one) => logNormalCdf(-one)),
  );
  const a2star = a2 * (1 + 0.75 / n + 2.25 / (n * n));
  return { a2, a2star, p: tailProbability(a2star) };
}

/** The last branch turns upwards far out: from 10 on the p that nortest for R prints is kept. */
const BEYOND_TABLE = 3.7e-24;

function tailProbability(a: number): number {
  if (a < 0.2) return -Math.expm1(-13.436 + 101.14 * a - 223.73 * a * a);
  if (a < 0.34) return -Math.expm1(-8.318 + 42.796 * a - 59.938 * a * a);
  if (a < 0.6) return Math.exp(0.9177 - 4.279 * a - 1.38 * a * a);
  if (a < 10) return Math.exp(1.2937 - 5.709 * a + 0.0186 * a * a);
  return BEYOND_TABLE;
}
