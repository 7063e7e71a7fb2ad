// What a force curve shows beyond its peak: stiffness, a yield-like knee, the break and the hold.
// Pure, on points (x, y): seconds or millimetres against force; every rule and share is named here.

export type XY = { readonly x: number; readonly y: number };

/** The part of the rise to which the line is fitted, as shares of the peak. */
const FIT_FROM = 0.2;
const FIT_TO = 0.5;
/** The knee: from here on the curve stays this share of the peak below the fitted line. */
const KNEE_SHARE = 0.03;
const FEWEST_FIT_POINTS = 3;

export type FittedLine = { readonly slope: number; readonly intercept: number };

/**
 * The line of least squares through the first rise between 20 % and 50 % of the peak: its slope is
 * the stiffness (force per x). Null with fewer than three points there, or all at one x.
 */
export function fitRise(points: readonly XY[]): FittedLine | null {
  const peak = peakOf(points);
  if (peak === null) return null;
  const from = points.findIndex(({ y }) => y >= FIT_FROM * peak.y);
  const to = points.findIndex(({ y }) => y > FIT_TO * peak.y);
  const part = points.slice(from, to === -1 ? points.length : to);
  if (part.length < FEWEST_FIT_POINTS) return null;
  const meanX = part.reduce((sum, { x }) => sum + x, 0) / part.length;
  const meanY = part.reduce((sum, { y }) => sum + y, 0) / part.length;
  const sxx = part.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  const sxy = part.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  if (sxx === 0) return null;
  const slope = sxy / sxx;
  return { slope, intercept: meanY - slope * meanX };
}

/**
 * The knee: the first point after the fitted rise from which on the curve stays 3 % of the peak or
 * more below the fitted line until the peak (an offset like that of a proof stress). At constant
 * speed a bend of the force over time is a bend over the extension. Null where there is none: the
 * specimen broke while it was still in line, or the load was held.
 */
export function kneeOf(points: readonly XY[]): XY | null {
  const line = fitRise(points);
  const peak = peakOf(points);
  if (line === null || peak === null || line.slope <= 0) return null;
  const behind = ({ x, y }: XY) => line.intercept + line.slope * x - y >= KNEE_SHARE * peak.y;
  const last = points.indexOf(peak);
  let knee: XY | null = null;
  for (let at = last; at >= 0; at -= 1) {
    const point = points[at];
    if (point === undefined || !behind(point) || point.y < FIT_TO * peak.y) break;
    knee = point;
  }
  return knee;
}

/** The last point before the force lost `share` of the peak within `window` of x; null without one. */
export function breakOf(points: readonly XY[], share: number, window: number): XY | null {
  const peak = peakOf(points);
  if (peak === null || peak.y <= 0) return null;
  const from = points.indexOf(peak);
  for (let at = from + 1; at < points.length; at += 1) {
    const point = points[at];
    if (point === undefined) break;
    let before = at - 1;
    let highest = before;
    while (before >= 0 && point.x - (points[before]?.x ?? 0) <= window) {
      if ((points[before]?.y ?? 0) > (points[highest]?.y ?? 0)) highest = before;
      before -= 1;
    }
    const top = points[highest];
    if (top !== undefined && top.y - point.y >= share * peak.y) return top;
  }
  return null;
}

export type HeldForce = {
  /** x at which the force to hold was first reached. */
  readonly from: number;
  /** How long it stayed at the minimum or above; up to the asked time and the point that ends it. */
  readonly held: number;
  /** The point of the least force in that time. */
  readonly least: XY;
  readonly complete: boolean;
  /** The force fell below the minimum before the time was over; nothing mends that. */
  readonly lost: boolean;
};

export type HoldAsked = {
  readonly force: number;
  readonly minimum: number;
  readonly length: number;
  /** A stretch of more x than this without a point proves nothing. */
  readonly gap: number;
};

/** A hold as a plan asks for it, on points in milliseconds; its least force is the force unless told. */
export function holdInMs(
  hold: { readonly force: number; readonly seconds: number; readonly minimum?: number | undefined },
  gap: number,
): HoldAsked {
  const { force, minimum = force, seconds } = hold;
  return { force, minimum, length: seconds * 1000, gap };
}

/** The hold after one more point; null while its force has not been reached. */
export function nextHold(
  hold: HeldForce | null,
  before: XY | undefined,
  point: XY,
  asked: HoldAsked,
): HeldForce | null {
  if (hold?.complete || hold?.lost) return hold;
  if (hold === null) return point.y >= asked.force ? begun(point) : null;
  if (point.y < asked.minimum) return { ...hold, lost: true };
  // The time begins anew behind an unseen stretch.
  if (before !== undefined && point.x - before.x > asked.gap) return begun(point);
  const least = point.y < hold.least.y ? point : hold.least;
  const held = point.x - hold.from;
  return { ...hold, held, least, complete: held >= asked.length };
}

function begun(point: XY): HeldForce {
  return { from: point.x, held: 0, least: point, complete: false, lost: false };
}

/** The hold of a whole curve; null when the force to hold was never reached. */
export function holdOf(points: readonly XY[], asked: HoldAsked): HeldForce | null {
  let hold: HeldForce | null = null;
  for (const [at, point] of points.entries()) {
    hold = nextHold(hold, points[at - 1], point, asked);
  }
  return hold;
}

function peakOf(points: readonly XY[]): XY | null {
  let peak: XY | null = null;
  for (const point of points) if (peak === null || point.y > peak.y) peak = point;
  return peak;
}
