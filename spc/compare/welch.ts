// Whether two stages have the same mean, or means close enough to be the same for this part.

import { studentTQuantile, studentTSurvival } from "../distributions/student-t.ts";
import { centredSums, meanFrom } from "../moments.ts";
import {
  refuse,
  refusePositive,
  refuseProbability,
  refuseSpec,
  refuseValues,
  whenFinite,
} from "../refusals.ts";
import type { Interval, Refusal, SpecLimits } from "../types.ts";

export type WelchTest = {
  /** Mean of the first less that of the second. */
  readonly difference: number;
  readonly standardError: number;
  readonly t: number;
  readonly df: number;
  /** Two-sided. */
  readonly p: number;
  readonly interval: Interval;
};

/**
 * Welch's t test of two means with unequal variances: df by Welch and Satterthwaite.
 * Source: B. L. Welch, Biometrika 34 (1947) 28-35; NIST/SEMATECH 1.3.5.3.
 * Refuses: too-few-values (below 2 each), not-finite, no-variation (both), parameter-out-of-range.
 */
export function welchTest(
  first: readonly number[],
  second: readonly number[],
  level = 0.95,
): Refusal | WelchTest {
  const refused =
    refuseValues(first, 2) ?? refuseValues(second, 2) ?? refuseProbability("level", level);
  if (refused !== null) return refused;
  const a = centredSums(first);
  const b = centredSums(second);
  const va = a.squares / (a.n - 1) / a.n;
  const vb = b.squares / (b.n - 1) / b.n;
  if (!(va + vb > 0)) return refuse("no-variation", "Neither list of values varies.");
  const standardError = Math.sqrt(va + vb);
  const df = welchDf(va, a.n, vb, b.n);
  const difference = meanFrom(a, b.origin) - b.shift;
  const t = difference / standardError;
  const reach = studentTQuantile((1 + level) / 2, df) * standardError;
  return whenFinite({
    ...{ difference, standardError, t, df },
    p: 2 * studentTSurvival(Math.abs(t), df),
    interval: { lower: difference - reach, upper: difference + reach, level },
  });
}

/**
 * Degrees of freedom by Welch and Satterthwaite of the variances of two means, of n and m values;
 * from their shares, so that no unit of measure overflows.
 */
export function welchDf(first: number, n: number, second: number, m: number): number {
  const share = first / (first + second);
  const rest = second / (first + second);
  return 1 / (share ** 2 / (n - 1) + rest ** 2 / (m - 1));
}

export type Equivalence = {
  readonly difference: number;
  /** Largest p of the two one-sided tests. */
  readonly p: number;
  readonly equivalent: boolean;
  /** The interval of level 1 - 2 alpha that must lie within the margin. */
  readonly interval: Interval;
  readonly margin: number;
};

/**
 * Two one-sided tests: the means differ by less than `margin` (in the unit of the values, often a
 * share of the tolerance) at `alpha`. Equivalent when the 1 - 2 alpha interval lies within.
 * Source: D. J. Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15 (1987) 657-680.
 * Refuses: as welchTest; parameter-out-of-range (margin, alpha not below 0.5).
 */
export function equivalence(
  first: readonly number[],
  second: readonly number[],
  margin: number,
  alpha = 0.05,
): Refusal | Equivalence {
  const refused = refusePositive("margin", margin);
  if (refused !== null) return refused;
  if (!(alpha > 0 && alpha < 0.5)) {
    return refuse("parameter-out-of-range", `Alpha lies between 0 and 0.5, got ${alpha}.`);
  }
  const test = welchTest(first, second, 1 - 2 * alpha);
  if ("refused" in test) return test;
  const { difference, standardError, df, interval } = test;
  const above = studentTSurvival((difference + margin) / standardError, df);
  const below = studentTSurvival((margin - difference) / standardError, df);
  const p = Math.max(above, below);
  return whenFinite({ difference, p, equivalent: p < alpha, interval, margin });
}

export type ToleranceEquivalence = Equivalence & {
  /** Difference, interval and margin as shares of the tolerance. */
  readonly share: number;
  readonly shareInterval: Interval;
  readonly shareMargin: number;
};

/**
 * The same with a margin in tolerance units: the means differ by less than `share` of USL - LSL
 * (0.1: a tenth of the tolerance). Source: as equivalence. Refuses: as equivalence and refuseSpec;
 * no-spec-limits (one side is missing: give a margin in the unit of the values instead).
 */
export function toleranceEquivalence(
  first: readonly number[],
  second: readonly number[],
  spec: SpecLimits,
  share = 0.1,
  alpha = 0.05,
): Refusal | ToleranceEquivalence {
  const refused = refuseSpec(spec) ?? refusePositive("share of the tolerance", share);
  if (refused !== null) return refused;
  const { lsl, usl } = spec;
  if (lsl === undefined || usl === undefined) {
    return refuse("no-spec-limits", "A tolerance needs a lower and an upper limit.");
  }
  const width = usl - lsl;
  const shown = equivalence(first, second, share * width, alpha);
  if ("refused" in shown) return shown;
  const { lower, upper, level } = shown.interval;
  return {
    ...shown,
    share: shown.difference / width,
    shareInterval: { lower: lower / width, upper: upper / width, level },
    shareMargin: share,
  };
}

export type NonInferiority = {
  readonly difference: number;
  readonly p: number;
  readonly notWorse: boolean;
  /** One-sided confidence bound of the difference, level 1 - alpha. */
  readonly bound: number;
  readonly margin: number;
};

/**
 * Whether the first (a backup supplier) is worse than the second (the primary) by less than
 * `margin`, in the unit of the values: for a strength larger is better, the mean difference must be
 * above -margin; where smaller is better, below +margin. One-sided Welch test at `alpha`.
 * Source: as equivalence, one of its two tests. Refuses: as equivalence.
 */
export function nonInferiority(
  first: readonly number[],
  second: readonly number[],
  margin: number,
  better: "larger" | "smaller",
  alpha = 0.05,
): Refusal | NonInferiority {
  const shown = equivalence(first, second, margin, alpha);
  if ("refused" in shown) return shown;
  const test = welchTest(first, second);
  if ("refused" in test) return test;
  const { difference, standardError, df } = test;
  const sign = better === "larger" ? 1 : -1;
  const p = studentTSurvival((sign * difference + margin) / standardError, df);
  const bound = better === "larger" ? shown.interval.lower : shown.interval.upper;
  return { difference, p, notWorse: p < alpha, bound, margin };
}
