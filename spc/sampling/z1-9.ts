// Which sample an AQL asks of a lot that is measured: the printed plans of the s method.

import { refuse } from "../refusals.ts";
import type { Refusal } from "../types.ts";

export type VariablesLevel = "S-3" | "S-4" | "I" | "II" | "III";

export type VariablesTablePlan = {
  /** Code letter of the lot size, before an arrow of the table is followed. */
  readonly letter: string;
  readonly severity: "normal" | "tightened";
  readonly n: number;
  /** Form 1: accept when (limit - mean)/s is at least k. */
  readonly k: number;
  /** Form 2: accept when the estimated proportion nonconforming is at most this. */
  readonly mostShare: number;
  /** The plan asks for more than there is: every item is measured. */
  readonly wholeLot: boolean;
};

const LETTERS = "BCDEFGHIJKLMNP";
const SIZES = [3, 4, 5, 7, 10, 15, 20, 25, 35, 50, 75, 100, 150, 200];
const LEVELS: readonly VariablesLevel[] = ["S-3", "S-4", "I", "II", "III"];

/** Largest lot of each row of table A-2, and its letters for S-3, S-4, I, II, III. */
const LOTS: readonly (readonly [number, string])[] = [
  [8, "BBBBC"],
  [15, "BBBBD"],
  [25, "BBBCE"],
  [50, "BBCDF"],
  [90, "BBDEG"],
  [150, "BCEFH"],
  [280, "BDFGI"],
  [400, "CEGHJ"],
  [500, "CEGIJ"],
  [1200, "DFHJK"],
  [3200, "EGIKL"],
  [10_000, "FHJLM"],
  [35_000, "GIKMN"],
  [150_000, "HJLNP"],
  [500_000, "HKMPP"],
  [Number.POSITIVE_INFINITY, "HKNPP"],
];

type Column = {
  readonly aql: number;
  /** First letter with a plan of its own, and whether the letters before it lead there. */
  readonly first: string;
  readonly arrows: boolean;
  readonly k: string;
  /** M in percent. */
  readonly most: string;
};

/** Tables B-1 (k) and B-3 (M), normal inspection; tightened inspection reads one column before. */
const COLUMNS: readonly Column[] = [
  {
    aql: 0.065,
    first: "G",
    arrows: false,
    k: "2.53 2.58 2.61 2.65 2.71 2.77 2.8 2.84 2.85",
    most: "0.186 0.228 0.25 0.253 0.243 0.225 0.218 0.202 0.204",
  },
  {
    aql: 0.1,
    first: "G",
    arrows: false,
    k: "2.42 2.47 2.5 2.54 2.6 2.66 2.69 2.73 2.73",
    most: "0.311 0.356 0.378 0.373 0.355 0.326 0.315 0.292 0.294",
  },
  {
    aql: 0.15,
    first: "F",
    arrows: false,
    k: "2.24 2.32 2.36 2.4 2.45 2.5 2.55 2.58 2.61 2.62",
    most: "0.349 0.491 0.531 0.551 0.534 0.503 0.461 0.444 0.412 0.414",
  },
  {
    aql: 0.25,
    first: "E",
    arrows: true,
    k: "2 2.11 2.2 2.24 2.26 2.31 2.35 2.41 2.43 2.47 2.47",
    most: "0.421 0.714 0.839 0.864 0.874 0.833 0.778 0.711 0.684 0.636 0.637",
  },
  {
    aql: 0.4,
    first: "E",
    arrows: false,
    k: "1.88 1.98 2.06 2.11 2.14 2.18 2.22 2.27 2.29 2.33 2.33",
    most: "1.05 1.27 1.33 1.33 1.32 1.24 1.16 1.06 1.02 0.946 0.945",
  },
  {
    aql: 0.65,
    first: "D",
    arrows: true,
    k: "1.65 1.75 1.84 1.91 1.96 1.98 2.03 2.08 2.12 2.14 2.18 2.18",
    most: "1.34 2.13 2.14 2.09 2.03 2 1.87 1.73 1.59 1.52 1.42 1.42",
  },
  {
    aql: 1,
    first: "C",
    arrows: true,
    k: "1.45 1.53 1.62 1.72 1.79 1.82 1.85 1.89 1.93 1.98 2 2.03 2.04",
    most: "1.49 3.33 3.54 3.27 3.06 2.93 2.86 2.66 2.47 2.27 2.18 2.05 2.04",
  },
  {
    aql: 1.5,
    first: "C",
    arrows: true,
    k: "1.34 1.4 1.5 1.58 1.65 1.69 1.72 1.76 1.8 1.84 1.86 1.89 1.89",
    most: "5.46 5.82 5.34 4.72 4.32 4.1 3.97 3.7 3.44 3.17 3.06 2.88 2.86",
  },
  {
    aql: 2.5,
    first: "B",
    arrows: true,
    k: "1.12 1.17 1.24 1.33 1.41 1.47 1.51 1.53 1.57 1.61 1.65 1.67 1.7 1.7",
    most: "7.59 10.88 9.8 8.4 7.26 6.55 6.18 5.98 5.58 5.21 4.83 4.67 4.42 4.39",
  },
  {
    aql: 4,
    first: "B",
    arrows: true,
    k: "0.958 1.01 1.07 1.15 1.23 1.3 1.33 1.35 1.39 1.42 1.46 1.48 1.51 1.51",
    most: "18.86 16.41 14.37 12.19 10.53 9.48 8.95 8.65 8.11 7.61 7.1 6.88 6.56 6.52",
  },
  {
    aql: 6.5,
    first: "B",
    arrows: true,
    k: "0.765 0.814 0.874 0.955 1.03 1.09 1.12 1.14 1.18 1.21 1.24 1.26 1.29 1.29",
    most: "26.94 22.84 20.19 17.34 15.17 13.74 13.01 12.6 11.89 11.23 10.58 10.29 9.86 9.8",
  },
  {
    aql: 10,
    first: "B",
    arrows: true,
    k: "0.566 0.617 0.675 0.755 0.828 0.886 0.917 0.936 0.969 1 1.03 1.05 1.07 1.07",
    most: "33.69 29.43 26.55 23.3 20.73 18.97 18.07 17.55 16.67 15.87 15.07 14.71 14.18 14.11",
  },
];

/** AQLs of the table, percent nonconforming. */
export const VARIABLES_AQLS: readonly number[] = [
  0.1, 0.15, 0.25, 0.4, 0.65, 1, 1.5, 2.5, 4, 6.5, 10,
];

/**
 * Plan of the s method (standard deviation unknown) for a measured characteristic: code letter from
 * table A-2, n and k from table B-1, M from table B-3. k and M come from two transcriptions; only
 * cells in which both say the same (k agrees with M by their relation, see mostShareOf) are given.
 * The numbers of ISO 3951-1 differ from these: for its risks, variablesPlan computes a plan.
 * Source: ANSI/ASQ Z1.9-2008 tables A-2, B-1, B-3, which reprint MIL-STD-414.
 * Refuses: parameter-out-of-range (a lot below 2, an AQL that is not in the table, a cell that is
 * not verified).
 */
export function variablesTablePlan(
  lot: number,
  aql: number,
  level: VariablesLevel = "II",
  severity: "normal" | "tightened" = "normal",
): Refusal | VariablesTablePlan {
  if (!Number.isInteger(lot) || lot < 2) {
    return refuse("parameter-out-of-range", `A lot has 2 items or more, got ${lot}.`);
  }
  if (!VARIABLES_AQLS.includes(aql)) {
    return refuse(
      "parameter-out-of-range",
      `${aql} is no AQL of the table: ${VARIABLES_AQLS.join(", ")}.`,
    );
  }
  const at = COLUMNS.findIndex((column) => column.aql === aql);
  const column = COLUMNS[severity === "tightened" ? at - 1 : at];
  const letter = LOTS.find(([largest]) => lot <= largest)?.[1].charAt(LEVELS.indexOf(level)) ?? "P";
  const asked = LETTERS.indexOf(letter);
  const first = LETTERS.indexOf(column?.first ?? "B");
  if (column === undefined || (asked < first && !column.arrows)) {
    return refuse(
      "parameter-out-of-range",
      `The plan of letter ${letter} at AQL ${aql}, ${severity}, is not verified.`,
    );
  }
  const row = Math.max(asked, first);
  const size = SIZES[row] ?? 0;
  const number = (cells: string) => Number(cells.split(" ")[row - first]);
  const wholeLot = size >= lot;
  return {
    ...{ letter, severity, n: wholeLot ? lot : size },
    k: number(column.k),
    mostShare: number(column.most) / 100,
    wholeLot,
  };
}
