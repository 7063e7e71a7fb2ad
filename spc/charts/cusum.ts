// The tabular cumulative sum: small lasting shifts, and since when.

import { isMeasurable, refuse } from "../refusals.ts";
import type { Refusal } from "../types.ts";

/** All in units of the standard error of the plotted statistic. */
export type CusumParameters = {
  /** Allowance, half of the shift to be found. */
  readonly k: number;
  /** Decision interval. */
  readonly h: number;
  /** Fast initial response: where both sums start, usually h/2; 0 unless said otherwise. */
  readonly headStart?: number | undefined;
};

export type CusumState = {
  readonly cPlus: number;
  readonly cMinus: number;
  /** Points since the upper sum was last 0: the shift began about that many points ago. */
  readonly nPlus: number;
  readonly nMinus: number;
};

export type Cusum = {
  readonly states: readonly CusumState[];
  /** Indices of points whose upper sum is strictly above h. */
  readonly signalUpper: readonly number[];
  readonly signalLower: readonly number[];
};

export function cusumStart(parameters: CusumParameters): CusumState {
  const start = parameters.headStart ?? 0;
  return { cPlus: start, cMinus: start, nPlus: 0, nMinus: 0 };
}

/**
 * The next sums of the standardised point z: C+ = max(0, C+ + z - k), C- = max(0, C- - z - k).
 * Source: E. S. Page, Biometrika 41 (1954) 100-115; head start: Lucas & Crosier, Technometrics 24
 * (1982) 199-205; Montgomery, 9.1.
 */
export function cusumStep(state: CusumState, z: number, parameters: CusumParameters): CusumState {
  const cPlus = Math.max(0, state.cPlus + z - parameters.k);
  const cMinus = Math.max(0, state.cMinus - z - parameters.k);
  return {
    cPlus,
    cMinus,
    nPlus: cPlus > 0 ? state.nPlus + 1 : 0,
    nMinus: cMinus > 0 ? state.nMinus + 1 : 0,
  };
}

/**
 * The sums of many points about `target`; `standardError` one number or one per point.
 * Refuses: parameter-out-of-range (k, h, head start, error not above 0), not-finite.
 */
export function cusum(
  points: readonly number[],
  target: number,
  standardError: number | readonly number[],
  parameters: CusumParameters,
): Refusal | Cusum {
  const { k, h, headStart = 0 } = parameters;
  if (!(k >= 0 && h > 0 && headStart >= 0)) {
    return refuse("parameter-out-of-range", `k ${k}, h ${h} or head start ${headStart} is wrong.`);
  }
  const errorAt = (i: number) =>
    typeof standardError === "number" ? standardError : (standardError[i] ?? Number.NaN);
  let state = cusumStart(parameters);
  const states: CusumState[] = [];
  for (let i = 0; i < points.length; i++) {
    const error = errorAt(i);
    const z = ((points[i] ?? Number.NaN) - target) / error;
    if (!(error > 0)) return refuse("parameter-out-of-range", "A standard error is not above 0.");
    if (!isMeasurable(z)) return refuse("not-finite", `Point ${i + 1} is not a finite number.`);
    state = cusumStep(state, z, parameters);
    states.push(state);
  }
  const above = (sum: (one: CusumState) => number) =>
    states.flatMap((one, i) => (sum(one) > h ? [i] : []));
  return {
    states,
    signalUpper: above((one) => one.cPlus),
    signalLower: above((one) => one.cMinus),
  };
}
