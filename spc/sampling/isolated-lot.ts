// Plans for one lot that stands alone, as a pilot run does: what a consumer's risk asks for.

import { refuse, refuseProbability } from "../refusals.ts";
import type { Refusal } from "../types.ts";
import { lotAcceptanceProbability, type SinglePlan } from "./operating-curve.ts";

/**
 * Smallest sample that accepts a lot of `lot` items holding `bad` nonconforming ones with a
 * probability of at most `risk`, when up to `ac` may be found (0: a C = 0 plan). By the definition
 * of the consumer's risk, hypergeometric; the tables of ISO 2859-2 round such plans to preferred
 * sizes and are not repeated here. Source: ISO 2859-2:2020, limiting quality (risk 10 %);
 * N. L. Squeglia, Zero Acceptance Number Sampling Plans.
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
