// Whether two appraisers sort the same parts alike, or one is the stricter.

import { chiSquareSurvival } from "../distributions/chi-square.ts";
import { refuse } from "../refusals.ts";
import type { Refusal } from "../types.ts";
import { categoriesOf, isRating, type Rating } from "./kappa.ts";

export type BowkerTest = {
  readonly categories: readonly Rating[];
  /** Parts by the category of the first (row) and the second appraiser (column). */
  readonly counts: readonly (readonly number[])[];
  readonly chiSquare: number;
  /** Pairs of categories on which they differ at all; 0 when they never do. */
  readonly df: number;
  readonly p: number;
};

/**
 * Bowker's test of symmetry of two appraisers' ratings of the same parts (for several trials the
 * class of a part: always accepted, sometimes, never): chi-square = sum (n_ij - n_ji)^2/(n_ij + n_ji)
 * over i < j with n_ij + n_ji > 0. For two categories it is McNemar's test.
 * Source: A. H. Bowker, Journal of the American Statistical Association 43 (1948) 572-574;
 * ISO 22514-7:2012, 12.2.
 * Refuses: too-few-values (none, or lists that do not pair), not-finite.
 */
export function bowkerTest(a: readonly Rating[], b: readonly Rating[]): Refusal | BowkerTest {
  if (a.length === 0 || a.length !== b.length) {
    return refuse("too-few-values", `${a.length} and ${b.length} ratings came, pairs are needed.`);
  }
  if (![...a, ...b].every(isRating)) return refuse("not-finite", "A rating is no finite number.");
  const categories = categoriesOf([a, b]);
  const place = new Map(categories.map((category, i) => [category, i]));
  const counts = categories.map(() => new Array<number>(categories.length).fill(0));
  a.forEach((rating, i) => {
    const row = counts[place.get(rating) ?? 0];
    const column = place.get(b[i] ?? rating) ?? 0;
    if (row !== undefined) row[column] = (row[column] ?? 0) + 1;
  });
  let chiSquare = 0;
  let df = 0;
  for (let i = 1; i < categories.length; i++) {
    for (let j = 0; j < i; j++) {
      const one = counts[i]?.[j] ?? 0;
      const other = counts[j]?.[i] ?? 0;
      if (one + other === 0) continue;
      chiSquare += (one - other) ** 2 / (one + other);
      df++;
    }
  }
  const p = df === 0 ? 1 : chiSquareSurvival(chiSquare, df);
  return { categories, counts, chiSquare, df, p };
}
