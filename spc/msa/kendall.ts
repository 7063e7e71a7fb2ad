// Agreement of ratings that have an order: Kendall's concordance, and correlation with the truth.

import { chiSquareSurvival } from "../distributions/chi-square.ts";
import { normalSurvival } from "../distributions/normal.ts";
import { refuse, refuseNoVariation, refuseValues } from "../refusals.ts";
import type { Refusal } from "../types.ts";

export type KendallConcordance = {
  readonly subjects: number;
  readonly raters: number;
  /** 0 no agreement of ranks, 1 complete. */
  readonly w: number;
  readonly chiSquare: number;
  readonly df: number;
  readonly p: number;
};

/**
 * Kendall's W of ordinal ratings, subjects x raters, corrected for ties:
 * W = (12 S - 3 m^2 n (n+1)^2) / (m^2 n (n^2-1) - m sum(t^3-t)), S the sum of squared rank sums;
 * chi-square = m (n-1) W with n - 1 degrees of freedom.
 * Source: M. G. Kendall, Rank Correlation Methods, chapter 6; Minitab, attribute agreement analysis.
 * Refuses: too-few-values (below 2 subjects or raters, uneven), not-finite, no-variation.
 */
export function kendallConcordance(
  ratings: readonly (readonly number[])[],
): Refusal | KendallConcordance {
  const n = ratings.length;
  const m = ratings[0]?.length ?? 0;
  if (n < 2 || m < 2 || ratings.some((row) => row.length !== m)) {
    return refuse("too-few-values", "At least 2 subjects need the same 2 or more ratings each.");
  }
  const refused = refuseValues(ratings.flat(), 4);
  if (refused !== null) return refused;
  const sums = new Array<number>(n).fill(0);
  let ties = 0;
  for (let rater = 0; rater < m; rater++) {
    const { ranks, ties: own } = ranked(ratings.map((row) => row[rater] ?? 0));
    ties += own;
    ranks.forEach((rank, i) => {
      sums[i] = (sums[i] ?? 0) + rank - (n + 1) / 2;
    });
  }
  const most = m * m * (n ** 3 - n) - m * ties;
  if (!(most > 0)) return refuseNoVariation(n * m);
  const w = Math.min(1, (12 * sums.reduce((sum, one) => sum + one * one, 0)) / most);
  const chiSquare = m * (n - 1) * w;
  const p = chiSquareSurvival(chiSquare, n - 1);
  return { subjects: n, raters: m, w, chiSquare, df: n - 1, p };
}

/** Mean ranks, and the sum of t^3 - t over groups of t equal values. */
function ranked(values: readonly number[]): { ranks: number[]; ties: number } {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Array<number>(values.length).fill(0);
  let ties = 0;
  let from = 0;
  while (from < order.length) {
    let to = from;
    const value = values[order[from] ?? 0];
    while (to < order.length && values[order[to] ?? 0] === value) to++;
    for (let i = from; i < to; i++) ranks[order[i] ?? 0] = (from + to + 1) / 2;
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  return { ranks, ties };
}

export type KendallCorrelation = {
  /** tau-b: 1 when the order is that of the reference, -1 when it is turned over. */
  readonly tau: number;
  /** Concordant minus discordant pairs, and its standard deviation without correlation. */
  readonly s: number;
  readonly sd: number;
  readonly z: number;
  /** Two-sided, normal approximation. */
  readonly p: number;
};

/**
 * Kendall's tau-b of two lists of ordinal ratings, ties corrected.
 * Source: M. G. Kendall, Rank Correlation Methods, chapters 3 and 4 (variance with ties).
 * Refuses: too-few-values (below 3 pairs, lists that do not pair), not-finite, no-variation.
 */
export function kendallCorrelation(
  ratings: readonly number[],
  reference: readonly number[],
): Refusal | KendallCorrelation {
  const refused = refuseValues(ratings, 3) ?? refuseValues(reference, 3);
  if (refused !== null) return refused;
  const n = ratings.length;
  if (reference.length !== n) {
    return refuse("too-few-values", `${n} and ${reference.length} ratings came, pairs are needed.`);
  }
  let s = 0;
  for (let i = 1; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const a = Math.sign((ratings[i] ?? 0) - (ratings[j] ?? 0));
      s += a * Math.sign((reference[i] ?? 0) - (reference[j] ?? 0));
    }
  }
  const x = tieSums(ratings);
  const y = tieSums(reference);
  const pairs = (n * (n - 1)) / 2;
  const base = Math.sqrt((pairs - x.pairs) * (pairs - y.pairs));
  if (!(base > 0)) return refuseNoVariation(n);
  const variance =
    (n * (n - 1) * (2 * n + 5) - x.fives - y.fives) / 18 +
    (x.triples * y.triples) / (9 * n * (n - 1) * (n - 2)) +
    (2 * x.pairs * y.pairs) / (n * (n - 1));
  const sd = Math.sqrt(variance);
  const z = s / sd;
  return { tau: s / base, s, sd, z, p: 2 * normalSurvival(Math.abs(z)) };
}

function tieSums(values: readonly number[]) {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let pairs = 0;
  let triples = 0;
  let fives = 0;
  for (const t of counts.values()) {
    pairs += (t * (t - 1)) / 2;
    triples += t * (t - 1) * (t - 2);
    fives += t * (t - 1) * (2 * t + 5);
  }
  return { pairs, triples, fives };
}

/**
 * Correlation of an appraiser with the known standard: the mean tau-b of the trials, and z of the
 * sum of their S (trials are independent where there is no correlation).
 * Source: Minitab, attribute agreement analysis (mean over trials). Refuses: as kendallCorrelation.
 */
export function kendallWithReference(
  trials: readonly (readonly number[])[],
  reference: readonly number[],
): Refusal | KendallCorrelation {
  if (trials.length === 0) return refuse("too-few-values", "No trial came.");
  const each: KendallCorrelation[] = [];
  for (const trial of trials) {
    const one = kendallCorrelation(trial, reference);
    if ("refused" in one) return one;
    each.push(one);
  }
  const s = each.reduce((sum, one) => sum + one.s, 0);
  const sd = Math.hypot(...each.map((one) => one.sd));
  const tau = each.reduce((sum, one) => sum + one.tau, 0) / each.length;
  return { tau, s, sd, z: s / sd, p: 2 * normalSurvival(Math.abs(s / sd)) };
}
