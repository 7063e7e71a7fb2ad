// The master tables of attribute sampling as their diagonals, and how their arrows are followed.

/** ISO 2859-1:1999, or MIL-STD-105E (1989) which ANSI/ASQ Z1.4 reprints. */
export type AqlStandard = "iso-2859-1" | "mil-std-105e";
export type InspectionLevel = "S-1" | "S-2" | "S-3" | "S-4" | "I" | "II" | "III";
export type Severity = "normal" | "tightened" | "reduced";

export const LETTERS = "ABCDEFGHJKLMNPQRS";

/** Sample size by code letter; S stands only in the tightened table. */
const SIZES = [2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000, 3150];
/** Reduced inspection: two steps of the sizes less. Tables 2-C and II-C. */
const REDUCED_SIZES = [2, 2, 2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800];

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
export const AQLS: readonly number[] = [
  0.01, 0.015, 0.025, 0.04, 0.065, 0.1, 0.15, 0.25, 0.4, 0.65, 1, 1.5, 2.5, 4, 6.5, 10, 15, 25, 40,
  65, 100, 150, 250, 400, 650, 1000,
];

/** Column of AQL 10, the last that may be percent nonconforming. */
export const LAST_PERCENT = 15;
/** AQL 6.5, the last column with plans that accept on 0. */
const LAST_ZERO = 14;

type Arrow = "up" | "down";
/** Acceptance and rejection number. */
export type Numbers = readonly [ac: number, re: number];

type Diagonals = {
  /** Row + column of the plans that accept on 0, and the arrows that follow them. */
  readonly zero: number;
  readonly after: readonly Arrow[];
  /** Acceptance numbers; the rejection number follows each unless `rejected` says otherwise. */
  readonly accepted: readonly number[];
  readonly rejected?: readonly number[];
  /** Further acceptance numbers, which only the letters up to E reach. */
  readonly beyond: readonly number[];
};

/** Row of letter E. */
const LAST_BEYOND = 4;

/**
 * Along a diagonal (letter + AQL, both counted from 0) the tables repeat: first arrows down, the
 * acceptance number 0, two or three arrows, and the other acceptance numbers; then arrows up.
 */
const NORMAL: Diagonals = {
  zero: 14,
  after: ["up", "down"],
  accepted: [1, 2, 3, 5, 7, 10, 14, 21],
  beyond: [30, 44],
};
const TIGHTENED: Diagonals = {
  zero: 15,
  after: ["down", "down"],
  accepted: [1, 2, 3, 5, 8, 12, 18],
  beyond: [27, 41],
};
/** ISO 2859-1:1999, table 2-C: the rejection number follows the acceptance number. */
const REDUCED_ISO: Diagonals = {
  zero: 14,
  after: ["up", "down", "down"],
  accepted: [1, 2, 3, 5, 6, 8, 10],
  beyond: [],
};
/** MIL-STD-105E, table II-C: between the numbers the lot is accepted, then inspection is normal. */
const REDUCED_MIL: Diagonals = {
  zero: 14,
  after: ["up", "down"],
  accepted: [0, 1, 1, 2, 3, 5, 7, 10],
  rejected: [2, 3, 4, 5, 6, 8, 10, 13],
  beyond: [],
};

function diagonalsOf(severity: Severity, standard: AqlStandard): Diagonals {
  if (severity === "normal") return NORMAL;
  if (severity === "tightened") return TIGHTENED;
  return standard === "iso-2859-1" ? REDUCED_ISO : REDUCED_MIL;
}

export function letterOf(lot: number, level: InspectionLevel): string {
  const row = LOTS.find(([largest]) => lot <= largest);
  return row?.[1].charAt(LEVELS.indexOf(level)) ?? "R";
}

export function sizeOf(row: number, severity: Severity): number {
  return (severity === "reduced" ? REDUCED_SIZES : SIZES)[row] ?? 0;
}

function cellAt(row: number, column: number, table: Diagonals): Numbers | Arrow {
  const diagonal = row + column;
  const first = table.zero + table.after.length + 1;
  if (diagonal < table.zero) return "down";
  if (diagonal < first) {
    if (column > LAST_ZERO) return "down";
    if (diagonal === table.zero) return [0, 1];
    return table.after[diagonal - table.zero - 1] ?? "down";
  }
  const place = diagonal - first;
  const ac = table.accepted[place];
  if (ac !== undefined) return [ac, table.rejected?.[place] ?? ac + 1];
  const beyond = table.beyond[place - table.accepted.length];
  return row <= LAST_BEYOND && beyond !== undefined ? [beyond, beyond + 1] : "up";
}

/**
 * Follows the arrows of a cell to its plan, row and numbers; at the foot of the table a downward
 * arrow has nowhere to go but up.
 */
export function followArrows(
  row: number,
  column: number,
  severity: Severity,
  standard: AqlStandard,
): { readonly row: number; readonly numbers: Numbers } {
  const table = diagonalsOf(severity, standard);
  const last = severity === "tightened" ? LETTERS.length - 1 : LETTERS.length - 2;
  let at = row;
  let cell = cellAt(at, column, table);
  let step = cell === "up" ? -1 : 1;
  while (typeof cell === "string") {
    if (at + step > last || at + step < 0) {
      step = -step;
      at = row;
    }
    at += step;
    cell = cellAt(at, column, table);
  }
  return { row: at, numbers: cell };
}

/** Largest count that the same sample would allow at the AQL one step tighter; -1 below Ac 2. */
export function oneStepTighter(ac: number, severity: Severity, standard: AqlStandard): number {
  const { accepted, beyond } = diagonalsOf(severity, standard);
  const allowed = [...accepted, ...beyond];
  return ac < 2 ? -1 : (allowed[allowed.indexOf(ac) - 1] ?? -1);
}
