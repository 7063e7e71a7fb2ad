// What a plan costs and what it lets through when lots that are not accepted are sorted.

import { refuse } from "../refusals.ts";
import type { Refusal } from "../types.ts";
import {
  acceptanceProbability,
  atMost,
  type CountModel,
  type PlanOutcome,
  planOutcome,
  refusePlan,
  type SamplingPlan,
  sizeOfPlan,
} from "./operating-curve.ts";

export type PlanQuality = {
  /** Proportion nonconforming of the lots offered. */
  readonly level: number;
  readonly acceptance: number;
  /** Items inspected per lot on average, sampling only. */
  readonly sampleNumber: number;
  /** Items inspected per lot on average when lots not accepted are sorted. */
  readonly totalInspection: number;
  /** Proportion nonconforming that goes out, bad items found being replaced by good ones. */
  readonly outgoing: number;
};

/**
 * Average sample number (ASN), average total inspection (ATI) and average outgoing quality (AOQ) of
 * a plan at a proportion nonconforming, lots of `lot` items, binomial counts. Single: ASN = n,
 * ATI = n + (1 - Pa)(N - n), AOQ = Pa p (N - n)/N. Double: ASN = n1 + n2 P(second sample),
 * ATI = n1 Pa1 + (n1 + n2) Pa2 + N (1 - Pa), AOQ = (Pa1 (N - n1) + Pa2 (N - n1 - n2)) p/N.
 * Source: Montgomery, 15.2.3 and 15.3; NIST/SEMATECH 6.2.3.2.
 * Refuses: parameter-out-of-range (the plan, the level, a lot smaller than the samples).
 */
export function planQuality(plan: SamplingPlan, level: number, lot: number): Refusal | PlanQuality {
  const outcome = planOutcome(plan, level);
  if ("refused" in outcome) return outcome;
  const refused = refuseLotSize(plan, lot);
  return refused ?? qualityOf(plan, level, lot, outcome);
}

function qualityOf(
  plan: SamplingPlan,
  level: number,
  lot: number,
  { first, second, open }: PlanOutcome,
): PlanQuality {
  const early = "first" in plan ? plan.first.n : plan.n;
  const late = sizeOfPlan(plan);
  const acceptance = Math.min(1, first + second);
  return {
    level,
    acceptance,
    sampleNumber: early + (late - early) * open,
    totalInspection: early * first + late * second + lot * Math.max(0, 1 - first - second),
    outgoing: (level * (first * (lot - early) + second * (lot - late))) / lot,
  };
}

/** Levels searched for the largest AOQ before the best is refined. */
const GRID = 400;

/**
 * The average outgoing quality limit: the largest AOQ of any incoming level, and the level that
 * gives it; found on a grid that is fine where counts are few, then by golden sections.
 * Source: Montgomery, 15.2.3; NIST/SEMATECH 6.2.3.2. Refuses: parameter-out-of-range.
 */
export function outgoingLimit(
  plan: SamplingPlan,
  lot: number,
): Refusal | { readonly limit: number; readonly level: number } {
  const refused = refusePlan(plan) ?? refuseLotSize(plan, lot);
  if (refused !== null) return refused;
  const at = (level: number): number => {
    const quality = planQuality(plan, level, lot);
    return "refused" in quality ? 0 : quality.outgoing;
  };
  const levels = Array.from({ length: GRID + 1 }, (_, i) => (i / GRID) ** 3);
  const values = levels.map(at);
  const best = values.indexOf(Math.max(...values));
  let low = levels[Math.max(0, best - 1)] ?? 0;
  let high = levels[Math.min(GRID, best + 1)] ?? 1;
  const golden = (Math.sqrt(5) - 1) / 2;
  for (let step = 0; step < 80; step++) {
    const left = high - golden * (high - low);
    const right = low + golden * (high - low);
    if (at(left) < at(right)) low = left;
    else high = right;
  }
  const level = (low + high) / 2;
  return { limit: at(level), level };
}

/**
 * Average sample number of a double plan whose second sample stops as soon as the lot can no longer
 * be accepted: ASN = n1 + sum over the open counts j of
 * P(X1 = j) (n2 P(X2 <= c - j) + (c - j + 1)/p P(X3 >= c - j + 2)), X3 of n2 + 1 items, c the
 * largest count that accepts. Binomial. Source: Montgomery, 15.3.1.
 * Refuses: parameter-out-of-range (a single plan too: its sample is always inspected whole).
 */
export function curtailedSampleNumber(plan: SamplingPlan, level: number): Refusal | number {
  const outcome = planOutcome(plan, level);
  if ("refused" in outcome) return outcome;
  if (!("first" in plan)) {
    return refuse("parameter-out-of-range", "Only a second sample is cut short.");
  }
  const { first, second } = plan;
  if (level === 0) return first.n;
  let number = first.n;
  for (let x = first.ac + 1; x < first.re; x++) {
    const left = second.re - 1 - x;
    const chance =
      atMost(x, first.n, level, "binomial") - atMost(x - 1, first.n, level, "binomial");
    const stopped = ((left + 1) / level) * (1 - atMost(left + 1, second.n + 1, level, "binomial"));
    number += chance * (second.n * atMost(left, second.n, level, "binomial") + stopped);
  }
  return number;
}

export type PlanPoints = {
  /** Level accepted with 95 %, 50 % and 10 %: producer's point, indifference, limiting quality. */
  readonly p95: number;
  readonly p50: number;
  readonly p10: number;
};

/**
 * Levels at which a plan accepts with 95, 50 and 10 %: proportions nonconforming (binomial) or
 * nonconformities per item (Poisson). Source: ISO 2859-1:1999, 12 and tables 5 to 7; Montgomery,
 * 15.2.2. Refuses: parameter-out-of-range (also a plan that accepts every lot).
 */
export function planPoints(
  plan: SamplingPlan,
  model: CountModel = "binomial",
): Refusal | PlanPoints {
  const refused = refusePlan(plan);
  if (refused !== null) return refused;
  const at = (level: number): number => {
    const accepted = acceptanceProbability(plan, level, model);
    return typeof accepted === "number" ? accepted : Number.NaN;
  };
  let high = 1;
  if (model === "poisson") while (at(high) > 0.1) high *= 2;
  if (at(high) > 0.1) {
    return refuse("parameter-out-of-range", "The plan accepts lots of nothing but bad items.");
  }
  const where = (share: number) => levelAt(at, share, high);
  return { p95: where(0.95), p50: where(0.5), p10: where(0.1) };
}

/** Where the falling curve passes `share`, by bisection to the last bit. */
function levelAt(at: (level: number) => number, share: number, highest: number): number {
  let low = 0;
  let high = highest;
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (at(middle) > share) low = middle;
    else high = middle;
  }
  return high;
}

function refuseLotSize(plan: SamplingPlan, lot: number): Refusal | null {
  if (Number.isInteger(lot) && lot >= sizeOfPlan(plan) && lot <= 1e9) return null;
  return refuse(
    "parameter-out-of-range",
    `A plan of up to ${sizeOfPlan(plan)} items needs a lot at least as large, got ${lot}.`,
  );
}
