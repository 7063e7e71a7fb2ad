// Pre-control: whether the first parts of a run allow it to go on, from the tolerance alone.

import { refuse, refuseSpec } from "../refusals.ts";
import type { Refusal, SpecLimits } from "../types.ts";

export type Zone = "green" | "yellow-low" | "yellow-high" | "red";

/**
 * Zone of a value: green the middle half of the tolerance, yellow the outer quarters, red outside.
 * A value on a pre-control line is green, one on a specification limit yellow.
 * Source: F. E. Satterthwaite (1954); D. Shainin, Quality Progress (1984), 6; Montgomery, 8.
 * Refuses: no-spec-limits (both are needed), spec-limits-reversed, not-finite.
 */
export function preControlZone(value: number, spec: SpecLimits): Refusal | Zone {
  const refused = refuseSpec(spec);
  if (refused !== null) return refused;
  const { lsl, usl } = spec;
  if (lsl === undefined || usl === undefined) {
    return refuse("no-spec-limits", "Pre-control needs a lower and an upper limit.");
  }
  if (!Number.isFinite(value)) return refuse("not-finite", "The value is not a finite number.");
  if (value < lsl || value > usl) return "red";
  const quarter = (usl - lsl) / 4;
  if (value < lsl + quarter) return "yellow-low";
  return value > usl - quarter ? "yellow-high" : "green";
}

export type PreControlState =
  /** Not yet qualified: greens in a row so far, and whether the last was yellow. */
  | { readonly phase: "qualifying"; readonly greens: number; readonly last: Zone | null }
  /** Running: the first value of the pair that is being taken, if any. */
  | { readonly phase: "running"; readonly first: Zone | null }
  | { readonly phase: "stopped"; readonly why: "red" | "same-yellow" | "both-yellows" };

export const PRE_CONTROL_START: PreControlState = { phase: "qualifying", greens: 0, last: null };

const TO_QUALIFY = 5;

/**
 * The next state. Qualifying: five greens in a row; a yellow starts the count again, two yellows in
 * a row or a red stop. Running, by pairs: the first green lets it run on; after a yellow a second
 * value decides: green goes on, the same yellow asks for an adjustment, the other yellow says that
 * the spread is too wide; red stops. After a stop, adjust and begin with PRE_CONTROL_START.
 * Source: as preControlZone.
 */
export function preControlStep(state: PreControlState, zone: Zone): PreControlState {
  if (state.phase === "stopped") return state;
  if (zone === "red") return { phase: "stopped", why: "red" };
  const before = state.phase === "qualifying" ? state.last : state.first;
  const yellowBefore = before === "yellow-low" || before === "yellow-high";
  if (zone !== "green" && yellowBefore) {
    return { phase: "stopped", why: zone === before ? "same-yellow" : "both-yellows" };
  }
  if (state.phase === "running") {
    return { phase: "running", first: zone === "green" ? null : zone };
  }
  const greens = zone === "green" ? state.greens + 1 : 0;
  if (greens >= TO_QUALIFY) return { phase: "running", first: null };
  return { phase: "qualifying", greens, last: zone };
}
