// The records of a load test: begun, finished with its packed curve, and what follows for its cell.
import type { Characteristic } from "../../config/plan/inspection-plan.ts";
import type { Reading } from "../../gauges/index.ts";
import { canonicalText, type Draft } from "../../sync/records/index.ts";
import {
  type FinishedLoadTest,
  foldDrafts,
  type IntakeGauge,
  type IntakeSource,
  isOfRate,
  recordedReading,
  type StationState,
  takeReading,
} from "../intake/index.ts";
import { judgeLoadTest, packCurve } from "../runs/index.ts";

/** The test under way, bound to the specimen it pulls even if somebody arms another one meanwhile. */
export type UnderWay = {
  readonly id: string;
  readonly run: string;
  readonly characteristic: Characteristic;
  readonly unitIndex: number;
  readonly unit: string;
};

export type DraftDeps = {
  readonly source: IntakeSource;
  readonly gauge: IntakeGauge;
  sha256(text: string): string;
};

export function startedDraft(test: UnderWay, { gauge, source }: DraftDeps): Draft {
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

/**
 * The finished test and what follows: the measurement, nothing yet while a person must check, an
 * unassigned peak where a pull to break broke nothing, a skipped cell where the specimen is spent.
 */
export function finishTest(
  decided: StationState,
  test: UnderWay,
  finished: FinishedLoadTest,
  peak: Reading | null,
  deps: DraftDeps,
): Draft[] {
  const { gauge, source } = deps;
  const { characteristic } = test;
  const id = source.newId();
  const judged = judgeLoadTest(characteristic, finished, null);
  const kept = judged.due === "check" ? peak : null;
  const drafts = [finishedDraft(test, finished, kept, id, deps)];
  foldDrafts(decided, drafts);
  if (judged.due === "measurement" && peak !== null) {
    const reading = readingOf(peak, judged.value, finished, characteristic);
    const cell = { run: test.run, characteristic: characteristic.id, unitIndex: test.unitIndex };
    const suspect = judged.marks.some(isOfRate);
    const options = { cell, loadTest: id, judged: { ...judged, suspect } };
    return [...drafts, ...takeReading(decided, gauge, reading, source, options)];
  }
  if (judged.due === "nothing" && finished.spent) {
    const skipped = skippedDraft(test, deps);
    foldDrafts(decided, [skipped]);
    drafts.push(skipped);
  }
  return drafts;
}

/** The value of a test as the reading it is: the rig's frame with the force that counts. */
export function readingOf(
  frame: Reading,
  text: string,
  finished: Pick<FinishedLoadTest, "outcome" | "reason">,
  characteristic: Characteristic,
): Reading {
  return {
    ...frame,
    text,
    value: Number(text),
    unit: characteristic.unit ?? "",
    kind: "peak",
    status: "ok",
    marks: finished.reason === "no-break" ? ["no-break"] : [],
  };
}

/** A spent specimen without a value leaves a hole that is seen: the next pull is another unit's. */
function skippedDraft(test: UnderWay, { gauge, source }: DraftDeps): Draft {
  return {
    id: source.newId(),
    at: source.now(),
    kind: "unit.skipped",
    v: 1,
    actor: `gauge:${gauge.id}`,
    body: {
      run: test.run,
      characteristic: test.characteristic.id,
      unit: test.unit,
      unitIndex: test.unitIndex,
      reason: "specimen-spent",
    },
  };
}

function finishedDraft(
  test: UnderWay,
  finished: FinishedLoadTest,
  kept: Reading | null,
  id: string,
  { gauge, source, sha256 }: DraftDeps,
): Draft {
  const { curve, gaps, hold, knee, breakAt } = finished;
  const plain = { elapsedMs: [...curve.elapsedMs], force: [...curve.force] };
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
      unitIndex: test.unitIndex,
      gauge: gauge.id,
      procedure: test.characteristic.loadTest?.procedure ?? "ramp-to-break",
      started: test.id,
      uom: test.characteristic.unit ?? "",
      ...figuresOf(finished),
      gaps: gaps.map(({ fromMs, toMs }) => ({ fromMs, toMs })),
      hold: hold === null ? null : { ...hold },
      knee: knee === null ? null : { ...knee },
      breakAt: breakAt === null ? null : { ...breakAt },
      reading: kept === null ? null : recordedReading(kept),
      curve: { ...packCurve(plain), sha256: sha256(canonicalText(plain)) },
    },
  };
}

function figuresOf(finished: FinishedLoadTest) {
  const { outcome, reason, spent, bound, peak, peakSource, direction } = finished;
  const { durationMs, ratePerSecond, rateJudged, holdMs, slope } = finished;
  return {
    ...{ outcome, reason, spent, bound, peak, peakSource, direction },
    ...{ durationMs, ratePerSecond, rateJudged, holdMs, slope },
  };
}

/** Drafts that close tests a killed station left open: the load is unknown, the specimen spent. */
export function interruptedTests(
  state: StationState,
  source: IntakeSource,
  sha256: (text: string) => string,
): Draft[] {
  const drafts: Draft[] = [];
  const curve = { elapsedMs: [], force: [] };
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
          reason: "station-stopped",
          spent: true,
          uom: "",
          peak: null,
          peakSource: "curve",
          direction: null,
          bound: null,
          gaps: [],
          durationMs: 0,
          ratePerSecond: null,
          holdMs: null,
          curve: { ...curve, sha256: sha256(canonicalText(curve)) },
        },
      });
    }
  }
  return drafts;
}
