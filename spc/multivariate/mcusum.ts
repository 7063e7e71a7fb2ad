// The multivariate cumulative sum: a small lasting shift of several related characteristics.

import { cholesky, type Matrix, quadraticForm } from "../numerics/linear-system.ts";
import { isMeasurable, refuse, whenFinite } from "../refusals.ts";
import type { Refusal } from "../types.ts";
import { minus, refuseRows, refuseSingular } from "./covariance.ts";

/**
 * crosier: the vector sum is shrunk towards 0 by k at each step · pignatiello-runger: the length of
 * the plain sum since the last reset, less k times the number of rows in it (their MC1).
 */
export type McusumScheme = "crosier" | "pignatiello-runger";

export const MCUSUM_SCHEMES: readonly McusumScheme[] = ["crosier", "pignatiello-runger"];

/** All that is kept between two rows: the vector sum, and rows since it was last 0. */
export type McusumState = { readonly sum: readonly number[]; readonly rows: number };

export type McusumParameters = {
  readonly scheme: McusumScheme;
  /** Allowance in units of the statistical distance, half of the shift to be found: 0.5. */
  readonly k: number;
};

export function mcusumStart(variables: number): McusumState {
  return { sum: new Array<number>(variables).fill(0), rows: 0 };
}

/**
 * The next sum of deviations d from the mean, and the charted length Y.
 * Crosier: C = |s + d|; s = 0 when C <= k, else (s + d)(1 - k/C); Y = |s|. Pignatiello & Runger: the
 * sum of the last n deviations, Y = max(0, |sum| - k n), n starting again after Y = 0. Lengths are
 * statistical distances, sqrt(x' S^-1 x), by the Cholesky factor of S.
 * Sources: R. B. Crosier, Technometrics 30 (1988) 291-303; J. J. Pignatiello & G. C. Runger, Journal
 * of Quality Technology 22 (1990) 173-186.
 */
export function mcusumStep(
  state: McusumState,
  deviation: readonly number[],
  factor: Matrix,
  { scheme, k }: McusumParameters,
): McusumState & { readonly y: number } {
  const sum = deviation.map((d, j) => (state.sum[j] ?? 0) + d);
  const length = Math.sqrt(quadraticForm(factor, sum));
  const rows = state.rows + 1;
  const y = scheme === "crosier" ? length - k : length - k * rows;
  if (!(y > 0)) return { ...mcusumStart(deviation.length), y: 0 };
  if (scheme !== "crosier") return { sum, rows, y };
  const shrunk = 1 - k / length;
  return { sum: sum.map((s) => s * shrunk), rows, y };
}

export type Mcusum = {
  readonly y: readonly number[];
  /** Rows since the sum was last 0: the shift began about that many rows ago. */
  readonly rows: readonly number[];
};

/**
 * The chart of many rows about a mean with a covariance matrix; a row is out strictly above h
 * (Crosier: h = 5.50 for two characteristics and k = 0.5 gives an in-control run of 200).
 * Refuses: too-few-values (none), parameter-out-of-range, not-finite, no-variation (singular).
 */
export function mcusum(
  rows: Matrix,
  mean: readonly number[],
  cov: Matrix,
  parameters: McusumParameters,
): Refusal | Mcusum {
  if (!(parameters.k >= 0 && isMeasurable(parameters.k))) {
    return refuse("parameter-out-of-range", `The allowance is not negative, got ${parameters.k}.`);
  }
  const refused = refuseRows(rows, 1) ?? refuseRows([mean, ...cov, ...rows], 1);
  if (refused !== null) return refused;
  const factor = cholesky(cov);
  if (factor === null) return refuseSingular();
  let state = mcusumStart(mean.length);
  const steps = rows.map((row) => {
    const next = mcusumStep(state, minus(row, mean), factor, parameters);
    state = next;
    return next;
  });
  return whenFinite({ y: steps.map((one) => one.y), rows: steps.map((one) => one.rows) });
}
