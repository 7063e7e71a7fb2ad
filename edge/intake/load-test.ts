// Decides from a rig's force samples when a load test began, which phase it is in, and how it ended.
// Pure: time comes with the samples. A stretch without samples is noted as a gap, never filled in.
import { type CurvePoint, type HeldForce, nextHold } from "../runs/index.ts";
import { type End, endOf, RELEASE_SHARE } from "./load-test-end.ts";
import { summarise } from "./load-test-summary.ts";
import {
  type ForceSample,
  LOAD_TEST_BOUNDS,
  type LoadTestBounds,
  type LoadTestEvent,
  type LoadTestPhase,
  type LoadTestSettings,
  type LoadTestWatcher,
} from "./load-test-types.ts";

/** A test that may have begun or is under way. */
export type Loading = {
  readonly startMs: number;
  readonly sign: 1 | -1;
  readonly points: CurvePoint[];
  readonly gaps: { fromMs: number; toMs: number }[];
  /** The rig's register before the test: what a register that was not reset still shows. */
  readonly before: string | null;
  /** Two samples in a row reached the threshold. */
  confirmed: boolean;
  rigPeak: string | null;
  rigPeakMoved: boolean;
  hold: HeldForce | null;
  lostAtMs: number | null;
};

/**
 * Watches one rig for one characteristic.
 *
 * A test begins with the first of two samples in a row whose magnitude reaches `startAt`. It ends
 * as a break when the force loses `breakDrop` of the peak within one second, and as released when
 * it goes back below 80 % of `startAt` without one. A hold begins when its force is reached and is
 * complete when it stayed at its minimum or above for its time; it is lost when the force falls
 * below before. After a test the rig must be unloaded before another test can begin.
 * @param required force the specimen must bear, for the question whether it is spent.
 */
export function createLoadTestWatcher(
  settings: LoadTestSettings,
  bounds: LoadTestBounds = LOAD_TEST_BOUNDS,
  required?: number,
): LoadTestWatcher {
  let loading: Loading | null = null;
  let spent = false;
  let lastMs = Number.NEGATIVE_INFINITY;
  let lastPeak: string | null = null;

  const finish = (test: Loading, end: End): LoadTestEvent => {
    loading = null;
    spent = true;
    return { type: "finished", ...summarise(test, end, { settings, bounds, required }) };
  };

  const take = (sample: ForceSample, force: string): LoadTestEvent[] => {
    const magnitude = Math.abs(Number(force));
    if (loading !== null) {
      if (!loading.confirmed && loading.sign * Number(force) < settings.startAt) {
        loading = null;
        return [];
      }
      const test = loading;
      const events = follow(test, sample, force, settings, bounds);
      const end = wrongWay(test, settings) ?? endOf(test, settings, bounds);
      return end === null ? events : [...events, finish(test, end)];
    }
    if (!spent && magnitude >= settings.startAt) loading = begin(sample, force, lastPeak);
    if (magnitude < settings.startAt * RELEASE_SHARE) spent = false;
    return [];
  };

  return {
    feed(sample) {
      if (sample.monotonicMs <= lastMs) throw new RangeError("samples must come in order of time");
      lastMs = sample.monotonicMs;
      if (sample.overRange === true && loading?.confirmed) {
        return [finish(loading, { outcome: "interrupted", reason: "overload", bound: null })];
      }
      const events = sample.force === null ? [] : take(sample, sample.force);
      if (sample.peak !== null) lastPeak = sample.peak;
      return events;
    },
    interrupt(reason) {
      const test = loading;
      loading = null;
      if (test === null || !test.confirmed) return [];
      return [finish(test, { outcome: "interrupted", reason, bound: null })];
    },
    get phase() {
      return phaseOf(loading, spent, settings);
    },
    progress() {
      const phase = phaseOf(loading, spent, settings);
      const last = loading?.points.at(-1);
      const asked = settings.hold;
      const hold =
        asked === undefined
          ? null
          : { heldMs: loading?.hold?.held ?? 0, askedMs: asked.seconds * 1000 };
      return { phase, elapsedMs: last?.elapsedMs ?? 0, load: last?.text ?? null, hold };
    },
  };
}

function phaseOf(test: Loading | null, spent: boolean, settings: LoadTestSettings): LoadTestPhase {
  if (test === null || !test.confirmed) return spent ? "spent" : "idle";
  if (test.hold?.complete) return "unload";
  if (test.hold !== null) return "hold";
  const { preload } = settings;
  const reached = test.points.some(({ load }) => preload === undefined || load >= preload);
  return reached ? "ramp" : "preload";
}

function wrongWay({ sign }: Loading, { direction }: LoadTestSettings): End | null {
  if (direction === undefined || (direction === "positive") === (sign === 1)) return null;
  return { outcome: "interrupted", reason: "wrong-direction", bound: null };
}

function begin(sample: ForceSample, force: string, before: string | null): Loading {
  return {
    startMs: sample.monotonicMs,
    sign: Number(force) < 0 ? -1 : 1,
    points: [{ elapsedMs: 0, text: force, load: Math.abs(Number(force)) }],
    gaps: [],
    before,
    confirmed: false,
    rigPeak: sample.peak,
    rigPeakMoved: sample.peak !== before,
    hold: null,
    lostAtMs: null,
  };
}

/** Puts the sample on the curve; the second one confirms the start. */
function follow(
  test: Loading,
  sample: ForceSample,
  force: string,
  settings: LoadTestSettings,
  bounds: LoadTestBounds,
): LoadTestEvent[] {
  const events: LoadTestEvent[] = [];
  if (!test.confirmed) {
    test.confirmed = true;
    events.push({ type: "started", monotonicMs: test.startMs });
    for (const { elapsedMs, text } of test.points) {
      events.push({ type: "sample", elapsedMs, force: text });
    }
  }
  const toMs = Math.round(sample.monotonicMs - test.startMs);
  const fromMs = test.points.at(-1)?.elapsedMs ?? 0;
  if (toMs - fromMs > bounds.gapMs) {
    test.gaps.push({ fromMs, toMs });
    events.push({ type: "gap", fromMs, toMs });
  }
  if (sample.peak !== null) {
    test.rigPeakMoved ||= sample.peak !== test.rigPeak;
    test.rigPeak = sample.peak;
  }
  const point = { elapsedMs: toMs, text: force, load: test.sign * Number(force) };
  followHold(test, point, settings, bounds);
  test.points.push(point);
  events.push({ type: "sample", elapsedMs: toMs, force });
  return events;
}

function followHold(
  test: Loading,
  point: CurvePoint,
  settings: LoadTestSettings,
  bounds: LoadTestBounds,
): void {
  const { hold: asked } = settings;
  if (asked === undefined) return;
  const { force, minimum = force, seconds } = asked;
  const before = test.points.at(-1);
  test.hold = nextHold(
    test.hold,
    before === undefined ? undefined : { x: before.elapsedMs, y: before.load },
    { x: point.elapsedMs, y: point.load },
    { force, minimum, length: seconds * 1000, gap: bounds.gapMs },
  );
  if (test.hold?.lost) test.lostAtMs ??= point.elapsedMs;
}
