// The one-way analysis of variance: how much of the spread lies between groups.

import { fSurvival } from "../distributions/f.ts";
import { centredSums, meanOf } from "../moments.ts";
import { refuse, refuseValues } from "../refusals.ts";
import type { Refusal } from "../types.ts";

export type OneWayAnova = {
  readonly groups: number;
  readonly n: number;
  readonly ssBetween: number;
  readonly ssWithin: number;
  readonly dfBetween: number;
  readonly dfWithin: number;
  readonly msBetween: number;
  readonly msWithin: number;
  /** Null when nothing varies within groups. */
  readonly f: number | null;
  readonly p: number | null;
  readonly r2: number;
  readonly residualSd: number;
};

/**
 * Sums of squares between and within groups about the grand mean, F and its tail probability.
 * The grand mean is subtracted first, so that a large offset costs no digits.
 * Source: NIST/SEMATECH 7.4.3; Montgomery, Design and Analysis of Experiments, 3.3.
 * Refuses: too-few-values, too-few-subgroups (below 2 groups), not-finite, no-variation.
 */
export function oneWayAnova(groups: readonly (readonly number[])[]): Refusal | OneWayAnova {
  const values = groups.flat();
  const refused = refuseValues(values, groups.length + 1);
  if (refused !== null) return refused;
  if (groups.length < 2 || groups.some((group) => group.length === 0)) {
    return refuse("too-few-subgroups", "At least 2 groups with a value each are needed.");
  }
  const grand = meanOf(values);
  const shifted = groups.map((group) => group.map((value) => value - grand));
  const middle = meanOf(shifted.flat());
  let ssBetween = 0;
  let ssWithin = 0;
  for (const group of shifted) {
    const { n, mean, squares } = centredSums(group);
    ssBetween += n * (mean - middle) ** 2;
    ssWithin += squares;
  }
  const total = ssBetween + ssWithin;
  if (!(total > 0)) return refuse("no-variation", `All ${values.length} values are equal.`);
  const dfBetween = groups.length - 1;
  const dfWithin = values.length - groups.length;
  const msBetween = ssBetween / dfBetween;
  const msWithin = ssWithin / dfWithin;
  const f = msWithin > 0 ? msBetween / msWithin : null;
  return {
    groups: groups.length,
    n: values.length,
    ssBetween,
    ssWithin,
    dfBetween,
    dfWithin,
    msBetween,
    msWithin,
    f,
    p: f === null ? null : fSurvival(f, dfBetween, dfWithin),
    r2: ssBetween / total,
    residualSd: Math.sqrt(msWithin),
  };
}
