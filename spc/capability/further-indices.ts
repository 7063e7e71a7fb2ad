// Indices beside Cp and Pp: about the nominal, of a machine, and with variation between subgroups.

import { centredSums, meanOf } from "../moments.ts";
import {
  refuse,
  refuseNoVariation,
  refuseProbability,
  refuseSpec,
  refuseValues,
  whenFinite,
} from "../refusals.ts";
import { individualSigma } from "../sigma/individual-sigma.ts";
import { subgroupSigma } from "../sigma/subgroup-sigma.ts";
import type { Interval, Refusal, SpecLimits } from "../types.ts";
import { sideInterval, widthInterval } from "./intervals.ts";
import {
  type ExpectedNonconforming,
  expectedPpm,
  type Nonconforming,
  observedPpm,
} from "./nonconforming.ts";

/**
 * Cpmk = min(USL - mean, mean - LSL) / (3 sqrt(s^2 + (mean - T)^2)), s the overall standard
 * deviation, T the nominal. One limit gives that side.
 * Source: W. L. Pearn, S. Kotz & N. L. Johnson, Journal of Quality Technology 24 (1992) 216-231.
 * Refuses: as refuseSpec; no-spec-limits (no nominal), too-few-values, not-finite, no-variation.
 */
export function cpmk(values: readonly number[], spec: SpecLimits): Refusal | number {
  const refused = refuseSpec(spec) ?? refuseValues(values, 2);
  if (refused !== null) return refused;
  if (spec.nominal === undefined) return refuse("no-spec-limits", "Cpmk needs a nominal value.");
  const { n, mean, squares } = centredSums(values);
  const spread = Math.hypot(Math.sqrt(squares / (n - 1)), mean - spec.nominal);
  if (!(spread > 0)) return refuseNoVariation(n);
  return whenFinite(nearest(mean, spec) / (3 * spread));
}

export type MachineCapability = {
  readonly n: number;
  readonly mean: number;
  readonly sigma: number;
  /** Null with one limit. */
  readonly cm: number | null;
  readonly cmk: number;
  readonly cmInterval: Interval | null;
  readonly cmkInterval: Interval;
  readonly observed: Nonconforming;
  readonly expected: ExpectedNonconforming;
  /** At least 50 consecutive parts, below which no machine capability should be claimed. */
  readonly enough: boolean;
};

const ENOUGH = 50;

/**
 * Cm = (USL - LSL)/(6 s), Cmk = min(USL - mean, mean - LSL)/(3 s) of consecutive parts made under
 * one setting; normal distribution (others: nonnormalCapability). Intervals by chi-square and Bissell.
 * Source: ISO 22514-3:2020 (Pm, Pmk; called Cm, Cmk in plants).
 * Refuses: as refuseSpec; parameter-out-of-range (level), too-few-values (below 2), not-finite, no-variation.
 */
export function machineCapability(
  values: readonly number[],
  spec: SpecLimits,
  level = 0.95,
): Refusal | MachineCapability {
  const refused =
    refuseSpec(spec) ?? refuseValues(values, 2) ?? refuseProbability("confidence level", level);
  if (refused !== null) return refused;
  const { n, mean, squares } = centredSums(values);
  const sigma = Math.sqrt(squares / (n - 1));
  if (!(sigma > 0)) return refuseNoVariation(n);
  const { lsl, usl } = spec;
  const cm = lsl === undefined || usl === undefined ? null : (usl - lsl) / (6 * sigma);
  const cmk = nearest(mean, spec) / (3 * sigma);
  return whenFinite({
    n,
    mean,
    sigma,
    cm,
    cmk,
    cmInterval: cm === null ? null : widthInterval(cm, n - 1, level),
    cmkInterval: sideInterval(cmk, n, n - 1, level),
    observed: observedPpm(values, spec),
    expected: expectedPpm(spec, mean, sigma),
    enough: n >= ENOUGH,
  });
}

function nearest(mean: number, { lsl, usl }: SpecLimits): number {
  const below = lsl === undefined ? Number.POSITIVE_INFINITY : mean - lsl;
  const above = usl === undefined ? Number.POSITIVE_INFINITY : usl - mean;
  return Math.min(below, above);
}

export type BetweenWithin = {
  readonly within: number;
  /** 0 where the means scatter no more than the spread within explains. */
  readonly between: number;
  readonly total: number;
  readonly mean: number;
  readonly cp: number | null;
  readonly cpk: number;
  /** Parts per million outside, with the total spread. */
  readonly expected: ExpectedNonconforming;
};

/**
 * Variation between and within subgroups of one size n: within = pooled standard deviation over
 * c4(df + 1); between^2 = (mean moving range of the means / d2(2))^2 - within^2/n, not below 0;
 * total^2 is their sum, and the indices are those of the total.
 * Source: Minitab, Methods and formulas of between/within capability.
 * Refuses: as refuseSpec; too-few-subgroups (below 2), subgroup-too-small, not-finite,
 * parameter-out-of-range (sizes differ), no-variation.
 */
export function betweenWithin(
  subgroups: readonly (readonly number[])[],
  spec: SpecLimits,
): Refusal | BetweenWithin {
  const refused = refuseSpec(spec);
  if (refused !== null) return refused;
  const size = subgroups[0]?.length ?? 0;
  if (subgroups.some((values) => values.length !== size)) {
    return refuse("parameter-out-of-range", "Subgroups of one size are needed.");
  }
  const pooled = subgroupSigma(subgroups, "pooled-unbiased");
  if ("refused" in pooled) return pooled;
  if (subgroups.length < 2) {
    return refuse("too-few-subgroups", "1 subgroup came, at least 2 are needed.");
  }
  const ofMeans = individualSigma(subgroups.map(meanOf), "mr-mean");
  if ("refused" in ofMeans) return ofMeans;
  const within = pooled.sigma;
  const between = Math.sqrt(Math.max(0, ofMeans.sigma ** 2 - within ** 2 / size));
  const total = Math.hypot(within, between);
  if (!(total > 0)) return refuseNoVariation(subgroups.length * size);
  const mean = meanOf(subgroups.flat());
  const { lsl, usl } = spec;
  return whenFinite({
    within,
    between,
    total,
    mean,
    cp: lsl === undefined || usl === undefined ? null : (usl - lsl) / (6 * total),
    cpk: nearest(mean, spec) / (3 * total),
    expected: expectedPpm(spec, mean, total),
  });
}
