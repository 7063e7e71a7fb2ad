// The g and t charts: units or time between rare events.

import { centredSums, meanOf } from "../moments.ts";
import { refuse, refusePositive, refuseValues } from "../refusals.ts";
import type { ControlLimits, Refusal } from "../types.ts";
import { imrLimitsBy } from "./imr.ts";

function refuseNegative(values: readonly number[]): Refusal | null {
  const bad = values.find((value) => value < 0);
  return bad === undefined
    ? null
    : refuse("parameter-out-of-range", `A distance between events is not negative, got ${bad}.`);
}

/**
 * Limits of the number of units between events: mean +- nsigmas sqrt(mean (mean + 1)), not below 0.
 * Source: J. C. Benneyan, Number-between g-type statistical quality control charts, Health Care
 * Management Science 4 (2001) 305-318. Refuses: too-few-values (none), not-finite,
 * parameter-out-of-range (negative values, width).
 */
export function gLimits(values: readonly number[], nsigmas = 3): Refusal | ControlLimits {
  const refused =
    refuseValues(values, 1) ?? refuseNegative(values) ?? refusePositive("width", nsigmas);
  if (refused !== null) return refused;
  const center = centredSums(values).mean;
  const reach = nsigmas * Math.sqrt(center * (center + 1));
  return { center, lcl: Math.max(0, center - reach), ucl: center + reach };
}

/** Nelson's power that makes exponential times nearly normal. */
const POWER = 3.6;

/**
 * Limits of the time between events: limits of individual values of x^(1/3.6), mean moving range
 * over d2(2), raised to 3.6 again; a negative lower limit is 0. In the unit of the times.
 * Source: L. S. Nelson, A control chart for parts-per-million nonconforming items, Journal of
 * Quality Technology 26 (1994) 239-240. Refuses: too-few-values (below 2), not-finite,
 * parameter-out-of-range (negative times).
 */
export function tLimits(values: readonly number[], nsigmas = 3): Refusal | ControlLimits {
  const refused =
    refuseValues(values, 2) ?? refuseNegative(values) ?? refusePositive("width", nsigmas);
  if (refused !== null) return refused;
  const powers = values.map((value) => value ** (1 / POWER));
  const limits = imrLimitsBy(powers, "mr-mean", 2, nsigmas);
  if ("refused" in limits) return limits;
  const { lcl, ucl } = limits.location;
  return { center: meanOf(powers) ** POWER, lcl: Math.max(0, lcl) ** POWER, ucl: ucl ** POWER };
}
