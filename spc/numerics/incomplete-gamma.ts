// The regularised incomplete gamma function, both tails, each without cancellation.

import { poissonTerm } from "./log-gamma.ts";

export type Tails = { readonly lower: number; readonly upper: number };

const MAX_TERMS = 1_000_000;

/**
 * P(a, x) and Q(a, x), a > 0, x >= 0. Series below x = a + 1, Legendre's continued fraction above
 * (Abramowitz & Stegun 6.5.29, 6.5.31; modified Lentz), so that the small tail keeps its digits.
 */
export function incompleteGamma(a: number, x: number): Tails {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  const leading = poissonTerm(a, x);
  if (x < a + 1) {
    let term = 1;
    let sum = 1;
    for (let k = 1; k < MAX_TERMS; k++) {
      term *= x / (a + k);
      sum += term;
      if (!(term >= sum * 1e-17)) break;
    }
    const lower = Math.min(1, leading * sum);
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, leading * a * upperFraction(a, x));
  return { lower: 1 - upper, upper };
}

/** The continued fraction 1/(x+1-a- 1(1-a)/(x+3-a- ...)). */
function upperFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < MAX_TERMS; i++) {
    const an = -i * (i - a);
    b += 2;
    d = an * d + b;
    if (Math.abs(d) < tiny) d = tiny;
    c = b + an / c;
    if (Math.abs(c) < tiny) c = tiny;
    d = 1 / d;
    const change = d * c;
    h *= change;
    if (!(Math.abs(change - 1) >= 1e-16)) break;
  }
  return h;
}
