// The exact interval of a proportion.

import type { Interval } from "../types.ts";
import { betaQuantile, betaUpperQuantile } from "./beta.ts";

/**
 * Exact two-sided interval of a proportion of x in n, 0 <= x <= n.
 * Source: Clopper & Pearson, Biometrika 26 (1934) 404-413, through beta quantiles.
 */
export function clopperPearson(x: number, n: number, level: number): Interval {
  const tail = (1 - level) / 2;
  return {
    lower: x === 0 ? 0 : betaQuantile(tail, x, n - x + 1),
    upper: x === n ? 1 : betaUpperQuantile(tail, x + 1, n - x),
    level,
  };
}
