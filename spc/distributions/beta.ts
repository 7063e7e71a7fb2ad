// The beta distribution.

import { incompleteBeta } from "../numerics/incomplete-beta.ts";
import { findRoot } from "../numerics/root.ts";

/** P(X <= x): regularised incomplete beta function I_x(a, b). */
export function betaCdf(x: number, a: number, b: number): number {
  return incompleteBeta(a, b, x).lower;
}

/** P(X > x), the upper tail itself. */
export function betaSurvival(x: number, a: number, b: number): number {
  return incompleteBeta(a, b, x).upper;
}

/**
 * x with P(X <= x) = p, 0 <= p <= 1: bracketed root in logit(x), on the smaller tail.
 */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a probability must lie in [0, 1], got ${p}`);
  if (p === 0) return 0;
  if (p === 1) return 1;
  return fromLogit(betaLogitQuantile(p, 1 - p, a, b));
}

/** x with P(X > x) = q: exact for small q. */
export function betaUpperQuantile(q: number, a: number, b: number): number {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`a probability must lie in [0, 1], got ${q}`);
  if (q === 0) return 1;
  if (q === 1) return 0;
  return fromLogit(betaLogitQuantile(1 - q, q, a, b));
}

function fromLogit(u: number): number {
  return u < 0 ? Math.exp(u) / (1 + Math.exp(u)) : 1 / (1 + Math.exp(-u));
}

/** ln(x/(1-x)) of the quantile, both tails of the probability given. */
export function betaLogitQuantile(lower: number, upper: number, a: number, b: number): number {
  const useLower = lower <= upper;
  const target = Math.log(useLower ? lower : upper);
  const excess = (u: number) => {
    const x = fromLogit(u);
    const tails = incompleteBeta(a, b, x, fromLogit(-u));
    return useLower
      ? Math.log(Math.max(tails.lower, 1e-320)) - target
      : target - Math.log(Math.max(tails.upper, 1e-320));
  };
  const middle = Math.log(a / b);
  let low = middle - 1;
  let high = middle + 1;
  for (let step = 1; excess(low) > 0 && low > -700; step *= 2) low -= step;
  for (let step = 1; excess(high) < 0 && high < 700; step *= 2) high += step;
  return findRoot(excess, Math.max(low, -700), Math.min(high, 700));
}
