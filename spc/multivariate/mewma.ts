// The multivariate EWMA: small shifts of several related characteristics.

import { cholesky, type Matrix, quadraticForm } from "../numerics/linear-system.ts";
import { refuse, whenFinite } from "../refusals.ts";
import type { Refusal } from "../types.ts";
import { minus, refuseRows, refuseSingular } from "./covariance.ts";

/** All that is kept between two rows: the averages, and (1-lambda)^(2i). */
export type MewmaState = { readonly z: readonly number[]; readonly decay: number };

export function mewmaStart(variables: number): MewmaState {
  return { z: new Array<number>(variables).fill(0), decay: 1 };
}

/**
 * The next averages z = lambda d + (1-lambda) z' of deviations d from the mean, and their T2 by the
 * Cholesky factor of the covariance matrix of a row. Source: as `mewma`.
 */
export function mewmaStep(
  state: MewmaState,
  deviation: readonly number[],
  factor: Matrix,
  lambda: number,
): MewmaState & { readonly t2: number } {
  const z = deviation.map((d, j) => lambda * d + (1 - lambda) * (state.z[j] ?? 0));
  const decay = state.decay * (1 - lambda) ** 2;
  return { z, decay, t2: quadraticForm(factor, z) / ((lambda * (1 - decay)) / (2 - lambda)) };
}

/**
 * T2 of z = lambda (x - mean) + (1-lambda) z' with its exact covariance
 * lambda (1 - (1-lambda)^(2i))/(2-lambda) S; a point is out strictly above h.
 * Source: Lowry, Woodall, Champ & Rigdon, Technometrics 34 (1992) 46-53.
 * Refuses: too-few-values (none), parameter-out-of-range, not-finite, no-variation (singular).
 */
export function mewma(
  rows: Matrix,
  mean: readonly number[],
  cov: Matrix,
  lambda: number,
): Refusal | number[] {
  if (!(lambda > 0 && lambda <= 1)) {
    return refuse("parameter-out-of-range", `The weight lies between 0 and 1, got ${lambda}.`);
  }
  const refused = refuseRows(rows, 1) ?? refuseRows([mean, ...cov, ...rows], 1);
  if (refused !== null) return refused;
  const factor = cholesky(cov);
  if (factor === null) return refuseSingular();
  let state = mewmaStart(mean.length);
  return whenFinite(
    rows.map((row) => {
      const next = mewmaStep(state, minus(row, mean), factor, lambda);
      state = next;
      return next.t2;
    }),
  );
}
