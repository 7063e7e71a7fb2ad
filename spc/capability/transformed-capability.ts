// The capability of a characteristic after a power transformation of values and specification.

import { meanOf } from "../moments.ts";
import { refuse, refuseSpec, whenFinite } from "../refusals.ts";
import type { Refusal, SpecLimits } from "../types.ts";
import { type BoxCox, boxCox, powerOf } from "./box-cox.ts";
import { type TransformedIndices, transformedIndices } from "./transformed-indices.ts";

export type TransformedCapability = TransformedIndices & { readonly transformation: BoxCox };

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
  // Over the power of the middle value: the same indices, and no power too large or too small.
  const middle = meanOf(values.map(Math.log));
  const limit = (x: number | undefined) =>
    x === undefined ? undefined : powered(x, lambda, middle);
  const lsl = limit(spec.lsl);
  const usl = limit(spec.usl);
  if (lsl === null || usl === null) {
    return refuse("parameter-out-of-range", `A limit at or below 0 has no power of ${lambda}.`);
  }
  const transformed = values.map((x) => powerOf(Math.log(x) - middle, lambda));
  const indices = transformedIndices(transformed, { lsl, usl });
  if ("refused" in indices) return indices;
  const scale = Math.exp(lambda * middle);
  const mean = scale * indices.mean + powerOf(middle, lambda);
  return whenFinite({ transformation, ...indices, mean, sd: scale * indices.sd });
}

/** The transformed limit; null where the power does not exist. */
function powered(x: number, lambda: number, middle: number): number | null {
  if (x > 0) return powerOf(Math.log(x) - middle, lambda);
  return x === 0 && lambda > 0 ? -1 / lambda : null;
}
