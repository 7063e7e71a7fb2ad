// The interval that holds a stated share of all parts with stated confidence: normal, both sides.

import { chiSquareUpperQuantile } from "../distributions/chi-square.ts";
import { gammaSurvival } from "../distributions/gamma.ts";
import { normalCdf, normalPdf, normalQuantile, normalSurvival } from "../distributions/normal.ts";
import { centredSums } from "../moments.ts";
import { integrate } from "../numerics/gauss-legendre.ts";
import { findRoot } from "../numerics/root.ts";
import { refuseNoVariation, refuseValues } from "../refusals.ts";
import type { Refusal } from "../types.ts";
import { refuseFactor } from "./tolerance-factor.ts";

export type ToleranceInterval = {
  readonly lower: number;
  readonly upper: number;
  readonly k: number;
  readonly n: number;
  readonly coverage: number;
  readonly confidence: number;
};

/**
 * Two-sided normal tolerance factor k: with the stated confidence at least `coverage` of the
 * population lies in mean +- k s. Exact: the mean over Z = sqrt(n) (mean - mu)/sigma of
 * P(chi2(n-1) >= (n-1) r(Z)^2/k^2), where Phi(z/sqrt(n) + r) - Phi(z/sqrt(n) - r) = coverage.
 * Source: D. B. Owen & R. E. Odeh, Tables for Normal Tolerance Limits (1980); ISO 16269-6:2014,
 * annex for unknown mean and standard deviation. Refuses: too-few-values (below 2),
 * parameter-out-of-range (probabilities within 1e-10 of 0 or 1, n not whole or above 100000).
 */
export function toleranceFactorTwoSided(
  n: number,
  coverage: number,
  confidence: number,
): Refusal | number {
  const refused = refuseFactor(n, coverage, confidence);
  if (refused !== null) return refused;
  const df = n - 1;
  const held = (k: number) =>
    2 *
    integrate(
      (z) => {
        const r = halfWidth(z / Math.sqrt(n), coverage);
        return normalPdf(z) * gammaSurvival((df * r * r) / (k * k), df / 2, 2);
      },
      0,
      9,
      6,
    );
  const howe =
    -normalQuantile((1 - coverage) / 2) *
    Math.sqrt(((1 + 1 / n) * df) / chiSquareUpperQuantile(confidence, df));
  return findRoot((k) => held(k) - confidence, howe / 3, howe * 3);
}

/** r with Phi(a + r) - Phi(a - r) = p. */
function halfWidth(a: number, p: number): number {
  const low = -normalQuantile((1 - p) / 2);
  const outside = (r: number) => normalSurvival(a + r) + normalCdf(a - r) - (1 - p);
  return a === 0 ? low : findRoot(outside, 0, low + Math.abs(a) + 1);
}

/** mean -+ k s. Refuses as toleranceFactorTwoSided, and not-finite, no-variation. */
export function toleranceInterval(
  values: readonly number[],
  coverage: number,
  confidence: number,
): Refusal | ToleranceInterval {
  const refused = refuseValues(values, 2);
  if (refused !== null) return refused;
  const k = toleranceFactorTwoSided(values.length, coverage, confidence);
  if (typeof k !== "number") return k;
  const { n, mean, squares } = centredSums(values);
  const s = Math.sqrt(squares / (n - 1));
  if (!(s > 0)) return refuseNoVariation(n);
  return { lower: mean - k * s, upper: mean + k * s, k, n, coverage, confidence };
}
