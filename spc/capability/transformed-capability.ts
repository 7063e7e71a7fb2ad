// The capability of a characteristic after a power transformation of values and specification.

import { centredSums } from "../moments.ts";
import { refuse, refuseNoVariation, refuseSpec, whenFinite } from "../refusals.ts";
import type { Refusal, SpecLimits } from "../types.ts";
import { type BoxCox, boxCox, boxCoxTransform } from "./box-cox.ts";
import { type ExpectedNonconforming, expectedPpm } from "./nonconforming.ts";

export type TransformedCapability = {
  readonly transformation: BoxCox;
  readonly mean: number;
  readonly sd: number;
  readonly pp: number | null;
  readonly ppl: number | null;
  readonly ppu: number | null;
  readonly ppk: number | null;
  readonly expected: ExpectedNonconforming;
};

/**
 * Pp, Ppk (overall standard deviation) after (x^l - 1)/l with l rounded to a half, values and
 * limits transformed the same way. Source: Box & Cox (1964); Minitab, Methods and formulas of the
 * Box-Cox transformation (which uses x^l: the same indices for l > 0).
 * Refuses: no-spec-limits, spec-limits-reversed, parameter-out-of-range (a limit the power cannot
 * take), and as boxCox.
 */
export function boxCoxCapability(
  values: readonly number[],
  spec: SpecLimits,
  level = 0.95,
): Refusal | TransformedCapability {
  const refused = refuseSpec(spec);
  if (refused !== null) return refused;
  const transformation = boxCox(values, level);
  if ("refused" in transformation) return transformation;
  const lambda = transformation.lambdaRounded;
  const limit = (x: number | undefined) => (x === undefined ? undefined : powered(x, lambda));
  const lsl = limit(spec.lsl);
  const usl = limit(spec.usl);
  if (lsl === null || usl === null) {
    return refuse("parameter-out-of-range", `A limit at or below 0 has no power of ${lambda}.`);
  }
  const { n, mean, squares } = centredSums(values.map((x) => boxCoxTransform(x, lambda)));
  const sd = Math.sqrt(squares / (n - 1));
  if (!(sd > 0)) return refuseNoVariation(n);
  const ppl = lsl === undefined ? null : (mean - lsl) / (3 * sd);
  const ppu = usl === undefined ? null : (usl - mean) / (3 * sd);
  return whenFinite({
    transformation,
    mean,
    sd,
    pp: lsl === undefined || usl === undefined ? null : (usl - lsl) / (6 * sd),
    ppl,
    ppu,
    ppk: ppl === null || ppu === null ? (ppl ?? ppu) : Math.min(ppl, ppu),
    expected: expectedPpm({ lsl, usl }, mean, sd),
  });
}

/** The transformed limit; null where the power does not exist. */
function powered(x: number, lambda: number): number | null {
  if (x > 0) return boxCoxTransform(x, lambda);
  return x === 0 && lambda > 0 ? -1 / lambda : null;
}
