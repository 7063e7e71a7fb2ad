// How the records of a run become its state: one step per record, the same live and on replay.
import type { Characteristic, InspectionPlan } from "../../config/plan/inspection-plan.ts";
import {
  attributeCell,
  fillCell,
  identity,
  measurementCell,
  reopenCell,
  skippedCell,
  voidMeasurement,
} from "./fold-cells.ts";
import { applyChartRecord } from "./fold-chart.ts";
import type { CharacteristicResults, Foldable, RunState } from "./run-state.ts";

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
    epochs: [record.epoch],
  };
}

function emptyResults(characteristic: Characteristic): CharacteristicResults {
  return {
    characteristic,
    cells: new Map(),
    voided: [],
    reopened: [],
    latest: null,
    newest: null,
    points: [],
    nextSubgroup: 0,
    openFrom: 0,
    limits: null,
    stages: [{ first: 0, begun: null, limits: null, earlier: [] }],
    exclusions: [],
    notes: [],
    signals: [],
  };
}

/** Folds one more record of this run into its state. Records of no concern change nothing. */
export function applyRecord(state: RunState, record: Foldable): void {
  if (state.epochs.at(-1) !== record.epoch) state.epochs.push(record.epoch);
  switch (record.kind) {
    case "measurement.taken":
      fillCell(state, record.body.characteristic, measurementCell(record));
      return;
    case "attribute.counted":
      fillCell(state, record.body.characteristic, attributeCell(record));
      return;
    case "unit.skipped":
      fillCell(state, record.body.characteristic, skippedCell(record));
      return;
    case "measurement.voided":
      voidMeasurement(state, record);
      return;
    case "cell.reopened":
      reopenCell(state, record);
      return;
    case "load-test.started":
      state.openTests.set(record.id, { ...record.body, elapsedMs: [], force: [] });
      return;
    case "load-test.sampled": {
      const test = state.openTests.get(record.body.test);
      test?.elapsedMs.push(...record.body.elapsedMs);
      test?.force.push(...record.body.force);
      return;
    }
    case "load-test.finished":
      if (record.body.started !== null) state.openTests.delete(record.body.started);
      state.loadTests.set(record.id, {
        ...record.body,
        ...identity(record),
        id: record.id,
        check: null,
      });
      return;
    case "load-test.checked": {
      const test = state.loadTests.get(record.body.test);
      const { function: found, note } = record.body;
      if (test !== undefined) {
        test.check = { function: found, note, at: record.at, actor: record.actor };
      }
      return;
    }
    default:
      if (!applyChartRecord(state, record)) applyRunRecord(state, record);
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
      state.lots.set(record.body.lot, {
        ...record.body,
        ...identity(record),
        decision: null,
        earlier: [],
      });
      return;
    case "lot.decided":
      decideLot(state, record);
      return;
    case "finding.opened":
      state.findings.set(record.body.finding, {
        ...record.body,
        ...identity(record),
        disposed: null,
        earlier: [],
      });
      return;
    case "finding.disposed":
      disposeFinding(state, record);
      return;
    default:
      return;
  }
}

function decideLot(state: RunState, record: Extract<Foldable, { kind: "lot.decided" }>): void {
  const lot = state.lots.get(record.body.lot);
  if (lot === undefined) return;
  if (lot.decision !== null) lot.earlier.push(lot.decision);
  lot.decision = { ...record.body, ...identity(record), actor: record.actor };
}

function disposeFinding(
  state: RunState,
  record: Extract<Foldable, { kind: "finding.disposed" }>,
): void {
  const finding = state.findings.get(record.body.finding);
  if (finding === undefined) return;
  if (finding.disposed !== null) finding.earlier.push(finding.disposed);
  finding.disposed = { ...record.body, ...identity(record), actor: record.actor };
}
