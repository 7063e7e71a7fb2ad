// The distribution of the range of n standard normal values: the ground of d2, d3 and d4.

import { integrate } from "../numerics/gauss-legendre.ts";
import { findRoot } from "../numerics/root.ts";
import { normalCdf, normalPdf, normalSurvival } from "./normal.ts";

/** Beyond this the range of up to 1000 normal values has no probability a double can hold. */
const WIDEST = 18;

/**
 * P(R <= w) for n >= 2 standard normal values: n times the integral of
 * phi(x) (Phi(x+w) - Phi(x))^(n-1). Source: H. O. Hartley, Biometrika 32 (1942) 334-348.
 */
export function rangeCdf(w: number, n: number): number {
  if (w <= 0) return 0;
  const f = (x: number) => normalPdf(x) * between(x, x + w) ** (n - 1);
  return Math.min(1, n * integrate(f, -9, 9, 8));
}

/** Phi(b) - Phi(a), a < b, from the tails that keep digits. */
function between(a: number, b: number): number {
  return a > 0 ? normalSurvival(a) - normalSurvival(b) : normalCdf(b) - normalCdf(a);
}

/** E[R] and E[R^2]: integrals of 1 - F(w) and of 2 w (1 - F(w)). */
export function rangeMoments(n: number): { readonly mean: number; readonly square: number } {
  const upper = (w: number) => 1 - rangeCdf(w, n);
  return {
    mean: integrate(upper, 0, WIDEST, 6),
    square: integrate((w) => 2 * w * upper(w), 0, WIDEST, 6),
  };
}

/** Median of R: the root of P(R <= w) = 1/2. */
export function rangeMedian(n: number): number {
  return findRoot((w) => rangeCdf(w, n) - 0.5, 0.1, WIDEST);
}
