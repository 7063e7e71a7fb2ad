// When a pull becomes records: its beginning for its specimen, its curve as it grows, its end with
// what follows.
import type { Reading } from "../../gauges/index.ts";
import { SAMPLED_POINTS_MAX } from "../../sync/records/index.ts";
import {
  type FinishedLoadTest,
  type LoadTestCell,
  type LoadTestEvent,
  runningRun,
  unassigned,
} from "../intake/index.ts";
import { type PlainCurve, unitSerial } from "../runs/index.ts";
import {
  type DraftDeps,
  finishTest,
  readingOf,
  sampledDraft,
  startedDraft,
  type UnderWay,
} from "./load-test-drafts.ts";
import type { Station } from "./station.ts";

/** A killed station loses no more than this of the curve that was shown. */
const SAVE_MS = 1000;

export type Keeper = {
  /** Takes what the watcher said of one sample; `frame` is what the rig sent last. */
  keep(cell: LoadTestCell, events: readonly LoadTestEvent[], frame: Reading | null): void;
};

export function createKeeper(deps: DraftDeps & { readonly station: Pick<Station, "act"> }): Keeper {
  const { station, source, gauge } = deps;
  let underWay: UnderWay | null = null;
  let unsaved: PlainCurve = { elapsedMs: [], force: [] };
  let savedMs = 0;

  const start = ({ characteristic, unitIndex }: LoadTestCell, curve: PlainCurve): void => {
    void station.act((decided) => {
      const run = runningRun(decided);
      if (run === null || unitIndex === null) return [];
      const unit = unitSerial(run.plan, unitIndex);
      const specimen = { run: run.run, characteristic: characteristic.id, unit, unitIndex };
      const test = { id: source.newId(), characteristic, specimen };
      underWay = test;
      unsaved = { elapsedMs: [], force: [] };
      savedMs = curve.elapsedMs.at(-1) ?? 0;
      return [startedDraft(test, deps), sampledDraft(test, curve, deps)];
    });
  };

  const grow = (test: UnderWay, { elapsedMs, force }: PlainCurve): void => {
    unsaved.elapsedMs.push(...elapsedMs);
    unsaved.force.push(...force);
    const newest = unsaved.elapsedMs.at(-1) ?? 0;
    if (newest - savedMs < SAVE_MS && unsaved.force.length < SAMPLED_POINTS_MAX) return;
    const curve = unsaved;
    unsaved = { elapsedMs: [], force: [] };
    savedMs = newest;
    void station.act(() => [sampledDraft(test, curve, deps)]);
  };

  const finish = (cell: LoadTestCell, finished: FinishedLoadTest, frame: Reading | null): void => {
    const test = underWay;
    underWay = null;
    const { reason, characteristic } = cell;
    if (reason !== null && frame !== null) {
      const reading = readingOf(frame, finished.peak, finished, characteristic);
      void station.act((decided) => unassigned(decided, gauge, reading, reason, source));
    }
    if (test === null) return;
    void station.act((decided) => finishTest(decided, test, finished, frame, deps));
  };

  return {
    keep(cell, events, frame) {
      const samples = events.filter((event) => event.type === "sample");
      const curve = {
        elapsedMs: samples.map(({ elapsedMs }) => elapsedMs),
        force: samples.map(({ force }) => force),
      };
      const end = events.find((event) => event.type === "finished");
      if (events.some(({ type }) => type === "started")) start(cell, curve);
      // A finished test has its whole curve with it.
      else if (underWay !== null && end === undefined) grow(underWay, curve);
      if (end !== undefined) finish(cell, end, frame);
    },
  };
}
