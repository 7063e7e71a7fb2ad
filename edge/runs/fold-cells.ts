// What a record does to the cells of a characteristic: fills one, or opens it again and keeps what stood there.

import { type BodyOf, isAt, namedPlace, type RecordPlace } from "../../sync/records/index.ts";
import { advancePoints, isCharted, rebuildPoints } from "../charts/index.ts";
import { compareOrder } from "./record-order.ts";
import type { Cell, CharacteristicResults, Foldable, RunState } from "./run-state.ts";
import { owedCount, owedOrdinal, owedUnit } from "./unit-serials.ts";

/** Where and when a record stands, as what is folded from it keeps it. */
export function identity(record: Foldable): { epoch: string; seq: number; at: string } {
  return { epoch: record.epoch, seq: record.seq, at: record.at };
}

export function measurementCell(record: Extract<Foldable, { kind: "measurement.taken" }>): Cell {
  const { body } = record;
  return {
    type: "measurement",
    ...identity(record),
    id: record.id,
    unit: body.unit,
    unitIndex: body.unitIndex,
    text: body.value,
    value: Number(body.value),
    verdict: body.verdict,
    validity: body.validity,
    marks: body.marks,
    operator: body.operator,
    lot: body.lot,
    gauge: body.reading.gauge,
    model: body.reading.model.id,
    calibrationDue: body.calibrationDue,
    entry: body.reading.entry,
    loadTest: body.loadTest,
  };
}

export function attributeCell(record: Extract<Foldable, { kind: "attribute.counted" }>): Cell {
  const { unit, unitIndex, inspected, nonconforming, defects, operator } = record.body;
  return {
    type: "attribute",
    ...identity(record),
    ...{ unit, unitIndex, inspected, nonconforming, defects, operator },
  };
}

export function skippedCell(record: Extract<Foldable, { kind: "unit.skipped" }>): Cell {
  const { unit, unitIndex, reason } = record.body;
  return { type: "skip", ...identity(record), unit, unitIndex, reason };
}

export function fillCell(state: RunState, characteristic: string, cell: Cell): void {
  const results = state.results.get(characteristic);
  if (results === undefined) return;
  const charted = isCharted(results, cell.unitIndex);
  results.cells.set(cell.unitIndex, cell);
  results.newest = cell;
  if (cell.type === "measurement") results.latest = cell;
  moveOpenFrom(results, state.target);
  if (charted) rebuildPoints(results, state.target);
  else advancePoints(results, state.target);
}

function moveOpenFrom(results: CharacteristicResults, target: number): void {
  const owed = owedCount(results.characteristic, target);
  while (
    results.openFrom < owed &&
    results.cells.has(owedUnit(results.characteristic, results.openFrom))
  ) {
    results.openFrom += 1;
  }
}

/** Takes out the measurement that the record names; its cell is open again. */
export function voidMeasurement(
  state: RunState,
  record: Extract<Foldable, { kind: "measurement.voided" }>,
): void {
  const { body } = record;
  const found = takeOut(state, body, namedPlace(record, body.measurement, body.epoch));
  if (found?.cell.type !== "measurement") return;
  found.results.voided.push({
    ...found.cell,
    voided: { ...identity(record), actor: record.actor, reason: body.reason },
  });
}

/** Takes out the skip or judgement that the record names; its cell is open again. */
export function reopenCell(
  state: RunState,
  record: Extract<Foldable, { kind: "cell.reopened" }>,
): void {
  const { body } = record;
  const found = takeOut(state, body, namedPlace(record, body.cell, body.epoch));
  if (found === null || found.cell.type === "measurement") return;
  found.results.reopened.push({
    ...found.cell,
    reopened: { ...identity(record), actor: record.actor, reason: body.reason },
  });
}

function takeOut(
  state: RunState,
  { characteristic }: Pick<BodyOf<"measurement.voided">, "characteristic">,
  place: RecordPlace,
): { results: CharacteristicResults; cell: Cell } | null {
  const results = state.results.get(characteristic);
  const cell = [...(results?.cells.values() ?? [])].find((one) => isAt(one, place));
  if (results === undefined || cell === undefined) return null;
  const charted = isCharted(results, cell.unitIndex);
  results.cells.delete(cell.unitIndex);
  const left = [...results.cells.values()];
  if (results.newest === cell) results.newest = newestOf(state, left);
  if (results.latest === cell)
    results.latest = newestOf(
      state,
      left.filter((one) => one.type === "measurement"),
    );
  const ordinal = owedOrdinal(results.characteristic, cell.unitIndex);
  if (ordinal !== null) results.openFrom = Math.min(results.openFrom, ordinal);
  if (charted) rebuildPoints(results, state.target);
  return { results, cell };
}

function newestOf<Some extends Cell>({ epochs }: RunState, cells: readonly Some[]): Some | null {
  return cells.reduce<Some | null>(
    (newest, one) => (newest === null || compareOrder(epochs, one, newest) > 0 ? one : newest),
    null,
  );
}
