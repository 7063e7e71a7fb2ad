// A chart that starts with the second part: each value judged by those before it.

import { normalQuantile } from "../distributions/normal.ts";
import { studentTCdf } from "../distributions/student-t.ts";
import { isMeasurable } from "../refusals.ts";

/** What is kept between two values: how many, their mean, their sum of squared deviations. */
export type SelfStartingState = {
  readonly n: number;
  readonly mean: number;
  readonly squares: number;
};

export const SELF_STARTING_START: SelfStartingState = { n: 0, mean: 0, squares: 0 };

export type SelfStartingStep = {
  readonly state: SelfStartingState;
  /** A standard normal value while the process is steady; null for the first two values. */
  readonly q: number | null;
};

/**
 * Q statistic of the next value, mean and sigma unknown: with r values before it,
 * Q = Phi^-1(T(r-1)(sqrt(r/(r+1)) (x - mean)/s)); limits -3 and 3, any runs rules, or a CUSUM of
 * Q. The Q are independent standard normal in control. A value that is not finite, or values before
 * it that do not vary, give null.
 * Source: C. P. Quesenberry, Journal of Quality Technology 23 (1991) 213-224 (case UU); D. M.
 * Hawkins, The Statistician 36 (1987) 299-316.
 */
export function selfStartingStep(state: SelfStartingState, x: number): SelfStartingStep {
  if (!isMeasurable(x)) return { state, q: null };
  const { n: r, mean, squares } = state;
  const step = x - mean;
  const next = {
    n: r + 1,
    mean: mean + step / (r + 1),
    squares: squares + (step * step * r) / (r + 1),
  };
  if (r < 2 || !(squares > 0)) return { state: next, q: null };
  const s = Math.sqrt(squares / (r - 1));
  const t = (Math.sqrt(r / (r + 1)) * step) / s;
  const tail = studentTCdf(-Math.abs(t), r - 1);
  if (!(tail > 0)) return { state: next, q: Math.sign(t) * LARGEST_Q };
  return { state: next, q: Math.sign(t) * Math.min(LARGEST_Q, -normalQuantile(tail)) };
}

/** Beyond this a Q is only "far out". */
const LARGEST_Q = 37;
