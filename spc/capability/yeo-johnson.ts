// The power that makes a characteristic nearly normal, where values may be zero or negative.

import { centredSums } from "../moments.ts";
import { refuse, refuseNoVariation, refuseValues } from "../refusals.ts";
import type { Refusal } from "../types.ts";

export type YeoJohnson = {
  readonly lambda: number;
  /** Profile log-likelihood at lambda, without its constant. */
  readonly logLik: number;
};

/** ((x+1)^l - 1)/l from 0 on, -((1-x)^(2-l) - 1)/(2-l) below; logarithms at l = 0 and l = 2. */
export function yeoJohnsonTransform(x: number, lambda: number): number {
  const power = (log: number, l: number) => (l === 0 ? log : Math.expm1(l * log) / l);
  return x >= 0 ? power(Math.log1p(x), lambda) : -power(Math.log1p(-x), 2 - lambda);
}

const LOWEST = -18;
const HIGHEST = 20;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * lambda that maximises -n/2 ln(variance of the transformed) + (l - 1) sum sign(x) ln(|x| + 1), by
 * golden section on -18 to 20, to about 1e-8. The power depends on the unit: choose one in which
 * values lie about 1. Source: I.-K. Yeo & R. A. Johnson, Biometrika 87 (2000) 954-959.
 * Refuses: too-few-values (below 3), not-finite, no-variation, parameter-out-of-range (the best
 * power lies at the end of the search).
 */
export function yeoJohnson(values: readonly number[]): Refusal | YeoJohnson {
  const refused = refuseValues(values, 3);
  if (refused !== null) return refused;
  const n = values.length;
  if (!(centredSums(values).squares > 0)) return refuseNoVariation(n);
  const logs = values.reduce((sum, x) => sum + Math.sign(x) * Math.log1p(Math.abs(x)), 0);
  const logLik = (lambda: number) => {
    const { squares } = centredSums(values.map((x) => yeoJohnsonTransform(x, lambda)));
    const fit = -(n / 2) * Math.log(squares / n) + (lambda - 1) * logs;
    return Number.isFinite(fit) ? fit : Number.NEGATIVE_INFINITY;
  };
  let low = LOWEST;
  let high = HIGHEST;
  let left = high - GOLDEN * (high - low);
  let right = low + GOLDEN * (high - low);
  let atLeft = logLik(left);
  let atRight = logLik(right);
  while (high - low > 1e-9) {
    if (atLeft > atRight) {
      high = right;
      right = left;
      atRight = atLeft;
      left = high - GOLDEN * (high - low);
      atLeft = logLik(left);
    } else {
      low = left;
      left = right;
      atLeft = atRight;
      right = low + GOLDEN * (high - low);
      atRight = logLik(right);
    }
  }
  const lambda = (low + high) / 2;
  if (lambda < LOWEST + 1e-3 || lambda > HIGHEST - 1e-3) {
    return refuse("parameter-out-of-range", `The best power lies beyond ${lambda.toFixed(0)}.`);
  }
  return { lambda, logLik: logLik(lambda) };
}
