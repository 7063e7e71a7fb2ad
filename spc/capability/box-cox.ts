// The power that makes a positive characteristic nearly normal.

import { chiSquareQuantile } from "../distributions/chi-square.ts";
import { centredSums, meanOf } from "../moments.ts";
import { findRoot } from "../numerics/root.ts";
import { refuse, refuseNoVariation, refuseProbability, refuseValues } from "../refusals.ts";
import type { Interval, Refusal } from "../types.ts";

export type BoxCox = {
  readonly lambda: number;
  /** By likelihood ratio; an end beyond the searched powers is the border of the search. */
  readonly interval: Interval;
  /** Profile log-likelihood at lambda, without its constant. */
  readonly logLik: number;
  /** lambda rounded to the nearest half: the power that is used. */
  readonly lambdaRounded: number;
};

/** The search ends where a value is e^100 times the middle one, or its inverse. */
const LARGEST_EXPONENT = 100;

/** (x^l - 1)/l, or ln x for l = 0; x > 0. */
export function boxCoxTransform(x: number, lambda: number): number {
  return lambda === 0 ? Math.log(x) : Math.expm1(lambda * Math.log(x)) / lambda;
}

/**
 * lambda that maximises -n/2 ln(variance of (x^l - 1)/l) + (l - 1) sum ln x, its interval by
 * likelihood ratio, and lambda rounded to a half.
 * Source: Box & Cox, Journal of the Royal Statistical Society B 26 (1964) 211-252.
 * Refuses: too-few-values (below 3), not-finite, no-variation, parameter-out-of-range (a value that
 * is not positive, no best power).
 */
export function boxCox(values: readonly number[], level = 0.95): Refusal | BoxCox {
  const refused = refuseValues(values, 3) ?? refuseProbability("confidence level", level);
  if (refused !== null) return refused;
  const bad = values.find((value) => !(value > 0));
  if (bad !== undefined) {
    return refuse("parameter-out-of-range", `A power needs positive values, got ${bad}.`);
  }
  const logs = values.map(Math.log);
  const middle = meanOf(logs);
  const centred = logs.map((log) => log - middle);
  const n = values.length;
  if (!(centredSums(centred).squares > 0)) return refuseNoVariation(n);
  const logLik = (lambda: number) => {
    const { squares } = centredSums(centred.map((log) => powerOf(log, lambda)));
    return -(n / 2) * Math.log(squares / n) - n * middle;
  };
  const slope = (lambda: number) => profileSlope(centred, lambda);
  const widest = centred.reduce((most, log) => Math.max(most, Math.abs(log)), 0);
  const border = LARGEST_EXPONENT / widest;
  if (!(slope(-border) > 0 && slope(border) < 0)) {
    return refuse("parameter-out-of-range", `The best power lies beyond ${border.toFixed(0)}.`);
  }
  const lambda = findRoot(slope, -border, border);
  const best = logLik(lambda);
  const floor = best - chiSquareQuantile(level, 1) / 2;
  const end = (last: number) =>
    logLik(last) > floor ? last : findRoot((l) => logLik(l) - floor, lambda, last);
  return {
    lambda,
    interval: { lower: end(-border), upper: end(border), level },
    logLik: best,
    lambdaRounded: Math.round(2 * lambda) / 2,
  };
}

/** (e^(l log) - 1)/l. */
export function powerOf(log: number, lambda: number): number {
  return lambda === 0 ? log : Math.expm1(lambda * log) / lambda;
}

/** Derivative of powerOf by lambda; by its series where the difference would lose digits. */
function powerSlope(log: number, lambda: number): number {
  const u = lambda * log;
  if (Math.abs(u) < 1e-3) return log * log * (1 / 2 + u * (1 / 3 + u * (1 / 8 + u / 30)));
  return (log * Math.exp(u) - Math.expm1(u) / lambda) / lambda;
}

/** Sign and size of the derivative of the profile log-likelihood over n. */
function profileSlope(logs: readonly number[], lambda: number): number {
  const y = logs.map((log) => powerOf(log, lambda));
  const slopes = logs.map((log) => powerSlope(log, lambda));
  const { mean, squares } = centredSums(y);
  const middle = meanOf(slopes);
  const shared = y.reduce((sum, one, i) => sum + (one - mean) * ((slopes[i] ?? 0) - middle), 0);
  return -shared / squares;
}
