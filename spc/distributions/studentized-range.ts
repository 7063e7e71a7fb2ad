// The studentized range: the spread of several means over an independent standard deviation.

import { integrate } from "../numerics/gauss-legendre.ts";
import { findRoot } from "../numerics/root.ts";
import { chiDensity } from "./noncentral-t.ts";
import { rangeCdf } from "./range.ts";

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
    return 4 * u ** 3 * (1 - rangeCdf(q * s, k)) * chiDensity(s, df);
  };
  const panels = Math.min(30, 4 + Math.ceil((q * (to - from)) / 12));
  return Math.min(1, Math.max(0, integrate(beyond, from ** 0.25, to ** 0.25, panels)));
}

/** q with P(Q > q) = p, 1e-6 <= p < 1. */
export function studentizedRangeUpperQuantile(p: number, k: number, df: number): number {
  if (!(p >= 1e-6 && p < 1)) throw new RangeError(`a tail must lie in [1e-6, 1), got ${p}`);
  let high = 4;
  while (studentizedRangeSurvival(high, k, df) > p && high < 1e6) high *= 2;
  return findRoot((q) => p - studentizedRangeSurvival(q, k, df), 0, high);
}
