// A small run for tests of the pure rooms: a plan, a station state, readings, ids that count up.
import type { InspectionPlan } from "../../config/plan/inspection-plan.ts";
import {
  applyStationRecord,
  emptyStation,
  foldDrafts,
  type IntakeGauge,
  type IntakeSource,
  type StationState,
} from "../../edge/intake/index.ts";
import type { Foldable } from "../../edge/runs/index.ts";
import type { Reading } from "../../gauges/index.ts";
import type { Draft } from "../../sync/records/index.ts";

const characteristic = {
  kind: "variable",
  unit: "mm",
  decimals: 3,
  class: "critical",
  function: "fit",
  chart: "xbar-r",
  subgroup: 5,
  trialSubgroups: 4,
  every: 1,
  keyed: true,
} as const;

export const plan: InspectionPlan = {
  part: { number: "CB-1", revision: "A", name: { en: "Carabiner" } },
  serials: "U{0000}",
  exit: { cpk: 1.33, maxOpenCritical: 0 },
  characteristic: [
    {
      ...characteristic,
      id: "C1",
      balloon: "1",
      name: { en: "Rod diameter" },
      nominal: 10,
      lsl: 9.9,
      usl: 10.1,
      gauge: "caliper",
    },
    {
      ...characteristic,
      id: "C2",
      balloon: "2",
      name: { en: "Opening" },
      nominal: 24,
      lsl: 23.5,
      usl: 24.5,
      gauge: "micrometer",
      keyed: false,
    },
    {
      ...characteristic,
      id: "C3",
      balloon: "3",
      name: { en: "Strength" },
      kind: "load-test",
      unit: "kN",
      lsl: 20,
      gauge: "rig",
      chart: "i-mr",
      subgroup: 1,
      every: 10,
      loadTest: { procedure: "ramp-to-break", startAt: 1, breakDrop: 0.5, maxSeconds: 60 },
    },
    {
      ...characteristic,
      id: "C4",
      balloon: "4",
      name: { en: "Gate" },
      kind: "attribute",
      chart: "none",
      gauge: "eye",
    },
  ],
};

/** The epoch that all records of this small run stand in. */
export const EPOCH = "00000000-0000-7000-8000-00000000ffff";

export const caliper: IntakeGauge = { id: "cal-1", serves: ["caliper"], calibrationDue: null };
export const micrometer: IntakeGauge = {
  id: "mic-1",
  serves: ["micrometer"],
  calibrationDue: null,
};

export function countingSource(): IntakeSource {
  let count = 0;
  return {
    newId: () => {
      count += 1;
      return `00000000-0000-7000-8000-${String(count).padStart(12, "0")}`;
    },
    now: () => "2026-01-05T08:00:00.000Z",
  };
}

export function readingOf(text: string, more: Partial<Reading> = {}): Reading {
  return {
    gauge: "cal-1",
    channel: null,
    text,
    value: Number(text),
    unit: "mm",
    status: "ok",
    kind: null,
    entry: "gauge",
    raw: new Uint8Array([1, 2, 3]),
    model: { id: "test", hash: "0".repeat(64) },
    port: "test",
    receivedAt: "2026-01-05T08:00:00.000Z",
    monotonicMs: 1,
    marks: [],
    file: null,
    ...more,
  };
}

/** Drafts that plan and start a run of the plan. */
export function startingDrafts(target: number, source: IntakeSource): Draft[] {
  const common = { at: source.now(), v: 1, actor: "operator:1" };
  return [
    {
      ...common,
      id: source.newId(),
      kind: "run.planned",
      body: {
        run: "R1",
        brand: "Brand",
        supplier: "Supplier",
        order: null,
        target,
        planHash: "0".repeat(64),
        plan: { ...plan },
      },
    },
    { ...common, id: source.newId(), kind: "run.started", body: { run: "R1", reason: null } },
  ];
}

export function runningStation(target = 50): {
  state: StationState;
  source: IntakeSource;
  log: Foldable[];
} {
  const source = countingSource();
  const state = emptyStation({ epoch: EPOCH, seq: 1 });
  const log: Foldable[] = [];
  const drafts = startingDrafts(target, source);
  log.push(...foldableOf(drafts, state.expectedSeq));
  foldDrafts(state, drafts);
  return { state, source, log };
}

/** The drafts as records with the seq they get. */
export function foldableOf(drafts: readonly Draft[], firstSeq: number): Foldable[] {
  return drafts.map((draft, at) => ({ ...draft, epoch: EPOCH, seq: firstSeq + at }) as Foldable);
}

/** The state that replaying the log from nothing gives. */
export function replayed(log: readonly Foldable[]): StationState {
  const state = emptyStation({ epoch: EPOCH, seq: 1 });
  for (const record of log) applyStationRecord(state, record);
  return state;
}
