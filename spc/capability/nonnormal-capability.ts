// The capability of a characteristic that is not normal, from the quantiles of a fitted
// distribution.

import { normalUpperQuantile } from "../distributions/normal.ts";
import { type Fit, fitDistribution } from "../fit/maximum-likelihood.ts";
import type { Model, ModelName } from "../fit/models.ts";
import { refuseNoVariation, refuseSpec, whenFinite } from "../refusals.ts";
import type { Refusal, SpecLimits } from "../types.ts";
import type { Nonconforming } from "./nonconforming.ts";

export type QuantileCapability = {
  readonly q00135: number;
  readonly q50: number;
  readonly q99865: number;
  readonly pp: number | null;
  readonly ppl: number | null;
  readonly ppu: number | null;
  readonly ppk: number | null;
  /** Parts per million expected of the fitted distribution. */
  readonly expected: Nonconforming;
  /** z of the tail probability over 3: another index of the same name; null without that tail. */
  readonly bothe: { readonly ppl: number | null; readonly ppu: number | null };
};

export type NonnormalCapability = QuantileCapability & { readonly fit: Fit };

const EDGE = 0.00135;

/**
 * Pp = (USL-LSL)/(X99.865 - X0.135), Ppu = (USL-X50)/(X99.865-X50), Ppl = (X50-LSL)/(X50-X0.135),
 * Ppk the smaller. Source: ISO 22514-2 and ISO 22514-4 (percentile method); the z index: D. R.
 * Bothe, Measuring Process Capability (1997), chapter 8.
 * Refuses: no-spec-limits, spec-limits-reversed, not-finite, and as fitDistribution.
 */
export function nonnormalCapability(
  values: readonly number[],
  distribution: ModelName,
  spec: SpecLimits,
): Refusal | NonnormalCapability {
  const refused = refuseSpec(spec);
  if (refused !== null) return refused;
  const fit = fitDistribution(values, distribution);
  if ("refused" in fit) return fit;
  const indices = capabilityOfModel(fit.model, spec, values.length);
  return "refused" in indices ? indices : { fit, ...indices };
}

/** The same indices of any model; `n` values stand behind it. Refuses: as nonnormalCapability. */
export function capabilityOfModel(
  model: Model,
  spec: SpecLimits,
  n: number,
): Refusal | QuantileCapability {
  const refused = refuseSpec(spec);
  if (refused !== null) return refused;
  const { lsl, usl } = spec;
  const q00135 = model.quantile(EDGE);
  const q50 = model.quantile(0.5);
  const q99865 = model.upperQuantile(EDGE);
  if (!(q50 > q00135 && q99865 > q50)) return refuseNoVariation(n);
  const ppl = lsl === undefined ? null : (q50 - lsl) / (q50 - q00135);
  const ppu = usl === undefined ? null : (usl - q50) / (q99865 - q50);
  const below = lsl === undefined ? 0 : model.lower(lsl);
  const above = usl === undefined ? 0 : model.upper(usl);
  const bothe = (tail: number) => (tail > 0 && tail < 1 ? normalUpperQuantile(tail) / 3 : null);
  return whenFinite({
    q00135,
    q50,
    q99865,
    pp: lsl === undefined || usl === undefined ? null : (usl - lsl) / (q99865 - q00135),
    ppl,
    ppu,
    ppk: ppl === null || ppu === null ? (ppl ?? ppu) : Math.min(ppl, ppu),
    expected: { below: 1e6 * below, above: 1e6 * above, total: 1e6 * (below + above) },
    bothe: { ppl: bothe(below), ppu: bothe(above) },
  });
}
