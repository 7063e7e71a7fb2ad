// What the operator is shown as the last stored result, read from committed records only.

import type { QualityRecord } from "../../../sync/records/index.ts";
import type { MeasurementView, SignalView } from "../../http/views.ts";

export type Result =
  | {
      readonly kind: "measurement";
      readonly seq: number;
      readonly at: string;
      readonly characteristic: string;
      readonly unit: string;
      readonly unitIndex: number;
      readonly text: string;
      readonly verdict: "ok" | "low" | "high";
      readonly validity: string;
      readonly marks: readonly string[];
      readonly entry: string;
    }
  | {
      readonly kind: "attribute";
      readonly seq: number;
      readonly at: string;
      readonly characteristic: string;
      readonly unit: string;
      readonly unitIndex: number;
      readonly bad: boolean;
    };

export type Shift = Pick<SignalView, "seq" | "rule" | "side" | "chart" | "points">;
export type Shifts = Readonly<Record<string, Shift>>;

/** The result a record brings, or null when it brings none. */
export function resultOf(record: QualityRecord): Result | null {
  const { seq, at } = record;
  if (record.kind === "measurement.taken") {
    const { characteristic, unit, unitIndex, value, verdict, validity, marks, reading } =
      record.body;
    const place = { seq, at, characteristic, unit, unitIndex };
    return {
      ...{ kind: "measurement", ...place },
      ...{ text: value, verdict, validity, marks, entry: reading.entry },
    };
  }
  if (record.kind === "attribute.counted") {
    const { characteristic, unit, unitIndex, nonconforming } = record.body;
    const place = { seq, at, characteristic, unit, unitIndex };
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
    return { ...shifts, [characteristic]: { seq: record.seq, rule, side, chart, points } };
  }
  if (record.kind === "signal.acknowledged") {
    const answered = record.body.signal;
    return Object.fromEntries(Object.entries(shifts).filter(([, one]) => one.seq !== answered));
  }
  return shifts;
}

export type VerdictWord = "ok" | "shifted" | "suspect" | "high" | "low" | "bad";

/** Outside the limits comes first; in spec but with an open signal is never plain OK. */
export function verdictWord(result: Result, signalOpen: boolean): VerdictWord {
  if (result.kind === "attribute") return result.bad ? "bad" : signalOpen ? "shifted" : "ok";
  if (result.verdict !== "ok") return result.verdict;
  if (signalOpen) return "shifted";
  return result.validity === "suspect" ? "suspect" : "ok";
}
