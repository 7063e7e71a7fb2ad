// What a load test's record says against what its own curve shows: peak, hold and break once more.
import type { Characteristic } from "../../../config/plan/inspection-plan.ts";
import type { BodyOf } from "../../../sync/records/index.ts";
import { breakOf, holdInMs, holdOf } from "./curve-features.ts";
import type { PlainCurve } from "./pack-curve.ts";

type Finished = BodyOf<"load-test.finished">;
type Settings = NonNullable<Characteristic["loadTest"]>;

/** As in `edge/intake`: a stretch without samples that interrupts a hold, and the time of a break. */
const GAP_MS = 500;
const BREAK_WINDOW_MS = 1000;
/** A rig's register beyond this multiple of a gapless curve belongs to something else. */
const SANE_MULTIPLE = 2;

/** The first thing the curve contradicts, in words; null when record and curve agree. */
export function contradiction(
  test: Finished,
  { elapsedMs, force }: PlainCurve,
  settings: Settings,
): string | null {
  const sign = test.direction === "negative" ? -1 : 1;
  const points = elapsedMs.map((x, at) => ({ x, y: sign * Number(force[at]) }));
  const highest = points.reduce((most, { y }) => Math.max(most, y), 0);
  const peak = Number(test.peak);
  if (test.peakSource === "curve" && peak !== highest) {
    return `says a peak of ${test.peak}, its curve reaches ${highest}`;
  }
  if (peak < highest || (test.gaps.length === 0 && peak > SANE_MULTIPLE * highest)) {
    return `says a peak of ${test.peak} of the rig, its curve reaches ${highest}`;
  }
  const broke = breakOf(points, settings.breakDrop, BREAK_WINDOW_MS) !== null;
  if (test.outcome === "break" && !broke) return "says a break, its curve shows none";
  return holdContradiction(test, points, settings);
}

function holdContradiction(
  test: Finished,
  points: readonly { x: number; y: number }[],
  settings: Settings,
): string | null {
  const { hold: asked } = settings;
  if (asked === undefined || test.hold === undefined) return null;
  const shown = holdOf(points, holdInMs(asked, GAP_MS));
  if ((shown === null) !== (test.hold === null)) {
    return test.hold === null ? "says no hold, its curve shows one" : "says a hold, there is none";
  }
  if (shown === null || test.hold === null) return null;
  if (shown.complete !== test.hold.complete) {
    return `says the hold was ${test.hold.complete ? "" : "not "}complete, its curve says otherwise`;
  }
  const least = Number(test.hold.minimum);
  return least === shown.least.y
    ? null
    : `says ${test.hold.minimum} was the least force held, its curve says ${shown.least.y}`;
}
