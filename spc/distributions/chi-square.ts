// The chi-square distribution with real degrees of freedom.

import { gammaCdf, gammaQuantile, gammaSurvival, gammaUpperQuantile } from "./gamma.ts";

/** P(X <= x), df > 0. Gamma distribution of shape df/2 and scale 2. */
export function chiSquareCdf(x: number, df: number): number {
  return gammaCdf(x, df / 2, 2);
}

/** P(X > x), the upper tail itself. */
export function chiSquareSurvival(x: number, df: number): number {
  return gammaSurvival(x, df / 2, 2);
}

/** x with P(X <= x) = p. */
export function chiSquareQuantile(p: number, df: number): number {
  return gammaQuantile(p, df / 2, 2);
}

/** x with P(X > x) = q: exact for small q. */
export function chiSquareUpperQuantile(q: number, df: number): number {
  return gammaUpperQuantile(q, df / 2, 2);
}
