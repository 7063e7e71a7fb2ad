// Decides from a rig's force samples when a load test began, how it ended, and what its peak was.
// Pure: time comes with the samples. A stretch without samples is noted as a gap, never filled in.
import type { Characteristic } from "../../config/plan/inspection-plan.ts";
import {
  type CurvePoint,
  chooseLoadTestPeak,
  curveMaximum,
  fellWithin,
  holdNearPeak,
  loadingRate,
} from "./load-test-curve.ts";

export type LoadTestSettings = NonNullable<Characteristic["loadTest"]>;

/** One poll of the rig. Forces are decimal strings in the characteristic's unit, as sent. */
export type ForceSample = {
  readonly monotonicMs: number;
  /** Null when the rig gave no value (error status, unreadable block). */
  readonly force: string | null;
  /** The rig's own peak register, read in the same block; null when it has none or gave none. */
  readonly peak: string | null;
};

export type LoadTestEvent =
  | { readonly type: "started"; readonly monotonicMs: number }
  | { readonly type: "sample"; readonly elapsedMs: number; readonly force: string }
  | { readonly type: "gap"; readonly fromMs: number; readonly toMs: number }
  | ({ readonly type: "finished" } & FinishedLoadTest);

export type FinishedLoadTest = {
  /** `interrupted`: the end fell into a gap, or the caller stopped the test. */
  readonly outcome: "break" | "released" | "interrupted";
  /** The bound that ended the test, when it was not the specimen. */
  readonly bound: "max-seconds" | "max-points" | null;
  /** Magnitude of the largest force, as the decimal string that was sent without its sign. */
  readonly peak: string;
  readonly peakSource: "rig" | "curve";
  /** Sign the rig gave to this load. */
  readonly direction: "positive" | "negative";
  readonly durationMs: number;
  /** Secant between the first samples at 10 % and at 90 % of the peak, unit per second. */
  readonly ratePerSecond: number | null;
  /** Longest unbroken time at or above 98 % of the peak. */
  readonly holdMs: number;
  /** Stretches without samples, in ms since the start. */
  readonly gaps: readonly { readonly fromMs: number; readonly toMs: number }[];
  /** Samples with their sign, elapsed since the start. */
  readonly curve: { readonly elapsedMs: readonly number[]; readonly force: readonly string[] };
};

export type LoadTestWatcher = {
  /** Takes the next sample; earlier or equal times than the last are a bug and throw. */
  feed(sample: ForceSample): LoadTestEvent[];
  /** Ends a test under way as `interrupted` (run closed, rig disarmed); no event when idle. */
  interrupt(): LoadTestEvent[];
  readonly phase: "idle" | "loading" | "spent";
};

export type LoadTestBounds = {
  /** Longer than this without a force is a gap. */
  readonly gapMs: number;
  /** A curve never grows beyond this many points. */
  readonly maxPoints: number;
};

export const LOAD_TEST_BOUNDS: LoadTestBounds = { gapMs: 500, maxPoints: 10_000 };

/** Below this share of `startAt` the specimen is unloaded: noise at the threshold ends nothing. */
const RELEASE_SHARE = 0.8;

/** A break loses its share of the peak within this time. */
const BREAK_WINDOW_MS = 1000;

/** A test that may have begun or is under way. */
type Loading = {
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
};

type End = Pick<FinishedLoadTest, "outcome" | "bound">;

/**
 * Watches one rig for one characteristic.
 *
 * A test begins with the first of two samples in a row whose magnitude reaches `startAt`. It ends
 * as a break when the force loses `breakDrop` of the peak within one second, and as released when
 * it goes back below 80 % of `startAt` without one. After a break the rig must be unloaded before
 * another test can begin.
 */
export function createLoadTestWatcher(
  settings: LoadTestSettings,
  bounds: LoadTestBounds = LOAD_TEST_BOUNDS,
): LoadTestWatcher {
  let loading: Loading | null = null;
  let spent = false;
  let lastMs = Number.NEGATIVE_INFINITY;
  let lastPeak: string | null = null;

  const finish = (test: Loading, end: End): LoadTestEvent => {
    loading = null;
    spent = true;
    return { type: "finished", ...end, ...summarise(test, settings, bounds) };
  };

  const take = (sample: ForceSample, force: string): LoadTestEvent[] => {
    const magnitude = Math.abs(Number(force));
    if (loading !== null) {
      if (!loading.confirmed && loading.sign * Number(force) < settings.startAt) {
        loading = null;
        return [];
      }
      const test = loading;
      const events = follow(test, sample, force, bounds);
      const end = endOf(test, settings, bounds);
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
      const events = sample.force === null ? [] : take(sample, sample.force);
      if (sample.peak !== null) lastPeak = sample.peak;
      return events;
    },
    interrupt() {
      const test = loading;
      loading = null;
      if (test === null || !test.confirmed) return [];
      return [finish(test, { outcome: "interrupted", bound: null })];
    },
    get phase() {
      if (loading?.confirmed) return "loading";
      return spent ? "spent" : "idle";
    },
  };
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
  };
}

/** Puts the sample on the curve; the second one confirms the start. */
function follow(
  test: Loading,
  sample: ForceSample,
  force: string,
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
  test.points.push({ elapsedMs: toMs, text: force, load: test.sign * Number(force) });
  events.push({ type: "sample", elapsedMs: toMs, force });
  return events;
}

/** Does the last point end the test? */
function endOf(test: Loading, settings: LoadTestSettings, bounds: LoadTestBounds): End | null {
  const last = test.points.at(-1);
  if (last === undefined) return null;
  if (fellWithin(test.points, BREAK_WINDOW_MS, settings.breakDrop)) {
    return { outcome: "break", bound: null };
  }
  if (last.load < settings.startAt * RELEASE_SHARE) {
    const unseen = test.gaps.at(-1)?.toMs === last.elapsedMs;
    return { outcome: unseen ? "interrupted" : "released", bound: null };
  }
  if (last.elapsedMs >= settings.maxSeconds * 1000) {
    return { outcome: "released", bound: "max-seconds" };
  }
  if (test.points.length >= bounds.maxPoints) return { outcome: "released", bound: "max-points" };
  return null;
}

function summarise(
  test: Loading,
  settings: LoadTestSettings,
  bounds: LoadTestBounds,
): Omit<FinishedLoadTest, keyof End> {
  const highest = curveMaximum(test.points);
  const { peak, peakSource } = chooseLoadTestPeak({
    curve: highest,
    sign: test.sign,
    rig: test.rigPeak,
    before: test.before,
    moved: test.rigPeakMoved,
    startAt: settings.startAt,
    hasGaps: test.gaps.length > 0,
  });
  return {
    peak,
    peakSource,
    direction: test.sign < 0 ? "negative" : "positive",
    durationMs: test.points.at(-1)?.elapsedMs ?? 0,
    ratePerSecond: loadingRate(test.points, highest.load),
    holdMs: holdNearPeak(test.points, highest.load, bounds.gapMs),
    gaps: test.gaps,
    curve: {
      elapsedMs: test.points.map((point) => point.elapsedMs),
      force: test.points.map((point) => point.text),
    },
  };
}
