// A load test under way: how its samples become a curve, its gaps, its hold and the rig's peak.
import { type CurvePoint, type HeldForce, holdInMs, nextHold } from "../runs/index.ts";
import type {
  ForceSample,
  LoadTestBounds,
  LoadTestEvent,
  LoadTestReason,
  LoadTestSettings,
} from "./load-test-types.ts";

/** A test that may have begun or is under way. */
export type Loading = {
  readonly startMs: number;
  readonly sign: 1 | -1;
  readonly points: CurvePoint[];
  readonly gaps: { fromMs: number; toMs: number }[];
  /** The rig's register before the test: what a register that was not reset still shows. */
  readonly before: string | null;
  /** Was the rig seen without a load before? */
  readonly seen: boolean;
  /** Two samples in a row reached the threshold. */
  confirmed: boolean;
  /** Why it cannot count any more, whatever the specimen does. */
  voided: Extract<LoadTestReason, "aborted" | "wrong-direction"> | null;
  rigPeak: string | null;
  rigPeakMoved: boolean;
  hold: HeldForce | null;
  lostAtMs: number | null;
};

type Before = Pick<Loading, "before" | "seen"> & {
  /** How long nobody had seen the rig when it was found loaded; 0 for no time worth a word. */
  readonly blindMs: number;
};

/** A test that may have begun: its first sample. */
export function begin(
  sample: ForceSample,
  force: string,
  { before, seen, blindMs }: Before,
  { direction }: LoadTestSettings,
): Loading {
  const sign = Number(force) < 0 ? -1 : 1;
  const wrong = direction !== undefined && (direction === "positive") !== (sign === 1);
  return {
    startMs: sample.monotonicMs,
    sign,
    points: [{ elapsedMs: 0, text: force, load: Math.abs(Number(force)) }],
    gaps: blindMs > 0 ? [{ fromMs: -Math.round(blindMs), toMs: 0 }] : [],
    before,
    seen,
    confirmed: false,
    voided: wrong ? "wrong-direction" : null,
    rigPeak: sample.peak,
    rigPeakMoved: !sameForce(sample.peak, before),
    hold: null,
    lostAtMs: null,
  };
}

/** The same force in another unit, or with more decimals, is no other force. */
function sameForce(one: string | null, other: string | null): boolean {
  return one === other || (one !== null && other !== null && Number(one) === Number(other));
}

/** Puts the sample on the curve; the second one confirms the start. */
export function addSample(
  test: Loading,
  sample: ForceSample,
  force: string,
  settings: LoadTestSettings,
  bounds: LoadTestBounds,
): LoadTestEvent[] {
  const events: LoadTestEvent[] = [];
  if (!test.confirmed) {
    test.confirmed = true;
    events.push({ type: "started", monotonicMs: test.startMs, seen: test.seen });
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
    test.rigPeakMoved ||= !sameForce(sample.peak, test.rigPeak);
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
  const before = test.points.at(-1);
  test.hold = nextHold(
    test.hold,
    before === undefined ? undefined : { x: before.elapsedMs, y: before.load },
    { x: point.elapsedMs, y: point.load },
    holdInMs(asked, bounds.gapMs),
  );
  if (test.hold?.lost) test.lostAtMs ??= point.elapsedMs;
}
