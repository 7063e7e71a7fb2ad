// The records of a load test: begun, under way, finished with its packed curve, and what follows for
// its cell; and the end of those that a killed station left open.
import type { Characteristic } from "../../config/plan/inspection-plan.ts";
import type { Reading } from "../../gauges/index.ts";
import { type BodyOf, canonicalText, type Draft } from "../../sync/records/index.ts";
import {
  decideDrafts,
  type IntakeGauge,
  type IntakeSource,
  interruptedLoadTest,
  isOfRate,
  type RecordedEnd,
  recordedReading,
  type StationState,
  takeReading,
} from "../intake/index.ts";
import {
  judgeLoadTest,
  type OpenTest,
  type PlainCurve,
  packCurve,
  type RunState,
  unitIndexOf,
} from "../runs/index.ts";

/** What every record of a test says of what was pulled. */
export type Specimen = {
  readonly run: string;
  readonly characteristic: string;
  readonly unit: string;
  readonly unitIndex: number;
};

/** The test under way, bound to the specimen it pulls even if somebody arms another one meanwhile. */
export type UnderWay = {
  /** Id of the record of its beginning. */
  readonly id: string;
  readonly characteristic: Characteristic;
  readonly specimen: Specimen;
};

export type DraftDeps = {
  readonly source: IntakeSource;
  readonly gauge: IntakeGauge;
  /** Who writes the records; the rig unless told. */
  readonly actor?: string;
  sha256(text: string): string;
};

export function startedDraft({ id, characteristic, specimen }: UnderWay, deps: DraftDeps): Draft {
  const procedure = procedureOf(characteristic);
  const body = { ...specimen, gauge: deps.gauge.id, procedure };
  return { ...envelope(deps), id, kind: "load-test.started", body };
}

/** The next stretch of the curve, so that a killed station leaves on record what the rig had shown. */
export function sampledDraft(
  { id, characteristic, specimen }: UnderWay,
  { elapsedMs, force }: PlainCurve,
  deps: DraftDeps,
): Draft {
  const uom = characteristic.unit ?? "";
  const body = { ...specimen, test: id, uom, elapsedMs: [...elapsedMs], force: [...force] };
  return { ...envelope(deps), kind: "load-test.sampled", body };
}

/**
 * The finished test and what follows: the measurement, nothing yet while a person must check, an
 * unassigned peak where a pull to break broke nothing, a skipped cell where the specimen is spent:
 * a hole that is seen, and the next pull is another unit's.
 */
export function finishTest(
  decided: StationState,
  test: UnderWay,
  finished: RecordedEnd,
  peak: Reading | null,
  deps: DraftDeps,
): Draft[] {
  const { gauge, source } = deps;
  const { characteristic, specimen } = test;
  const judged = judgeLoadTest(characteristic, finished, null);
  const kept = judged.due === "check" ? peak : null;
  const record = finishedDraft(test, finished, kept, deps);
  const drafts = decideDrafts(decided, [record], source);
  if (judged.due === "measurement" && peak !== null) {
    const reading = readingOf(peak, judged.value, finished, characteristic);
    const suspect = judged.marks.some(isOfRate);
    const options = { cell: specimen, loadTest: record.id, judged: { ...judged, suspect } };
    return [...drafts, ...takeReading(decided, gauge, reading, source, options)];
  }
  const results = decided.runs.get(specimen.run)?.results.get(specimen.characteristic);
  if (judged.due !== "nothing" || !finished.spent || results?.cells.has(specimen.unitIndex))
    return drafts;
  const body = { ...specimen, reason: "specimen-spent" };
  const skipped: Draft = { ...envelope(deps), kind: "unit.skipped", body };
  return [...drafts, ...decideDrafts(decided, [skipped], source)];
}

/** The value of a test as the reading it is: the rig's frame with the force that counts. */
export function readingOf(
  frame: Reading,
  text: string,
  finished: Pick<RecordedEnd, "outcome" | "reason">,
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

function envelope({ gauge, source, actor = `gauge:${gauge.id}` }: DraftDeps) {
  return { id: source.newId(), at: source.now(), v: 1 as const, actor };
}

function procedureOf({ loadTest }: Characteristic): string {
  return loadTest?.procedure ?? "ramp-to-break";
}

function finishedDraft(
  { id, characteristic, specimen }: UnderWay,
  finished: RecordedEnd,
  kept: Reading | null,
  deps: DraftDeps,
): Draft {
  const { curve, gaps, hold, knee, breakAt } = finished;
  const plain = { elapsedMs: [...curve.elapsedMs], force: [...curve.force] };
  const body: BodyOf<"load-test.finished"> = {
    ...specimen,
    gauge: deps.gauge.id,
    procedure: procedureOf(characteristic),
    started: id,
    uom: characteristic.unit ?? "",
    ...figuresOf(finished),
    gaps: gaps.map(({ fromMs, toMs }) => ({ fromMs, toMs })),
    hold: hold === null ? null : { ...hold },
    knee: knee === null ? null : { ...knee },
    breakAt: breakAt === null ? null : { ...breakAt },
    reading: kept === null ? null : recordedReading(kept),
    curve: { ...packCurve(plain), sha256: deps.sha256(canonicalText(plain)) },
  };
  return { ...envelope(deps), kind: "load-test.finished", body };
}

function figuresOf(finished: RecordedEnd) {
  const { outcome, reason, spent, bound, peak, peakSource, direction } = finished;
  const { durationMs, ratePerSecond, rateJudged, holdMs, slope } = finished;
  return {
    ...{ outcome, reason, spent, bound, peak, peakSource, direction },
    ...{ durationMs, ratePerSecond, rateJudged, holdMs, slope },
  };
}

/**
 * Closes the tests that a killed station left open, folded: interrupted, with what was on record of
 * the curve; where the specimen was to be destroyed, it is spent and its cell skipped.
 */
export function interruptedTests(
  state: StationState,
  source: IntakeSource,
  sha256: (text: string) => string,
): Draft[] {
  const drafts: Draft[] = [];
  for (const run of state.runs.values()) {
    for (const [id, open] of [...run.openTests]) {
      const test = underWayOf(run, id, open);
      const settings = test?.characteristic.loadTest;
      if (test === null || settings === undefined) continue;
      const finished = interruptedLoadTest(open, settings, test.characteristic.lsl);
      const gauge = { id: open.gauge, serves: [], calibrationDue: null };
      const deps = { source, gauge, sha256, actor: "station" };
      drafts.push(...finishTest(state, test, finished, null, deps));
    }
  }
  return drafts;
}

function underWayOf(run: RunState, id: string, open: OpenTest): UnderWay | null {
  const { characteristic } = run.results.get(open.characteristic ?? "") ?? {};
  const { unit, unitIndex = unitIndexOf(run.plan, unit ?? "") } = open;
  if (characteristic === undefined || unit === null || unitIndex === null) return null;
  const specimen = { run: run.run, characteristic: characteristic.id, unit, unitIndex };
  return { id, characteristic, specimen };
}
