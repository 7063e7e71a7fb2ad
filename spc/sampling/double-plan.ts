// Which two samples an AQL asks of a lot, the second only when the first leaves it open.

import { refuse } from "../refusals.ts";
import type { Refusal } from "../types.ts";
import {
  AQLS,
  type AqlStandard,
  followArrows,
  type InspectionLevel,
  LETTERS,
  letterOf,
  type Numbers,
  type Severity,
  sizeOf,
} from "./aql-tables.ts";
import { type AqlPlan, aqlPlan, refuseLot } from "./iso-2859-1.ts";
import type { DoublePlan } from "./operating-curve.ts";

export type AqlDoublePlan = DoublePlan & {
  /** Code letter of the lot size, before an arrow of the table is followed. */
  readonly letter: string;
  readonly severity: Severity;
  readonly standard: AqlStandard;
};

/**
 * MIL-STD-105E, ac/re of the first sample and of both together, by the acceptance number of the
 * single plan; normal and tightened plans with the same single plan are the same.
 */
const MIL: Readonly<Record<number, string>> = {
  1: "0/2 1/2",
  2: "0/3 3/4",
  3: "1/4 4/5",
  5: "2/5 6/7",
  7: "3/7 8/9",
  8: "3/7 11/12",
  10: "5/9 12/13",
  12: "6/10 15/16",
  14: "7/11 18/19",
  18: "9/14 23/24",
  21: "11/16 26/27",
  27: "15/20 34/35",
  30: "17/22 37/38",
  41: "23/29 52/53",
  44: "25/31 56/57",
};
/** What ISO 2859-1 has instead, and where it is not verified. */
const ISO: Readonly<Record<number, string | null>> = {
  3: "1/3 4/5",
  7: "3/6 9/10",
  8: null,
  12: null,
  18: null,
  27: null,
  30: null,
  41: null,
  44: null,
};

/**
 * The double sampling plan of a lot: two samples of the size one step below that of the single
 * plan, accepted when the first count is at most first.ac or both together at most second.ac, not
 * accepted at re. Where the tables have no double plan (acceptance number 0, letter A) they ask for
 * the single one, and so does this answer; also for a lot too small for both samples. By ISO 2859-1
 * only plans checked against a public print: normal inspection up to acceptance number 21, and
 * tightened inspection where its single plan is one of normal inspection too (tables 10 give both
 * in one column). Reduced inspection has single plans only here.
 * Source: MIL-STD-105E tables III-A, III-B; ISO 2859-1:1999 tables 3-A, 10.
 * Refuses: as aqlPlan, and parameter-out-of-range where a plan is not verified.
 */
export function aqlDoublePlan(
  lot: number,
  aql: number,
  level: InspectionLevel = "II",
  severity: Severity = "normal",
  standard: AqlStandard = "iso-2859-1",
): Refusal | AqlPlan | AqlDoublePlan {
  const refused = refuseLot(lot, aql, severity);
  if (refused !== null) return refused;
  const letter = letterOf(lot, level);
  const at = LETTERS.indexOf(letter);
  const { row, numbers } = followArrows(at, AQLS.indexOf(aql), severity, standard);
  if (numbers[0] === 0 || row === 0 || isBare(at, severity)) {
    return aqlPlan(lot, aql, level, severity, standard);
  }
  const pair = pairOf(numbers, severity, standard);
  if (pair === null) {
    const name = standard === "iso-2859-1" ? "ISO 2859-1" : "MIL-STD-105E";
    return refuse(
      "parameter-out-of-range",
      `The double plan of ${name} for ${severity} inspection, acceptance number ${numbers[0]}, is ` +
        "not verified against a second source.",
    );
  }
  const n = sizeOf(row - 1, severity);
  if (2 * n > lot) return aqlPlan(lot, aql, level, severity, standard);
  const [ac, re] = pair.first;
  const [bothAc, bothRe] = pair.both;
  const first = { n, ac, re };
  return { letter, severity, standard, first, second: { n, ac: bothAc, re: bothRe } };
}

type Pair = { readonly first: Numbers; readonly both: Numbers };

function pairOf([ac]: Numbers, severity: Severity, standard: AqlStandard): Pair | null {
  const own = standard === "iso-2859-1" ? ISO[ac] : undefined;
  const cell = own === undefined ? MIL[ac] : own;
  if (severity === "reduced" || cell === null || cell === undefined) return null;
  const [ac1 = 0, re1 = 0, ac2 = 0, re2 = 0] = cell.split(/[ /]/).map(Number);
  return { first: [ac1, re1], both: [ac2, re2] };
}

/** Row A of table III-A has no double plans, not even by an arrow. */
function isBare(row: number, severity: Severity): boolean {
  return severity === "normal" && row === 0;
}
