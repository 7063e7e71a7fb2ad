// Which sample an AQL asks of a lot, inspected once.

import { refuse } from "../refusals.ts";
import type { Refusal } from "../types.ts";
import {
  AQLS,
  type AqlStandard,
  followArrows,
  type InspectionLevel,
  LAST_PERCENT,
  LETTERS,
  letterOf,
  type Severity,
  sizeOf,
} from "./aql-tables.ts";

export type AqlPlan = {
  /** Code letter of the lot size, before an arrow of the table is followed. */
  readonly letter: string;
  readonly severity: Severity;
  readonly standard: AqlStandard;
  readonly n: number;
  readonly ac: number;
  /** ac + 1, but for reduced inspection by MIL-STD-105E. */
  readonly re: number;
  /** The plan asks for more than there is: every item is inspected. */
  readonly wholeLot: boolean;
};

/**
 * The single sampling plan of a lot: code letter from table 1, sample size and numbers from table
 * 2-A (normal), 2-B (tightened) or 2-C (reduced), arrows followed. An AQL above 10 counts
 * nonconformities per 100 items. Normal and tightened plans are the same in both standards. Reduced
 * ones are not: by MIL-STD-105E a count between ac and re still accepts the lot, but ends reduced
 * inspection; its numbers are given up to AQL 10, as are those of ISO 2859-1. An AQL speaks of a
 * series of lots with switching; a lot that stands alone (a pilot run) asks for lqPlan.
 * Source: ISO 2859-1:1999 tables 1, 2-A, 2-B, 2-C; MIL-STD-105E tables I, II-A, II-B, II-C.
 * Refuses: parameter-out-of-range (a lot below 2, an AQL that is not preferred, reduced inspection
 * above AQL 10: not verified against a second source).
 */
export function aqlPlan(
  lot: number,
  aql: number,
  level: InspectionLevel = "II",
  severity: Severity = "normal",
  standard: AqlStandard = "iso-2859-1",
): Refusal | AqlPlan {
  const refused = refuseLot(lot, aql, severity);
  if (refused !== null) return refused;
  const letter = letterOf(lot, level);
  const column = AQLS.indexOf(aql);
  const { row, numbers } = followArrows(LETTERS.indexOf(letter), column, severity, standard);
  const n = sizeOf(row, severity);
  const wholeLot = n >= lot;
  const [ac, re] = numbers;
  return { letter, severity, standard, n: wholeLot ? lot : n, ac, re, wholeLot };
}

/** Why the tables have no plan for this lot. */
export function refuseLot(lot: number, aql: number, severity: Severity): Refusal | null {
  if (!Number.isInteger(lot) || lot < 2) {
    return refuse("parameter-out-of-range", `A lot has 2 items or more, got ${lot}.`);
  }
  const column = AQLS.indexOf(aql);
  if (column < 0) {
    return refuse("parameter-out-of-range", `${aql} is no preferred AQL: ${AQLS.join(", ")}.`);
  }
  if (severity === "reduced" && column > LAST_PERCENT) {
    return refuse(
      "parameter-out-of-range",
      `Reduced inspection at AQL ${aql} is not verified against a second source; up to 10 it is.`,
    );
  }
  return null;
}
