// The smallest single plan that tells a good process or lot from a bad one at stated risks.

import { refuse, refuseProbability } from "../refusals.ts";
import type { Refusal } from "../types.ts";
import {
  acceptanceProbability,
  type CountModel,
  lotAcceptanceProbability,
  type SinglePlan,
} from "./operating-curve.ts";

export type TwoPointPlan = SinglePlan & {
  readonly re: number;
  /** Attained: a good lot is not accepted, a bad one is. */
  readonly producerRisk: number;
  readonly consumerRisk: number;
};

const MOST_ITEMS = 100_000;
const MOST_ACCEPTED = 1000;

/**
 * Smallest acceptance number, and with it the smallest sample, that accepts a level `good` with at
 * least 1 - alpha and a level `bad` with at most beta: proportions by the binomial distribution,
 * nonconformities per item by Poisson; with `lot` the items of an isolated lot, hypergeometric, its
 * counts good N and bad N rounded to whole items.
 * Source: Montgomery, 15.2.4 (designing a single-sampling plan); R AcceptanceSampling find.plan.
 * Refuses: parameter-out-of-range (good not below bad, risks, more than 100000 items or an
 * acceptance number above 1000 needed, no plan for this lot).
 */
export function attributesPlan(
  good: number,
  bad: number,
  alpha: number,
  beta: number,
  options: { readonly model?: CountModel; readonly lot?: number } = {},
): Refusal | TwoPointPlan {
  const { model = "binomial", lot } = options;
  const refused =
    refuseProbability("producer's risk", alpha) ?? refuseProbability("consumer's risk", beta);
  if (refused !== null) return refused;
  const highest = model === "poisson" && lot === undefined ? 1e6 : 1;
  if (!(good > 0 && good < bad && bad <= highest) || alpha + beta >= 1) {
    return refuse("parameter-out-of-range", `No plan tells ${good} from ${bad} at these risks.`);
  }
  if (lot !== undefined && !(Number.isInteger(lot) && lot >= 2 && lot <= 1e6)) {
    return refuse("parameter-out-of-range", `A lot has 2 to 1000000 items, got ${lot}.`);
  }
  const accepted = (n: number, ac: number, level: number): number => {
    const plan = { n, ac };
    const chance =
      lot === undefined
        ? acceptanceProbability(plan, level, model)
        : lotAcceptanceProbability(plan, lot, Math.round(level * lot));
    return typeof chance === "number" ? chance : Number.NaN;
  };
  const most = Math.min(lot ?? MOST_ITEMS, MOST_ITEMS);
  let n = 1;
  for (let ac = 0; ac <= Math.min(MOST_ACCEPTED, most - 1); ac++) {
    n = smallestSample((size) => accepted(size, ac, bad) <= beta, Math.max(n, ac + 1), most);
    if (n > most) break;
    const kept = accepted(n, ac, good);
    if (kept >= 1 - alpha) {
      const consumerRisk = accepted(n, ac, bad);
      return { n, ac, re: ac + 1, producerRisk: Math.max(0, 1 - kept), consumerRisk };
    }
  }
  return refuse("parameter-out-of-range", `No plan up to ${most} items tells ${good} from ${bad}.`);
}

/** Smallest whole size from `start` for which the question turns to yes; above `most` if none. */
function smallestSample(enough: (n: number) => boolean, start: number, most: number): number {
  let low = start - 1;
  let high = start;
  for (let step = 1; !enough(high); step *= 2) {
    if (high >= most) return most + 1;
    low = high;
    high = Math.min(most, high + step);
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}
