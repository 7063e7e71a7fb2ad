// The figures of a finished load test: peak, rate and its judgement, hold, stiffness, knee, break.
import {
  breakOf,
  chooseLoadTestPeak,
  curveMaximum,
  fitRise,
  holdNearPeak,
  kneeOf,
  loadingRate,
  type XY,
} from "../runs/index.ts";
import { BREAK_WINDOW_MS, type End, isSpent } from "./load-test-end.ts";
import type { Loading } from "./load-test-loading.ts";
import type { FinishedLoadTest, LoadTestBounds, LoadTestSettings } from "./load-test-types.ts";

/** By what a test is judged; `required` is the force the specimen must bear. */
export type Asked = {
  readonly settings: LoadTestSettings;
  readonly bounds: LoadTestBounds;
  readonly required: number | undefined;
};

/** Everything the record of the test says, from its points and its end. */
export function summarise(
  test: Loading,
  end: End,
  { settings, bounds, required }: Asked,
): FinishedLoadTest {
  const highest = curveMaximum(test.points);
  const { peak, peakSource } = chooseLoadTestPeak({
    curve: highest,
    sign: test.sign,
    rig: test.rigPeak,
    before: test.before,
    moved: test.rigPeakMoved,
    startAt: settings.startAt,
    hasGaps: test.gaps.length > 0,
    points: test.points,
  });
  const rise = settings.hold?.force ?? highest.load;
  const rate = loadingRate(test.points, rise, settings.preload);
  const seconds = test.points.map(({ elapsedMs, load }) => ({ x: elapsedMs / 1000, y: load }));
  // What is held bends the curve by intent: line and knee are those of the rise before it.
  const heldFrom = (test.hold?.from ?? Number.POSITIVE_INFINITY) / 1000;
  const rising = seconds.filter(({ x }) => x <= heldFrom);
  return {
    ...end,
    spent: isSpent(end, Math.max(highest.load, Number(peak)), settings, required),
    peak,
    peakSource,
    direction: test.sign < 0 ? "negative" : "positive",
    durationMs: test.points.at(-1)?.elapsedMs ?? 0,
    ratePerSecond: rate,
    rateJudged: judgedRate(rate, settings.rate),
    holdMs: holdNearPeak(test.points, highest.load, bounds.gapMs),
    hold: heldPart(test),
    slope: fitRise(rising)?.slope ?? null,
    knee: inMs(kneeOf(rising)),
    breakAt:
      end.outcome === "break"
        ? inMs(breakOf(seconds, settings.breakDrop, BREAK_WINDOW_MS / 1000))
        : null,
    gaps: test.gaps,
    curve: {
      elapsedMs: test.points.map((point) => point.elapsedMs),
      force: test.points.map((point) => point.text),
    },
  };
}

function inMs(point: XY | null): { elapsedMs: number; force: number } | null {
  return point === null ? null : { elapsedMs: Math.round(point.x * 1000), force: point.y };
}

/** The hold with its least force as it was sent. */
function heldPart({ hold, points }: Loading): FinishedLoadTest["hold"] {
  if (hold === null) return null;
  const least = points.find(({ elapsedMs }) => elapsedMs === hold.least.x);
  const minimum = (least?.text ?? String(hold.least.y)).replace(/^-/, "");
  return { fromMs: hold.from, heldMs: hold.held, minimum, complete: hold.complete };
}

function judgedRate(
  rate: number | null,
  limits: LoadTestSettings["rate"],
): FinishedLoadTest["rateJudged"] {
  if (rate === null || limits === undefined) return null;
  if (limits.min !== undefined && rate < limits.min) return "too-slow";
  return limits.max !== undefined && rate > limits.max ? "too-fast" : "ok";
}
