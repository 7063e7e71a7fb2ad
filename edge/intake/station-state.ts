// What the station has decided or shown so far: its runs and its operator, folded from records.
import { namedPlace, placeKey, type RecordPlace } from "../../sync/records/index.ts";
import { applyRecord, type Foldable, plannedRun, type RunState } from "../runs/index.ts";
import { applyStanding, type GaugeStanding, isStanding } from "./gauge-standing.ts";

/** Answered entries that are remembered: more than can ever wait for the disk. */
const REMEMBERED_ANSWERS = 10_000;

/** Records whose ids are remembered so that a command sent twice has its effect once. */
const REMEMBERED_IDS = 4000;

export type StationState = {
  /** IANA time zone that the station said at its start; UTC before. */
  zone: string;
  operator: string | null;
  readonly runs: Map<string, RunState>;
  /** What was recorded of each gauge: commissioning, calibration, last study. */
  readonly gauges: Map<string, GaugeStanding>;
  /** Epoch that records are appended to, and the seq the next one will get. */
  readonly epoch: string;
  expectedSeq: number;
  /** Place by record id, of the latest records only. */
  readonly seen: Map<string, RecordPlace>;
  /** Places of the inbox entries that the latest records assigned or dismissed. */
  readonly answered: Set<string>;
};

/** A station of which nothing is known but the place that its next record will get. */
export function emptyStation({ epoch, seq }: RecordPlace): StationState {
  return {
    zone: "UTC",
    operator: null,
    runs: new Map(),
    gauges: new Map(),
    epoch,
    expectedSeq: seq,
    seen: new Map(),
    answered: new Set(),
  };
}

/** Folds one record of the station into its state. */
export function applyStationRecord(state: StationState, record: Foldable): void {
  if (record.epoch === state.epoch) state.expectedSeq = record.seq + 1;
  rememberRecord(state, record);
  rememberAnswer(state, record);
  if (record.kind === "operator.identified") {
    state.operator = record.body.operator;
    return;
  }
  if (record.kind === "station.started") {
    state.zone = record.body.zone;
    return;
  }
  if (isStanding(record)) {
    applyStanding(state.gauges, record);
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
export function rememberRecord(
  state: StationState,
  record: RecordPlace & { readonly id: string },
): void {
  state.seen.set(record.id, { epoch: record.epoch, seq: record.seq });
  if (state.seen.size <= REMEMBERED_IDS) return;
  for (const oldest of state.seen.keys()) {
    state.seen.delete(oldest);
    return;
  }
}

function rememberAnswer({ answered }: StationState, record: Foldable): void {
  if (record.kind === "reading.dismissed") {
    const { reading, epoch } = record.body;
    answered.add(placeKey(namedPlace(record, reading, epoch)));
  } else if (record.kind === "measurement.taken" && record.body.source !== null) {
    const { source, sourceEpoch } = record.body;
    answered.add(placeKey(namedPlace(record, source, sourceEpoch)));
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
