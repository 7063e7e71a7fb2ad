// Whether counts were stable enough for their mean to say something: the chart behind an index.

import { pLimits } from "../charts/p.ts";
import { uLimits } from "../charts/u.ts";
import type { ControlLimits, Refusal } from "../types.ts";

export type Stability = {
  /** Null below 20 samples: too few to call a process stable; false also then when points are out. */
  readonly stable: boolean | null;
  /** Samples strictly outside the three sigma limits of the p or u chart, counted from 0. */
  readonly outOfLimits: readonly number[];
  /**
   * Mean square of the standardised points over its degrees of freedom; above 1: samples scatter
   * more than the model allows. Null for one sample, or when every sample or none is perfect.
   */
  readonly dispersion: number | null;
};

/** Samples from which a chart without signals may be called stable (AIAG SPC: 20 to 25). */
const ENOUGH = 20;

/** Stability of proportions: the p chart about `center`. Source: AIAG SPC 2nd edition, II. */
export function npStability(
  counts: readonly number[],
  sizes: readonly number[],
  center: number,
): Stability {
  return stabilityOf(counts, sizes, center, center * (1 - center), pLimits(sizes, center));
}

/** Stability of rates: the u chart about `center`. Source: AIAG SPC 2nd edition, II. */
export function uStability(
  counts: readonly number[],
  sizes: readonly number[],
  center: number,
): Stability {
  return stabilityOf(counts, sizes, center, center, uLimits(sizes, center));
}

function stabilityOf(
  counts: readonly number[],
  sizes: readonly number[],
  center: number,
  variance: number,
  limits: Refusal | readonly ControlLimits[],
): Stability {
  const points = counts.map((count, i) => count / (sizes[i] ?? 1));
  const drawn = "refused" in limits ? [] : limits;
  const outOfLimits = points.flatMap((point, i) => {
    const limit = drawn[i];
    return limit !== undefined && (point < limit.lcl || point > limit.ucl) ? [i] : [];
  });
  const squares = points.reduce((sum, point, i) => {
    return sum + ((point - center) ** 2 * (sizes[i] ?? 1)) / variance;
  }, 0);
  const enough = counts.length >= ENOUGH || outOfLimits.length > 0;
  return {
    stable: enough ? outOfLimits.length === 0 : null,
    outOfLimits,
    dispersion: variance > 0 && counts.length > 1 ? squares / (counts.length - 1) : null,
  };
}
