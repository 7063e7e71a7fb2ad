// What n trials with few failures or none prove, and how many trials a proof needs.

import { betaQuantile } from "../distributions/beta.ts";
import { counted, refuse, refuseProbability } from "../refusals.ts";
import { limitingQualityPlan } from "../sampling/isolated-lot.ts";
import type { Refusal } from "../types.ts";

/**
 * Reliability proven by n trials without a failure: R = (1 - confidence)^(1/n), a proportion. The
 * proportion of failures is then at most 1 - R (n = 59 at 95 %: 5 %).
 * Source: success run theorem, the exact binomial limit of Clopper & Pearson (1934) at 0 failures.
 * Refuses: too-few-values (none), parameter-out-of-range.
 */
export function successRun(n: number, confidence: number): Refusal | number {
  return provenReliability(n, 0, confidence);
}

/**
 * Reliability proven by n trials of which some failed: the lower limit of Clopper and Pearson, the
 * beta quantile of 1 - confidence with (n - f, f + 1). All failed: 0.
 * Source: Clopper & Pearson 1934; Meeker, Hahn & Escobar, Statistical Intervals, 6.2.
 * Refuses: too-few-values (no trial), parameter-out-of-range (failures, confidence).
 */
export function provenReliability(
  n: number,
  failures: number,
  confidence: number,
): Refusal | number {
  if (!(n >= 1))
    return refuse("too-few-values", `${counted(n, "trial")} came, at least 1 is needed.`);
  if (![n, failures].every(Number.isInteger) || failures < 0 || failures > n) {
    return refuse("parameter-out-of-range", `${failures} failures of ${n} trials are impossible.`);
  }
  const refused = refuseProbability("confidence", confidence);
  if (refused !== null) return refused;
  if (failures === 0) return Math.exp(Math.log1p(-confidence) / n);
  return failures === n ? 0 : betaQuantile(1 - confidence, n - failures, failures + 1);
}

/**
 * Fewest trials that prove a reliability with `confidence` when up to `failures` of them fail
 * (59 at 95 % with 95 % and none, 93 with one).
 * Source: as provenReliability. Refuses: parameter-out-of-range (also when more than a million
 * trials were needed).
 */
export function trialsToProve(
  reliability: number,
  confidence: number,
  failures = 0,
): Refusal | number {
  const refused =
    refuseProbability("reliability", reliability) ?? refuseProbability("confidence", confidence);
  if (refused !== null) return refused;
  const plan = limitingQualityPlan(1 - reliability, failures, 1 - confidence);
  return "refused" in plan ? plan : plan.n;
}
