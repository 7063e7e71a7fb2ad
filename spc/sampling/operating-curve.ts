// How often a plan accepts a lot: the operating characteristic, of one sample or of two.

import { binomialCdf } from "../distributions/binomial.ts";
import { poissonCdf } from "../distributions/poisson.ts";
import { logChoose } from "../numerics/log-gamma.ts";
import { refuse } from "../refusals.ts";
import type { Refusal } from "../types.ts";

export type SinglePlan = {
  readonly n: number;
  readonly ac: number;
  /** Count from which the lot is not accepted; ac + 1 when not given. */
  readonly re?: number;
};

/** Two samples: the second is drawn when the first count lies between first.ac and first.re. */
export type DoublePlan = {
  readonly first: { readonly n: number; readonly ac: number; readonly re: number };
  /** Size of the second sample, and the numbers of both samples together. */
  readonly second: { readonly n: number; readonly ac: number; readonly re: number };
};

export type SamplingPlan = SinglePlan | DoublePlan;
export type CountModel = "binomial" | "poisson";

/** How a plan ends: probabilities, and the number of items it takes. */
export type PlanOutcome = {
  /** Accepted by the first (or only) sample. */
  readonly first: number;
  /** Accepted by both samples; 0 for a single plan. */
  readonly second: number;
  /** A second sample is drawn. */
  readonly open: number;
};

/**
 * Probability that a plan accepts at a proportion nonconforming: binomial, for a steady process;
 * `poisson` takes nonconformities per item. A double plan accepts when the first count is at most
 * first.ac, or when it is below first.re and both together are below second.re.
 * Source: ISO 2859-1:1999, 12; Montgomery, 15.2 and 15.3. Refuses: parameter-out-of-range.
 */
export function acceptanceProbability(
  plan: SamplingPlan,
  level: number,
  model: CountModel = "binomial",
): Refusal | number {
  const outcome = planOutcome(plan, level, model);
  return "refused" in outcome ? outcome : outcome.first + outcome.second;
}

/** The same in its parts. Refuses: parameter-out-of-range. */
export function planOutcome(
  plan: SamplingPlan,
  level: number,
  model: CountModel = "binomial",
): Refusal | PlanOutcome {
  const refused = refusePlan(plan);
  if (refused !== null) return refused;
  if (!(level >= 0 && Number.isFinite(level) && (model === "poisson" || level <= 1))) {
    return refuse("parameter-out-of-range", `A quality level of ${level} is impossible.`);
  }
  if (!("first" in plan)) {
    return { first: atMost(highest(plan), plan.n, level, model), second: 0, open: 0 };
  }
  const { first, second } = plan;
  let both = 0;
  let open = 0;
  for (let x = first.ac + 1; x < first.re; x++) {
    const chance = atMost(x, first.n, level, model) - atMost(x - 1, first.n, level, model);
    open += chance;
    both += chance * atMost(second.re - 1 - x, second.n, level, model);
  }
  return { first: atMost(first.ac, first.n, level, model), second: both, open };
}

/**
 * The same for one isolated lot of `lot` items with `bad` nonconforming ones: hypergeometric, drawn
 * without replacement. Source: ISO 2859-2:2020; Montgomery, 15.2.2 (type A curve).
 * Refuses: parameter-out-of-range.
 */
export function lotAcceptanceProbability(
  plan: SamplingPlan,
  lot: number,
  bad: number,
): Refusal | number {
  const refused = refusePlan(plan) ?? refuseDraw(sizeOfPlan(plan), lot, bad);
  if (refused !== null) return refused;
  if (!("first" in plan)) return drawnAtMost(highest(plan), plan.n, lot, bad);
  const { first, second } = plan;
  let accepted = drawnAtMost(first.ac, first.n, lot, bad);
  for (let x = first.ac + 1; x < first.re && x <= bad; x++) {
    const chance = drawn(x, first.n, lot, bad);
    if (chance === 0) continue;
    accepted += chance * drawnAtMost(second.re - 1 - x, second.n, lot - first.n, bad - x);
  }
  return Math.min(1, accepted);
}

/** Items of the plan when every sample is drawn. */
export function sizeOfPlan(plan: SamplingPlan): number {
  return "first" in plan ? plan.first.n + plan.second.n : plan.n;
}

/** The largest count that accepts. */
function highest({ ac, re }: SinglePlan): number {
  return re === undefined ? ac : re - 1;
}

/** P(count <= k) of n items. */
export function atMost(k: number, n: number, level: number, model: CountModel): number {
  if (k < 0) return 0;
  if (level === 0) return 1;
  if (model === "poisson") return poissonCdf(k, n * level);
  return level === 1 ? (k >= n ? 1 : 0) : binomialCdf(k, n, level);
}

/** P(x of the n drawn are bad). */
function drawn(x: number, n: number, lot: number, bad: number): number {
  if (x < Math.max(0, n - (lot - bad)) || x > Math.min(bad, n)) return 0;
  return Math.exp(logChoose(bad, x) + logChoose(lot - bad, n - x) - logChoose(lot, n));
}

function drawnAtMost(k: number, n: number, lot: number, bad: number): number {
  const most = Math.min(k, bad, n);
  if (most === Math.min(bad, n)) return k < 0 ? 0 : 1;
  let sum = 0;
  for (let x = Math.max(0, n - (lot - bad)); x <= most; x++) sum += drawn(x, n, lot, bad);
  return Math.min(1, sum);
}

function refuseDraw(n: number, lot: number, bad: number): Refusal | null {
  if (![lot, bad].every(Number.isInteger) || bad < 0 || bad > lot || n > lot || lot > 1e9) {
    return refuse(
      "parameter-out-of-range",
      `A sample of ${n} from a lot of ${lot} with ${bad} nonconforming is impossible.`,
    );
  }
  return null;
}

const MOST = 1e9;

/** A refusal when the numbers of a plan contradict each other. */
export function refusePlan(plan: SamplingPlan): Refusal | null {
  if ("first" in plan) {
    const { first, second } = plan;
    const whole = [first, second].every(isStep);
    if (whole && first.ac < first.re && second.re > first.ac + 1 && second.re >= first.re) {
      return null;
    }
    return refuse(
      "parameter-out-of-range",
      `Two samples with ${first.ac}/${first.re} and ${second.ac}/${second.re} are no double plan.`,
    );
  }
  const { n, ac, re = ac + 1 } = plan;
  if (isStep({ n, ac, re })) return null;
  return refuse("parameter-out-of-range", `A plan of ${n} items that accepts ${ac} is impossible.`);
}

function isStep({ n, ac, re }: { n: number; ac: number; re: number }): boolean {
  return [n, ac, re].every(Number.isInteger) && n >= 1 && n <= MOST && ac >= 0 && re > ac;
}
