// What no failure in n trials proves.

import { refuse, refuseProbability } from "../refusals.ts";
import type { Refusal } from "../types.ts";

/**
 * Reliability proven by n trials without a failure: R = (1 - confidence)^(1/n), a proportion. The
 * proportion of failures is then at most 1 - R (n = 59 at 95 %: 5 %).
 * Source: success run theorem, the exact binomial limit of Clopper & Pearson (1934) at 0 failures.
 * Refuses: too-few-values (none), parameter-out-of-range.
 */
export function successRun(n: number, confidence: number): Refusal | number {
  if (!(n >= 1)) return refuse("too-few-values", `${n} trials came, at least 1 is needed.`);
  if (!Number.isInteger(n)) {
    return refuse("parameter-out-of-range", `The number of trials must be whole, got ${n}.`);
  }
  const refused = refuseProbability("confidence", confidence);
  if (refused !== null) return refused;
  return Math.exp(Math.log1p(-confidence) / n);
}
