// Whether a measured sample accepts its lot, and how often such a plan does.

import { betaCdf, betaQuantile } from "../distributions/beta.ts";
import { noncentralTCdf } from "../distributions/noncentral-t.ts";
import { normalCdf, normalSurvival, normalUpperQuantile } from "../distributions/normal.ts";
import { centredSums } from "../moments.ts";
import {
  refuse,
  refuseNoVariation,
  refusePositive,
  refuseProbability,
  refuseSpec,
  refuseValues,
  whenFinite,
} from "../refusals.ts";
import type { Refusal, SpecLimits } from "../types.ts";

/** How the plan knows the standard deviation: known sigma (sigma method) or that of the sample. */
export type SigmaKnowledge = "known" | "unknown";

/**
 * Probability that form k accepts a proportion `level` nonconforming beyond its one limit:
 * sigma method Phi((z_p - k) sqrt(n)); s method P(t'(n-1, z_p sqrt(n)) >= k sqrt(n)).
 * Source: ISO 3951-1, annex; Resnikoff & Lieberman 1957; Montgomery, 16.2.
 * Refuses: parameter-out-of-range (n below 1, below 2 where sigma is unknown; level not in (0, 1)).
 */
export function variablesAcceptance(
  plan: { readonly n: number; readonly k: number },
  level: number,
  sigma: SigmaKnowledge,
): Refusal | number {
  const refused = refuseForm(plan.n, plan.k, sigma) ?? refuseProbability("level", level);
  if (refused !== null) return refused;
  const root = Math.sqrt(plan.n);
  const z = normalUpperQuantile(level);
  if (sigma === "known") return normalCdf((z - plan.k) * root);
  return Math.max(0, 1 - noncentralTCdf(plan.k * root, plan.n - 1, z * root));
}

/**
 * The largest estimated proportion nonconforming M that goes with k, so that forms 1 and 2 decide
 * alike at one limit. s method: M = B(1/2 - k sqrt(n)/(2(n-1))), B the beta distribution with
 * (n-2)/2 twice; sigma method: M = 1 - Phi(k sqrt(n/(n-1))).
 * Source: MIL-STD-414, appendix B; Lieberman & Resnikoff, Journal of the American Statistical
 * Association 50 (1955) 457-516. Refuses: parameter-out-of-range (n below 3; below 2 where sigma is
 * known).
 */
export function mostShareOf(n: number, k: number, sigma: SigmaKnowledge): Refusal | number {
  const refused = refuseForm(n, k, sigma, 1);
  return refused ?? shareBeyond(k, n, sigma);
}

/** Minimum variance unbiased estimate of the proportion beyond a limit, from Q = distance/s. */
function shareBeyond(q: number, n: number, sigma: SigmaKnowledge): number {
  if (sigma === "known") return normalSurvival(q * Math.sqrt(n / (n - 1)));
  const x = 0.5 - (q * Math.sqrt(n)) / (2 * (n - 1));
  if (x <= 0) return 0;
  return x >= 1 ? 1 : betaCdf(x, (n - 2) / 2, (n - 2) / 2);
}

export type VariablesVerdict = {
  readonly accepted: boolean;
  readonly n: number;
  readonly mean: number;
  /** The sigma given, or the standard deviation of the sample. */
  readonly sigma: number;
  /** (mean - LSL)/sigma and (USL - mean)/sigma; null on a side without limit. */
  readonly qLower: number | null;
  readonly qUpper: number | null;
  /** Estimated proportions beyond the limits. */
  readonly below: number;
  readonly above: number;
  readonly share: number;
};

export type VariablesRule = {
  /** Form k: each limit must be at least k away. */
  readonly k?: number;
  /** Form p: the estimated share, of both sides together, is at most this. */
  readonly mostShare?: number;
  /** Known standard deviation (sigma method). */
  readonly sigma?: number;
};

/**
 * Verdict on a lot from its measured sample. With `k` each limit present must be at least k standard
 * deviations from the mean (one limit, or two limits with separate AQLs and one k); with
 * `mostShare` the estimated shares below and above together may be at most that (two limits with a
 * combined AQL; one limit too). Both may be given: both must hold.
 * Estimates as for mostShareOf. Source: ISO 3951-1 (s and sigma method); MIL-STD-414, sections B
 * and D. Refuses: too-few-values (below 3; below 2 with sigma), not-finite, no-spec-limits,
 * spec-limits-reversed, no-variation, parameter-out-of-range (neither k nor mostShare).
 */
export function variablesVerdict(
  values: readonly number[],
  spec: SpecLimits,
  rule: VariablesRule,
): Refusal | VariablesVerdict {
  const known = rule.sigma !== undefined;
  const refused =
    refuseValues(values, known ? 2 : 3) ??
    refuseSpec(spec) ??
    (rule.sigma === undefined ? null : refusePositive("sigma", rule.sigma)) ??
    refuseRule(rule);
  if (refused !== null) return refused;
  const { n, mean, squares } = centredSums(values);
  const sigma = rule.sigma ?? Math.sqrt(squares / (n - 1));
  if (sigma === 0) return refuseNoVariation(n);
  const { lsl, usl } = spec;
  const qLower = lsl === undefined ? null : (mean - lsl) / sigma;
  const qUpper = usl === undefined ? null : (usl - mean) / sigma;
  const knowledge = known ? "known" : "unknown";
  const below = qLower === null ? 0 : shareBeyond(qLower, n, knowledge);
  const above = qUpper === null ? 0 : shareBeyond(qUpper, n, knowledge);
  const share = Math.min(1, below + above);
  const far = (q: number | null) => q === null || rule.k === undefined || q >= rule.k;
  const accepted =
    far(qLower) && far(qUpper) && (rule.mostShare === undefined || share <= rule.mostShare);
  return whenFinite({ accepted, n, mean, sigma, qLower, qUpper, below, above, share });
}

/**
 * Largest standard deviation of the sample that can still be accepted between two limits with a
 * combined AQL (MSD): the one whose estimated share, mean midway, is `mostShare`.
 * s = T sqrt(n)/(2(n-1)(1 - 2x)), x with B(x) = mostShare/2, T the tolerance.
 * Source: MIL-STD-414, factor F; ISO 3951-2 (MSSD). Refuses: as refuseSpec, no-spec-limits (one
 * side), parameter-out-of-range (n below 3, share).
 */
export function mostSampleSd(spec: SpecLimits, n: number, mostShare: number): Refusal | number {
  const refused =
    refuseSpec(spec) ?? refuseForm(n, 0, "unknown", 1) ?? refuseProbability("share", mostShare);
  if (refused !== null) return refused;
  const { lsl, usl } = spec;
  if (lsl === undefined || usl === undefined) {
    return refuse("no-spec-limits", "A combined plan needs a lower and an upper limit.");
  }
  const x = betaQuantile(mostShare / 2, (n - 2) / 2, (n - 2) / 2);
  return whenFinite(((usl - lsl) * Math.sqrt(n)) / (2 * (n - 1) * (1 - 2 * x)));
}

function refuseRule({ k, mostShare }: VariablesRule): Refusal | null {
  if (k === undefined && mostShare === undefined) {
    return refuse("parameter-out-of-range", "Neither k nor the largest share is given.");
  }
  if (k !== undefined && !Number.isFinite(k)) {
    return refuse("parameter-out-of-range", `k must be a finite number, got ${k}.`);
  }
  return mostShare === undefined ? null : refuseProbability("largest share", mostShare);
}

/** A refusal when n has no plan of this kind; `more` items are needed to estimate a share. */
function refuseForm(n: number, k: number, sigma: SigmaKnowledge, more = 0): Refusal | null {
  const least = (sigma === "known" ? 1 : 2) + more;
  if (Number.isInteger(n) && n >= least && n <= 1e6 && Math.abs(k) <= 1e3) return null;
  return refuse(
    "parameter-out-of-range",
    `A plan has ${least} to 1000000 items and k within 1000, got ${n} and ${k}.`,
  );
}
