// The multivariate EWMA: small shifts of several related characteristics.

import { cholesky, type Matrix, quadraticForm } from "../numerics/linear-system.ts";
import { refuse } from "../refusals.ts";
import type { Refusal } from "../types.ts";
import { minus, refuseRows, refuseSingular } from "./covariance.ts";

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
  let z = mean.map(() => 0);
  let decay = 1;
  return rows.map((row) => {
    z = minus(row, mean).map((d, j) => lambda * d + (1 - lambda) * (z[j] ?? 0));
    decay *= (1 - lambda) ** 2;
    return quadraticForm(factor, z) / ((lambda * (1 - decay)) / (2 - lambda));
  });
}
