// Whether a gauge reads the same master the same way over weeks.

import { d2, d2star, d3, LARGEST_RANGE_SIZE } from "../constants.ts";
import { studentTQuantile, studentTSurvival } from "../distributions/student-t.ts";
import { meanOf, rangeOf } from "../moments.ts";
import { logGamma } from "../numerics/log-gamma.ts";
import { findPositiveRoot } from "../numerics/root.ts";
import {
  isMeasurable,
  refuse,
  refuseNoVariation,
  refuseSubgroups,
  whenFinite,
} from "../refusals.ts";
import { lineFit } from "../regression/line-fit.ts";
import type { ControlLimits, Interval, Refusal } from "../types.ts";

export type StabilityStudy = {
  readonly subgroups: number;
  readonly size: number;
  readonly mean: number;
  /** Repeatability: mean range over d2*. */
  readonly sigma: number;
  readonly location: ControlLimits;
  readonly spread: ControlLimits;
  /** Subgroups strictly outside the limits of their mean or range, from 0. */
  readonly outOfLimits: readonly number[];
  /** Slope of the means per subgroup, and its two-sided p; null where the means are all equal. */
  readonly drift: { readonly slope: number; readonly p: number | null } | null;
  /** No subgroup outside, and no drift at 1 %. */
  readonly stable: boolean;
  /** Against the master's reference value; null without one. */
  readonly bias: {
    readonly bias: number;
    readonly standardError: number;
    readonly df: number;
    readonly t: number;
    readonly p: number;
    readonly interval: Interval;
    readonly significant: boolean;
  } | null;
};

const DRIFT_LEVEL = 0.01;

/**
 * Repeated readings of one master part over time, g subgroups of one size m: X-bar and range limits,
 * a line through the means, and the bias by the control chart method, t = bias sqrt(g m)/(R-bar/d2*)
 * with the degrees of freedom of d2*. Unit: that of the readings.
 * Source: AIAG MSA 4th edition, chapter III section B, guidelines for determining stability, and
 * bias by the control chart method; degrees of freedom: Duncan; AIAG MSA, Appendix C.
 * Refuses: too-few-subgroups (below 3), subgroup-too-small, not-finite, no-variation,
 * parameter-out-of-range (sizes differ, above 100, alpha).
 */
export function stabilityStudy(
  subgroups: readonly (readonly number[])[],
  reference?: number,
  alpha = 0.05,
): Refusal | StabilityStudy {
  const refused = refuseSubgroups(subgroups, 3);
  if (refused !== null) return refused;
  const g = subgroups.length;
  const m = subgroups[0]?.length ?? 0;
  if (subgroups.some((values) => values.length !== m) || m > LARGEST_RANGE_SIZE) {
    return refuse("parameter-out-of-range", "Subgroups of one size, at most 100, are needed.");
  }
  if (reference !== undefined && !isMeasurable(reference)) {
    return refuse("not-finite", "The reference value is no number.");
  }
  if (!(alpha > 0 && alpha < 1)) {
    return refuse("parameter-out-of-range", `A significance level is not ${alpha}.`);
  }
  const means = subgroups.map(meanOf);
  const ranges = subgroups.map(rangeOf);
  const center = meanOf(means);
  const rangeCenter = meanOf(ranges);
  if (!(rangeCenter > 0)) return refuseNoVariation(g * m);
  const sigma = rangeCenter / d2(m);
  const reach = (3 * sigma) / Math.sqrt(m);
  const location = { center, lcl: center - reach, ucl: center + reach };
  const spread = {
    center: rangeCenter,
    lcl: Math.max(0, rangeCenter - 3 * d3(m) * sigma),
    ucl: rangeCenter + 3 * d3(m) * sigma,
  };
  const outside = (value: number, limits: ControlLimits) =>
    value < limits.lcl || value > limits.ucl;
  const outOfLimits = means.flatMap((mean, i) =>
    outside(mean, location) || outside(ranges[i] ?? 0, spread) ? [i] : [],
  );
  const line = lineFit(
    means.map((_, i) => i),
    means,
  );
  const drift = "refused" in line ? null : { slope: line.slope, p: line.pSlope };
  const wanders = drift !== null && (drift.p === null || drift.p < DRIFT_LEVEL);
  return whenFinite({
    subgroups: g,
    size: m,
    mean: center,
    sigma: rangeCenter / d2star(m, g),
    location,
    spread,
    outOfLimits,
    drift,
    stable: outOfLimits.length === 0 && !wanders,
    bias: reference === undefined ? null : biasOf(center - reference, rangeCenter, m, g, alpha),
  });
}

function biasOf(bias: number, range: number, m: number, g: number, alpha: number) {
  const standardError = range / d2star(m, g) / Math.sqrt(g * m);
  const df = rangeDf(m, g);
  const t = bias / standardError;
  const p = 2 * studentTSurvival(Math.abs(t), df);
  const reach = studentTQuantile(1 - alpha / 2, df) * standardError;
  const interval = { lower: bias - reach, upper: bias + reach, level: 1 - alpha };
  return { bias, standardError, df, t, p, interval, significant: p < alpha };
}

/**
 * Degrees of freedom of a mean range of g ranges of m: those of the chi distribution with the same
 * mean over root mean square, c4(df + 1) = d2/d2*. Source: P. B. Patnaik, Biometrika 37 (1950)
 * 78-87; AIAG MSA 4th edition, Appendix C (72.7 for m = 5, g = 20).
 */
export function rangeDf(m: number, g: number): number {
  const target = d2(m) / d2star(m, g);
  return findPositiveRoot((df) => meanOfChi(df) - target, 0.9 * g * (m - 1));
}

/** c4 for real degrees of freedom: sqrt(2/df) Gamma((df+1)/2)/Gamma(df/2). */
function meanOfChi(df: number): number {
  return Math.sqrt(2 / df) * Math.exp(logGamma((df + 1) / 2) - logGamma(df / 2));
}
