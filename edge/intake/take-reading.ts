// What becomes of a reading: a measurement with its verdict and signals, or an unassigned reading.
import type { Characteristic } from "../../config/plan/inspection-plan.ts";
import type { Reading, RejectedFrame } from "../../gauges/index.ts";
import {
  type Draft,
  type RecordedReading,
  type RecordPlace,
  storableText,
} from "../../sync/records/index.ts";
import { type CharacteristicResults, type RunState, unitSerial } from "../runs/index.ts";
import {
  bindNamedCell,
  bindReading,
  type CellAddress,
  type IntakeGauge,
  type NamedCell,
  type UnassignedReason,
} from "./bind-reading.ts";
import { decideDrafts, foldDrafts } from "./decide-drafts.ts";
import { calibrationDueOf, DEFAULT_POLICY, isPastDue, standingFault } from "./gauge-standing.ts";
import { runningRun, type StationState } from "./station-state.ts";
import { convertDecimal } from "./unit-conversion.ts";

/** Ids and wall clock come from outside, so that the same input gives the same records. */
export type IntakeSource = { newId(): string; now(): string };

export type TakeOptions = {
  /** Cell picked for the next reading that fits it; the next open one otherwise. */
  readonly armed?: CellAddress | null;
  /** The only cell this reading may fill: a typed value, an assigned one, the peak of a load test. */
  readonly cell?: NamedCell;
  /** Person at the station when it is not the gauge that acts. */
  readonly actor?: string;
  /** Id given by the sender of a command, so that sending twice has one effect. */
  readonly id?: string;
  /** Place of the unassigned reading that is being assigned. */
  readonly source?: RecordPlace;
  /** Id of the load-test record the value is the peak of. */
  readonly loadTest?: string;
  /** A person said that the value is right although it lies far off. */
  readonly confirmed?: boolean;
  /** What a load test decided: more than the value against its limits. */
  readonly judged?: {
    readonly verdict: "ok" | "low" | "high";
    readonly marks: readonly string[];
    readonly suspect: boolean;
  };
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
  const actor = options.actor ?? `gauge:${gauge.id}`;
  const place = placeReading(state, gauge, reading, options);
  if ("reason" in place) {
    const by = { id: options.id ?? source.newId(), actor };
    return unassignedFor(state, runningRun(state), reading, place.reason, by);
  }
  const { characteristic } = place.results;
  const due = calibrationDueOf(gauge, state.gauges.get(gauge.id));
  const overdue = isPastDue(due, reading.receivedAt, state.zone);
  // The names stand in the order of RFC 8785, in which the body is hashed.
  const body = {
    calibrationDue: due,
    characteristic: characteristic.id,
    loadTest: options.loadTest ?? null,
    lot: currentLot(place.run),
    marks: marksOf(reading, options, overdue),
    operator: state.operator,
    reading: recordedReading(reading),
    run: place.run.run,
    source: options.source?.seq ?? null,
    unit: unitSerial(place.run.plan, place.unitIndex),
    unitIndex: place.unitIndex,
    uom: characteristic.unit ?? "",
    validity: overdue || options.judged?.suspect ? ("suspect" as const) : ("valid" as const),
    value: place.text,
    verdict: options.judged?.verdict ?? verdictOf(characteristic, Number(place.text)),
  };
  const draft: Draft = {
    id: options.id ?? source.newId(),
    at: reading.receivedAt,
    kind: "measurement.taken",
    v: 1,
    actor,
    body: options.source === undefined ? body : { ...body, sourceEpoch: options.source.epoch },
  };
  return decideDrafts(state, [draft], source);
}

/** Where a reading goes and as what, or why nowhere. */
export type Place =
  | { readonly reason: string }
  | {
      readonly run: RunState;
      readonly results: CharacteristicResults;
      readonly unitIndex: number;
      /** Decimal string in the characteristic's unit. */
      readonly text: string;
    };

/** Finds the place of a reading and changes nothing. */
export function placeReading(
  state: StationState,
  gauge: IntakeGauge,
  reading: Reading,
  options: TakeOptions,
): Place {
  const run = runningRun(state);
  if (reading.value === null || reading.text === null) {
    return { reason: reading.status === "ok" ? "no-value" : reading.status };
  }
  if (reading.status !== "ok") return { reason: reading.status };
  if (options.source === undefined) {
    for (const mark of ["bounce", "repeated-file", "no-break"]) {
      if (reading.marks.includes(mark)) return { reason: mark };
    }
  }
  const fault = gaugeFault(state, gauge, reading, options);
  if (fault !== null) return { reason: fault };
  const binding =
    options.cell === undefined
      ? bindReading(run, gauge, reading, options.armed ?? null)
      : bindNamedCell(run, options.cell);
  if (!binding.bound) return { reason: binding.reason };
  if (run === null) return { reason: "no-active-run" };
  const { results, unitIndex } = binding;
  const value = valueFor(results.characteristic, reading, reading.text, options);
  return "reason" in value ? value : { run, results, unitIndex, text: value.text };
}

/** Why the gauge itself keeps its values out; a person who assigns one has seen the calibration. */
function gaugeFault(
  state: StationState,
  gauge: IntakeGauge,
  reading: Reading,
  options: TakeOptions,
): UnassignedReason | null {
  const standing = state.gauges.get(gauge.id);
  const fault = standingFault(gauge, standing, reading);
  if (fault !== null || options.source !== undefined) return fault;
  const { calibration } = gauge.policy ?? DEFAULT_POLICY;
  const due = calibrationDueOf(gauge, standing);
  const keptOut = calibration === "refuse" && isPastDue(due, reading.receivedAt, state.zone);
  return keptOut ? "calibration-overdue" : null;
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
      detail: storableText(frame.detail),
      raw: toHex(frame.raw),
      receivedAt: frame.receivedAt,
      monotonicMs: frame.monotonicMs,
    },
  };
}

/** What a reading leaves in a record. */
export function recordedReading(reading: Reading): RecordedReading {
  return {
    channel: reading.channel === null ? null : storableText(reading.channel),
    entry: reading.entry,
    gauge: reading.gauge,
    kind: reading.kind,
    model: { hash: reading.model.hash, id: reading.model.id },
    monotonicMs: reading.monotonicMs,
    port: reading.port,
    raw: toHex(reading.raw),
    receivedAt: reading.receivedAt,
    status: reading.status,
    text: reading.text,
    unit: reading.unit === null ? null : storableText(reading.unit),
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

/** Keeps a reading that has no cell, for a reason known already. */
export function unassigned(
  state: StationState,
  gauge: IntakeGauge,
  reading: Reading,
  reason: UnassignedReason,
  source: IntakeSource,
): Draft[] {
  const by = { id: source.newId(), actor: `gauge:${gauge.id}` };
  return unassignedFor(state, runningRun(state), reading, reason, by);
}

function unassignedFor(
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

function marksOf(reading: Reading, options: TakeOptions, overdue: boolean): string[] {
  const marks = [...reading.marks, ...(options.judged?.marks ?? [])];
  if (reading.entry === "keyed") marks.push("manual");
  if (options.confirmed === true) marks.push("confirmed");
  if (overdue) marks.push("calibration-overdue");
  return marks;
}

/** The lot in use: the latest received one that was not rejected. */
export function currentLot(run: RunState): string | null {
  const usable = [...run.lots.values()].filter((lot) => lot.decision?.decision !== "reject");
  return usable.at(-1)?.lot ?? null;
}
