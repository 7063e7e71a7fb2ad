// The noncentral t distribution: what a tolerance factor is a quantile of.

import { integrate } from "../numerics/gauss-legendre.ts";
import { poissonTerm } from "../numerics/log-gamma.ts";
import { findRootAround } from "../numerics/root.ts";
import { normalCdf } from "./normal.ts";

/**
 * P(T <= t) of the noncentral t with `df` degrees of freedom and noncentrality `delta`:
 * the mean of Phi(t s - delta) over s = sqrt(chi-square/df), by Gauss-Legendre panels over the
 * range where the density of s is above 1e-19 of its peak.
 * Source: Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 2, 31.1 (definition).
 */
export function noncentralTCdf(t: number, df: number, delta: number): number {
  const spread = 1 / Math.sqrt(2 * df);
  const from = Math.max(0, 1 - 11 * spread);
  const to = 1 + 11 * spread + 4 / df;
  const f = (s: number) => normalCdf(t * s - delta) * chiDensity(s, df);
  const sharpness = Math.abs(t) * (to - from);
  const panels = Math.min(400, 12 + Math.ceil(sharpness / 4));
  return Math.min(1, integrate(f, from, to, panels));
}

/** Density of s = sqrt(X/df), X chi-square with df degrees of freedom. */
export function chiDensity(s: number, df: number): number {
  if (s <= 0) return df === 1 ? Math.sqrt(2 / Math.PI) : 0;
  return (poissonTerm(df / 2, (df * s * s) / 2) * df) / s;
}

/** t with P(T <= t) = p, 0 < p < 1. */
export function noncentralTQuantile(p: number, df: number, delta: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a probability must lie in (0, 1), got ${p}`);
  return findRootAround((t) => noncentralTCdf(t, df, delta) - p, delta, 1 + Math.abs(delta) / 2);
}
