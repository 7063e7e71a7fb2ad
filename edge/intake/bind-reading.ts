// To which cell a reading belongs: the armed one, the one its file names, or the next open one.
import type { Characteristic } from "../../config/plan/inspection-plan.ts";
import type { Reading } from "../../gauges/index.ts";
import {
  type CharacteristicResults,
  owedCount,
  owedOrdinal,
  owedUnit,
  type RunState,
  unitIndexOf,
} from "../runs/index.ts";
import type { CommissioningTerms, GaugePolicy } from "./gauge-standing.ts";

/** What intake must know of the gauge a reading came from. */
export type IntakeGauge = {
  readonly id: string;
  /** Kinds of gauge it can stand for, as characteristics ask for them. */
  readonly serves: readonly string[];
  /** ISO date of the station's file; a recorded calibration wins over it. */
  readonly calibrationDue: string | null;
  /** What a confirmation of its values holds for; absent where no gauge model speaks. */
  readonly terms?: CommissioningTerms;
  readonly policy?: GaugePolicy;
  /** Last study of the station's file; a recorded one wins over it. */
  readonly msa?: { readonly on: string; readonly grrPercent: string } | null;
};

export type CellAddress = { readonly characteristic: string; readonly unitIndex: number };

/** A cell that somebody or something has named outright: no other may take its value. */
export type NamedCell = CellAddress & { readonly run: string };

/** Why a reading could not be bound. Each has an operator's text and remedy in the screens' catalogue. */
export type UnassignedReason =
  | "no-active-run"
  | "gauge-not-in-plan"
  | "no-open-cell"
  | "unknown-characteristic"
  | "unknown-serial"
  | "not-owed"
  | "cell-filled"
  | "unit-unknown"
  | "unit-mismatch"
  | "implausible"
  | "keyed-forbidden"
  | "bounce"
  | "repeated-file"
  | "no-break"
  | "check-pending"
  | "begin-not-seen"
  | "gauge-not-commissioned"
  | "model-unverified"
  | "calibration-overdue"
  | "no-value";

export type Binding =
  | { readonly bound: true; readonly results: CharacteristicResults; readonly unitIndex: number }
  | { readonly bound: false; readonly reason: UnassignedReason };

const unbound = (reason: UnassignedReason): Binding => ({ bound: false, reason });

export function bindReading(
  run: RunState | null,
  gauge: IntakeGauge,
  reading: Reading,
  armed: CellAddress | null,
): Binding {
  if (run === null) return unbound("no-active-run");
  const served = servedBy(run, gauge, reading);
  if (served.length === 0) {
    return unbound(reading.file === null ? "gauge-not-in-plan" : "unknown-characteristic");
  }
  if (reading.file !== null && reading.file.serial !== null) {
    return bindSerial(run, served, reading.file.serial);
  }
  if (armed !== null) {
    const results = served.find((one) => one.characteristic.id === armed.characteristic);
    if (results !== undefined) return bindCell(run, results, armed.unitIndex);
  }
  const next = nextOpenCell(run, served);
  return next === null
    ? unbound("no-open-cell")
    : { bound: true, results: next.results, unitIndex: next.unitIndex };
}

/** The named cell or none, whichever gauge, channel or file the value came from. */
export function bindNamedCell(run: RunState | null, cell: NamedCell): Binding {
  if (run === null || run.run !== cell.run) return unbound("no-active-run");
  const results = run.results.get(cell.characteristic);
  if (results === undefined) return unbound("unknown-characteristic");
  if (results.characteristic.kind === "attribute") return unbound("gauge-not-in-plan");
  return bindCell(run, results, cell.unitIndex);
}

/** The cell itself, when it is owed and free. */
export function bindCell(
  run: RunState,
  results: CharacteristicResults,
  unitIndex: number,
): Binding {
  const ordinal = owedOrdinal(results.characteristic, unitIndex);
  if (ordinal === null || ordinal >= owedCount(results.characteristic, run.target)) {
    return unbound("not-owed");
  }
  if (results.cells.has(unitIndex)) return unbound("cell-filled");
  return { bound: true, results, unitIndex };
}

function bindSerial(
  run: RunState,
  served: readonly CharacteristicResults[],
  serial: string,
): Binding {
  const unitIndex = unitIndexOf(run.plan, serial);
  if (unitIndex === null || unitIndex > run.target || unitIndex < 1)
    return unbound("unknown-serial");
  const [results] = served;
  return results === undefined
    ? unbound("unknown-characteristic")
    : bindCell(run, results, unitIndex);
}

/** Characteristics this reading may belong to, in plan order. */
function servedBy(run: RunState, gauge: IntakeGauge, reading: Reading): CharacteristicResults[] {
  return [...run.results.values()].filter((one) => {
    const { characteristic } = one;
    if (characteristic.kind === "attribute" || !gauge.serves.includes(characteristic.gauge)) {
      return false;
    }
    return reading.file === null
      ? channelFits(characteristic, reading.channel)
      : reading.file.characteristic === (characteristic.channel ?? characteristic.id);
  });
}

function channelFits(characteristic: Characteristic, channel: string | null): boolean {
  return characteristic.channel === undefined || characteristic.channel === channel;
}

/** The first open cell among these characteristics: lowest unit first, then plan order. */
export function nextOpenCell(
  run: RunState,
  among: readonly CharacteristicResults[],
): { results: CharacteristicResults; unitIndex: number } | null {
  let best: { results: CharacteristicResults; unitIndex: number } | null = null;
  for (const results of among) {
    if (results.openFrom >= owedCount(results.characteristic, run.target)) continue;
    const unitIndex = owedUnit(results.characteristic, results.openFrom);
    if (best === null || unitIndex < best.unitIndex) best = { results, unitIndex };
  }
  return best;
}
