// Plans made for a stated consumer's risk: one lot that stands alone, or a process seen once.

import { betaQuantile } from "../distributions/beta.ts";
import { binomialCdf } from "../distributions/binomial.ts";
import { refuse, refuseProbability } from "../refusals.ts";
import type { Refusal } from "../types.ts";
import type { InspectionLevel } from "./aql-tables.ts";
import { aqlPlan } from "./iso-2859-1.ts";
import { lotAcceptanceProbability, type SinglePlan } from "./operating-curve.ts";

/**
 * Smallest sample that accepts a lot of `lot` items holding `bad` nonconforming ones with a
 * probability of at most `risk`, when up to `ac` may be found (0: a C = 0 plan). By the definition
 * of the consumer's risk, hypergeometric (procedure A: the consumer's lot is what counts).
 * Source: ISO 2859-2:2020, limiting quality (risk 10 %); Montgomery, 15.2.2 (type A curve).
 * Refuses: parameter-out-of-range (also when the whole lot would have to be sampled and still more
 * than `ac` can't be found: bad not above ac).
 */
export function isolatedLotPlan(
  lot: number,
  bad: number,
  ac: number,
  risk = 0.1,
): Refusal | SinglePlan {
  const refused = refuseProbability("consumer's risk", risk);
  if (refused !== null) return refused;
  if (!(bad > ac)) {
    return refuse(
      "parameter-out-of-range",
      `A plan that accepts ${ac} nonconforming items can't reject a lot that holds ${bad}.`,
    );
  }
  const whole = lotAcceptanceProbability({ n: Math.max(1, lot), ac }, lot, bad);
  if (typeof whole !== "number") return whole;
  let low = ac;
  let high = lot;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    const accepted = lotAcceptanceProbability({ n: middle, ac }, lot, bad);
    if (typeof accepted !== "number") return accepted;
    if (accepted <= risk) high = middle;
    else low = middle;
  }
  return { n: high, ac };
}

const MOST = 1e6;

/**
 * Smallest sample that accepts a process of `quality` proportion nonconforming with a probability
 * of at most `risk`: binomial (procedure B: the producer's process is what counts).
 * Source: ISO 2859-2:2020, limiting quality; Montgomery, 15.2.2 (type B curve).
 * Refuses: parameter-out-of-range (also when more than a million items were needed).
 */
export function limitingQualityPlan(quality: number, ac: number, risk = 0.1): Refusal | SinglePlan {
  const refused =
    refuseProbability("limiting quality", quality) ?? refuseProbability("consumer's risk", risk);
  if (refused !== null) return refused;
  if (!Number.isInteger(ac) || ac < 0) {
    return refuse("parameter-out-of-range", `An acceptance number is whole, got ${ac}.`);
  }
  let low = ac;
  let high = ac + 1;
  while (binomialCdf(ac, high, quality) > risk) {
    low = high;
    high *= 2;
    if (high > MOST) return refuse("parameter-out-of-range", `More than ${MOST} items are needed.`);
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (binomialCdf(ac, middle, quality) <= risk) high = middle;
    else low = middle;
  }
  return { n: high, ac };
}

export type ZeroAcceptancePlan = {
  readonly n: number;
  readonly ac: 0;
  /** Proportion nonconforming that the plan of the AQL accepts with 10 %. */
  readonly limitingQuality: number;
  readonly wholeLot: boolean;
};

/**
 * C = 0 plan with the limiting quality of the AQL's single plan of normal inspection: p10 of that
 * plan (binomial), then the smallest sample that accepts a lot with p10 N nonconforming items
 * (rounded up) with at most 10 %. This is the principle of N. L. Squeglia, Zero Acceptance Number
 * Sampling Plans; his printed sizes are rounded and differ by a few items.
 * Refuses: as aqlPlan; parameter-out-of-range above AQL 10, where nonconformities are counted.
 */
export function zeroAcceptancePlan(
  lot: number,
  aql: number,
  level: InspectionLevel = "II",
): Refusal | ZeroAcceptancePlan {
  if (aql > 10) {
    return refuse("parameter-out-of-range", `An AQL of ${aql} counts nonconformities, not items.`);
  }
  const plan = aqlPlan(lot, aql, level);
  if ("refused" in plan) return plan;
  if (plan.wholeLot) return { n: lot, ac: 0, limitingQuality: 1 / lot, wholeLot: true };
  const limitingQuality = betaQuantile(0.9, plan.ac + 1, plan.n - plan.ac);
  const found = isolatedLotPlan(lot, Math.ceil(limitingQuality * lot), 0);
  if ("refused" in found) return found;
  return { n: found.n, ac: 0, limitingQuality, wholeLot: found.n >= lot };
}
