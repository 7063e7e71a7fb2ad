// Whether stages differ where values are not normal: tests on the ranks of all values.

import { chiSquareSurvival } from "../distributions/chi-square.ts";
import { normalSurvival } from "../distributions/normal.ts";
import { refuse, refuseValues } from "../refusals.ts";
import type { Refusal } from "../types.ts";

export type KruskalWallis = {
  readonly statistic: number;
  readonly df: number;
  /** By the chi-square approximation: fair from 5 values a group. */
  readonly p: number;
  readonly meanRanks: readonly number[];
};

/**
 * Kruskal and Wallis' test that several groups have one distribution:
 * H = (12/(N(N+1)) sum n (R - (N+1)/2)^2)/(1 - sum (t^3 - t)/(N^3 - N)), R mean ranks, t sizes of
 * ties. Source: W. H. Kruskal & W. A. Wallis, Journal of the American Statistical Association 47
 * (1952) 583-621; R kruskal.test.
 * Refuses: too-few-subgroups (below 2), subgroup-too-small (an empty group), not-finite,
 * no-variation (all values equal).
 */
export function kruskalWallis(groups: readonly (readonly number[])[]): Refusal | KruskalWallis {
  if (groups.length < 2) return refuse("too-few-subgroups", "At least 2 groups are needed.");
  const empty = groups.findIndex((group) => group.length === 0);
  if (empty >= 0) return refuse("subgroup-too-small", `Group ${empty + 1} has no values.`);
  const refused = refuseValues(groups.flat(), 2);
  if (refused !== null) return refused;
  const { ranks, ties, n } = rankAll(groups);
  const shrink = 1 - ties / (n ** 3 - n);
  if (!(shrink > 0)) return refuse("no-variation", `All ${n} values are equal.`);
  const meanRanks = ranks.map((own) => own.reduce((sum, rank) => sum + rank, 0) / own.length);
  const between = meanRanks.reduce(
    (sum, mean, i) => sum + (groups[i]?.length ?? 0) * (mean - (n + 1) / 2) ** 2,
    0,
  );
  const statistic = (12 * between) / (n * (n + 1)) / shrink;
  const df = groups.length - 1;
  return { statistic, df, p: chiSquareSurvival(statistic, df), meanRanks };
}

export type RankSum = {
  /** Pairs in which the value of the first is larger, ties counted half. */
  readonly u: number;
  /** Share of such pairs: the chance that a part of the first exceeds one of the second. */
  readonly chance: number;
  /** Two-sided. */
  readonly p: number;
  readonly exact: boolean;
};

/** Pairs up to which the distribution of U is counted out. */
const EXACT_PAIRS = 2500;

/**
 * Mann and Whitney's (Wilcoxon's) test of two groups: exact without ties up to 2500 pairs, else by
 * the normal approximation with tie correction and half a step of continuity.
 * Source: H. B. Mann & D. R. Whitney, Annals of Mathematical Statistics 18 (1947) 50-60; R
 * wilcox.test. Refuses: too-few-values (none in a group), not-finite, no-variation (all equal).
 */
export function rankSum(first: readonly number[], second: readonly number[]): Refusal | RankSum {
  const refused = refuseValues(first, 1) ?? refuseValues(second, 1);
  if (refused !== null) return refused;
  const { ranks, ties, n } = rankAll([first, second]);
  const m = first.length;
  const pairs = m * second.length;
  const variance = (pairs / 12) * (n + 1 - ties / (n * (n - 1)));
  if (!(variance > 0)) return refuse("no-variation", `All ${n} values are equal.`);
  const sum = (ranks[0] ?? []).reduce((all, rank) => all + rank, 0);
  const u = sum - (m * (m + 1)) / 2;
  const chance = u / pairs;
  if (ties === 0 && pairs <= EXACT_PAIRS) {
    return { u, chance, p: exactTail(Math.min(u, pairs - u), m, second.length), exact: true };
  }
  const far = Math.max(0, Math.abs(u - pairs / 2) - 0.5);
  return { u, chance, p: Math.min(1, 2 * normalSurvival(far / Math.sqrt(variance))), exact: false };
}

/** 2 P(U <= u), at most 1: U is the sum of independent 0..n over k of m, counted by inclusion. */
function exactTail(u: number, m: number, n: number): number {
  // Chances of each U of the first i values among n others, i from 0 to m.
  let chances = Array.from({ length: n + 1 }, () => [1]);
  for (let i = 1; i <= m; i++) {
    const longer: number[][] = [[1]];
    for (let j = 1; j <= n; j++) {
      const own = chances[j] ?? [];
      const less = longer[j - 1] ?? [];
      // The largest of i + j values is of the first (it exceeds j others) or of the second.
      longer.push(
        Array.from(
          { length: i * j + 1 },
          (_, k) => ((own[k - j] ?? 0) * i + (less[k] ?? 0) * j) / (i + j),
        ),
      );
    }
    chances = longer;
  }
  const all = chances[n] ?? [];
  return Math.min(1, 2 * all.slice(0, Math.round(u) + 1).reduce((sum, one) => sum + one, 0));
}

/** Mean ranks of every value among all, and the sum of t^3 - t over ties. */
function rankAll(groups: readonly (readonly number[])[]) {
  const places = groups.flatMap((group, at) => group.map((value, i) => ({ value, at, i })));
  places.sort((a, b) => a.value - b.value);
  const ranks = groups.map((group) => group.map(() => 0));
  let ties = 0;
  for (let from = 0; from < places.length; ) {
    let to = from + 1;
    while (to < places.length && places[to]?.value === places[from]?.value) to++;
    const size = to - from;
    ties += size ** 3 - size;
    for (const { at, i } of places.slice(from, to)) {
      const own = ranks[at];
      if (own !== undefined) own[i] = (from + 1 + to) / 2;
    }
    from = to;
  }
  return { ranks, ties, n: places.length };
}
