// What the station has decided or shown so far: its runs and its operator, folded from records.
import { applyRecord, type Foldable, plannedRun, type RunState } from "../runs/index.ts";

/** Answered entries that are remembered: more than can ever wait for the disk. */
const REMEMBERED_ANSWERS = 10_000;

/** Records whose ids are remembered so that a command sent twice has its effect once. */
const REMEMBERED_IDS = 4000;

export type StationState = {
  operator: string | null;
  readonly runs: Map<string, RunState>;
  /** seq the next record will get. */
  expectedSeq: number;
  /** seq by record id, of the latest records only. */
  readonly seen: Map<string, number>;
  /** seq of the inbox entries that the latest records assigned or dismissed. */
  readonly answered: Set<number>;
};

export function emptyStation(expectedSeq: number): StationState {
  return { operator: null, runs: new Map(), expectedSeq, seen: new Map(), answered: new Set() };
}

/** Folds one record of the station into its state. */
export function applyStationRecord(state: StationState, record: Foldable): void {
  state.expectedSeq = record.seq + 1;
  rememberRecord(state, record);
  rememberAnswer(state, record);
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

function rememberAnswer({ answered }: StationState, record: Foldable): void {
  if (record.kind === "reading.dismissed") answered.add(record.body.reading);
  else if (record.kind === "measurement.taken" && record.body.source !== null) {
    answered.add(record.body.source);
  } else return;
  if (answered.size <= REMEMBERED_ANSWERS) return;
  const [oldest] = answered;
  if (oldest !== undefined) answered.delete(oldest);
}

/** The run that takes readings: the one that is running; null when none is. */
export function runningRun(state: StationState): RunState | null {
  for (const run of state.runs.values()) if (run.phase === "running") return run;
  return null;
}
