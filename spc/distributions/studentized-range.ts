// The studentized range: the spread of several means over an independent standard deviation.

import { integrate } from "../numerics/gauss-legendre.ts";
import { findRoot } from "../numerics/root.ts";
import { chiDensity } from "./noncentral-t.ts";
import { normalCdf, normalPdf, normalSurvival } from "./normal.ts";
import { studentTQuantile } from "./student-t.ts";

/**
 * P(Q > q) for the range of k standard normal values over s = sqrt(chi-square/df): the mean of
 * P(R > q s) over s. Absolute accuracy about 1e-10.
 * Source: M. D. Copenhaver & B. Holland, Journal of Statistical Computation and Simulation 30
 * (1988) 1-15 (definition); Hartley 1942 for the range.
 */
export function studentizedRangeSurvival(q: number, k: number, df: number): number {
  if (q <= 0) return 1;
  const spread = 1 / Math.sqrt(2 * df);
  const from = Math.max(0, 1 - 11 * spread);
  const to = 1 + 11 * spread + 4 / df;
  // In the fourth root of s the density is smooth at 0 for fractional df too.
  const beyond = (u: number) => {
    const s = u ** 4;
    return 4 * u ** 3 * rangeSurvival(q * s, k) * chiDensity(s, df);
  };
  const panels = Math.min(30, 4 + Math.ceil((q * (to - from)) / 12));
  return Math.min(1, Math.max(0, integrate(beyond, from ** 0.25, to ** 0.25, panels)));
}

/**
 * P(R > w) of k standard normal values: 1 - (2 Phi(w/2) - 1)^k less 2k times the integral of
 * phi(u) (Phi(u) - Phi(u - w))^(k-1) from w/2 upwards. Source: Copenhaver & Holland 1988.
 */
function rangeSurvival(w: number, k: number): number {
  const half = w / 2;
  const beyond = -Math.expm1(k * Math.log1p(-2 * normalSurvival(half)));
  if (half >= 9 || !(w > 0)) return w > 0 ? beyond : 1;
  const inner = (u: number) => normalPdf(u) * (normalCdf(u) - normalCdf(u - w)) ** (k - 1);
  return Math.max(0, beyond - 2 * k * integrate(inner, half, Math.max(9, half + 1), 3));
}

/**
 * q with P(Q > q) = p, 1e-6 <= p < 1. It lies between that of two groups, sqrt(2) t(1 - p/2), and
 * Bonferroni's for all k(k-1)/2 pairs.
 */
export function studentizedRangeUpperQuantile(p: number, k: number, df: number): number {
  if (!(p >= 1e-6 && p < 1)) throw new RangeError(`a tail must lie in [1e-6, 1), got ${p}`);
  const pairs = (k * (k - 1)) / 2;
  const low = Math.SQRT2 * studentTQuantile(1 - p / 2, df);
  const high = Math.SQRT2 * studentTQuantile(1 - p / (2 * pairs), df);
  if (pairs === 1) return low;
  const short = (q: number) => {
    const missed = p - studentizedRangeSurvival(q, k, df);
    return Math.abs(missed) < 1e-13 ? 0 : missed;
  };
  return findRoot(short, low, high);
}
