// Whether stages scatter alike, where the values are known to be normal.

import { chiSquareSurvival } from "../distributions/chi-square.ts";
import { fCdf, fQuantile, fSurvival, fUpperQuantile } from "../distributions/f.ts";
import { centredSums } from "../moments.ts";
import { counted, refuse, refuseProbability, refuseValues, whenFinite } from "../refusals.ts";
import type { Interval, Refusal } from "../types.ts";

export type VarianceRatio = {
  /** Variance of the first over that of the second. */
  readonly ratio: number;
  readonly dfFirst: number;
  readonly dfSecond: number;
  /** Two-sided. */
  readonly p: number;
  readonly interval: Interval;
};

/**
 * F test of two variances, with the interval of their ratio. For normal values only: leveneTest is
 * the robust one. Source: NIST/SEMATECH 1.3.5.9; R var.test.
 * Refuses: too-few-values (below 2 each), not-finite, no-variation (either), parameter-out-of-range.
 */
export function varianceRatio(
  first: readonly number[],
  second: readonly number[],
  level = 0.95,
): Refusal | VarianceRatio {
  const refused =
    refuseValues(first, 2) ?? refuseValues(second, 2) ?? refuseProbability("level", level);
  if (refused !== null) return refused;
  const a = centredSums(first);
  const b = centredSums(second);
  if (!(a.squares > 0 && b.squares > 0)) {
    return refuse("no-variation", "One of the two lists of values does not vary.");
  }
  const dfFirst = a.n - 1;
  const dfSecond = b.n - 1;
  const ratio = a.squares / dfFirst / (b.squares / dfSecond);
  const tail = (1 - level) / 2;
  const p = 2 * Math.min(fSurvival(ratio, dfFirst, dfSecond), fCdf(ratio, dfFirst, dfSecond));
  return whenFinite({
    ...{ ratio, dfFirst, dfSecond, p: Math.min(1, p) },
    interval: {
      lower: ratio / fUpperQuantile(tail, dfFirst, dfSecond),
      upper: ratio / fQuantile(tail, dfFirst, dfSecond),
      level,
    },
  });
}

export type BartlettTest = {
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
};

/**
 * Bartlett's test that several groups have one variance:
 * ((N-g) ln s^2 - sum (n-1) ln s_i^2)/(1 + (sum 1/(n-1) - 1/(N-g))/(3 (g-1))), chi-square with
 * g - 1. For normal values only: leveneTest is the robust one.
 * Source: M. S. Bartlett, Proceedings of the Royal Society A 160 (1937) 268-282; NIST/SEMATECH
 * 1.3.5.7. Refuses: too-few-subgroups (below 2), subgroup-too-small (below 2 values), not-finite,
 * no-variation (a group without spread).
 */
export function bartlettTest(groups: readonly (readonly number[])[]): Refusal | BartlettTest {
  if (groups.length < 2) return refuse("too-few-subgroups", "At least 2 groups are needed.");
  let squares = 0;
  let all = 0;
  let logs = 0;
  let inverse = 0;
  for (const [i, group] of groups.entries()) {
    if (group.length < 2) {
      return refuse(
        "subgroup-too-small",
        `Group ${i + 1} has ${counted(group.length, "value")}, not 2.`,
      );
    }
    const refused = refuseValues(group, 2);
    if (refused !== null) return refused;
    const sums = centredSums(group);
    if (!(sums.squares > 0)) {
      return refuse("no-variation", `All ${sums.n} values of group ${i + 1} are equal.`);
    }
    const df = sums.n - 1;
    squares += sums.squares;
    all += df;
    logs += df * Math.log(sums.squares / df);
    inverse += 1 / df;
  }
  const df = groups.length - 1;
  const spread = all * Math.log(squares / all) - logs;
  const statistic = Math.max(0, spread / (1 + (inverse - 1 / all) / (3 * df)));
  return whenFinite({ statistic, df, p: chiSquareSurvival(statistic, df) });
}
