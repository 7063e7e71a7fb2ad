// How many parts of each stage it takes to show that two means are the same for this part.

import { chiDensity } from "../distributions/noncentral-t.ts";
import { normalCdf } from "../distributions/normal.ts";
import { studentTQuantile } from "../distributions/student-t.ts";
import { integrate } from "../numerics/gauss-legendre.ts";
import { counted, refuse, refusePositive, refuseProbability } from "../refusals.ts";
import type { Refusal } from "../types.ts";

export type EquivalenceAim = {
  /** Standard deviation of one part in either group. */
  readonly sd: number;
  /** Largest difference of the means that counts as the same, in the unit of sd. */
  readonly margin: number;
  /** True difference to be expected; 0 when not given. */
  readonly difference?: number;
  /** Error of either one-sided test; 0.05 when not given. */
  readonly alpha?: number;
};

const MOST = 100_000;

/**
 * Probability that two samples of n parts each show equivalence by two one-sided t tests of pooled
 * variance, 2n - 2 degrees of freedom: the mean over s = sqrt(chi-square/df) of
 * Phi((m - d)/e - t s) - Phi(-(m + d)/e + t s) where positive, e = sd sqrt(2/n). Exact for normal
 * values of equal spread. Source: K. F. Phillips, Journal of Pharmacokinetics and Biopharmaceutics
 * 18 (1990) 137-144 (definition of the power).
 * Refuses: too-few-values (n below 2), parameter-out-of-range.
 */
export function equivalencePower(n: number, aim: EquivalenceAim): Refusal | number {
  const refused = refuseAim(aim);
  if (refused !== null) return refused;
  if (!Number.isInteger(n) || n > MOST) {
    return refuse("parameter-out-of-range", `The sample size must be whole, up to ${MOST}: ${n}.`);
  }
  if (n < 2)
    return refuse("too-few-values", `${counted(n, "part")} came, at least 2 of each are needed.`);
  const { sd, margin, difference = 0, alpha = 0.05 } = aim;
  const df = 2 * n - 2;
  const error = sd * Math.sqrt(2 / n);
  const t = studentTQuantile(1 - alpha, df);
  const spread = 1 / Math.sqrt(2 * df);
  const from = Math.max(0, 1 - 11 * spread);
  // Beyond margin/(error t) no mean lies far enough from both margins.
  const to = Math.min(1 + 11 * spread + 4 / df, margin / (error * t));
  if (to <= from) return 0;
  const shown = (s: number) => {
    const high = normalCdf((margin - difference) / error - t * s);
    const low = normalCdf(-(margin + difference) / error + t * s);
    return Math.max(0, high - low) * chiDensity(s, df);
  };
  return Math.min(1, Math.max(0, integrate(shown, from, to, 16)));
}

/**
 * Fewest parts of each group that show equivalence with probability `power`.
 * Source: as equivalencePower. Refuses: parameter-out-of-range (also when the true difference is
 * not below the margin, or more than 100000 parts were needed).
 */
export function equivalenceSize(aim: EquivalenceAim, power = 0.9): Refusal | number {
  const refused = refuseAim(aim) ?? refuseProbability("power", power);
  if (refused !== null) return refused;
  if (!(Math.abs(aim.difference ?? 0) < aim.margin)) {
    return refuse(
      "parameter-out-of-range",
      `A true difference of ${aim.difference} never shows as less than ${aim.margin}.`,
    );
  }
  const enough = (n: number) => {
    const reached = equivalencePower(n, aim);
    return typeof reached === "number" && reached >= power;
  };
  let low = 1;
  let high = 2;
  while (!enough(high)) {
    low = high;
    high *= 2;
    if (high > MOST) {
      return refuse("parameter-out-of-range", `More than ${MOST} parts of each are needed.`);
    }
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function refuseAim({ sd, margin, difference = 0, alpha = 0.05 }: EquivalenceAim): Refusal | null {
  const refused = refusePositive("standard deviation", sd) ?? refusePositive("margin", margin);
  if (refused !== null) return refused;
  if (alpha > 0 && alpha < 0.5 && Number.isFinite(difference) && Math.abs(difference) < 1e100) {
    return null;
  }
  return refuse(
    "parameter-out-of-range",
    `Alpha lies between 0 and 0.5 and a difference is finite, got ${alpha} and ${difference}.`,
  );
}
