// What counted parts say of a process: shares, rates and their Z, never without its stability.

import { refuseCounts } from "../charts/count-rules.ts";
import { chiSquareQuantile, chiSquareUpperQuantile } from "../distributions/chi-square.ts";
import { clopperPearson } from "../distributions/clopper-pearson.ts";
import { normalUpperQuantile } from "../distributions/normal.ts";
import { refuse, refusePositive, refuseProbability, whenFinite } from "../refusals.ts";
import type { Interval, Refusal } from "../types.ts";
import { npStability, type Stability, uStability } from "./attribute-stability.ts";

const MILLION = 1e6;

/** A value with its interval; an end is null where it lies beyond every number. */
export type AttributeIndex = {
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
};

export type BinomialCapability = {
  readonly samples: number;
  readonly inspected: number;
  readonly nonconforming: number;
  /** Proportion nonconforming with its exact interval. */
  readonly proportion: number;
  readonly interval: Interval;
  /** The same in parts per million. */
  readonly ppm: { readonly value: number; readonly lower: number; readonly upper: number };
  /** Z whose upper tail is the proportion (overall, no shift), and Z/3, which compares with Ppk. */
  readonly z: AttributeIndex;
  readonly equivalentPpk: AttributeIndex;
  readonly stability: Stability;
};

/**
 * Capability of a go/no-go characteristic from nonconforming counts of samples: p-bar with the exact
 * interval of Clopper & Pearson, ppm, process Z = z of the upper tail p-bar. One-sided by nature:
 * the process is as good as its upper bound is low. `stability` is the p chart of the same samples
 * and the variance of its standardised points (above 1: more spread than binomial).
 * Source: Minitab, Binomial Process Capability; AIAG SPC 2nd edition, IV; Clopper & Pearson 1934.
 * Refuses: too-few-values (no sample), not-finite, parameter-out-of-range (counts not whole, above
 * the sample, level).
 */
export function binomialCapability(
  counts: readonly number[],
  sizes: readonly number[],
  level = 0.95,
): Refusal | BinomialCapability {
  const refused =
    refuseCounts(counts, sizes, true) ??
    refuseWhole([...counts, ...sizes]) ??
    refuseProbability("confidence level", level);
  if (refused !== null) return refused;
  const inspected = total(sizes);
  const nonconforming = total(counts);
  const proportion = nonconforming / inspected;
  const interval = clopperPearson(nonconforming, inspected, level);
  const z = {
    value: zOf(proportion),
    lower: zOf(interval.upper),
    upper: zOf(interval.lower),
  };
  return whenFinite({
    ...{ samples: counts.length, inspected, nonconforming, proportion, interval },
    ppm: {
      value: MILLION * proportion,
      lower: MILLION * interval.lower,
      upper: MILLION * interval.upper,
    },
    z,
    equivalentPpk: { value: third(z.value), lower: third(z.lower), upper: third(z.upper) },
    stability: npStability(counts, sizes, proportion),
  });
}

export type PoissonCapability = {
  readonly samples: number;
  readonly units: number;
  readonly nonconformities: number;
  /** Nonconformities per unit with their exact interval. */
  readonly dpu: number;
  readonly interval: Interval;
  /** Nonconformities per million opportunities. */
  readonly dpmo: { readonly value: number; readonly lower: number; readonly upper: number };
  /** Share of units without any nonconformity, exp(-dpu), with its interval. */
  readonly throughputYield: Interval & { readonly value: number };
  /** Z whose upper tail is the share of units with nonconformities. */
  readonly z: AttributeIndex;
  readonly stability: Stability;
};

/**
 * Capability from nonconformities counted on units: DPU with the exact Poisson interval
 * chi2(a/2; 2c)/(2N) to chi2(1 - a/2; 2c + 2)/(2N), DPMO = 10^6 DPU/opportunities, throughput yield
 * exp(-DPU) and its Z. One-sided by nature. `stability` is the u chart of the same samples.
 * Source: Minitab, Poisson Process Capability; F. Garwood, Biometrika 28 (1936) 437-442.
 * Refuses: too-few-values (no sample), not-finite, parameter-out-of-range (counts not whole,
 * opportunities, level).
 */
export function poissonCapability(
  counts: readonly number[],
  sizes: readonly number[],
  options: { readonly opportunities?: number; readonly level?: number } = {},
): Refusal | PoissonCapability {
  const { opportunities = 1, level = 0.95 } = options;
  const refused =
    refuseCounts(counts, sizes, false) ??
    refuseWhole(counts) ??
    refusePositive("number of opportunities per unit", opportunities) ??
    refuseProbability("confidence level", level);
  if (refused !== null) return refused;
  const units = total(sizes);
  const nonconformities = total(counts);
  const dpu = nonconformities / units;
  const tail = (1 - level) / 2;
  const interval = {
    lower: nonconformities === 0 ? 0 : chiSquareQuantile(tail, 2 * nonconformities) / (2 * units),
    upper: chiSquareUpperQuantile(tail, 2 * nonconformities + 2) / (2 * units),
    level,
  };
  const scale = MILLION / opportunities;
  return whenFinite({
    ...{ samples: counts.length, units, nonconformities, dpu, interval },
    dpmo: { value: scale * dpu, lower: scale * interval.lower, upper: scale * interval.upper },
    throughputYield: {
      value: Math.exp(-dpu),
      lower: Math.exp(-interval.upper),
      upper: Math.exp(-interval.lower),
      level,
    },
    z: {
      value: zOf(-Math.expm1(-dpu)),
      lower: zOf(-Math.expm1(-interval.upper)),
      upper: zOf(-Math.expm1(-interval.lower)),
    },
    stability: uStability(counts, sizes, dpu),
  });
}

/**
 * Yield of several steps in a row: rolled throughput yield, the product of exp(-DPU) of the steps,
 * and the DPU of all together. Source: Minitab, Poisson Process Capability; Breyfogle, Implementing
 * Six Sigma. Refuses: too-few-values (no step), parameter-out-of-range (a DPU below 0).
 */
export function rolledYield(
  dpus: readonly number[],
): Refusal | { readonly dpu: number; readonly rolled: number } {
  if (dpus.length === 0) return refuse("too-few-values", "No step came, at least 1 is needed.");
  const bad = dpus.find((dpu) => !(dpu >= 0 && dpu <= MILLION));
  if (bad !== undefined) {
    return refuse("parameter-out-of-range", `A DPU lies between 0 and a million, got ${bad}.`);
  }
  const dpu = total(dpus);
  return { dpu, rolled: Math.exp(-dpu) };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function zOf(tail: number): number | null {
  return tail > 0 && tail < 1 ? normalUpperQuantile(tail) : null;
}

function third(z: number | null): number | null {
  return z === null ? null : z / 3;
}

function refuseWhole(values: readonly number[]): Refusal | null {
  const bad = values.find((value) => !Number.isInteger(value));
  if (bad === undefined) return null;
  return refuse("parameter-out-of-range", `Parts are counted whole, got ${bad}.`);
}
