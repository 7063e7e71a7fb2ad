// How well an index is known: the intervals that capability and machine capability print.

import { chiSquareQuantile } from "../distributions/chi-square.ts";
import { noncentralTCdf } from "../distributions/noncentral-t.ts";
import { normalQuantile } from "../distributions/normal.ts";
import { findRoot } from "../numerics/root.ts";
import { counted, refuse, refuseTail } from "../refusals.ts";
import type { Interval, Refusal } from "../types.ts";

/** Interval of Cp: value sqrt(chi2(a/2; df)/df) to value sqrt(chi2(1-a/2; df)/df). */
export function widthInterval(value: number, df: number, level: number): Interval {
  const tail = (1 - level) / 2;
  return {
    lower: value * Math.sqrt(chiSquareQuantile(tail, df) / df),
    upper: value * Math.sqrt(chiSquareQuantile(1 - tail, df) / df),
    level,
  };
}

/** Interval of Cpk, Cpl or Cpu (Bissell 1990). */
export function sideInterval(value: number, n: number, df: number, level: number): Interval {
  const z = -normalQuantile((1 - level) / 2);
  const reach = z * Math.sqrt(1 / (9 * n) + (value * value) / (2 * df));
  return { lower: value - reach, upper: value + reach, level };
}

const MOST = 100_000;

/**
 * Exact interval of a one-sided index (Ppl, Ppu, or Ppk of a one-sided specification) with the
 * overall standard deviation of n normal values: 3 sqrt(n) index is noncentral t with n - 1 degrees
 * of freedom and noncentrality 3 sqrt(n) (true index). Source: Y.-M. Chou, D. B. Owen & S. A.
 * Borrego, Journal of Quality Technology 22 (1990) 223-229; ISO 22514-4.
 * Refuses: too-few-values (below 2), not-finite (index), parameter-out-of-range (level; n not whole
 * or above 100000; index beyond 100 in size).
 */
export function exactSideInterval(index: number, n: number, level = 0.95): Refusal | Interval {
  const refused = refuseTail("confidence level", level);
  if (refused !== null) return refused;
  if (!Number.isFinite(index)) return refuse("not-finite", "The index is no finite number.");
  if (!Number.isInteger(n) || n > MOST || Math.abs(index) > 100) {
    return refuse("parameter-out-of-range", `An index of ${index} from ${n} values is impossible.`);
  }
  if (n < 2) return refuse("too-few-values", `${counted(n, "value")} came, at least 2 are needed.`);
  const scale = 3 * Math.sqrt(n);
  const tail = (1 - level) / 2;
  const approximate = sideInterval(index, n, n - 1, level);
  const width = Math.max(1e-3, approximate.upper - approximate.lower);
  const end = (probability: number, from: number) => {
    const excess = (truth: number) =>
      noncentralTCdf(scale * index, n - 1, scale * truth) - probability;
    let low = from - width;
    let high = from + width;
    for (let step = width; excess(low) < 0; step *= 2) low -= step;
    for (let step = width; excess(high) > 0; step *= 2) high += step;
    return findRoot(excess, low, high);
  };
  return { lower: end(1 - tail, approximate.lower), upper: end(tail, approximate.upper), level };
}
