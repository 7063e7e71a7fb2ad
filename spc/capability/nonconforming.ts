// The share of parts outside the specification, counted and expected, in parts per million.

import { normalCdf, normalSurvival, normalUpperQuantile } from "../distributions/normal.ts";
import type { SpecLimits } from "../types.ts";

export type Nonconforming = {
  readonly below: number;
  readonly above: number;
  readonly total: number;
};

export type ExpectedNonconforming = Nonconforming & {
  /** z whose upper tail is the total: the benchmark Z; null when the total is 0 or all parts. */
  readonly zBench: number | null;
};

const MILLION = 1e6;

/** Parts per million counted below the lower and above the upper limit. */
export function observedPpm(values: readonly number[], spec: SpecLimits): Nonconforming {
  let below = 0;
  let above = 0;
  for (const value of values) {
    if (spec.lsl !== undefined && value < spec.lsl) below++;
    if (spec.usl !== undefined && value > spec.usl) above++;
  }
  const scale = MILLION / values.length;
  return { below: below * scale, above: above * scale, total: (below + above) * scale };
}

/**
 * Parts per million expected of a normal distribution, each tail computed as a tail, so that far
 * limits keep their digits. Benchmark Z: Minitab, Methods and formulas, Z.Bench.
 */
export function expectedPpm(spec: SpecLimits, mean: number, sigma: number): ExpectedNonconforming {
  const low = spec.lsl === undefined ? 0 : normalCdf((spec.lsl - mean) / sigma);
  const high = spec.usl === undefined ? 0 : normalSurvival((spec.usl - mean) / sigma);
  const total = low + high;
  return {
    below: MILLION * low,
    above: MILLION * high,
    total: MILLION * total,
    zBench: benchmarkZ(spec, mean, sigma, total),
  };
}

/** From the smaller of the shares outside and inside, so that either keeps its digits. */
function benchmarkZ(spec: SpecLimits, mean: number, sigma: number, outside: number): number | null {
  if (outside <= 0.5) return outside > 0 ? normalUpperQuantile(outside) : null;
  const low = ((spec.lsl ?? Number.NEGATIVE_INFINITY) - mean) / sigma;
  const high = ((spec.usl ?? Number.POSITIVE_INFINITY) - mean) / sigma;
  const inside =
    low > 0 ? normalSurvival(low) - normalSurvival(high) : normalCdf(high) - normalCdf(low);
  return inside > 0 ? -normalUpperQuantile(inside) : null;
}
