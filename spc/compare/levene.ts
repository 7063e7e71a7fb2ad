// Whether stages scatter alike: an analysis of variance of distances from the middle.

import { meanOf } from "../moments.ts";
import { median } from "../order.ts";
import { counted, refuse, refuseValues } from "../refusals.ts";
import { oneWayAnova } from "../regression/one-way-anova.ts";
import type { Refusal } from "../types.ts";

export type LeveneTest = {
  readonly f: number;
  readonly dfBetween: number;
  readonly dfWithin: number;
  readonly p: number;
  readonly middle: "median" | "mean";
};

/**
 * F test of |x - middle| of each group: the median (Brown and Forsythe, robust) or the mean
 * (Levene). Source: H. Levene (1960); M. B. Brown & A. B. Forsythe, Journal of the American
 * Statistical Association 69 (1974) 364-367; NIST/SEMATECH 1.3.5.10.
 * Refuses: too-few-subgroups (below 2), subgroup-too-small (below 2 values), not-finite,
 * no-variation (no distance differs within its group).
 */
export function leveneTest(
  groups: readonly (readonly number[])[],
  middle: "median" | "mean" = "median",
): Refusal | LeveneTest {
  if (groups.length < 2) return refuse("too-few-subgroups", "At least 2 groups are needed.");
  for (const [i, group] of groups.entries()) {
    if (group.length < 2) {
      return refuse(
        "subgroup-too-small",
        `Group ${i + 1} has ${counted(group.length, "value")}, not 2.`,
      );
    }
    const refused = refuseValues(group, 2);
    if (refused !== null) return refused;
  }
  const distances = groups.map((group) => {
    const center = middle === "median" ? median(group) : meanOf(group);
    return group.map((value) => Math.abs(value - center));
  });
  const anova = oneWayAnova(distances);
  if ("refused" in anova) return anova;
  const { f, p, dfBetween, dfWithin } = anova;
  if (f === null || p === null) {
    return refuse("no-variation", "No distance from the middle differs within its group.");
  }
  return { f, p, dfBetween, dfWithin, middle };
}
