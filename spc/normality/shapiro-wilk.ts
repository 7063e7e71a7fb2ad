// The Shapiro-Wilk test of normality.

import { normalQuantile, normalSurvival } from "../distributions/normal.ts";
import { centredSums } from "../moments.ts";
import { sorted } from "../order.ts";
import { refuse, refuseNoVariation, refuseOverflow, refuseValues } from "../refusals.ts";
import type { Refusal } from "../types.ts";

export type ShapiroWilk = { readonly w: number; readonly p: number };

/** Largest sample Royston's approximation was made for. */
const MOST = 5000;

/**
 * W and its p value. Source: J. P. Royston, Remark AS R94, Applied Statistics 44 (1995) 547-551.
 * Refuses: too-few-values (below 3), not-finite, no-variation, parameter-out-of-range (over 5000).
 */
export function shapiroWilk(values: readonly number[]): Refusal | ShapiroWilk {
  const refused = refuseValues(values, 3);
  if (refused !== null) return refused;
  if (values.length > MOST) {
    return refuse("parameter-out-of-range", `${values.length} values came, ${MOST} are the most.`);
  }
  const { n, squares } = centredSums(values);
  if (!Number.isFinite(squares)) return refuseOverflow();
  if (squares === 0) return refuseNoVariation(n);
  const ordered = sorted(values);
  let slope = 0;
  weights(n).forEach((weight, i) => {
    slope += weight * ((ordered[n - 1 - i] ?? 0) - (ordered[i] ?? 0));
  });
  const w = Math.min(1, slope ** 2 / squares);
  return { w, p: tailProbability(w, n) };
}

/** Weights of the differences largest minus smallest, second largest minus second smallest, ... */
function weights(n: number): number[] {
  if (n === 3) return [Math.SQRT1_2];
  const half = Math.floor(n / 2);
  const scores = Array.from({ length: half }, (_, i) => normalQuantile((i + 0.625) / (n + 0.25)));
  const squares = 2 * scores.reduce((sum, m) => sum + m * m, 0);
  const root = Math.sqrt(squares);
  const u = 1 / Math.sqrt(n);
  const [m1 = 0, m2 = 0] = scores;
  const a1 = polynomial([0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056], u) - m1 / root;
  if (n <= 5) {
    const scale = Math.sqrt((squares - 2 * m1 * m1) / (1 - 2 * a1 * a1));
    return scores.map((m, i) => (i === 0 ? a1 : -m / scale));
  }
  const a2 = polynomial([0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633], u) - m2 / root;
  const scale = Math.sqrt((squares - 2 * m1 * m1 - 2 * m2 * m2) / (1 - 2 * a1 * a1 - 2 * a2 * a2));
  return scores.map((m, i) => (i === 0 ? a1 : i === 1 ? a2 : -m / scale));
}

function tailProbability(w: number, n: number): number {
  if (n === 3) {
    const p = (6 / Math.PI) * (Math.asin(Math.sqrt(w)) - Math.asin(Math.sqrt(0.75)));
    return Math.max(0, p);
  }
  const y = Math.log1p(-w);
  if (n <= 11) {
    const gamma = -2.273 + 0.459 * n;
    if (y >= gamma) return 0;
    const mean = polynomial([0.544, -0.39978, 0.025054, -6.714e-4], n);
    const sd = Math.exp(polynomial([1.3822, -0.77857, 0.062767, -0.0020322], n));
    return normalSurvival((-Math.log(gamma - y) - mean) / sd);
  }
  const x = Math.log(n);
  const mean = polynomial([-1.5861, -0.31082, -0.083751, 0.0038915], x);
  const sd = Math.exp(polynomial([-0.4803, -0.082676, 0.0030302], x));
  return normalSurvival((y - mean) / sd);
}

/** Coefficients from the constant term up. */
function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}
