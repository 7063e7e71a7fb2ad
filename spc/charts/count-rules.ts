// What every chart of counted things asks of its input.

import { isMeasurable, refuse } from "../refusals.ts";
import type { Refusal } from "../types.ts";

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
      return refuse("not-finite", `Count or size ${i + 1} is not a finite number.`);
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
