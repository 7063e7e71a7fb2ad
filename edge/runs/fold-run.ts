// How the records of a run become its state: one step per record, the same live and on replay.
import type { Characteristic, InspectionPlan } from "../../config/plan/inspection-plan.ts";
import type { BodyOf } from "../../sync/records/index.ts";
import { advancePoints, isCharted, rebuildPoints } from "../charts/index.ts";
import type { Cell, CharacteristicResults, Foldable, Measurement, RunState } from "./run-state.ts";
import { owedCount, owedOrdinal, owedUnit } from "./unit-serials.ts";

/** Folds all records of one run, in order; null when they do not begin with `run.planned`. */
export function foldRun(records: Iterable<Foldable>): RunState | null {
  let state: RunState | null = null;
  for (const record of records) {
    if (record.kind === "run.planned") state = plannedRun(record);
    else if (state !== null) applyRecord(state, record);
  }
  return state;
}

/** The state of a run that was just planned. */
export function plannedRun(record: Extract<Foldable, { kind: "run.planned" }>): RunState {
  const { body } = record;
  // The plan was checked against its schema before the record was written.
  const plan = body.plan as InspectionPlan;
  return {
    run: body.run,
    brand: body.brand,
    supplier: body.supplier,
    order: body.order,
    target: body.target,
    planHash: body.planHash,
    plan,
    phase: "planned",
    plannedAt: record.at,
    startedAt: null,
    closedAt: null,
    lots: new Map(),
    results: new Map(plan.characteristic.map((one) => [one.id, emptyResults(one)])),
    findings: new Map(),
    loadTests: new Map(),
    openTests: new Map(),
    assessment: null,
    lastSeq: record.seq,
  };
}

function emptyResults(characteristic: Characteristic): CharacteristicResults {
  return {
    characteristic,
    cells: new Map(),
    voided: [],
    latest: null,
    points: [],
    nextSubgroup: 0,
    openFrom: 0,
    limits: null,
    signals: [],
  };
}

/** Folds one more record of this run into its state. Records of no concern change nothing. */
export function applyRecord(state: RunState, record: Foldable): void {
  state.lastSeq = record.seq;
  switch (record.kind) {
    case "measurement.taken":
      fillCell(state, record.body.characteristic, measurementCell(record));
      return;
    case "attribute.counted":
      fillCell(state, record.body.characteristic, {
        ...identity(record),
        ...attribute(record.body),
      });
      return;
    case "unit.skipped":
      fillCell(state, record.body.characteristic, {
        ...identity(record),
        type: "skip",
        unit: record.body.unit,
        unitIndex: record.body.unitIndex,
        reason: record.body.reason,
      });
      return;
    case "measurement.voided":
      voidMeasurement(state, record);
      return;
    case "load-test.started":
      state.openTests.set(record.id, record.body);
      return;
    case "load-test.finished":
      if (record.body.started !== null) state.openTests.delete(record.body.started);
      state.loadTests.set(record.id, { ...record.body, ...identity(record), id: record.id });
      return;
    case "limits.established": {
      const results = state.results.get(record.body.characteristic);
      if (results !== undefined) results.limits = { ...record.body, ...identity(record) };
      return;
    }
    case "signal.raised":
      state.results
        .get(record.body.characteristic)
        ?.signals.push({ ...record.body, ...identity(record), answer: null });
      return;
    case "signal.acknowledged":
      answerSignal(state, record);
      return;
    default:
      applyRunRecord(state, record);
  }
}

function applyRunRecord(state: RunState, record: Foldable): void {
  switch (record.kind) {
    case "run.started":
      state.phase = "running";
      state.startedAt = record.at;
      return;
    case "run.held":
      state.phase = "held";
      return;
    case "run.resumed":
      state.phase = "running";
      return;
    case "run.closed":
      state.phase = "closed";
      state.closedAt = record.at;
      return;
    case "run.assessed":
      state.phase = "assessed";
      state.assessment = { ...record.body, at: record.at, actor: record.actor };
      return;
    case "lot.received":
      state.lots.set(record.body.lot, { ...record.body, ...identity(record), decision: null });
      return;
    case "lot.decided": {
      const lot = state.lots.get(record.body.lot);
      if (lot !== undefined) lot.decision = { ...record.body, at: record.at, actor: record.actor };
      return;
    }
    case "finding.opened":
      state.findings.set(record.body.finding, {
        ...record.body,
        ...identity(record),
        disposed: null,
      });
      return;
    case "finding.disposed": {
      const finding = state.findings.get(record.body.finding);
      if (finding !== undefined)
        finding.disposed = { ...record.body, at: record.at, actor: record.actor };
      return;
    }
    default:
      return;
  }
}

function identity(record: Foldable): { seq: number; at: string } {
  return { seq: record.seq, at: record.at };
}

function measurementCell(record: Extract<Foldable, { kind: "measurement.taken" }>): Cell {
  const { body } = record;
  return {
    type: "measurement",
    seq: record.seq,
    id: record.id,
    at: record.at,
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

function attribute(body: BodyOf<"attribute.counted">) {
  return {
    type: "attribute" as const,
    unit: body.unit,
    unitIndex: body.unitIndex,
    inspected: body.inspected,
    nonconforming: body.nonconforming,
    defects: body.defects,
    operator: body.operator,
  };
}

function fillCell(state: RunState, characteristic: string, cell: Cell): void {
  const results = state.results.get(characteristic);
  if (results === undefined) return;
  const charted = isCharted(results, cell.unitIndex);
  results.cells.set(cell.unitIndex, cell);
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

function voidMeasurement(
  state: RunState,
  record: Extract<Foldable, { kind: "measurement.voided" }>,
): void {
  const results = state.results.get(record.body.characteristic);
  if (results === undefined) return;
  for (const cell of results.cells.values()) {
    if (cell.type !== "measurement" || cell.seq !== record.body.measurement) continue;
    const charted = isCharted(results, cell.unitIndex);
    results.cells.delete(cell.unitIndex);
    if (results.latest?.seq === cell.seq) results.latest = newestMeasurement(results);
    results.voided.push({ ...cell, voided: { seq: record.seq, reason: record.body.reason } });
    const ordinal = owedOrdinal(results.characteristic, cell.unitIndex);
    if (ordinal !== null) results.openFrom = Math.min(results.openFrom, ordinal);
    if (charted) rebuildPoints(results, state.target);
    return;
  }
}

function newestMeasurement(results: CharacteristicResults): Measurement | null {
  let newest: Measurement | null = null;
  for (const cell of results.cells.values()) {
    if (cell.type === "measurement" && cell.seq > (newest?.seq ?? 0)) newest = cell;
  }
  return newest;
}

function answerSignal(
  state: RunState,
  record: Extract<Foldable, { kind: "signal.acknowledged" }>,
): void {
  const { signal, cause, action, note } = record.body;
  for (const results of state.results.values()) {
    const at = results.signals.findIndex((one) => one.seq === signal);
    const raised = results.signals[at];
    if (raised === undefined) continue;
    results.signals[at] = {
      ...raised,
      answer: { cause, action, note, at: record.at, actor: record.actor },
    };
    return;
  }
}
