// How long a Shewhart chart runs before it signals.

import { normalCdf, normalSurvival } from "../distributions/normal.ts";
import { refuse } from "../refusals.ts";
import type { Refusal } from "../types.ts";

export type ShewhartArl = {
  /** Probability that a point stays inside. */
  readonly beta: number;
  /** Mean and standard deviation of the number of points to the signal. */
  readonly arl: number;
  readonly sdrl: number;
};

/**
 * Run length of an X-bar chart of subgroups of n with limits L standard errors away, after a shift
 * of `shift` standard deviations of single values: geometric with 1 - beta.
 * Source: Montgomery, 6.2.7. Refuses: parameter-out-of-range, not-finite (a run length no double
 * holds).
 */
export function shewhartArl(shift: number, n: number, limit = 3): Refusal | ShewhartArl {
  if (!Number.isFinite(shift) || !(n >= 1) || !(limit > 0)) {
    return refuse(
      "parameter-out-of-range",
      `Shift ${shift}, size ${n} or width ${limit} is wrong.`,
    );
  }
  const off = shift * Math.sqrt(n);
  const alarm = normalSurvival(limit - off) + normalCdf(-limit - off);
  if (!(alarm > 1e-300)) return refuse("not-finite", "The run is longer than a double can hold.");
  // The side of 0 that is small is taken as a tail: a chance of 1e-20 to stay inside keeps its digits.
  const far = Math.abs(off);
  const beta = far > limit ? normalCdf(limit - far) - normalCdf(-limit - far) : 1 - alarm;
  return { beta, arl: 1 / alarm, sdrl: Math.sqrt(beta) / alarm };
}
