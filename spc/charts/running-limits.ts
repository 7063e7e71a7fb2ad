// Limits of means and ranges (or deviations) that grow with every subgroup, at the same cost each.

import { c4, d2, LARGEST_RANGE_SIZE } from "../constants.ts";
import { rangeOf, sampleSd } from "../moments.ts";
import { refuse, refuseOverflow, refuseSubgroups } from "../refusals.ts";
import type { Refusal } from "../types.ts";
import { nominalSize, type SubgroupLimits, subgroupLimits } from "./xbar-r.ts";
import { deviationLimits } from "./xbar-s.ts";

/** All that is kept of the subgroups so far: sums, and how many there were of each size. */
export type RunningSubgroups = {
  readonly kind: "r" | "s";
  readonly subgroups: number;
  readonly values: number;
  /** First value of all; sums are about it. */
  readonly origin: number;
  readonly sum: number;
  /** Sum of R/d2(n), or of s/c4(n). */
  readonly spreads: number;
  readonly sizes: Readonly<Record<number, number>>;
};

export function runningStart(kind: "r" | "s"): RunningSubgroups {
  return { kind, subgroups: 0, values: 0, origin: 0, sum: 0, spreads: 0, sizes: {} };
}

/**
 * The sums with one more subgroup, in the order in which `xbarRLimits` and `xbarSLimits` add them.
 * Refuses: subgroup-too-small, not-finite, parameter-out-of-range (a range of over 100 values); the
 * state given stays good.
 */
export function runningStep(
  state: RunningSubgroups,
  values: readonly number[],
): Refusal | RunningSubgroups {
  const refused = refuseSubgroups([values], 1);
  if (refused !== null) return refused;
  const n = values.length;
  if (state.kind === "r" && n > LARGEST_RANGE_SIZE) {
    return refuse("parameter-out-of-range", `A range is used for at most 100 values, not ${n}.`);
  }
  const origin = state.subgroups === 0 ? (values[0] ?? 0) : state.origin;
  let { sum } = state;
  for (const value of values) sum += value - origin;
  const spread = state.kind === "r" ? rangeOf(values) / d2(n) : sampleSd(values) / c4(n);
  return {
    kind: state.kind,
    subgroups: state.subgroups + 1,
    values: state.values + n,
    origin,
    sum,
    spreads: state.spreads + spread,
    sizes: { ...state.sizes, [n]: (state.sizes[n] ?? 0) + 1 },
  };
}

/**
 * Limits of the subgroups so far: those of xbarRLimits or xbarSLimits on all of them, to the last
 * bit. Refuses: too-few-subgroups (below 2), not-finite.
 */
export function runningLimits(
  state: RunningSubgroups,
): Refusal | SubgroupLimits<"rbar"> | SubgroupLimits<"sbar"> {
  if (state.subgroups < 2) {
    return refuse("too-few-subgroups", `${state.subgroups} subgroups came, at least 2 are needed.`);
  }
  const sigma = state.spreads / state.subgroups;
  const center = state.origin + state.sum / state.values;
  if (!Number.isFinite(sigma) || !Number.isFinite(center)) return refuseOverflow();
  const sizes = new Map(Object.entries(state.sizes).map(([size, count]) => [Number(size), count]));
  const size = nominalSize(sizes);
  return state.kind === "r"
    ? subgroupLimits(center, sigma, size)
    : deviationLimits(center, sigma, size);
}
