// What the operator is shown as the last stored result, read from committed records only.

import type { QualityRecord, RecordPlace } from "../../../sync/records/index.ts";
import type { MeasurementView, SignalView } from "../../http/views.ts";

export type Result =
  | (RecordPlace & {
      readonly kind: "measurement";
      readonly at: string;
      readonly characteristic: string;
      readonly unit: string;
      readonly unitIndex: number;
      readonly text: string;
      readonly verdict: "ok" | "low" | "high";
      readonly validity: string;
      readonly marks: readonly string[];
      readonly entry: string;
    })
  | (RecordPlace & {
      readonly kind: "attribute";
      readonly at: string;
      readonly characteristic: string;
      readonly unit: string;
      readonly unitIndex: number;
      readonly bad: boolean;
    });

export type Shift = Pick<SignalView, "epoch" | "seq" | "rule" | "side" | "chart" | "points">;
export type Shifts = Readonly<Record<string, Shift>>;

/** The result a record brings, or null when it brings none. */
export function resultOf(record: QualityRecord): Result | null {
  const { epoch, seq, at } = record;
  if (record.kind === "measurement.taken") {
    const { characteristic, unit, unitIndex, value, verdict, validity, marks, reading } =
      record.body;
    const place = { epoch, seq, at, characteristic, unit, unitIndex };
    return {
      ...{ kind: "measurement", ...place },
      ...{ text: value, verdict, validity, marks, entry: reading.entry },
    };
  }
  if (record.kind === "attribute.counted") {
    const { characteristic, unit, unitIndex, nonconforming } = record.body;
    const place = { epoch, seq, at, characteristic, unit, unitIndex };
    return { kind: "attribute", ...place, bad: nonconforming > 0 };
  }
  return null;
}

export function resultOfView(view: MeasurementView): Result {
  return { kind: "measurement", ...view };
}

/** Signals not answered yet, the latest of each characteristic. */
export function applyShift(shifts: Shifts, record: QualityRecord): Shifts {
  if (record.kind === "signal.raised") {
    const { characteristic, rule, side, chart, points } = record.body;
    const { epoch, seq } = record;
    return { ...shifts, [characteristic]: { epoch, seq, rule, side, chart, points } };
  }
  if (record.kind === "signal.acknowledged" || record.kind === "signal.withdrawn") {
    const gone = namedIn(record, record.body.signal);
    return Object.fromEntries(Object.entries(shifts).filter(([, one]) => !isSame(one, gone)));
  }
  return shifts;
}

/** The record a body names by its seq: of its own epoch, unless the body says which one. */
export function namedIn(
  record: { readonly epoch: string; readonly body: { readonly epoch?: string } },
  seq: number,
): RecordPlace {
  return { epoch: record.body.epoch ?? record.epoch, seq };
}

export function isSame(one: RecordPlace, other: RecordPlace): boolean {
  return one.seq === other.seq && one.epoch === other.epoch;
}

/** A result that can be taken back: the newest of the run, or one whose cell was tapped. */
export type Undoable = RecordPlace & {
  readonly run: string;
  readonly type: "measurement" | "attribute" | "skip";
  readonly at: string;
  readonly characteristic: string;
  readonly unit: string;
  readonly unitIndex: number;
  /** The value; null where none was measured. */
  readonly text: string | null;
};

/** What a record brings that can be taken back, or null when it brings nothing of the kind. */
export function undoableOf(record: QualityRecord): Undoable | null {
  const { epoch, seq, at } = record;
  switch (record.kind) {
    case "measurement.taken": {
      const { run, characteristic, unit, unitIndex, value } = record.body;
      const place = { run, epoch, seq, at, characteristic, unit, unitIndex };
      return { type: "measurement", ...place, text: value };
    }
    case "attribute.counted":
    case "unit.skipped": {
      const { run, characteristic, unit, unitIndex } = record.body;
      const type = record.kind === "unit.skipped" ? "skip" : "attribute";
      return { type, run, epoch, seq, at, characteristic, unit, unitIndex, text: null };
    }
    default:
      return null;
  }
}

/** The place of the result that a record takes back, or null when it takes none back. */
export function takenBack(record: QualityRecord): RecordPlace | null {
  if (record.kind === "measurement.voided") return namedIn(record, record.body.measurement);
  return record.kind === "cell.reopened" ? namedIn(record, record.body.cell) : null;
}

export type VerdictWord = "ok" | "shifted" | "suspect" | "high" | "low" | "bad";

/** Outside the limits comes first; in spec but with an open signal is never plain OK. */
export function verdictWord(result: Result, signalOpen: boolean): VerdictWord {
  if (result.kind === "attribute") return result.bad ? "bad" : signalOpen ? "shifted" : "ok";
  if (result.verdict !== "ok") return result.verdict;
  if (signalOpen) return "shifted";
  return result.validity === "suspect" ? "suspect" : "ok";
}
