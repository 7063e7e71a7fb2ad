// What the smallest and largest of n values prove, whatever the distribution.

import { betaSurvival } from "../distributions/beta.ts";
import { sorted } from "../order.ts";
import { refuse, refuseProbability, refuseValues } from "../refusals.ts";
import type { Refusal } from "../types.ts";

export type FreeInterval = {
  /** Null on a side that is not asked for. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Values cut off at both ends together. */
  readonly cut: number;
  /** Confidence attained, at least the one asked for. */
  readonly confidence: number;
};

export type Sides = "both" | "lower" | "upper";

/**
 * Fewest values whose extremes hold `coverage` of the population with `confidence`: the coverage of
 * n values less the `ends` outermost gaps is Beta(n + 1 - ends, ends), ends 1 or 2.
 * Source: S. S. Wilks, Annals of Mathematical Statistics 12 (1941) 91-96; ISO 16269-6:2014 (93
 * values for 95 % with 95 % on both sides, 59 on one). Refuses: parameter-out-of-range.
 */
export function freeSampleSize(
  coverage: number,
  confidence: number,
  sides: Sides,
): Refusal | number {
  const refused =
    refuseProbability("coverage", coverage) ?? refuseProbability("confidence", confidence);
  if (refused !== null) return refused;
  if (coverage > 0.999999) return refuse("parameter-out-of-range", "The coverage is too high.");
  const ends = sides === "both" ? 2 : 1;
  let low = ends - 1;
  let high = ends;
  while (confidenceOf(high, ends, coverage) < confidence) high *= 2;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (confidenceOf(middle, ends, coverage) >= confidence) high = middle;
    else low = middle;
  }
  return high;
}

/** P(coverage of n values without `ends` gaps is at least p). */
function confidenceOf(n: number, ends: number, p: number): number {
  return n < ends ? 0 : betaSurvival(p, n + 1 - ends, ends);
}

/**
 * Order statistics that hold `coverage` with at least `confidence`: as many values as allowed are
 * cut off, on both sides the same number or one more below. Source: as freeSampleSize.
 * Refuses: too-few-values (says how many are needed), not-finite, parameter-out-of-range.
 */
export function freeToleranceInterval(
  values: readonly number[],
  coverage: number,
  confidence: number,
  sides: Sides,
): Refusal | FreeInterval {
  const least = freeSampleSize(coverage, confidence, sides);
  if (typeof least !== "number") return least;
  const refused = refuseValues(values, least);
  if (refused !== null) return refused;
  const n = values.length;
  let ends = sides === "both" ? 2 : 1;
  while (confidenceOf(n, ends + 1, coverage) >= confidence) ends++;
  const ordered = sorted(values);
  const below = sides === "both" ? Math.ceil(ends / 2) : sides === "lower" ? ends : 0;
  const above = ends - below;
  return {
    lower: below === 0 ? null : (ordered[below - 1] ?? null),
    upper: above === 0 ? null : (ordered[n - above] ?? null),
    cut: ends - (sides === "both" ? 2 : 1),
    confidence: confidenceOf(n, ends, coverage),
  };
}
