// Mean, overall indices and expected nonconforming of values that a transformation made normal.

import { centredSums } from "../moments.ts";
import { refuseNoVariation } from "../refusals.ts";
import type { Refusal, SpecLimits } from "../types.ts";
import { type ExpectedNonconforming, expectedPpm } from "./nonconforming.ts";

export type TransformedIndices = {
  /** Of the transformed values. */
  readonly mean: number;
  readonly sd: number;
  /** Indices of the transformed values; null on a side without a limit. */
  readonly pp: number | null;
  readonly ppl: number | null;
  readonly ppu: number | null;
  readonly ppk: number | null;
  readonly expected: ExpectedNonconforming;
};

/**
 * Pp = (usl - lsl) / 6s, Ppl = (mean - lsl) / 3s, Ppu = (usl - mean) / 3s, Ppk the smaller, with the
 * overall standard deviation s; values and limits are transformed already.
 * Source: Minitab, Methods and formulas, capability with Box-Cox and Johnson transformation.
 * Refuses: no-variation.
 */
export function transformedIndices(
  transformed: readonly number[],
  { lsl, usl }: SpecLimits,
): Refusal | TransformedIndices {
  const { n, mean, squares } = centredSums(transformed);
  const sd = Math.sqrt(squares / (n - 1));
  if (!(sd > 0)) return refuseNoVariation(n);
  const ppl = lsl === undefined ? null : (mean - lsl) / (3 * sd);
  const ppu = usl === undefined ? null : (usl - mean) / (3 * sd);
  return {
    mean,
    sd,
    pp: lsl === undefined || usl === undefined ? null : (usl - lsl) / (6 * sd),
    ppl,
    ppu,
    ppk: ppl === null || ppu === null ? (ppl ?? ppu) : Math.min(ppl, ppu),
    expected: expectedPpm({ lsl, usl }, mean, sd),
  };
}
