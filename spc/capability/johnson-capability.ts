// The capability of a characteristic after the Johnson transformation of values and specification.

import { johnsonModel, johnsonTransform } from "../fit/further-models.ts";
import { type JohnsonChoice, johnsonBest } from "../fit/johnson-fit.ts";
import { centredSums } from "../moments.ts";
import { refuse, refuseNoVariation, refuseSpec, whenFinite } from "../refusals.ts";
import type { Refusal, SpecLimits } from "../types.ts";
import { type ExpectedNonconforming, expectedPpm } from "./nonconforming.ts";
import { capabilityOfModel, type QuantileCapability } from "./nonnormal-capability.ts";

export type JohnsonCapability = {
  readonly transformation: JohnsonChoice;
  /** Of the transformed values. */
  readonly mean: number;
  readonly sd: number;
  /** Indices of the transformed values; null on a side whose limit no part can reach. */
  readonly pp: number | null;
  readonly ppl: number | null;
  readonly ppu: number | null;
  readonly ppk: number | null;
  readonly expected: ExpectedNonconforming;
  /** A limit outside the bounds of the fitted distribution: no part is expected beyond it. */
  readonly unreachable: { readonly lsl: boolean; readonly usl: boolean };
  /** Indices by quantiles of the Johnson distribution itself, in the unit of the values. */
  readonly percentiles: QuantileCapability;
};

/**
 * Pp, Ppk (overall standard deviation) after the Johnson transformation that makes the values most
 * normal, limits transformed the same way; and the percentile method of the same distribution.
 * A limit beyond the bounds of S_B or S_L has no transformed value: its side has no index here.
 * Source: Chou, Polansky & Mason (1998); Minitab, Methods and formulas, capability with Johnson
 * transformation.
 * Refuses: no-spec-limits, spec-limits-reversed, parameter-out-of-range (no transformation with p of
 * at least `pLeast`; a limit on the wrong side of a bound), and as johnsonBest.
 */
export function johnsonCapability(
  values: readonly number[],
  spec: SpecLimits,
  pLeast = 0.1,
): Refusal | JohnsonCapability {
  const refused = refuseSpec(spec);
  if (refused !== null) return refused;
  const transformation = johnsonBest(values, pLeast);
  if ("refused" in transformation) return transformation;
  const { family, parameters } = transformation;
  const z = johnsonTransform(family, parameters);
  const { n, mean, squares } = centredSums(values.map(z));
  const sd = Math.sqrt(squares / (n - 1));
  if (!(sd > 0)) return refuseNoVariation(n);
  const low = spec.lsl === undefined ? undefined : z(spec.lsl);
  const high = spec.usl === undefined ? undefined : z(spec.usl);
  if (low === Number.POSITIVE_INFINITY || high === Number.NEGATIVE_INFINITY) {
    return refuse(
      "parameter-out-of-range",
      "Every part lies beyond a limit, as the fitted distribution has it.",
    );
  }
  const lsl = low === Number.NEGATIVE_INFINITY ? undefined : low;
  const usl = high === Number.POSITIVE_INFINITY ? undefined : high;
  const percentiles = capabilityOfModel(johnsonModel(family, parameters), spec, n);
  if ("refused" in percentiles) return percentiles;
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
    unreachable: {
      lsl: spec.lsl !== undefined && lsl === undefined,
      usl: spec.usl !== undefined && usl === undefined,
    },
    percentiles,
  });
}
