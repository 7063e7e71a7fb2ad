// The state of a characteristic: its word, its shape, and how far up the list it belongs.
import type { RunView } from "../../http/views.ts";
import type { MarkShape } from "../screen/marks.tsx";

export type Row = RunView["characteristics"][number];
export type StateKey =
  | "stateSignal"
  | "stateSpec"
  | "stateAnswered"
  | "statePreliminary"
  | "stateFew"
  | "stateNoChart"
  | "stateStable";

/** In the order of the list: the abnormal first. */
const order: readonly StateKey[] = [
  ...(["stateSignal", "stateSpec", "stateAnswered", "statePreliminary"] as const),
  ...(["stateFew", "stateStable", "stateNoChart"] as const),
];

export function stateOf(row: Row): StateKey {
  if (row.openSignals > 0) return "stateSignal";
  if (row.capability.outOfSpec > 0) return "stateSpec";
  if (row.chart === "none") return "stateNoChart";
  if (row.recent.length < 2) return "stateFew";
  if (!row.limitsEstablished) return "statePreliminary";
  return row.signals > 0 ? "stateAnswered" : "stateStable";
}

export function shapeOf(state: StateKey): MarkShape | null {
  if (state === "stateSignal") return "warn";
  if (state === "stateSpec") return "bad";
  return state === "stateStable" ? "ok" : null;
}

/** Plan order within one state. */
export function abnormalFirst(rows: readonly Row[]): Row[] {
  return [...rows].sort((a, b) => order.indexOf(stateOf(a)) - order.indexOf(stateOf(b)));
}
