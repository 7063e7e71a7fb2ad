// The Poisson distribution.

import { incompleteGamma } from "../numerics/incomplete-gamma.ts";
import { smallestCount } from "../numerics/smallest-count.ts";

/** P(X <= k) with mean m: Q(k+1, m) (Abramowitz & Stegun 26.4.21). */
export function poissonCdf(k: number, mean: number): number {
  return k < 0 ? 0 : incompleteGamma(Math.floor(k) + 1, mean).upper;
}

/** P(X > k), the upper tail itself. */
export function poissonSurvival(k: number, mean: number): number {
  return k < 0 ? 1 : incompleteGamma(Math.floor(k) + 1, mean).lower;
}

/** Smallest k with P(X <= k) >= probability, probability < 1. */
export function poissonQuantile(probability: number, mean: number): number {
  return smallestCount((k) => poissonCdf(k, mean) >= probability * (1 - 1e-14), mean);
}

/** Smallest k with P(X > k) <= q, q > 0. */
export function poissonUpperQuantile(q: number, mean: number): number {
  return smallestCount((k) => poissonSurvival(k, mean) <= q * (1 + 1e-14), mean);
}
