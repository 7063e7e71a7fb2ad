// Which sample an AQL asks of a lot, and when inspection becomes tightened.

import { refuse } from "../refusals.ts";
import type { Refusal } from "../types.ts";

export type InspectionLevel = "S-1" | "S-2" | "S-3" | "S-4" | "I" | "II" | "III";
export type Severity = "normal" | "tightened";

export type AqlPlan = {
  /** Code letter of the lot size, before an arrow of the table is followed. */
  readonly letter: string;
  readonly severity: Severity;
  readonly n: number;
  readonly ac: number;
  readonly re: number;
  /** The plan asks for more than there is: every item is inspected. */
  readonly wholeLot: boolean;
};

const LETTERS = "ABCDEFGHJKLMNPQRS";

/** Sample size by code letter; S stands only in the tightened table. */
const SIZES = [2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000, 3150];

/** Largest lot of each row of table 1, and its letters for S-1, S-2, S-3, S-4, I, II, III. */
const LOTS: readonly (readonly [number, string])[] = [
  [8, "AAAAAAB"],
  [15, "AAAAABC"],
  [25, "AABBBCD"],
  [50, "ABBCCDE"],
  [90, "BBCCCEF"],
  [150, "BBCDDFG"],
  [280, "BCDEEGH"],
  [500, "BCDEFHJ"],
  [1200, "CCEFGJK"],
  [3200, "CDEGHKL"],
  [10_000, "CDFGJLM"],
  [35_000, "CDFHKMN"],
  [150_000, "DEGJLNP"],
  [500_000, "DEGJMPQ"],
  [Number.POSITIVE_INFINITY, "DEHKNQR"],
];

const LEVELS: readonly InspectionLevel[] = ["S-1", "S-2", "S-3", "S-4", "I", "II", "III"];

/** Preferred AQLs in percent nonconforming, or nonconformities per 100 items (all above 10). */
export const AQLS: readonly number[] = [0.01, 0.015, 0.025, 0.04, 0.065, 0.1, 0.15, 0.25].concat([
  0.4, 0.65, 1, 1.5, 2.5, 4, 6.5, 10, 15, 25, 40, 65, 100, 150, 250, 400, 650, 1000,
]);

/**
 * Along a diagonal (letter + AQL, both counted from 0) the tables repeat: first arrows down, the
 * acceptance number 0, two arrows, and the other acceptance numbers; then arrows up.
 */
const DIAGONALS = {
  normal: { zero: 14, after: ["up", "down"], first: 17, numbers: [1, 2, 3, 5, 7, 10, 14, 21] },
  tightened: { zero: 15, after: ["down", "down"], first: 18, numbers: [1, 2, 3, 5, 8, 12, 18] },
} as const;

/** Further acceptance numbers, which only the letters A to E reach. */
const BEYOND = { normal: [30, 44], tightened: [27, 41] } as const;
const LAST_BEYOND = LETTERS.indexOf("E");
/** AQL 6.5 %, the last with plans that accept on 0. */
const LAST_ZERO = 14;

/**
 * The single sampling plan of a lot: code letter from table 1, sample size and numbers from table
 * 2-A (normal) or 2-B (tightened), arrows followed. An AQL above 10 counts nonconformities.
 * Source: ISO 2859-1:1999 tables 1, 2-A, 2-B (the same as MIL-STD-105E, I, II-A, II-B).
 * Refuses: parameter-out-of-range (a lot below 2, an AQL that is not preferred). Reduced inspection
 * and double plans are not given.
 */
export function aqlPlan(
  lot: number,
  aql: number,
  level: InspectionLevel = "II",
  severity: Severity = "normal",
): Refusal | AqlPlan {
  if (!Number.isInteger(lot) || lot < 2) {
    return refuse("parameter-out-of-range", `A lot has 2 items or more, got ${lot}.`);
  }
  const column = AQLS.indexOf(aql);
  if (column < 0) {
    return refuse("parameter-out-of-range", `${aql} is no preferred AQL: ${AQLS.join(", ")}.`);
  }
  const row = LOTS.find(([largest]) => lot <= largest);
  const letter = row?.[1].charAt(LEVELS.indexOf(level)) ?? "R";
  const found = follow(LETTERS.indexOf(letter), column, severity);
  const n = SIZES[found.row] ?? 0;
  const whole = n >= lot;
  return {
    ...{ letter, severity, ac: found.ac, re: found.ac + 1 },
    n: whole ? lot : n,
    wholeLot: whole,
  };
}

type Cell = number | "up" | "down";

function cellAt(row: number, column: number, severity: Severity): Cell {
  const { zero, after, first, numbers } = DIAGONALS[severity];
  const diagonal = row + column;
  if (diagonal < zero) return "down";
  if (diagonal < first) {
    if (column > LAST_ZERO) return "down";
    return diagonal === zero ? 0 : (after[diagonal - zero - 1] ?? "down");
  }
  const number = numbers[diagonal - first];
  if (number !== undefined) return number;
  const beyond = BEYOND[severity][diagonal - first - numbers.length];
  return row <= LAST_BEYOND && beyond !== undefined ? beyond : "up";
}

/** Follows arrows to a plan; at the foot of the table a downward arrow has nowhere to go but up. */
function follow(row: number, column: number, severity: Severity) {
  const last = severity === "tightened" ? LETTERS.length - 1 : LETTERS.length - 2;
  let at = row;
  let cell = cellAt(at, column, severity);
  let step = cell === "up" ? -1 : 1;
  while (typeof cell !== "number") {
    if (at + step > last || at + step < 0) {
      step = -step;
      at = row;
    }
    at += step;
    cell = cellAt(at, column, severity);
  }
  return { row: at, ac: cell };
}

export type Switching = {
  readonly severity: Severity | "discontinued";
  /** Verdicts of the last lots under this severity, oldest first, at most five. */
  readonly recent: readonly boolean[];
  /** Lots not accepted since tightened inspection began. */
  readonly rejectedTightened: number;
};

export const SWITCHING_START: Switching = {
  severity: "normal",
  recent: [],
  rejectedTightened: 0,
};

/**
 * The state after one more lot on original inspection: tightened once two of five or fewer lots in
 * a row were not accepted; normal again after five accepted in a row; discontinued when five lots
 * were not accepted under tightened inspection. Source: ISO 2859-1:1999, 9.3.1, 9.3.2 and 9.4.
 */
export function nextSwitching(state: Switching, accepted: boolean): Switching {
  if (state.severity === "discontinued") return state;
  const recent = [...state.recent, accepted].slice(-5);
  if (state.severity === "normal") {
    const rejected = recent.filter((one) => !one).length;
    if (rejected < 2) return { ...state, recent };
    return { severity: "tightened", recent: [], rejectedTightened: 0 };
  }
  const rejectedTightened = state.rejectedTightened + (accepted ? 0 : 1);
  if (rejectedTightened >= 5) return { severity: "discontinued", recent: [], rejectedTightened };
  if (recent.length === 5 && recent.every((one) => one)) return SWITCHING_START;
  return { severity: "tightened", recent, rejectedTightened };
}
