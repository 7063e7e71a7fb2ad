// Student's t distribution with real degrees of freedom.

import { incompleteBeta } from "../numerics/incomplete-beta.ts";
import { betaLogitQuantile } from "./beta.ts";

/** P(T > t): I_x(df/2, 1/2)/2 with x = df/(df + t^2) (Abramowitz & Stegun 26.7.1). */
export function studentTSurvival(t: number, df: number): number {
  const square = t * t;
  const both = incompleteBeta(df / 2, 0.5, df / (df + square), square / (df + square));
  return t >= 0 ? both.lower / 2 : 1 - both.lower / 2;
}

/** P(T <= t). */
export function studentTCdf(t: number, df: number): number {
  return studentTSurvival(-t, df);
}

/** t with P(T <= t) = p, 0 < p < 1. */
export function studentTQuantile(p: number, df: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a probability must lie in [0, 1], got ${p}`);
  if (p === 0.5) return 0;
  const tail = p < 0.5 ? p : 1 - p;
  if (tail === 0) return p < 0.5 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const logit = betaLogitQuantile(2 * tail, 1 - 2 * tail, df / 2, 0.5);
  const t = Math.sqrt(df) * Math.exp(-logit / 2);
  return p < 0.5 ? -t : t;
}
