// Whether a mean differs from a reference value: the t test under every bias study.

import { studentTQuantile, studentTSurvival } from "../distributions/student-t.ts";
import { centredSums, meanFrom } from "../moments.ts";
import type { Interval } from "../types.ts";

export type MeanTest = {
  readonly n: number;
  readonly mean: number;
  readonly sd: number;
  readonly standardError: number;
  /** Mean minus reference. */
  readonly bias: number;
  readonly df: number;
  /** Null when all values are equal. */
  readonly t: number | null;
  /** Two-sided. */
  readonly p: number | null;
  /** Interval of the bias. */
  readonly interval: Interval;
};

/** One-sample t test of at least 2 finite values. Source: Student, Biometrika 6 (1908) 1-25. */
export function meanTest(values: readonly number[], reference: number, level: number): MeanTest {
  const sums = centredSums(values);
  const { n, mean, squares } = sums;
  const df = n - 1;
  const sd = Math.sqrt(squares / df);
  const standardError = sd / Math.sqrt(n);
  const bias = meanFrom(sums, reference);
  const t = standardError > 0 ? bias / standardError : null;
  const reach = studentTQuantile(0.5 + level / 2, df) * standardError;
  return {
    n,
    mean,
    sd,
    standardError,
    bias,
    df,
    t,
    p: t === null ? null : 2 * studentTSurvival(Math.abs(t), df),
    interval: { lower: bias - reach, upper: bias + reach, level },
  };
}
