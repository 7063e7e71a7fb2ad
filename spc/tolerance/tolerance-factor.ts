// How far below the mean a strength must be claimed so that a small sample supports it.

import { noncentralTQuantile } from "../distributions/noncentral-t.ts";
import { normalQuantile } from "../distributions/normal.ts";
import { counted, refuse, refuseTail } from "../refusals.ts";
import type { Refusal } from "../types.ts";

/**
 * One-sided normal tolerance factor k: with the stated confidence at least `coverage` of the
 * population lies above mean - k s. k = t'(confidence; n-1, z(coverage) sqrt(n)) / sqrt(n), t' the
 * noncentral t quantile. Source: ISO 16269-6:2014, annex; Hahn & Meeker, Statistical Intervals.
 * Refuses: too-few-values (below 2), parameter-out-of-range (probabilities within 1e-10 of 0 or
 * 1, n not whole or above 100000).
 */
export function toleranceFactorOneSided(
  n: number,
  coverage: number,
  confidence: number,
): Refusal | number {
  const refused = refuseFactor(n, coverage, confidence);
  if (refused !== null) return refused;
  const delta = normalQuantile(coverage) * Math.sqrt(n);
  return noncentralTQuantile(confidence, n - 1, delta) / Math.sqrt(n);
}

/** What is wrong with the size and the probabilities of a tolerance factor. */
export function refuseFactor(n: number, coverage: number, confidence: number): Refusal | null {
  if (!Number.isInteger(n) || n > 100_000) {
    return refuse("parameter-out-of-range", `The sample size must be whole, up to 100000: ${n}.`);
  }
  if (n < 2) return refuse("too-few-values", `${counted(n, "value")} came, at least 2 are needed.`);
  return refuseTail("coverage", coverage) ?? refuseTail("confidence", confidence);
}
