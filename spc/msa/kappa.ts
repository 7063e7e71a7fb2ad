// Agreement of ratings beyond chance: Cohen's and Fleiss' kappa.

import { normalSurvival } from "../distributions/normal.ts";
import { refuse } from "../refusals.ts";
import type { Refusal } from "../types.ts";

export type Rating = string | number;

/** A word, or a finite number: NaN equals nothing, not even itself. */
export function isRating(rating: Rating): boolean {
  return typeof rating === "string" || Number.isFinite(rating);
}

export type CohenKappa = {
  /** Null when both rate one category only: agreement beyond chance is 0/0. */
  readonly kappa: number | null;
  /** Observed and expected agreement. */
  readonly po: number;
  readonly pe: number;
};

/**
 * Cohen's kappa of two raters on the same subjects: (po - pe)/(1 - pe).
 * Source: J. Cohen, Educational and Psychological Measurement 20 (1960) 37-46.
 * Refuses: too-few-values (none, or lists of different length), not-finite.
 */
export function cohenKappa(a: readonly Rating[], b: readonly Rating[]): Refusal | CohenKappa {
  if (a.length === 0 || a.length !== b.length) {
    return refuse("too-few-values", `${a.length} and ${b.length} ratings came, pairs are needed.`);
  }
  if (![...a, ...b].every(isRating)) return refuse("not-finite", "A rating is no finite number.");
  const n = a.length;
  const po = a.filter((rating, i) => rating === b[i]).length / n;
  let pe = 0;
  for (const category of categoriesOf([a, b])) {
    const share = (ratings: readonly Rating[]) =>
      ratings.filter((rating) => rating === category).length / n;
    pe += share(a) * share(b);
  }
  return { kappa: pe < 1 ? (po - pe) / (1 - pe) : null, po, pe };
}

export type CategoryKappa = {
  readonly category: Rating;
  readonly kappa: number | null;
  readonly se: number;
  readonly z: number | null;
};

export type FleissKappa = {
  readonly subjects: number;
  readonly raters: number;
  /** Null when every rating is the same. */
  readonly kappa: number | null;
  /** Standard error under no agreement, z and its two-sided p. */
  readonly se: number | null;
  readonly z: number | null;
  readonly p: number | null;
  /** Smallest category first. */
  readonly perCategory: readonly CategoryKappa[];
};

/**
 * Fleiss' kappa of many raters; `ratings` are subjects x raters. Standard error under the
 * hypothesis of no agreement beyond chance.
 * Source: J. L. Fleiss, Psychological Bulletin 76 (1971) 378-382; Fleiss, Nee & Landis, ibid. 86
 * (1979) 974-977 (standard errors).
 * Refuses: too-few-values (no subject, below 2 raters, unequal numbers of ratings), not-finite.
 */
export function fleissKappa(ratings: readonly (readonly Rating[])[]): Refusal | FleissKappa {
  const subjects = ratings.length;
  const raters = ratings[0]?.length ?? 0;
  if (ratings.some((row) => !row.every(isRating))) {
    return refuse("not-finite", "A rating is no finite number.");
  }
  if (raters < 2 || ratings.some((row) => row.length !== raters)) {
    return refuse("too-few-values", "Every subject needs the same number of ratings, 2 or more.");
  }
  const pairs = subjects * raters * (raters - 1);
  const categoryError = Math.sqrt(2 / pairs);
  let agreement = 0;
  let spread = 0;
  let skew = 0;
  const perCategory = categoriesOf(ratings).map((category) => {
    const counts = ratings.map((row) => row.filter((rating) => rating === category).length);
    const p = counts.reduce((sum, count) => sum + count, 0) / (subjects * raters);
    const q = 1 - p;
    const mixed = counts.reduce((sum, count) => sum + count * (raters - count), 0);
    agreement += counts.reduce((sum, count) => sum + count * (count - 1), 0) / pairs;
    spread += p * q;
    skew += p * q * (q - p);
    const kappa = p * q > 0 ? 1 - mixed / (pairs * p * q) : null;
    return { category, kappa, se: categoryError, z: kappa === null ? null : kappa / categoryError };
  });
  if (!(spread > 0)) {
    return { subjects, raters, kappa: null, se: null, z: null, p: null, perCategory };
  }
  const kappa = 1 - (1 - agreement) / spread;
  const se = (categoryError * Math.sqrt(spread * spread - skew)) / spread;
  const z = kappa / se;
  return { subjects, raters, kappa, se, z, p: 2 * normalSurvival(Math.abs(z)), perCategory };
}

/** Every category that occurs: numbers by size, then words by their code units. */
export function categoriesOf(ratings: readonly (readonly Rating[])[]): Rating[] {
  return [...new Set(ratings.flat())].sort((a, b) => {
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
    return a < b ? -1 : a > b ? 1 : 0;
  });
}
