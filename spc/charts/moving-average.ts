// The moving average chart: the plain mean of the last few points.

import { isMeasurable, refuse, refusePositive } from "../refusals.ts";
import type { ControlLimits, Refusal } from "../types.ts";

export type MovingAverage = {
  readonly ma: readonly number[];
  readonly limits: readonly ControlLimits[];
};

/**
 * Mean of the last `span` points, of what is there before that; limits
 * centre +- nsigmas se / sqrt(points averaged). `standardError` is that of one point.
 * Source: Montgomery, 9.3; NIST/SEMATECH 6.3.2.
 * Refuses: parameter-out-of-range (span not whole or below 1, width, error), not-finite.
 */
export function movingAverage(
  points: readonly number[],
  center: number,
  standardError: number,
  span: number,
  nsigmas = 3,
): Refusal | MovingAverage {
  const wide = refusePositive("width", nsigmas);
  if (wide !== null) return wide;
  if (!Number.isInteger(span) || span < 1 || standardError < 0) {
    return refuse(
      "parameter-out-of-range",
      `A span of ${span} or an error of ${standardError} is impossible.`,
    );
  }
  if (![center, standardError, ...points].every(isMeasurable)) {
    return refuse("not-finite", "A point, the centre or the sigma is not a finite number.");
  }
  const ma: number[] = [];
  const limits: ControlLimits[] = [];
  for (let i = 0; i < points.length; i++) {
    const count = Math.min(i + 1, span);
    let sum = 0;
    for (let j = i - count + 1; j <= i; j++) sum += (points[j] ?? 0) - center;
    ma.push(center + sum / count);
    const reach = (nsigmas * standardError) / Math.sqrt(count);
    limits.push({ center, lcl: center - reach, ucl: center + reach });
  }
  return { ma, limits };
}
