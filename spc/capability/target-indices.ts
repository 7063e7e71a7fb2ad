// Indices for specifications that are not two limits about a middle: targets off the middle, and
// limits that nature sets.

import type { ModelName } from "../fit/models.ts";
import { centredSums } from "../moments.ts";
import {
  isMeasurable,
  refuse,
  refuseNoVariation,
  refuseSpec,
  refuseValues,
  whenFinite,
} from "../refusals.ts";
import type { Refusal, SpecLimits } from "../types.ts";
import { type NonnormalCapability, nonnormalCapability } from "./nonnormal-capability.ts";

export type TargetCapability = {
  readonly mean: number;
  readonly sigma: number;
  /** Reach from the target to the nearer limit over 3 sigma: what is possible with it on target. */
  readonly cpT: number;
  /** Null without that limit. */
  readonly cplT: number | null;
  readonly cpuT: number | null;
  readonly cpkT: number;
};

/**
 * Indices about a target that need not be the middle: CpuT = (USL - T - |mean - T|)/(3 s),
 * CplT = (T - LSL - |mean - T|)/(3 s), CpkT the smaller, CpT the smaller with the mean on target;
 * s is the overall standard deviation unless `sigma` is given. Negative where the mean is farther
 * from the target than a limit is. Source: V. E. Kane, Journal of Quality Technology 18 (1986) 41-52;
 * D. R. Bothe, Measuring Process Capability (1997), chapter 6.
 * Refuses: as refuseSpec; no-spec-limits (no nominal), parameter-out-of-range (nominal beyond a
 * limit, sigma), too-few-values, not-finite, no-variation.
 */
export function targetCapability(
  values: readonly number[],
  spec: SpecLimits,
  sigma?: number,
): Refusal | TargetCapability {
  const refused = refuseSpec(spec) ?? refuseValues(values, 2);
  if (refused !== null) return refused;
  const { lsl, usl, nominal } = spec;
  if (nominal === undefined) return refuse("no-spec-limits", "CpkT needs a target value.");
  if ((lsl !== undefined && nominal <= lsl) || (usl !== undefined && nominal >= usl)) {
    return refuse("parameter-out-of-range", `The target ${nominal} is not within the limits.`);
  }
  if (sigma !== undefined && !(isMeasurable(sigma) && sigma >= 0)) {
    return refuse("parameter-out-of-range", `A sigma is not ${sigma}.`);
  }
  const { n, mean, squares } = centredSums(values);
  const spread = sigma ?? Math.sqrt(squares / (n - 1));
  if (!(spread > 0)) return refuseNoVariation(n);
  const off = Math.abs(mean - nominal);
  const below = lsl === undefined ? null : nominal - lsl;
  const above = usl === undefined ? null : usl - nominal;
  const near = Math.min(below ?? Number.POSITIVE_INFINITY, above ?? Number.POSITIVE_INFINITY);
  return whenFinite({
    mean,
    sigma: spread,
    cpT: near / (3 * spread),
    cplT: below === null ? null : (below - off) / (3 * spread),
    cpuT: above === null ? null : (above - off) / (3 * spread),
    cpkT: (near - off) / (3 * spread),
  });
}

export type NaturalLimitCapability = {
  readonly distribution: NonnormalCapability;
  /** For information only, without a target: the natural limit is no one's demand. */
  readonly cp: number;
  /** The index of the side that is specified; it may be larger than cp. */
  readonly cpk: number;
};

/**
 * A characteristic with one specified limit and a natural one (flatness, run-out, roughness: never
 * below 0): only the specified side is judged, Cpk = (USL - X50)/(X99.865 - X50); for information
 * Cp = (USL - natural)/(X99.865 - X0.135). `natural` takes the place of the missing limit.
 * Source: ISO 22514-2:2017, one-sided characteristics; AIAG & VDA SPC (2026), 7.8.2.2.
 * Refuses: as nonnormalCapability; parameter-out-of-range (two limits given, a value beyond the
 * natural limit), spec-limits-reversed.
 */
export function naturalLimitCapability(
  values: readonly number[],
  spec: SpecLimits,
  natural: number,
  distribution: ModelName = "foldednormal",
): Refusal | NaturalLimitCapability {
  const { lsl, usl } = spec;
  const refused =
    refuseSpec(spec) ??
    refuseSpec(usl === undefined ? { lsl, usl: natural } : { lsl: natural, usl });
  if (refused !== null) return refused;
  if (lsl !== undefined && usl !== undefined) {
    return refuse("parameter-out-of-range", "A natural limit goes with one specified limit.");
  }
  const beyond = values.find((x) => (usl === undefined ? x > natural : x < natural));
  if (beyond !== undefined) {
    return refuse("parameter-out-of-range", `${beyond} lies beyond the natural limit ${natural}.`);
  }
  const fitted = nonnormalCapability(values, distribution, spec);
  if ("refused" in fitted) return fitted;
  const width = Math.abs((usl ?? lsl ?? natural) - natural);
  return whenFinite({
    distribution: fitted,
    cp: width / (fitted.q99865 - fitted.q00135),
    cpk: fitted.ppk ?? 0,
  });
}
