// What every chart of counted things shares: what it asks of its input, its centre, its limits.

import { binomialQuantile, binomialUpperQuantile } from "../distributions/binomial.ts";
import { poissonQuantile, poissonUpperQuantile } from "../distributions/poisson.ts";
import { addTo, tally, totalOf } from "../numerics/tally.ts";
import { isMeasurable, refuse, whenFinite } from "../refusals.ts";
import type { ControlLimits, Refusal } from "../types.ts";

/** How far limits lie from the centre: multiples of sigma, or the probability they enclose. */
export type LimitWidth = { readonly nsigmas: number } | { readonly confidence: number };

export const THREE_SIGMA: LimitWidth = { nsigmas: 3 };

/** A refusal when counts or sizes are missing, unequal in number, negative or not finite. */
export function refuseCounts(
  counts: readonly number[],
  sizes: readonly number[],
  proportion: boolean,
): Refusal | null {
  if (counts.length === 0) return refuse("too-few-values", "No count came, at least 1 is needed.");
  if (counts.length !== sizes.length) {
    return refuse(
      "parameter-out-of-range",
      `${counts.length} counts and ${sizes.length} sizes came, one size is needed per count.`,
    );
  }
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] ?? Number.NaN;
    const size = sizes[i] ?? Number.NaN;
    if (!isMeasurable(count) || !isMeasurable(size)) {
      return refuse("not-finite", `Count or size ${i + 1} is not a finite number up to 1e100.`);
    }
    if (count < 0 || size <= 0 || (proportion && count > size)) {
      return refuse("parameter-out-of-range", `Sample ${i + 1} has ${count} of ${size}.`);
    }
  }
  return null;
}

/** A refusal when sizes or width cannot give limits. */
export function refuseWidth(sizes: readonly number[], width: LimitWidth): Refusal | null {
  const bad = sizes.find((size) => !(Number.isFinite(size) && size > 0));
  if (bad !== undefined) return refuse("parameter-out-of-range", `A sample size is ${bad}.`);
  const fine =
    "nsigmas" in width
      ? Number.isFinite(width.nsigmas) && width.nsigmas > 0
      : width.confidence > 0 && width.confidence < 1;
  if (fine) return null;
  return refuse("parameter-out-of-range", "The width of the limits is not above 0 or not below 1.");
}

/** What is counted: parts that are good or bad, or nonconformities on units. */
export type CountLaw = {
  readonly name: "binomial" | "Poisson";
  /** Variance of one unit's count where the mean is `center`. */
  readonly variance: (center: number) => number;
  readonly highest: number;
  /** Largest count that leaves at most `tail` below, smallest that leaves at most `tail` above. */
  readonly lower: (tail: number, n: number, center: number) => number;
  readonly upper: (tail: number, n: number, center: number) => number;
};

export const BINOMIAL: CountLaw = {
  name: "binomial",
  variance: (center) => center * (1 - center),
  highest: 1,
  lower: binomialQuantile,
  upper: binomialUpperQuantile,
};

export const POISSON: CountLaw = {
  name: "Poisson",
  variance: (center) => center,
  highest: Number.POSITIVE_INFINITY,
  lower: (tail, n, center) => poissonQuantile(tail, n * center),
  upper: (tail, n, center) => poissonUpperQuantile(tail, n * center),
};

/** All counts over all sizes. Refuses as `refuseCounts`. */
export function countCenter(
  law: CountLaw,
  counts: readonly number[],
  sizes: readonly number[],
): Refusal | number {
  const refused = refuseCounts(counts, sizes, law.name === "binomial");
  if (refused !== null) return refused;
  const found = tally();
  const units = tally();
  for (const count of counts) addTo(found, count);
  for (const size of sizes) addTo(units, size);
  return totalOf(found) / totalOf(units);
}

/** Limits per point from each size. Refuses: parameter-out-of-range (sizes, width), not-finite. */
export function countLimits(
  law: CountLaw,
  sizes: readonly number[],
  center: number,
  width: LimitWidth,
): Refusal | ControlLimits[] {
  return (
    refuseWidth(sizes, width) ?? whenFinite(sizes.map((n) => countLine(law, n, center, width)))
  );
}

/** Limits of one proportion or rate of `n` units. */
export function countLine(
  law: CountLaw,
  n: number,
  center: number,
  width: LimitWidth,
): ControlLimits {
  if ("confidence" in width) {
    const tail = (1 - width.confidence) / 2;
    return {
      center,
      lcl: law.lower(tail, n, center) / n,
      ucl: law.upper(tail, n, center) / n,
    };
  }
  const reach = width.nsigmas * Math.sqrt(law.variance(center) / n);
  return { center, lcl: Math.max(0, center - reach), ucl: Math.min(law.highest, center + reach) };
}

/** The same for the count itself: n times the limits of the proportion. */
export function timesSize({ center, lcl, ucl }: ControlLimits, n: number): ControlLimits {
  return { center: n * center, lcl: n * lcl, ucl: n * ucl };
}
