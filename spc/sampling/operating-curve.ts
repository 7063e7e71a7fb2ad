// How often a plan accepts a lot: the operating characteristic.

import { binomialCdf } from "../distributions/binomial.ts";
import { poissonCdf } from "../distributions/poisson.ts";
import { logGamma } from "../numerics/log-gamma.ts";
import { refuse } from "../refusals.ts";
import type { Refusal } from "../types.ts";

export type SinglePlan = { readonly n: number; readonly ac: number };

/**
 * Probability that a single plan accepts at a proportion nonconforming: binomial, for a steady
 * process; `poisson` takes nonconformities per item. Source: ISO 2859-1:1999, 12; Montgomery, 15.2.
 * Refuses: parameter-out-of-range.
 */
export function acceptanceProbability(
  plan: SinglePlan,
  level: number,
  model: "binomial" | "poisson" = "binomial",
): Refusal | number {
  const refused = refusePlan(plan);
  if (refused !== null) return refused;
  if (!(level >= 0 && Number.isFinite(level) && (model === "poisson" || level <= 1))) {
    return refuse("parameter-out-of-range", `A quality level of ${level} is impossible.`);
  }
  if (level === 0) return 1;
  if (model === "poisson") return poissonCdf(plan.ac, plan.n * level);
  return level === 1 ? (plan.ac >= plan.n ? 1 : 0) : binomialCdf(plan.ac, plan.n, level);
}

/**
 * The same for one isolated lot of `lot` items with `bad` nonconforming ones: hypergeometric, drawn
 * without replacement. Source: ISO 2859-2:2020; Montgomery, 15.2.2 (type A curve).
 * Refuses: parameter-out-of-range.
 */
export function lotAcceptanceProbability(
  plan: SinglePlan,
  lot: number,
  bad: number,
): Refusal | number {
  const refused = refusePlan(plan);
  if (refused !== null) return refused;
  if (![lot, bad].every(Number.isInteger) || bad < 0 || bad > lot || plan.n > lot || lot > 1e9) {
    return refuse(
      "parameter-out-of-range",
      `A sample of ${plan.n} from a lot of ${lot} with ${bad} nonconforming is impossible.`,
    );
  }
  const logAll = logChoose(lot, plan.n);
  let sum = 0;
  const least = Math.max(0, plan.n - (lot - bad));
  for (let x = least; x <= Math.min(plan.ac, bad, plan.n); x++) {
    sum += Math.exp(logChoose(bad, x) + logChoose(lot - bad, plan.n - x) - logAll);
  }
  return Math.min(1, sum);
}

function logChoose(n: number, k: number): number {
  if (k === 0 || k === n) return 0;
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}

function refusePlan({ n, ac }: SinglePlan): Refusal | null {
  if (Number.isInteger(n) && Number.isInteger(ac) && n >= 1 && ac >= 0) return null;
  return refuse("parameter-out-of-range", `A plan of ${n} items that accepts ${ac} is impossible.`);
}
