// The correlation of values with their normal scores: a test that can be seen on the plot.

import { normalQuantile } from "../distributions/normal.ts";
import { centredSums } from "../moments.ts";
import { sorted } from "../order.ts";
import { refuseNoVariation, refuseOverflow, refuseValues } from "../refusals.ts";
import type { Refusal } from "../types.ts";

export type RyanJoiner = {
  /** Correlation with the normal scores: 1 for a straight plot. */
  readonly r: number;
  /** Between 0.01 and 0.10, or the end of the table it lies beyond. */
  readonly p: number;
  readonly relation: "equal" | "above" | "below";
};

/** Critical values a + b/sqrt n + c/n + d/n^2 of each tail. */
const CRITICAL = [
  { p: 0.1, terms: [1.0071, -0.1371, -0.3682, 0.778] },
  { p: 0.05, terms: [1.0063, -0.1288, -0.6118, 1.3505] },
  { p: 0.01, terms: [0.9963, -0.0211, -1.4106, 3.1791] },
] as const;

/**
 * r of the ordered values and the normal scores at (i - 3/8)/(n + 1/4); p between the critical
 * values on a straight line, as Minitab prints it ("> 0.100", "< 0.010").
 * Source: T. A. Ryan & B. L. Joiner, Normal probability plots and tests for normality (1976).
 * Refuses: too-few-values (below 4), not-finite, no-variation.
 */
export function ryanJoiner(values: readonly number[]): Refusal | RyanJoiner {
  const refused = refuseValues(values, 4);
  if (refused !== null) return refused;
  const { n, mean, squares } = centredSums(values);
  if (!Number.isFinite(squares)) return refuseOverflow();
  if (!(squares > 0)) return refuseNoVariation(n);
  const scores = sorted(values).map((_, i) => normalQuantile((i + 0.625) / (n + 0.25)));
  const length = Math.sqrt(scores.reduce((sum, score) => sum + score * score, 0));
  const size = Math.sqrt(squares);
  const r = sorted(values).reduce(
    (sum, value, i) => sum + ((value - mean) / size) * ((scores[i] ?? 0) / length),
    0,
  );
  return { r: Math.min(1, r), ...tail(r, n) };
}

function tail(r: number, n: number): Pick<RyanJoiner, "p" | "relation"> {
  const critical = CRITICAL.map(({ p, terms: [a, b, c, d] }) => ({
    p,
    at: a + b / Math.sqrt(n) + c / n + d / (n * n),
  }));
  let above = critical[0] ?? { p: 1, at: 1 };
  if (r > above.at) return { p: above.p, relation: "above" };
  for (const next of critical.slice(1)) {
    if (r >= next.at) {
      const share = (above.at - r) / (above.at - next.at);
      return { p: above.p + share * (next.p - above.p), relation: "equal" };
    }
    above = next;
  }
  return { p: above.p, relation: "below" };
}
