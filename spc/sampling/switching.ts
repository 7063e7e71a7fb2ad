// When inspection becomes tightened, reduced, normal again, or stops.

import type { Severity } from "./aql-tables.ts";
import { oneStepTighter } from "./aql-tables.ts";
import type { AqlDoublePlan } from "./double-plan.ts";
import type { AqlPlan } from "./iso-2859-1.ts";

export type Switching = {
  readonly severity: Severity | "discontinued";
  /** Verdicts of the last lots under this severity, oldest first, at most five. */
  readonly recent: readonly boolean[];
  /** Lots not accepted since tightened inspection began. */
  readonly rejectedTightened: number;
  /** Switching score of normal inspection: at 30 it may become reduced. */
  readonly score: number;
};

export const SWITCHING_START: Switching = {
  severity: "normal",
  recent: [],
  rejectedTightened: 0,
  score: 0,
};

/** After a stop and a remedy, inspection goes on tightened. ISO 2859-1:1999, 9.4. */
export const SWITCHING_RESUMED: Switching = { ...SWITCHING_START, severity: "tightened" };

const SCORE_FOR_REDUCED = 30;

export type InspectedLot = {
  readonly accepted: boolean;
  /** Points of this lot, from switchingPoints; without them the score does not rise. */
  readonly points?: number;
  /**
   * Production is steady and the responsible authority wants reduced inspection; false sends
   * reduced inspection back to normal.
   */
  readonly reducedAllowed?: boolean;
  /** Reduced inspection must end although the lot was accepted (MIL-STD-105E, between ac and re). */
  readonly endsReduced?: boolean;
};

/**
 * Points that an accepted lot of normal inspection adds to the switching score; 0 sends the score
 * back to 0. A single plan with ac 0 or 1: 2 points. With ac 2 or more: 3 points when the count
 * would have been accepted at the AQL one step tighter. A double plan: 3 points when the first
 * sample decided. `count` is that of the single or the first sample.
 * Source: ISO 2859-1:1999, 9.3.3.2.
 */
export function switchingPoints(plan: AqlPlan | AqlDoublePlan, count: number): 0 | 2 | 3 {
  if ("first" in plan) return count <= plan.first.ac ? 3 : 0;
  if (count > plan.ac) return 0;
  if (plan.ac < 2) return 2;
  return count <= oneStepTighter(plan.ac, plan.severity, plan.standard) ? 3 : 0;
}

/**
 * The state after one more lot on original inspection. Normal becomes tightened once two of five or
 * fewer lots in a row were not accepted, and reduced once the score is 30 and reduced inspection is
 * allowed. Reduced becomes normal after one lot not accepted, or when it is no longer allowed.
 * Tightened becomes normal after five lots accepted in a row, and stops when five lots in all were
 * not accepted. A stopped inspection goes on from SWITCHING_RESUMED only.
 * Source: ISO 2859-1:1999, 9.3.1 to 9.3.4 and 9.4.
 */
export function nextSwitching(state: Switching, lot: InspectedLot): Switching {
  const recent = [...state.recent, lot.accepted].slice(-5);
  switch (state.severity) {
    case "discontinued":
      return state;
    case "normal":
      return afterNormal(recent, state.score, lot);
    case "reduced": {
      const ends = !lot.accepted || lot.reducedAllowed === false || lot.endsReduced === true;
      return ends ? SWITCHING_START : { ...state, recent };
    }
    case "tightened":
      return afterTightened(recent, state.rejectedTightened + (lot.accepted ? 0 : 1));
  }
}

function afterNormal(recent: readonly boolean[], before: number, lot: InspectedLot): Switching {
  if (recent.filter((one) => !one).length >= 2) return SWITCHING_RESUMED;
  const points = lot.accepted ? (lot.points ?? 0) : 0;
  const score = points > 0 ? before + points : 0;
  if (score >= SCORE_FOR_REDUCED && lot.reducedAllowed === true) {
    return { ...SWITCHING_START, severity: "reduced" };
  }
  return { ...SWITCHING_START, recent, score };
}

function afterTightened(recent: readonly boolean[], rejectedTightened: number): Switching {
  if (rejectedTightened >= 5) {
    return { severity: "discontinued", recent: [], rejectedTightened, score: 0 };
  }
  if (recent.length === 5 && recent.every((one) => one)) return SWITCHING_START;
  return { severity: "tightened", recent, rejectedTightened, score: 0 };
}
