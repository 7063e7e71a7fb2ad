// The capability of a characteristic after the Johnson transformation of values and specification.

import { johnsonModel, johnsonTransform } from "../fit/further-models.ts";
import { type JohnsonChoice, johnsonBest } from "../fit/johnson-fit.ts";
import { refuse, refuseSpec, whenFinite } from "../refusals.ts";
import type { Refusal, SpecLimits } from "../types.ts";
import { capabilityOfModel, type QuantileCapability } from "./nonnormal-capability.ts";
import { type TransformedIndices, transformedIndices } from "./transformed-indices.ts";

/** A side whose limit no part can reach has no index. */
export type JohnsonCapability = TransformedIndices & {
  readonly transformation: JohnsonChoice;
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
  const indices = transformedIndices(values.map(z), { lsl, usl });
  if ("refused" in indices) return indices;
  const model = johnsonModel(family, parameters);
  const percentiles = capabilityOfModel(model, spec, values.length);
  if ("refused" in percentiles) return percentiles;
  return whenFinite({
    transformation,
    ...indices,
    unreachable: {
      lsl: spec.lsl !== undefined && lsl === undefined,
      usl: spec.usl !== undefined && usl === undefined,
    },
    percentiles,
  });
}
