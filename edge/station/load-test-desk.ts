// One rig's load tests: from its samples to the records of a test and the measurement of its peak.
import type { Characteristic } from "../../config/plan/inspection-plan.ts";
import type { Reading, Sample } from "../../gauges/index.ts";
import { canonicalText, type Draft } from "../../sync/records/index.ts";
import {
  bindReading,
  convertDecimal,
  createLoadTestWatcher,
  type FinishedLoadTest,
  foldDrafts,
  type IntakeGauge,
  type IntakeSource,
  type LoadTestWatcher,
  runningRun,
  type StationState,
  takeReading,
  type UnassignedReason,
  unassigned,
} from "../intake/index.ts";
import { unitSerial } from "../runs/index.ts";
import type { Station } from "./station.ts";

/** The test under way, bound to the specimen it broke even if somebody arms another one meanwhile. */
type UnderWay = {
  readonly id: string;
  readonly run: string;
  readonly characteristic: Characteristic;
  readonly unitIndex: number;
  readonly unit: string;
};

/** A test without a specimen: its peak goes to the inbox with the reason why it had no cell. */
type Unplaced = { readonly reason: UnassignedReason; readonly characteristic: Characteristic };

type Watch = { readonly characteristic: Characteristic; readonly watcher: LoadTestWatcher };

export type LoadTestDesk = {
  feed(sample: Sample): void;
  /** Ends a test under way as interrupted: the station stops. */
  interrupt(): void;
};

export type DeskDeps = {
  readonly station: Pick<Station, "act" | "attention" | "decided">;
  readonly source: IntakeSource;
  readonly gauge: IntakeGauge;
  sha256(text: string): string;
};

export function createLoadTestDesk(deps: DeskDeps): LoadTestDesk {
  const { station, source, gauge } = deps;
  let watch: Watch | null = null;
  let underWay: UnderWay | null = null;
  let unplaced: Unplaced | null = null;

  const start = (force: Reading, watched: Characteristic) => {
    unplaced = null;
    void station.act((decided) => {
      const run = runningRun(decided);
      const binding = bindReading(run, gauge, force, station.attention.armed);
      if (run === null || !binding.bound) {
        const reason = binding.bound ? "no-active-run" : binding.reason;
        unplaced = { reason, characteristic: watched };
        return [];
      }
      const { characteristic } = binding.results;
      const { unitIndex } = binding;
      const unit = unitSerial(run.plan, unitIndex);
      underWay = { id: source.newId(), run: run.run, characteristic, unitIndex, unit };
      return [startedDraft(underWay, deps)];
    });
  };

  const finish = (finished: FinishedLoadTest, peak: Reading | null) => {
    const test = underWay;
    const lost = unplaced;
    underWay = null;
    unplaced = null;
    if (lost !== null && peak !== null) {
      const { reason, characteristic } = lost;
      const reading = peakReading(peak, finished, characteristic);
      void station.act((decided) => unassigned(decided, gauge, reading, reason, source));
    }
    if (test === null) return;
    void station.act((decided) => finishTest(decided, test, finished, peak, deps));
  };

  const interrupt = (watched: Watch | null) => {
    for (const event of watched?.watcher.interrupt() ?? []) {
      if (event.type === "finished") finish(event, null);
    }
  };

  return {
    feed: (sample) => {
      const before = watch;
      watch = watchFor(watch, station.decided, gauge);
      // Another run began under the load: what is on the rig belongs to the run before.
      if (watch !== before) interrupt(before);
      const force = forceOf(sample);
      if (watch === null || force === null) return;
      const { characteristic, watcher } = watch;
      const peak = sample.readings.find((one) => one.kind === "peak") ?? null;
      const events = watcher.feed({
        monotonicMs: sample.monotonicMs,
        force: textIn(characteristic, force),
        peak: peak === null ? null : textIn(characteristic, peak),
      });
      for (const event of events) {
        if (event.type === "started") start(force, characteristic);
        if (event.type === "finished") finish(event, peak ?? force);
      }
    },
    interrupt: () => interrupt(watch),
  };
}

/** Keeps the watcher while run and characteristic stay the same; a new one for another. */
function watchFor(watch: Watch | null, decided: StationState, gauge: IntakeGauge): Watch | null {
  const run = runningRun(decided);
  if (run === null) return watch;
  for (const { characteristic } of run.results.values()) {
    if (characteristic.loadTest === undefined || !gauge.serves.includes(characteristic.gauge)) {
      continue;
    }
    if (watch?.characteristic === characteristic) return watch;
    return { characteristic, watcher: createLoadTestWatcher(characteristic.loadTest) };
  }
  return null;
}

/** The force a test is judged by: gross where the rig gives it, net otherwise. */
function forceOf(sample: Sample): Reading | null {
  const gross = sample.readings.find((one) => one.kind === "gross");
  return gross ?? sample.readings.find((one) => one.kind !== "peak") ?? null;
}

function textIn(characteristic: Characteristic, reading: Reading): string | null {
  if (reading.text === null || reading.unit === null) return null;
  return convertDecimal(reading.text, reading.unit, characteristic.unit ?? "");
}

function startedDraft(test: UnderWay, { gauge, source }: DeskDeps): Draft {
  return {
    id: test.id,
    at: source.now(),
    kind: "load-test.started",
    v: 1,
    actor: `gauge:${gauge.id}`,
    body: {
      run: test.run,
      characteristic: test.characteristic.id,
      unit: test.unit,
      gauge: gauge.id,
      procedure: test.characteristic.loadTest?.procedure ?? "ramp-to-break",
    },
  };
}

/** The finished test, and its peak as a measurement; a load that broke nothing stays unassigned. */
function finishTest(
  decided: StationState,
  test: UnderWay,
  finished: FinishedLoadTest,
  peak: Reading | null,
  deps: DeskDeps,
): Draft[] {
  const { gauge, source } = deps;
  const id = source.newId();
  const drafts = [finishedDraft(test, finished, id, deps)];
  foldDrafts(decided, drafts);
  if (peak === null || finished.outcome === "interrupted") return drafts;
  const reading = peakReading(peak, finished, test.characteristic);
  const cell = {
    run: test.run,
    characteristic: test.characteristic.id,
    unitIndex: test.unitIndex,
  };
  return [...drafts, ...takeReading(decided, gauge, reading, source, { cell, loadTest: id })];
}

/** The peak of a test as the reading it is: the rig's frame with the value that counts. */
function peakReading(
  peak: Reading,
  finished: FinishedLoadTest,
  characteristic: Characteristic,
): Reading {
  return {
    ...peak,
    text: finished.peak,
    value: Number(finished.peak),
    unit: characteristic.unit ?? "",
    kind: "peak",
    status: "ok",
    marks: finished.outcome === "released" ? ["no-break"] : [],
  };
}

function finishedDraft(
  test: UnderWay,
  finished: FinishedLoadTest,
  id: string,
  { gauge, source, sha256 }: DeskDeps,
): Draft {
  const curve = {
    elapsedMs: [...finished.curve.elapsedMs],
    force: [...finished.curve.force],
  };
  return {
    id,
    at: source.now(),
    kind: "load-test.finished",
    v: 1,
    actor: `gauge:${gauge.id}`,
    body: {
      run: test.run,
      characteristic: test.characteristic.id,
      unit: test.unit,
      gauge: gauge.id,
      procedure: test.characteristic.loadTest?.procedure ?? "ramp-to-break",
      started: test.id,
      outcome: finished.outcome,
      uom: test.characteristic.unit ?? "",
      peak: finished.peak,
      peakSource: finished.peakSource,
      direction: finished.direction,
      bound: finished.bound,
      gaps: finished.gaps.map(({ fromMs, toMs }) => ({ fromMs, toMs })),
      durationMs: finished.durationMs,
      ratePerSecond: finished.ratePerSecond,
      holdMs: finished.holdMs,
      curve: { ...curve, sha256: sha256(canonicalText(curve)) },
    },
  };
}

/** Drafts that close tests a killed station left open: the specimen is spent, its value unknown. */
export function interruptedTests(state: StationState, source: IntakeSource): Draft[] {
  const drafts: Draft[] = [];
  for (const run of state.runs.values()) {
    for (const [id, test] of run.openTests) {
      drafts.push({
        id: source.newId(),
        at: source.now(),
        kind: "load-test.finished",
        v: 1,
        actor: "station",
        body: {
          ...test,
          started: id,
          outcome: "interrupted",
          uom: "",
          peak: null,
          peakSource: "curve",
          direction: null,
          bound: null,
          gaps: [],
          durationMs: 0,
          ratePerSecond: null,
          holdMs: null,
          curve: { elapsedMs: [], force: [], sha256: "" },
        },
      });
    }
  }
  return drafts;
}
