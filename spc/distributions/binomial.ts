// The binomial distribution.

import { incompleteBeta } from "../numerics/incomplete-beta.ts";
import { smallestCount } from "../numerics/smallest-count.ts";

/** P(X <= k) of n trials with probability p: I_(1-p)(n-k, k+1) (Abramowitz & Stegun 26.5.24). */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  return incompleteBeta(n - Math.floor(k), Math.floor(k) + 1, 1 - p, p).lower;
}

/** P(X > k), the upper tail itself. */
export function binomialSurvival(k: number, n: number, p: number): number {
  if (k < 0) return 1;
  if (k >= n) return 0;
  return incompleteBeta(n - Math.floor(k), Math.floor(k) + 1, 1 - p, p).upper;
}

/** Smallest k with P(X <= k) >= probability. */
export function binomialQuantile(probability: number, n: number, p: number): number {
  return smallestCount((k) => binomialCdf(k, n, p) >= probability * (1 - 1e-14), n * p, n);
}

/** Smallest k with P(X > k) <= q. */
export function binomialUpperQuantile(q: number, n: number, p: number): number {
  return smallestCount((k) => binomialSurvival(k, n, p) <= q * (1 + 1e-14), n * p, n);
}
