// Accepting lots by measurement: the k method, from the mean and the standard deviation.

import { noncentralTCdf, noncentralTQuantile } from "../distributions/noncentral-t.ts";
import { normalSurvival, normalUpperQuantile } from "../distributions/normal.ts";
import { refuse, refuseProbability } from "../refusals.ts";
import type { Refusal } from "../types.ts";

export type VariablesPlan = {
  readonly n: number;
  /** Accept when (limit - mean)/s is at least k. */
  readonly k: number;
  readonly producerRisk: number;
  readonly consumerRisk: number;
};

const MOST = 20_000;

/**
 * Smallest plan for one specification limit that accepts a proportion `good` nonconforming with at
 * least 1 - alpha and a proportion `bad` with at most beta. Standard deviation known: closed form;
 * unknown: exact by the noncentral t, P(accept | p) = P(t'(n-1, z_p sqrt(n)) >= k sqrt(n)), with k
 * at the producer's risk. Two limits that share what may be bad: take M of this n and k (mostShareOf)
 * and form p (variablesVerdict).
 * Source: ISO 3951 (form k, s and sigma method); Montgomery, 16.2; G. J. Resnikoff & G. J.
 * Lieberman, Tables of the Non-Central t-Distribution (1957).
 * Refuses: parameter-out-of-range (good not below bad, risks, more than 20000 items).
 */
export function variablesPlan(
  good: number,
  bad: number,
  alpha: number,
  beta: number,
  sigma: "known" | "unknown",
): Refusal | VariablesPlan {
  const refused =
    refuseProbability("good proportion", good) ??
    refuseProbability("bad proportion", bad) ??
    refuseProbability("producer's risk", alpha) ??
    refuseProbability("consumer's risk", beta);
  if (refused !== null) return refused;
  if (!(good < bad) || alpha + beta >= 1) {
    return refuse("parameter-out-of-range", `No plan tells ${good} from ${bad} at these risks.`);
  }
  const zGood = normalUpperQuantile(good);
  const zBad = normalUpperQuantile(bad);
  const reach = (normalUpperQuantile(alpha) + normalUpperQuantile(beta)) / (zGood - zBad);
  const known = Math.max(1, Math.ceil(reach * reach - 1e-9));
  if (known > MOST) return refuse("parameter-out-of-range", `More than ${MOST} items are needed.`);
  if (sigma === "known") {
    const k = zGood - normalUpperQuantile(alpha) / Math.sqrt(known);
    const consumerRisk = normalSurvival((k - zBad) * Math.sqrt(known));
    return { n: known, k, producerRisk: alpha, consumerRisk };
  }
  const planOf = (n: number): VariablesPlan => {
    const root = Math.sqrt(n);
    const k = noncentralTQuantile(alpha, n - 1, zGood * root) / root;
    const consumerRisk = 1 - noncentralTCdf(k * root, n - 1, zBad * root);
    return { n, k, producerRisk: alpha, consumerRisk };
  };
  let low = 1;
  let high = Math.max(2, known);
  while (planOf(high).consumerRisk > beta) {
    low = high;
    high *= 2;
    if (high > MOST) return refuse("parameter-out-of-range", `More than ${MOST} items are needed.`);
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (planOf(middle).consumerRisk <= beta) high = middle;
    else low = middle;
  }
  return planOf(high);
}
