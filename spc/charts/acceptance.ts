// The acceptance control chart: the process may wander where no bad part is made.

import { normalUpperQuantile } from "../distributions/normal.ts";
import { refuse, refusePositive, refuseProbability, refuseSpec } from "../refusals.ts";
import type { Refusal, SpecLimits } from "../types.ts";

export type AcceptanceLimits = {
  /** Means outside call for action; null on a side without specification. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Where the process may stand: accepted with 1 - alpha. */
  readonly acceptableLower: number | null;
  readonly acceptableUpper: number | null;
};

/**
 * Acceptance control limits of means of n from the acceptable process level: the process level
 * that makes a proportion `acceptable` nonconforming, APL = USL - z(acceptable) sigma, is accepted
 * with 1 - alpha: ACL = APL + z(alpha) sigma/sqrt(n); below likewise.
 * Source: ISO 7870-3:2020; R. A. Freund, Industrial Quality Control 14 (1957) 13-23; Montgomery,
 * 10.2. Refuses: as refuseSpec; parameter-out-of-range (sigma, n, probabilities, levels that cross:
 * the spread is too wide for such a chart).
 */
export function acceptanceLimits(
  spec: SpecLimits,
  sigma: number,
  n: number,
  acceptable: number,
  alpha: number,
): Refusal | AcceptanceLimits {
  const refused =
    refuseSpec(spec) ??
    refusePositive("sigma", sigma) ??
    refuseProbability("acceptable proportion", acceptable) ??
    refuseProbability("risk", alpha);
  if (refused !== null) return refused;
  if (!Number.isInteger(n) || n < 1) {
    return refuse("parameter-out-of-range", `A subgroup has 1 value or more, got ${n}.`);
  }
  const inside = normalUpperQuantile(acceptable) * sigma;
  const beyond = (normalUpperQuantile(alpha) * sigma) / Math.sqrt(n);
  const { lsl, usl } = spec;
  const acceptableLower = lsl === undefined ? null : lsl + inside;
  const acceptableUpper = usl === undefined ? null : usl - inside;
  if (acceptableLower !== null && acceptableUpper !== null && acceptableLower > acceptableUpper) {
    return refuse("parameter-out-of-range", "No process level is acceptable: sigma is too large.");
  }
  return {
    lower: acceptableLower === null ? null : acceptableLower - beyond,
    upper: acceptableUpper === null ? null : acceptableUpper + beyond,
    acceptableLower,
    acceptableUpper,
  };
}

export type RejectableLimits = {
  /** Means outside call for action; null on a side without specification. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Where the process may no longer stand: missed with beta at most. */
  readonly rejectableLower: number | null;
  readonly rejectableUpper: number | null;
};

/**
 * Acceptance control limits of means of n from the rejectable process level: the level that makes a
 * proportion `rejectable` nonconforming, RPL = USL - z(rejectable) sigma, is missed with beta:
 * ACL = RPL - z(beta) sigma/sqrt(n); below likewise.
 * Source and refusals: as acceptanceLimits.
 */
export function rejectionLimits(
  spec: SpecLimits,
  sigma: number,
  n: number,
  rejectable: number,
  beta: number,
): Refusal | RejectableLimits {
  // The limits of an acceptable level with the risk on the other side: z(1 - beta) = -z(beta).
  const found = acceptanceLimits(spec, sigma, n, rejectable, 1 - beta);
  if ("refused" in found) return found;
  const { lower, upper, acceptableLower, acceptableUpper } = found;
  return {
    lower,
    upper,
    rejectableLower: acceptableLower,
    rejectableUpper: acceptableUpper,
  };
}

/**
 * Values per subgroup that keep both risks: the smallest n with
 * sqrt(n) >= (z(alpha) + z(beta)) / (z(acceptable) - z(rejectable)), levels in units of sigma.
 * Source: as acceptanceLimits. Refuses: parameter-out-of-range (probabilities, an acceptable
 * proportion not below the rejectable one, or more than 10000 values).
 */
export function acceptanceSampleSize(
  acceptable: number,
  alpha: number,
  rejectable: number,
  beta: number,
): Refusal | number {
  const refused =
    refuseProbability("acceptable proportion", acceptable) ??
    refuseProbability("risk alpha", alpha) ??
    refuseProbability("rejectable proportion", rejectable) ??
    refuseProbability("risk beta", beta);
  if (refused !== null) return refused;
  const apart = normalUpperQuantile(acceptable) - normalUpperQuantile(rejectable);
  const risks = normalUpperQuantile(alpha) + normalUpperQuantile(beta);
  if (!(apart > 0 && risks > 0)) {
    return refuse("parameter-out-of-range", "The levels or the risks leave nothing to decide.");
  }
  const n = Math.max(1, Math.ceil((risks / apart) ** 2 - 1e-9));
  if (n <= LARGEST_SAMPLE) return n;
  return refuse("parameter-out-of-range", `The levels are so close that ${n} values are needed.`);
}

const LARGEST_SAMPLE = 10_000;
