// Fisher's F distribution with real degrees of freedom.

import { incompleteBeta } from "../numerics/incomplete-beta.ts";
import { betaLogitQuantile } from "./beta.ts";

/** P(F <= x): I with argument d1 x/(d1 x + d2) (Abramowitz & Stegun 26.6.2). */
export function fCdf(x: number, df1: number, df2: number): number {
  if (x <= 0) return 0;
  const total = df1 * x + df2;
  return incompleteBeta(df1 / 2, df2 / 2, (df1 * x) / total, df2 / total).lower;
}

/** P(F > x), the upper tail itself. */
export function fSurvival(x: number, df1: number, df2: number): number {
  if (x <= 0) return 1;
  const total = df1 * x + df2;
  return incompleteBeta(df1 / 2, df2 / 2, (df1 * x) / total, df2 / total).upper;
}

/** x with P(F <= x) = p, 0 < p < 1. */
export function fQuantile(p: number, df1: number, df2: number): number {
  return (df2 / df1) * Math.exp(betaLogitQuantile(p, 1 - p, df1 / 2, df2 / 2));
}

/** x with P(F > x) = q: exact for small q. */
export function fUpperQuantile(q: number, df1: number, df2: number): number {
  return (df2 / df1) * Math.exp(betaLogitQuantile(1 - q, q, df1 / 2, df2 / 2));
}
