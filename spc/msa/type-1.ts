// The type 1 gauge study: is the gauge small against the tolerance, before people come in.

import {
  refuseNoVariation,
  refusePositive,
  refuseProbability,
  refuseValues,
  whenFinite,
} from "../refusals.ts";
import type { Refusal } from "../types.ts";
import { type MeanTest, meanTest } from "./mean-test.ts";

export type Type1Options = {
  /** Per cent of the tolerance the gauge may use: 20 unless said otherwise. */
  readonly pct?: number;
  /** Standard deviations that make the gauge's spread: 6 (Minitab) or 4 (VDA 5). */
  readonly spread?: number;
  readonly alpha?: number;
};

export type Type1Study = MeanTest & {
  readonly cg: number;
  readonly cgk: number;
  /** Per cent of the tolerance used by repeatability, and by repeatability with bias. */
  readonly pctVar: number;
  /** Negative when the bias alone uses more than is allowed; null when it uses all of it. */
  readonly pctVarBias: number | null;
};

/**
 * Cg = pct/100 tol / (spread sd); Cgk = (pct/200 tol - |bias|) / (spread/2 sd), of readings of one
 * reference part. Source: Minitab, Methods and formulas of the type 1 gage study; VDA 5 (2011).
 * Refuses: too-few-values (below 2), not-finite, no-variation, parameter-out-of-range.
 */
export function type1Study(
  values: readonly number[],
  reference: number,
  tolerance: number,
  options: Type1Options = {},
): Refusal | Type1Study {
  const { pct = 20, spread = 6, alpha = 0.05 } = options;
  const refused =
    refuseValues([...values, reference], 3) ??
    refusePositive("tolerance", tolerance) ??
    refusePositive("per cent of the tolerance", pct) ??
    refusePositive("spread", spread) ??
    refuseProbability("significance level", alpha);
  if (refused !== null) return refused;
  const test = meanTest(values, reference, 1 - alpha);
  if (test.sd === 0) return refuseNoVariation(values.length);
  const cg = ((pct / 100) * tolerance) / (spread * test.sd);
  const cgk = ((pct / 200) * tolerance - Math.abs(test.bias)) / ((spread / 2) * test.sd);
  return whenFinite({
    ...test,
    cg,
    cgk,
    pctVar: pct / cg,
    pctVarBias: cgk === 0 ? null : pct / cgk,
  });
}
