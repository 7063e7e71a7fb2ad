// When a step began, looked for after a chart has signalled.

import { refuse, refuseValues } from "../refusals.ts";
import type { Refusal } from "../types.ts";

export type ChangePoint = {
  /** Index of the first point after the step, 0-based. */
  readonly index: number;
  /** Mean of the points from there on. */
  readonly after: number;
  readonly shift: number;
};

/**
 * Maximum likelihood estimate of where a step of the mean began, the mean before it known (centre of
 * the chart): the tau that makes (N - tau)(mean of the points after tau - center)^2 largest.
 * Points in time order up to the signal; all with the same spread.
 * Source: T. R. Samuel, J. J. Pignatiello & J. A. Calvin, Quality Engineering 10 (1998) 521-527.
 * Refuses: too-few-values (none), not-finite, no-variation (every point on the centre).
 */
export function changePoint(points: readonly number[], center: number): Refusal | ChangePoint {
  const refused = refuseValues([...points, center], 2);
  if (refused !== null) return refused;
  let sum = 0;
  let best = 0;
  let found: ChangePoint | null = null;
  for (let index = points.length - 1; index >= 0; index--) {
    sum += (points[index] ?? 0) - center;
    const count = points.length - index;
    const gain = (sum * sum) / count;
    if (gain > best) {
      best = gain;
      found = { index, after: center + sum / count, shift: sum / count };
    }
  }
  return found ?? refuse("no-variation", "Every point lies on the centre: there is no step.");
}
