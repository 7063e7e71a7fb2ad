// What the station has decided or shown so far: its runs and its operator, folded from records.
import { applyRecord, type Foldable, plannedRun, type RunState } from "../runs/index.ts";

/** Records whose ids are remembered so that a command sent twice has its effect once. */
const REMEMBERED_IDS = 4000;

export type StationState = {
  operator: string | null;
  readonly runs: Map<string, RunState>;
  /** seq the next record will get. */
  expectedSeq: number;
  /** seq by record id, of the latest records only. */
  readonly seen: Map<string, number>;
};

export function emptyStation(expectedSeq: number): StationState {
  return { operator: null, runs: new Map(), expectedSeq, seen: new Map() };
}

/** Folds one record of the station into its state. */
export function applyStationRecord(state: StationState, record: Foldable): void {
  state.expectedSeq = record.seq + 1;
  rememberRecord(state, record);
  if (record.kind === "operator.identified") {
    state.operator = record.body.operator;
    return;
  }
  if (record.kind === "run.planned") {
    state.runs.set(record.body.run, plannedRun(record));
    return;
  }
  const run = "run" in record.body ? record.body.run : null;
  const runState = run === null ? undefined : state.runs.get(run);
  if (runState !== undefined) applyRecord(runState, record);
}

/** Remembers that this record exists, for commands that are sent twice. */
export function rememberRecord(state: StationState, record: { id: string; seq: number }): void {
  state.seen.set(record.id, record.seq);
  if (state.seen.size <= REMEMBERED_IDS) return;
  for (const oldest of state.seen.keys()) {
    state.seen.delete(oldest);
    return;
  }
}

/** The run that takes readings: the one that is running; null when none is. */
export function runningRun(state: StationState): RunState | null {
  for (const run of state.runs.values()) if (run.phase === "running") return run;
  return null;
}
