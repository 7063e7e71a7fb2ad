// The regularised incomplete beta function, both tails, each without cancellation.

import type { Tails } from "./incomplete-gamma.ts";
import { binomialTerm } from "./log-gamma.ts";

const MAX_TERMS = 1_000_000;

/**
 * I_x(a, b) and its complement, for a, b > 0. `y` is 1 - x, given by callers who know it better.
 * Continued fraction of Abramowitz & Stegun 26.5.8 (modified Lentz) on the side where it converges
 * fast; the leading factor is Loader's binomial term, exact at large a and b.
 */
export function incompleteBeta(a: number, b: number, x: number, y = 1 - x): Tails {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (y <= 0) return { lower: 1, upper: 0 };
  const leading = (binomialTerm(a, a + b, x, y) * a * b) / (a + b);
  if (x < (a + 1) / (a + b + 2)) {
    const lower = Math.min(1, (leading * fraction(a, b, x)) / a);
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, (leading * fraction(b, a, y)) / b);
  return { lower: 1 - upper, upper };
}

function fraction(a: number, b: number, x: number): number {
  const tiny = 1e-300;
  const guard = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / guard(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < MAX_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guard(1 + even * d);
    c = guard(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guard(1 + odd * d);
    c = guard(1 + odd / c);
    const change = d * c;
    h *= change;
    if (!(Math.abs(change - 1) >= 1e-16)) break;
  }
  return h;
}
