// What a force curve says: its maximum, the loading rate, the hold, and whether a fall is a break;
// and which peak counts, the rig's register or the curve's.

/** `load` is the force in the direction of the test, so a rebound past zero is negative. */
export type CurvePoint = {
  readonly elapsedMs: number;
  readonly text: string;
  readonly load: number;
};

/** The highest point; the first of equals. Throws RangeError for a curve without points. */
export function curveMaximum(points: readonly CurvePoint[]): CurvePoint {
  const [first, ...rest] = points;
  if (first === undefined) throw new RangeError("a curve has at least one point");
  return rest.reduce((highest, point) => (point.load > highest.load ? point : highest), first);
}

/** Has the last point lost `share` of the curve's maximum within the last `windowMs`? */
export function fellWithin(
  points: readonly CurvePoint[],
  windowMs: number,
  share: number,
): boolean {
  const last = points.at(-1);
  if (last === undefined) return false;
  let recent = last.load;
  for (let index = points.length - 2; index >= 0; index--) {
    const point = points[index];
    if (point === undefined || last.elapsedMs - point.elapsedMs > windowMs) break;
    recent = Math.max(recent, point.load);
  }
  const peak = curveMaximum(points).load;
  return peak > 0 && recent - last.load >= share * peak;
}

/**
 * Secant from the first point at 10 % to the first at 90 % of `peak`; null when they coincide.
 * @param preload the secant begins no earlier than at this force.
 */
export function loadingRate(
  points: readonly CurvePoint[],
  peak: number,
  preload = 0,
): number | null {
  const low = points.find((point) => point.load >= Math.max(0.1 * peak, preload));
  const high = points.find((point) => point.load >= 0.9 * peak);
  if (low === undefined || high === undefined || high.elapsedMs === low.elapsedMs) return null;
  return ((high.load - low.load) / (high.elapsedMs - low.elapsedMs)) * 1000;
}

/** Longest unbroken time at or above 98 % of `peak`, in ms; a gap breaks it. */
export function holdNearPeak(points: readonly CurvePoint[], peak: number, gapMs: number): number {
  let longest = 0;
  let since: number | null = null;
  let previous = 0;
  for (const { elapsedMs, load } of points) {
    if (since !== null && elapsedMs - previous > gapMs) since = null;
    if (load >= 0.98 * peak) {
      since ??= elapsedMs;
      longest = Math.max(longest, elapsedMs - since);
    } else {
      since = null;
    }
    previous = elapsedMs;
  }
  return longest;
}

export type PeakEvidence = {
  readonly curve: CurvePoint;
  readonly sign: 1 | -1;
  /** The rig's register at the end of the test, and as it stood before the test. */
  readonly rig: string | null;
  readonly before: string | null;
  /** Did the register change since before the test? */
  readonly moved: boolean;
  readonly startAt: number;
  readonly hasGaps: boolean;
  /** The whole curve, of which `curve` is the maximum. */
  readonly points: readonly CurvePoint[];
};

/** A register beyond this multiple of a gapless curve's maximum belongs to something else. */
const SANE_MULTIPLE = 2;
/** The load can have risen between two polls at so many times its steepest rise (own rule). */
const STEEPEST_TIMES = 2;
/** So much more than the curve is always believed: noise and the rig's own filter (own rule). */
const SANE_SHARE = 0.05;

/**
 * The rig samples faster than it is polled, so its register counts when it is at least the curve's
 * maximum, of the same sign, of a size that the load can have reached between two polls, and not
 * what an earlier test left in it.
 */
export function chooseLoadTestPeak(evidence: PeakEvidence): {
  peak: string;
  peakSource: "rig" | "curve";
} {
  const { curve, rig } = evidence;
  if (rig !== null && registerCounts(evidence, evidence.sign * Number(rig))) {
    return { peak: unsigned(rig), peakSource: "rig" };
  }
  return { peak: unsigned(curve.text), peakSource: "curve" };
}

function registerCounts(evidence: PeakEvidence, load: number): boolean {
  const { curve, before, moved, startAt, hasGaps, points } = evidence;
  const leftOver = !moved && before !== null && Math.abs(Number(before)) >= startAt;
  const sane = hasGaps || load <= SANE_MULTIPLE * curve.load;
  return !leftOver && sane && load >= curve.load && load <= reachOf(points, curve.load);
}

/** The most that can have stood on the rig between two points of the curve. */
function reachOf(points: readonly CurvePoint[], highest: number): number {
  let steepest = 0;
  let longest = 0;
  for (const [at, point] of points.entries()) {
    const before = points[at - 1] ?? { elapsedMs: 0, load: 0 };
    const ms = point.elapsedMs - before.elapsedMs;
    if (ms <= 0) continue;
    longest = Math.max(longest, ms);
    steepest = Math.max(steepest, (point.load - before.load) / ms);
  }
  return highest * (1 + SANE_SHARE) + STEEPEST_TIMES * steepest * longest;
}

function unsigned(text: string): string {
  return text.replace(/^-/, "");
}
