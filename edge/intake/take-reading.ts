// What becomes of a reading: a measurement with its verdict and signals, or an unassigned reading.
import type { Characteristic } from "../../config/plan/inspection-plan.ts";
import type { Reading, RejectedFrame } from "../../gauges/index.ts";
import type { BodyOf, Draft, RecordedReading } from "../../sync/records/index.ts";
import { judgePoints } from "../charts/index.ts";
import {
  type CharacteristicResults,
  type Foldable,
  type RunState,
  unitSerial,
} from "../runs/index.ts";
import {
  type Binding,
  bindReading,
  type CellAddress,
  type IntakeGauge,
  type UnassignedReason,
} from "./bind-reading.ts";
import { applyStationRecord, runningRun, type StationState } from "./station-state.ts";
import { convertDecimal } from "./unit-conversion.ts";

/** Ids and wall clock come from outside, so that the same input gives the same records. */
export type IntakeSource = { newId(): string; now(): string };

export type TakeOptions = {
  /** Cell picked by a person; the next open one otherwise. */
  readonly armed?: CellAddress | null;
  /** Person at the station when it is not the gauge that acts. */
  readonly actor?: string;
  /** Id given by the sender of a command, so that sending twice has one effect. */
  readonly id?: string;
  /** seq of the unassigned reading that is being assigned. */
  readonly source?: number;
  /** Id of the load-test record the value is the peak of. */
  readonly loadTest?: string;
  /** A person said that the value is right although it lies far off. */
  readonly confirmed?: boolean;
};

/** Beyond this many tolerance widths from the middle a value is more likely misread than made. */
const IMPLAUSIBLE_TOLERANCES = 10;

/**
 * Decides on one reading and folds the decision into `state`.
 * @returns the drafts of the act, in order, to be committed in one transaction.
 */
export function takeReading(
  state: StationState,
  gauge: IntakeGauge,
  reading: Reading,
  source: IntakeSource,
  options: TakeOptions = {},
): Draft[] {
  const run = runningRun(state);
  const actor = options.actor ?? `gauge:${gauge.id}`;
  const refuse = (reason: string) =>
    decideUnassigned(state, run, reading, reason, { id: options.id ?? source.newId(), actor });
  if (reading.value === null || reading.text === null) return refuse(reading.status);
  if (reading.status !== "ok") return refuse(reading.status);
  if (options.source === undefined) {
    for (const mark of ["bounce", "repeated-file", "no-break"]) {
      if (reading.marks.includes(mark)) return refuse(mark);
    }
  }
  const binding = bindReading(run, gauge, reading, options.armed ?? null);
  if (run === null || !binding.bound) return refuse(reasonOf(binding));
  const value = valueFor(binding.results.characteristic, reading, reading.text, options);
  if ("reason" in value) return refuse(value.reason);
  return decideMeasurement(state, run, binding.results, {
    id: options.id ?? source.newId(),
    at: reading.receivedAt,
    actor,
    newId: source.newId,
    body: {
      run: run.run,
      characteristic: binding.results.characteristic.id,
      unit: unitSerial(run.plan, binding.unitIndex),
      unitIndex: binding.unitIndex,
      lot: currentLot(run),
      operator: state.operator,
      value: value.text,
      uom: binding.results.characteristic.unit ?? "",
      verdict: verdictOf(binding.results.characteristic, Number(value.text)),
      validity: isOverdue(gauge, reading) ? "suspect" : "valid",
      marks: marksOf(gauge, reading, options),
      reading: recordedReading(reading),
      calibrationDue: gauge.calibrationDue,
      source: options.source ?? null,
      loadTest: options.loadTest ?? null,
    },
  });
}

/** Folds drafts into the decided state under the seq they are going to get. */
export function foldDrafts(state: StationState, drafts: readonly Draft[]): void {
  for (const draft of drafts) {
    const { id, at, kind, v, actor, body } = draft;
    const seq = state.expectedSeq;
    applyStationRecord(state, { id, at, kind, v, actor, body, seq } as Foldable);
  }
}

/** The draft that keeps a frame nobody could read. */
export function rejectedDraft(frame: RejectedFrame, id: string): Draft {
  return {
    id,
    at: frame.receivedAt,
    kind: "frame.rejected",
    v: 1,
    actor: `gauge:${frame.gauge}`,
    body: {
      gauge: frame.gauge,
      port: frame.port,
      model: { id: frame.model.id, hash: frame.model.hash },
      reason: frame.fault,
      detail: frame.detail,
      raw: toHex(frame.raw),
      receivedAt: frame.receivedAt,
      monotonicMs: frame.monotonicMs,
    },
  };
}

/** What a reading leaves in a record. */
export function recordedReading(reading: Reading): RecordedReading {
  return {
    gauge: reading.gauge,
    channel: reading.channel,
    text: reading.text,
    unit: reading.unit,
    status: reading.status,
    kind: reading.kind,
    entry: reading.entry,
    raw: toHex(reading.raw),
    model: { id: reading.model.id, hash: reading.model.hash },
    port: reading.port,
    receivedAt: reading.receivedAt,
    monotonicMs: reading.monotonicMs,
  };
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/** Verdict against the limits of the drawing; a value on a limit is inside. */
export function verdictOf(characteristic: Characteristic, value: number): "ok" | "low" | "high" {
  if (characteristic.lsl !== undefined && value < characteristic.lsl) return "low";
  if (characteristic.usl !== undefined && value > characteristic.usl) return "high";
  return "ok";
}

function reasonOf(binding: Binding): UnassignedReason {
  return binding.bound ? "no-active-run" : binding.reason;
}

function decideUnassigned(
  state: StationState,
  run: RunState | null,
  reading: Reading,
  reason: string,
  by: { id: string; actor: string },
): Draft[] {
  const draft: Draft = {
    id: by.id,
    at: reading.receivedAt,
    kind: "reading.unassigned",
    v: 1,
    actor: by.actor,
    body: { run: run?.run ?? null, reason, reading: recordedReading(reading) },
  };
  foldDrafts(state, [draft]);
  return [draft];
}

type MeasurementAct = {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly body: BodyOf<"measurement.taken">;
  newId(): string;
};

function decideMeasurement(
  state: StationState,
  run: RunState,
  results: CharacteristicResults,
  act: MeasurementAct,
): Draft[] {
  const { id, at, actor, body } = act;
  const from = results.points.length;
  const drafts: Draft[] = [{ id, at, kind: "measurement.taken", v: 1, actor, body }];
  foldDrafts(state, drafts);
  const judged = judgePoints(run.run, results, from);
  const consequences: Draft[] = [];
  const common = { at, v: 1, actor: "station" };
  if (judged.limits !== null) {
    const limits = { id: act.newId(), kind: "limits.established" as const, body: judged.limits };
    consequences.push({ ...common, ...limits });
  }
  for (const signal of judged.signals) {
    consequences.push({ ...common, id: act.newId(), kind: "signal.raised", body: signal });
  }
  foldDrafts(state, consequences);
  return consequences.length === 0 ? drafts : [...drafts, ...consequences];
}

function valueFor(
  characteristic: Characteristic,
  reading: Reading,
  text: string,
  options: TakeOptions,
): { text: string } | { reason: UnassignedReason } {
  if (reading.entry === "keyed" && !characteristic.keyed) return { reason: "keyed-forbidden" };
  if (reading.unit === null) return { reason: "unit-unknown" };
  const converted = convertDecimal(text, reading.unit, characteristic.unit ?? "");
  if (converted === null) return { reason: "unit-mismatch" };
  if (options.confirmed !== true && !isPlausible(characteristic, Number(converted))) {
    return { reason: "implausible" };
  }
  return { text: converted };
}

function isPlausible(characteristic: Characteristic, value: number): boolean {
  const { lsl, usl, nominal } = characteristic;
  const middle = nominal ?? (lsl !== undefined && usl !== undefined ? (lsl + usl) / 2 : null);
  if (middle === null) return true;
  const half = Math.max(usl === undefined ? 0 : usl - middle, lsl === undefined ? 0 : middle - lsl);
  return half === 0 || Math.abs(value - middle) <= 2 * half * IMPLAUSIBLE_TOLERANCES;
}

function isOverdue(gauge: IntakeGauge, reading: Reading): boolean {
  return gauge.calibrationDue !== null && reading.receivedAt.slice(0, 10) > gauge.calibrationDue;
}

function marksOf(gauge: IntakeGauge, reading: Reading, options: TakeOptions): string[] {
  const marks = [...reading.marks];
  if (reading.entry === "keyed") marks.push("manual");
  if (options.confirmed === true) marks.push("confirmed");
  if (isOverdue(gauge, reading)) marks.push("calibration-overdue");
  return marks;
}

/** The lot in use: the latest received one that was not rejected. */
export function currentLot(run: RunState): string | null {
  const usable = [...run.lots.values()].filter((lot) => lot.decision?.decision !== "reject");
  return usable.at(-1)?.lot ?? null;
}
