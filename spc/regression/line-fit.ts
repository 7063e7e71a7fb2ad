// The straight line of least squares and how well its two numbers are known.

import { studentTSurvival } from "../distributions/student-t.ts";
import { centredSums, meanOf } from "../moments.ts";
import { refuse, refuseNoVariation, refuseOverflow, refuseValues } from "../refusals.ts";
import type { Refusal } from "../types.ts";

export type LineFit = {
  readonly n: number;
  readonly intercept: number;
  readonly slope: number;
  readonly seIntercept: number;
  readonly seSlope: number;
  /** t of intercept and slope against 0 with n - 2 df, and two-sided p; null with no residual. */
  readonly tIntercept: number | null;
  readonly tSlope: number | null;
  readonly pIntercept: number | null;
  readonly pSlope: number | null;
  readonly residualSd: number;
  readonly r2: number;
  readonly residual: readonly number[];
  readonly xMean: number;
  readonly yMean: number;
  /** Sum of squared deviations of x. */
  readonly xSquares: number;
};

/**
 * Least squares line y = intercept + slope x. Both variables are centred first (Unix seconds keep
 * their digits). Source: NIST/SEMATECH 4.4.3; Draper & Smith, Applied Regression Analysis, 1.
 * Refuses: too-few-values (below 3, or lists of different length), not-finite, no-variation (x or
 * y).
 */
export function lineFit(x: readonly number[], y: readonly number[]): Refusal | LineFit {
  const refused = refuseValues(x, 3) ?? refuseValues(y, 3);
  if (refused !== null) return refused;
  if (x.length !== y.length) {
    return refuse("too-few-values", `${x.length} x and ${y.length} y came, pairs are needed.`);
  }
  const n = x.length;
  const { mean: xMean, squares: xSquares } = centredSums(x);
  const { mean: yMean, squares: ySquares } = centredSums(y);
  if (!(xSquares > 0) || !(ySquares > 0)) return refuseNoVariation(n);
  const dx = centred(x);
  const dy = centred(y);
  const slope = dx.reduce((sum, d, i) => sum + d * (dy[i] ?? 0), 0) / xSquares;
  const intercept = yMean - slope * xMean;
  const residual = dx.map((d, i) => (dy[i] ?? 0) - slope * d);
  const rest = residual.reduce((sum, r) => sum + r * r, 0);
  const residualSd = Math.sqrt(rest / (n - 2));
  const seSlope = residualSd / Math.sqrt(xSquares);
  const seIntercept = residualSd * Math.sqrt(1 / n + (xMean * xMean) / xSquares);
  if (![slope, intercept, seIntercept].every(Number.isFinite)) return refuseOverflow();
  const t = (value: number, error: number) => (error > 0 ? value / error : null);
  const p = (value: number | null) =>
    value === null ? null : 2 * studentTSurvival(Math.abs(value), n - 2);
  const tIntercept = t(intercept, seIntercept);
  const tSlope = t(slope, seSlope);
  return {
    n,
    intercept,
    slope,
    seIntercept,
    seSlope,
    tIntercept,
    tSlope,
    pIntercept: p(tIntercept),
    pSlope: p(tSlope),
    residualSd,
    r2: 1 - rest / ySquares,
    residual,
    xMean,
    yMean,
    xSquares,
  };
}

/** Deviations from the mean, about the first value so that an offset costs no digits. */
function centred(values: readonly number[]): number[] {
  const origin = values[0] ?? 0;
  const shifted = values.map((value) => value - origin);
  const mean = meanOf(shifted);
  return shifted.map((value) => value - mean);
}
