// What the figures of a load test are when only the beginning of its curve is left of it.
import { holdInMs, holdOf } from "../runs/index.ts";
import { type End, isSpent } from "./load-test-end.ts";
import type { Loading } from "./load-test-loading.ts";
import { summarise } from "./load-test-summary.ts";
import {
  type FinishedLoadTest,
  LOAD_TEST_BOUNDS,
  type LoadTestSettings,
  type RecordedEnd,
} from "./load-test-types.ts";

/**
 * The test that a killed station left open, from the points of it that were on record: interrupted,
 * its load unseen from there on.
 * @param force decimal strings with the rig's sign, in the unit of the settings.
 * @param required force the specimen must bear, for the question whether it is spent.
 */
export function interruptedLoadTest(
  { elapsedMs, force }: FinishedLoadTest["curve"],
  settings: LoadTestSettings,
  required: number | undefined,
): RecordedEnd {
  const end = { outcome: "interrupted", reason: "station-stopped", bound: null } as const;
  if (force[0] === undefined) return nothingKnown(end, settings, required);
  const sign = Number(force[0]) < 0 ? -1 : 1;
  const points = force.map((text, at) => {
    return { elapsedMs: elapsedMs[at] ?? 0, text, load: sign * Number(text) };
  });
  const bounds = LOAD_TEST_BOUNDS;
  const gaps = points.flatMap(({ elapsedMs: toMs }, at) => {
    const fromMs = points[at - 1]?.elapsedMs ?? 0;
    return toMs - fromMs > bounds.gapMs ? [{ fromMs, toMs }] : [];
  });
  const hold =
    settings.hold === undefined
      ? null
      : holdOf(
          points.map(({ elapsedMs: x, load: y }) => ({ x, y })),
          holdInMs(settings.hold, bounds.gapMs),
        );
  const test: Loading = {
    ...{ startMs: 0, sign, points, gaps, before: null, seen: true, confirmed: true, voided: null },
    ...{ rigPeak: null, rigPeakMoved: false, hold, lostAtMs: null },
  };
  return summarise(test, end, { settings, bounds, required });
}

function nothingKnown(
  end: End,
  settings: LoadTestSettings,
  required: number | undefined,
): RecordedEnd {
  return {
    ...end,
    ...{ spent: isSpent(end, 0, settings, required), peak: null, peakSource: "curve" },
    ...{ direction: null, durationMs: 0, ratePerSecond: null, rateJudged: null, holdMs: 0 },
    ...{ hold: null, slope: null, knee: null, breakAt: null, gaps: [] },
    curve: { elapsedMs: [], force: [] },
  };
}
