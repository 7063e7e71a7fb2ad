// How much the median of a normal sample scatters: the ground of the median chart.

import { integrate } from "../numerics/gauss-legendre.ts";
import { logGamma } from "../numerics/log-gamma.ts";
import { normalCdf, normalPdf, normalSurvival } from "./normal.ts";

const known = new Map<number, number>();

/**
 * Standard deviation of the median of n standard normal values, n >= 1. The density at t of the
 * middle value (n odd) is n!/(m!)^2 [F(t)(1-F(t))]^m f(t) with m = (n-1)/2; of the mean of the two
 * middle ones (n even) it is the integral over u > 0 of
 * 2 n!/(m!)^2 [F(t-u)(1-F(t+u))]^m f(t-u) f(t+u) with m = n/2 - 1.
 * Source: David & Nagaraja, Order Statistics, 2.1 and 2.2 (joint density).
 * Throws a RangeError when n is not whole or below 1.
 */
export function normalMedianSd(n: number): number {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`a median has 1 value or more, got ${n}`);
  const kept = known.get(n);
  if (kept !== undefined) return kept;
  const m = n % 2 === 1 ? (n - 1) / 2 : n / 2 - 1;
  const scale = Math.exp(logGamma(n + 1) - 2 * logGamma(m + 1));
  const density =
    n % 2 === 1
      ? (t: number) => scale * (normalCdf(t) * normalSurvival(t)) ** m * normalPdf(t)
      : (t: number) => 2 * scale * integrate((u) => pair(t, u, m), 0, 9, 9);
  const variance = 2 * integrate((t) => t * t * density(t), 0, 9, 9);
  const sd = Math.sqrt(variance);
  known.set(n, sd);
  return sd;
}

function pair(t: number, u: number, m: number): number {
  const inside = (normalCdf(t - u) * normalSurvival(t + u)) ** m;
  return inside * normalPdf(t - u) * normalPdf(t + u);
}
