// When a drifting characteristic comes to a limit, and how sure that is.

import { studentTQuantile } from "../distributions/student-t.ts";
import { refuse, refuseProbability, whenFinite } from "../refusals.ts";
import { lineFit } from "../regression/line-fit.ts";
import type { Refusal } from "../types.ts";

export type DriftForecast = {
  readonly slope: number;
  /** Two-sided p of the slope against none; null without any residual. */
  readonly pSlope: number | null;
  /** Where the line stands at the last point. */
  readonly now: number;
  /** Time from the last point until the line meets the limit; null when it moves away. */
  readonly remaining: number | null;
  /** Earliest and latest time from the last point; latest null: perhaps never. */
  readonly earliest: number | null;
  readonly latest: number | null;
  /**
   * Time from the last point until a single part may lie beyond the limit: where the prediction
   * band of one part meets it, at `level`. 0: it may already. Null when the line moves away.
   */
  readonly firstPart: number | null;
  readonly level: number;
  /** What to add to the tool setting to bring the line to the target; null without a target. */
  readonly offset: number | null;
};

export type DriftOptions = {
  readonly limit: number;
  readonly target?: number | undefined;
  readonly level?: number | undefined;
};

/**
 * Least squares line through the points of one tool life, and the time (or number of parts, as t
 * is) until it meets `limit`, with Fieller's interval: the times whose confidence band of the line
 * holds the limit. A slope that is not distinct from none at `level` gives no latest time.
 * Give a control or a specification limit. Single parts scatter about the line: the first of them
 * may be beyond at `firstPart`, of which (1 - level)/2 are by then.
 * Source: E. C. Fieller, Journal of the Royal Statistical Society B 16 (1954) 175-185; Draper &
 * Smith, Applied Regression Analysis, 3.2 (inverse regression).
 * Refuses: as lineFit; parameter-out-of-range (level), not-finite (limit, target).
 */
export function driftForecast(
  t: readonly number[],
  y: readonly number[],
  options: DriftOptions,
): Refusal | DriftForecast {
  const { limit, target, level = 0.95 } = options;
  const refused = refuseProbability("confidence level", level);
  if (refused !== null) return refused;
  if (!Number.isFinite(limit) || (target !== undefined && !Number.isFinite(target))) {
    return refuse("not-finite", "The limit or the target is not a finite number.");
  }
  const line = lineFit(t, y);
  if ("refused" in line) return line;
  const { slope, xMean, yMean, xSquares, residualSd, n } = line;
  const last = (t.at(-1) ?? xMean) - xMean;
  const now = yMean + slope * last;
  const away = yMean - limit;
  const towards = (limit - now) * slope > 0;
  const q = studentTQuantile((1 + level) / 2, n - 2) * residualSd;
  const ends = fieller(slope, away, (q * q) / xSquares, (q * q) / n);
  const after = (u: number | null) => (u === null ? null : Math.max(0, u - last));
  const first = (h: number) =>
    fieller(slope, away, (q * q) / xSquares, h)?.[0] ?? soonest(slope, away, (q * q) / xSquares, h);
  return whenFinite({
    slope,
    pSlope: line.pSlope,
    now,
    remaining: towards ? -away / slope - last : now === limit ? 0 : null,
    earliest: towards ? after(first((q * q) / n)) : null,
    latest: towards ? after(ends === null ? null : ends[1]) : null,
    firstPart: towards ? after(first(q * q * (1 + 1 / n))) : null,
    level,
    offset: target === undefined ? null : target - now,
  });
}

/** Roots of (b u + d)^2 = g u^2 + h in order; null when the slope is not distinct from 0. */
function fieller(b: number, d: number, g: number, h: number): [number, number] | null {
  const a = b * b - g;
  if (!(a > 0)) return null;
  const half = b * d;
  const root = Math.sqrt(Math.max(0, half * half - a * (d * d - h)));
  return [(-half - root) / a, (-half + root) / a];
}

/** With a slope that may be none the band still reaches the limit ahead: the nearer end. */
function soonest(b: number, d: number, g: number, h: number): number | null {
  const a = b * b - g;
  const half = b * d;
  const under = half * half - a * (d * d - h);
  if (a === 0 || under < 0) return null;
  const roots = [(-half - Math.sqrt(under)) / a, (-half + Math.sqrt(under)) / a];
  return Math.max(...roots);
}
