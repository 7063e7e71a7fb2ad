// When a load test is over and why: a break, a hold kept or lost, a release, an overload, a bound.
import { type CurvePoint, fellWithin, type HeldForce } from "../runs/index.ts";
import type {
  FinishedLoadTest,
  LoadTestBounds,
  LoadTestReason,
  LoadTestSettings,
} from "./load-test-types.ts";

export type End = Pick<FinishedLoadTest, "outcome" | "bound" | "reason">;

/** What a test has shown so far. */
export type Shown = {
  readonly points: readonly CurvePoint[];
  readonly gaps: readonly { readonly toMs: number }[];
  readonly hold: HeldForce | null;
  /** When the hold was lost: a break may still be on its way. */
  readonly lostAtMs: number | null;
  /** Why the test cannot count any more; its load is followed to its end all the same. */
  readonly voided: Extract<LoadTestReason, "aborted" | "wrong-direction"> | null;
};

/** Below this share of `startAt` the specimen is unloaded: noise at the threshold ends nothing. */
export const RELEASE_SHARE = 0.8;

/** A break loses its share of the peak within this time. */
export const BREAK_WINDOW_MS = 1000;

/**
 * Does the last point end the test? One that was voided before proves nothing, and whether it broke
 * or was unloaded in haste cannot be told.
 */
export function endOf(test: Shown, settings: LoadTestSettings, bounds: LoadTestBounds): End | null {
  const end = endOfLoad(test, settings, bounds);
  if (end === null || test.voided === null || end.outcome === "interrupted") return end;
  return { outcome: "interrupted", reason: test.voided, bound: end.bound };
}

function endOfLoad(test: Shown, settings: LoadTestSettings, bounds: LoadTestBounds): End | null {
  const last = test.points.at(-1);
  if (last === undefined) return null;
  if (settings.overload !== undefined && last.load > settings.overload) {
    return { outcome: "interrupted", reason: "overload", bound: null };
  }
  // A rig may take a complete hold off as fast as a break: only the person who looks can tell.
  const held = test.hold?.complete === true;
  if (!held && fellWithin(test.points, BREAK_WINDOW_MS, settings.breakDrop)) {
    const reason = test.hold === null ? "broke" : "broke-in-hold";
    return { outcome: "break", reason, bound: null };
  }
  const released = last.load < settings.startAt * RELEASE_SHARE;
  const lostFor = test.lostAtMs === null ? 0 : last.elapsedMs - test.lostAtMs;
  if (!released && lostFor >= BREAK_WINDOW_MS) {
    return { outcome: "released", reason: "hold-lost", bound: null };
  }
  if (released) {
    if (!held && test.gaps.at(-1)?.toMs === last.elapsedMs) {
      return { outcome: "interrupted", reason: "end-not-seen", bound: null };
    }
    return { outcome: "released", reason: releasedReason(test, settings), bound: null };
  }
  const bound = boundOf(test, last, settings, bounds);
  return bound === null
    ? null
    : { outcome: "released", reason: releasedReason(test, settings), bound };
}

function releasedReason(test: Shown, settings: LoadTestSettings): LoadTestReason {
  if (settings.procedure === "ramp-to-break") return "no-break";
  if (test.hold === null) return "not-reached";
  return test.hold.complete ? "held" : "hold-lost";
}

function boundOf(
  test: Shown,
  last: CurvePoint,
  settings: LoadTestSettings,
  bounds: LoadTestBounds,
): FinishedLoadTest["bound"] {
  if (last.elapsedMs >= settings.maxSeconds * 1000) return "max-seconds";
  return test.points.length >= bounds.maxPoints ? "max-points" : null;
}

/** Reasons after which the load went on where nobody saw it. */
const UNSEEN_ENDS: ReadonlySet<LoadTestReason> = new Set<LoadTestReason>([
  "rig-away",
  "end-not-seen",
  "station-stopped",
  "run-ended",
]);

/**
 * Is the specimen used up: neither tested again nor shipped? Always after a break or an overload.
 * In a destructive test also after the load came to half of what is asked (own rule), or went where
 * nobody saw it; a load that was to be held leaves the specimen whole.
 */
export function isSpent(
  end: Pick<End, "outcome" | "reason">,
  peak: number,
  settings: LoadTestSettings,
  required: number | undefined,
): boolean {
  const { outcome, reason } = end;
  if (outcome === "break" || reason === "overload") return true;
  if (settings.procedure === "ramp-hold-function") return false;
  return UNSEEN_ENDS.has(reason) || peak >= (required ?? 0) / 2;
}
