// Decides from a rig's force samples when a load test began, which phase it is in, and how it ended.
// Pure: time comes with the samples. A stretch without samples is noted as a gap, never filled in.
import { type End, endOf, RELEASE_SHARE } from "./load-test-end.ts";
import { addSample, begin, type Loading } from "./load-test-loading.ts";
import { type Asked, summarise } from "./load-test-summary.ts";
import {
  type ForceSample,
  LOAD_TEST_BOUNDS,
  type LoadTestBounds,
  type LoadTestEvent,
  type LoadTestPhase,
  type LoadTestSettings,
  type LoadTestWatcher,
} from "./load-test-types.ts";

/**
 * Watches one rig for one characteristic.
 *
 * A test begins with the first of two samples in a row whose magnitude reaches `startAt`. It ends
 * as a break when the force loses `breakDrop` of the peak within one second, and as released when
 * it goes back below 80 % of `startAt` without one. A hold begins when its force is reached and is
 * complete when it stayed at its minimum or above for its time; it is lost when the force falls
 * below before. After a test the rig must be unloaded before another test can begin. A load that is
 * on the rig when it is seen for the first time, or again after long, is a test begun unseen.
 * @param required force the specimen must bear, for the question whether it is spent.
 * @param before the force that was seen last, before anybody watched; null when none was.
 */
export function createLoadTestWatcher(
  settings: LoadTestSettings,
  bounds: LoadTestBounds = LOAD_TEST_BOUNDS,
  required?: number,
  before: ForceSample | null = null,
): LoadTestWatcher {
  const asked = { settings, bounds, required };
  const rig: Rig = {
    loading: null,
    spent: false,
    unloaded: before?.force != null && isUnloaded(before.force, settings),
    lastForceMs: before?.monotonicMs ?? Number.NEGATIVE_INFINITY,
    lastPeak: before?.peak ?? null,
  };
  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    feed(sample) {
      if (sample.monotonicMs <= lastMs) throw new RangeError("samples must come in order of time");
      lastMs = sample.monotonicMs;
      if (sample.overRange === true && rig.loading?.confirmed)
        return [finish(rig, OVERLOAD, asked)];
      const { force, peak } = sample;
      if (force === null) {
        return lastMs - rig.lastForceMs > bounds.unseenMs ? lookAnew(rig, asked) : [];
      }
      const events = take(rig, sample, force, asked);
      if (peak !== null) rig.lastPeak = peak;
      return events;
    },
    interrupt(reason) {
      if (rig.loading?.confirmed !== true) return [];
      return [finish(rig, { outcome: "interrupted", reason, bound: null }, asked)];
    },
    abort() {
      if (rig.loading?.confirmed !== true || rig.loading.voided !== null) return false;
      rig.loading.voided = "aborted";
      return true;
    },
    get phase() {
      return phaseOf(rig, settings);
    },
    progress() {
      const { hold: wanted } = settings;
      const last = rig.loading?.points.at(-1);
      const hold =
        wanted === undefined
          ? null
          : { heldMs: rig.loading?.hold?.held ?? 0, askedMs: wanted.seconds * 1000 };
      const load = last?.text ?? null;
      return { phase: phaseOf(rig, settings), elapsedMs: last?.elapsedMs ?? 0, load, hold };
    },
  };
}

/** What a watcher knows of its rig. */
type Rig = {
  loading: Loading | null;
  /** A test is over and the rig was not seen unloaded since. */
  spent: boolean;
  /** The rig was seen without a load, and nothing has hung on it unseen since. */
  unloaded: boolean;
  lastForceMs: number;
  lastPeak: string | null;
};

const OVERLOAD: End = { outcome: "interrupted", reason: "overload", bound: null };
const END_NOT_SEEN: End = { outcome: "interrupted", reason: "end-not-seen", bound: null };

/** Throws TypeError when no test is under way. */
function finish(rig: Rig, end: End, asked: Asked): LoadTestEvent {
  const test = rig.loading;
  if (test === null) throw new TypeError("no test is under way");
  rig.loading = null;
  rig.spent = true;
  return { type: "finished", ...summarise(test, end, asked) };
}

/** What hung on the rig before says nothing of what hangs there now. */
function lookAnew(rig: Rig, asked: Asked): LoadTestEvent[] {
  const events = rig.loading?.confirmed ? [finish(rig, END_NOT_SEEN, asked)] : [];
  rig.loading = null;
  rig.spent = false;
  rig.unloaded = false;
  return events;
}

function take(rig: Rig, sample: ForceSample, force: string, asked: Asked): LoadTestEvent[] {
  const { settings, bounds } = asked;
  const sinceMs = sample.monotonicMs - rig.lastForceMs;
  rig.lastForceMs = sample.monotonicMs;
  const ended = sinceMs > bounds.unseenMs ? lookAnew(rig, asked) : [];
  if (rig.loading !== null) return follow(rig, rig.loading, sample, force, asked);
  if (isUnloaded(force, settings)) {
    rig.spent = false;
    rig.unloaded = true;
  }
  if (!rig.spent && Math.abs(Number(force)) >= settings.startAt) {
    const blindMs = rig.unloaded && sinceMs > bounds.gapMs ? sinceMs : 0;
    const before = { before: rig.lastPeak, seen: rig.unloaded, blindMs };
    rig.loading = begin(sample, force, before, settings);
    rig.unloaded = false;
  }
  return ended;
}

function isUnloaded(force: string, { startAt }: LoadTestSettings): boolean {
  return Math.abs(Number(force)) < startAt * RELEASE_SHARE;
}

function follow(
  rig: Rig,
  test: Loading,
  sample: ForceSample,
  force: string,
  asked: Asked,
): LoadTestEvent[] {
  const { settings, bounds } = asked;
  if (!test.confirmed && test.sign * Number(force) < settings.startAt) {
    rig.loading = null;
    rig.unloaded = test.seen;
    return [];
  }
  const events = addSample(test, sample, force, settings, bounds);
  const end = endOf(test, settings, bounds);
  return end === null ? events : [...events, finish(rig, end, asked)];
}

function phaseOf({ loading: test, spent }: Rig, settings: LoadTestSettings): LoadTestPhase {
  if (test === null || !test.confirmed) return spent ? "spent" : "idle";
  if (!test.seen || test.voided !== null) return "spent";
  if (test.hold?.complete) return "unload";
  if (test.hold !== null) return "hold";
  const { preload } = settings;
  const reached = test.points.some(({ load }) => preload === undefined || load >= preload);
  return reached ? "ramp" : "preload";
}
