// What may be accepted or rejected when the measurement itself is uncertain.

import { normalUpperQuantile } from "../distributions/normal.ts";
import { refuse, refuseProbability, refuseSpec } from "../refusals.ts";
import type { Refusal, SpecLimits } from "../types.ts";

export type Conformity = "conforming" | "nonconforming" | "undecided";

export type GuardBands = {
  /** Width of the guard band at each limit, in the unit of the values. */
  readonly width: number;
  /** A value in here is proven to conform. */
  readonly acceptance: { readonly lower: number | null; readonly upper: number | null };
  /** A value beyond is proven not to conform. */
  readonly rejection: { readonly below: number | null; readonly above: number | null };
};

/**
 * Guard bands of z(1 - risk) times the standard uncertainty u at each limit: acceptance zone inside,
 * rejection zone outside. The default risk of 5 % gives 1.645 u (ISO 14253-1:2017, 95 % probability
 * of conformity at one limit). Source: ISO 14253-1:2017; JCGM 106:2012, 8.3.
 * Refuses: as refuseSpec; parameter-out-of-range (u negative, no acceptance zone left, risk).
 */
export function guardBands(spec: SpecLimits, u: number, risk = 0.05): Refusal | GuardBands {
  const refused = refuseSpec(spec) ?? refuseProbability("risk", risk);
  if (refused !== null) return refused;
  if (!(Number.isFinite(u) && u >= 0)) {
    return refuse("parameter-out-of-range", `An uncertainty is not negative, got ${u}.`);
  }
  const width = normalUpperQuantile(risk) * u;
  const { lsl, usl } = spec;
  if (lsl !== undefined && usl !== undefined && lsl + width > usl - width) {
    return refuse(
      "parameter-out-of-range",
      `Guard bands of ${width} leave nothing to accept between ${lsl} and ${usl}.`,
    );
  }
  const at = (limit: number | undefined, shift: number) =>
    limit === undefined ? null : limit + shift;
  return {
    width,
    acceptance: { lower: at(lsl, width), upper: at(usl, -width) },
    rejection: { below: at(lsl, -width), above: at(usl, width) },
  };
}

/** What a measured value says of the part. */
export function conformity(value: number, bands: GuardBands): Conformity {
  const { acceptance, rejection } = bands;
  if (rejection.below !== null && value < rejection.below) return "nonconforming";
  if (rejection.above !== null && value > rejection.above) return "nonconforming";
  const inside =
    (acceptance.lower === null || value >= acceptance.lower) &&
    (acceptance.upper === null || value <= acceptance.upper);
  return inside ? "conforming" : "undecided";
}
