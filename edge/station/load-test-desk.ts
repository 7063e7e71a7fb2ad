// One rig's load tests: which specimen its samples belong to, and when they become records.
import type { Characteristic } from "../../config/plan/inspection-plan.ts";
import type { Reading, Sample } from "../../gauges/index.ts";
import {
  bindLoadTest,
  convertDecimal,
  createLoadTestWatcher,
  type ForceSample,
  type InterruptReason,
  type LoadTestCell,
  type LoadTestPhase,
  type LoadTestProgress,
  type LoadTestWatcher,
  runningRun,
  unassigned,
} from "../intake/index.ts";
import { unitSerial } from "../runs/index.ts";
import type { DraftDeps } from "./load-test-drafts.ts";
import { createKeeper } from "./load-test-keeper.ts";
import type { Station } from "./station.ts";

type Watch = {
  readonly run: string;
  readonly cell: LoadTestCell;
  readonly watcher: LoadTestWatcher;
};

/** What the screens show of the rig: the specimen and its phase; null without a load test. */
export type LoadTestNow = LoadTestProgress & {
  readonly characteristic: string;
  readonly unitIndex: number | null;
  /** Serial of the specimen; null where the pull has no cell. */
  readonly unit: string | null;
  readonly gate: string | null;
  /** Force to hold, or to bear; null where the plan names none. */
  readonly force: number | null;
  /** Unit of the forces. */
  readonly uom: string;
};

export type LoadTestDesk = {
  feed(sample: Sample): void;
  /** Ends a test under way; false when there is none. */
  interrupt(reason: InterruptReason): boolean;
  /** A person gives up the test under way; false when there is none. */
  abort(): boolean;
  /** The rig does not answer: a test that is not seen again soon ends as interrupted. */
  away(): void;
  now(): LoadTestNow | null;
};

export type DeskDeps = DraftDeps & {
  readonly station: Pick<Station, "act" | "attention" | "decided">;
  /** Calls back after so many milliseconds, unless what it returns was called before. */
  after(ms: number, act: () => void): () => void;
  /** The phase of a test changed. */
  onPhase?(): void;
};

/** A rig that stays away this long in mid-pull is not waited for: its load is not known any more. */
const AWAY_MS = 5000;

export function createLoadTestDesk(deps: DeskDeps): LoadTestDesk {
  const { station } = deps;
  const keeper = createKeeper(deps);
  const tellUnit = createUnitTeller(deps);
  let watch: Watch | null = null;
  let stopWaiting: (() => void) | null = null;
  let last: Polled | null = null;

  const tellPhase = createPhaseTeller(() => watch?.watcher.phase ?? "idle", deps);

  const interrupt = (ended: Watch | null, reason: InterruptReason): boolean => {
    const events = ended?.watcher.interrupt(reason) ?? [];
    if (ended !== null) keeper.keep(ended.cell, events, last?.peak ?? last?.force ?? null);
    tellPhase();
    return events.length > 0;
  };

  const followed = (): Watch | null => {
    const before = watch;
    watch = nextWatch(watch, last, deps);
    // Another run began under the load: what is on the rig belongs to the run before.
    if (before !== null && watch?.watcher !== before.watcher) interrupt(before, "run-ended");
    return watch;
  };

  return {
    feed: (sample) => {
      stopWaiting?.();
      stopWaiting = null;
      const now = followed();
      const polled = polledOf(sample);
      if (polled === null) return;
      last = polled;
      if (now === null) return;
      tellUnit(now.cell.characteristic, polled.force);
      const events = now.watcher.feed(forceSample(polled, now.cell.characteristic));
      // Whose load was on the rig before anybody looked can't be told: it is no specimen's.
      const unseen = events.some((event) => event.type === "started" && !event.seen);
      const cell: LoadTestCell = unseen
        ? { ...now.cell, unitIndex: null, reason: "begin-not-seen" }
        : now.cell;
      watch = { ...now, cell };
      keeper.keep(cell, events, polled.peak ?? polled.force);
      tellPhase();
    },
    interrupt: (reason) => interrupt(watch, reason),
    abort: () => {
      const aborted = watch?.watcher.abort() ?? false;
      tellPhase();
      return aborted;
    },
    away: () => {
      stopWaiting ??= deps.after(AWAY_MS, () => {
        stopWaiting = null;
        interrupt(watch, "rig-away");
      });
    },
    now: () => (watch === null ? null : nowOf(watch, station)),
  };
}

function nowOf({ cell, watcher }: Watch, station: DeskDeps["station"]): LoadTestNow {
  const { characteristic, unitIndex } = cell;
  const { loadTest, lsl } = characteristic;
  const force = loadTest?.hold?.force ?? lsl ?? null;
  const gate = loadTest?.gate ?? null;
  const run = runningRun(station.decided);
  const unit = run === null || unitIndex === null ? null : unitSerial(run.plan, unitIndex);
  const uom = characteristic.unit ?? "";
  const progress = watcher.progress();
  return { ...progress, characteristic: characteristic.id, unitIndex, unit, gate, force, uom };
}

/** Says once that a rig speaks in a unit in which its forces cannot be compared with the plan's. */
function createUnitTeller({ station, gauge, source }: DeskDeps) {
  let told = false;
  return (characteristic: Characteristic, reading: Reading): void => {
    if (reading.text === null) return;
    const strange = textIn(characteristic, reading) === null;
    if (strange && !told) {
      const reason = reading.unit === null ? "unit-unknown" : "unit-mismatch";
      void station.act((decided) => unassigned(decided, gauge, reading, reason, source));
    }
    told = strange;
  };
}

/** Calls `onPhase` when the phase is another one than at the last call. */
function createPhaseTeller(phaseNow: () => LoadTestPhase, { onPhase }: DeskDeps): () => void {
  let phase: LoadTestPhase = "idle";
  return () => {
    const next = phaseNow();
    if (next === phase) return;
    phase = next;
    onPhase?.();
  };
}

/**
 * The watcher goes by the settings of the specimen that is next on this rig. While a test is under
 * way, and until the rig is unloaded, specimen and settings stay what they are.
 */
function nextWatch(
  watch: Watch | null,
  last: Polled | null,
  { station, gauge }: DeskDeps,
): Watch | null {
  const run = runningRun(station.decided);
  if (run === null) {
    if (watch === null || watch.watcher.phase !== "idle") return watch;
    return { ...watch, cell: { ...watch.cell, unitIndex: null, reason: "no-active-run" } };
  }
  if (watch?.run === run.run && watch.watcher.phase !== "idle") return watch;
  const cell = bindLoadTest(run, gauge, station.attention.armed);
  if (cell === null) return null;
  const { loadTest, lsl } = cell.characteristic;
  if (loadTest === undefined) return null;
  if (watch?.run === run.run && watch.cell.characteristic === cell.characteristic) {
    return { ...watch, cell };
  }
  const before = last === null ? null : forceSample(last, cell.characteristic);
  const watcher = createLoadTestWatcher(loadTest, undefined, lsl, before);
  return { run: run.run, cell, watcher };
}

/** One poll of the rig: the force a test is judged by, gross where the rig gives it, and its peak. */
type Polled = {
  readonly monotonicMs: number;
  readonly force: Reading;
  readonly peak: Reading | null;
};

function polledOf({ monotonicMs, readings }: Sample): Polled | null {
  const gross = readings.find((one) => one.kind === "gross");
  const force = gross ?? readings.find((one) => one.kind !== "peak");
  if (force === undefined) return null;
  return { monotonicMs, force, peak: readings.find((one) => one.kind === "peak") ?? null };
}

function forceSample(
  { monotonicMs, force, peak }: Polled,
  characteristic: Characteristic,
): ForceSample {
  return {
    monotonicMs,
    force: textIn(characteristic, force),
    peak: peak === null ? null : textIn(characteristic, peak),
    overRange: force.status === "over-range",
  };
}

function textIn(characteristic: Characteristic, reading: Reading): string | null {
  if (reading.text === null || reading.unit === null) return null;
  return convertDecimal(reading.text, reading.unit, characteristic.unit ?? "");
}
