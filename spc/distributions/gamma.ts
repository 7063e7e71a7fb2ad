// The gamma distribution, by shape and scale.

import { incompleteGamma } from "../numerics/incomplete-gamma.ts";
import { poissonTerm } from "../numerics/log-gamma.ts";
import { findPositiveRoot } from "../numerics/root.ts";
import { normalQuantile } from "./normal.ts";

/** Density at x >= 0: (x/s)^(a-1) e^(-x/s) / (s Gamma(a)). */
export function gammaPdf(x: number, shape: number, scale = 1): number {
  if (x < 0) return 0;
  if (x === 0) return shape === 1 ? 1 / scale : shape > 1 ? 0 : Number.POSITIVE_INFINITY;
  return (poissonTerm(shape, x / scale) * shape) / x;
}

/** P(X <= x). Regularised incomplete gamma function P(a, x/s). */
export function gammaCdf(x: number, shape: number, scale = 1): number {
  return incompleteGamma(shape, x / scale).lower;
}

/** P(X > x), the upper tail itself. */
export function gammaSurvival(x: number, shape: number, scale = 1): number {
  return incompleteGamma(shape, x / scale).upper;
}

/**
 * x with P(X <= x) = p, 0 <= p <= 1. Start of Wilson and Hilferty (Johnson, Kotz & Balakrishnan,
 * Continuous Univariate Distributions 1, 17.3), then a bracketed root on the logarithm of the
 * smaller tail.
 */
export function gammaQuantile(p: number, shape: number, scale = 1): number {
  return p <= 0.5 ? fromTail(p, shape, false) * scale : fromTail(1 - p, shape, true) * scale;
}

/** x with P(X > x) = q: exact for small q. */
export function gammaUpperQuantile(q: number, shape: number, scale = 1): number {
  return q <= 0.5 ? fromTail(q, shape, true) * scale : fromTail(1 - q, shape, false) * scale;
}

function fromTail(tail: number, shape: number, upper: boolean): number {
  if (!(tail >= 0 && tail <= 1)) throw new RangeError(`a probability must lie in [0, 1]`);
  if (tail === 0) return upper ? Number.POSITIVE_INFINITY : 0;
  const z = upper ? -normalQuantile(tail) : normalQuantile(tail);
  const cube = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape));
  const smallest = Math.exp((Math.log(tail) + Math.log(shape)) / shape);
  const start = cube > 0.1 ? shape * cube ** 3 : Math.max(smallest, 1e-290);
  const target = Math.log(tail);
  return findPositiveRoot((x) => {
    const tails = incompleteGamma(shape, x);
    return upper ? target - Math.log(tails.upper) : Math.log(tails.lower) - target;
  }, start);
}
