// Bias and repeatability of a go/no-go gauge from how often it accepts parts of known size.

import { normalQuantile } from "../distributions/normal.ts";
import { studentTSurvival } from "../distributions/student-t.ts";
import { isMeasurable, refuse, whenFinite } from "../refusals.ts";
import { type LineFit, lineFit } from "../regression/line-fit.ts";
import type { Refusal } from "../types.ts";

export type AcceptedPart = { readonly reference: number; readonly accepted: number };

export type AttributeGauge = {
  /** Line of the normal score of acceptance over the reference value. */
  readonly line: Pick<LineFit, "intercept" | "slope" | "r2">;
  /** Parts on the line, with their probability of acceptance. */
  readonly points: readonly { readonly reference: number; readonly probability: number }[];
  /** Reference value that is accepted every second time. */
  readonly half: number;
  readonly bias: number;
  /** Width from 0.5 % to 99.5 % acceptance, and the same over 1.08 for 20 trials. */
  readonly rawRepeatability: number;
  readonly repeatability: number;
  /** Repeatability over 5.15. */
  readonly sigma: number;
  /** Test of the bias with 19 degrees of freedom; null for other numbers of trials than 20. */
  readonly t: number | null;
  readonly p: number | null;
};

const TRIALS_OF_AIAG = 20;

/**
 * The analytic method: acceptance a of m gets the probability (a + 1/2)/m below one half,
 * (a - 1/2)/m above, 1/2 at it; parts beyond the last never and the first always accepted are left
 * out; a least squares line of normal scores over reference values gives the place of 0.5 (bias =
 * limit - place) and the width from 0.005 to 0.995 (repeatability, over 1.08).
 * t = 31.3 |bias| / repeatability. Unit: that of the references.
 * Source: AIAG MSA 4th edition, chapter III section C, analytic method; Minitab, attribute gage
 * study (analytic method).
 * Refuses: too-few-values (no part never or always accepted, below 2 in between), not-finite,
 * no-variation, parameter-out-of-range (counts not whole or above the trials, acceptance that does
 * not change with size).
 */
export function attributeGauge(
  parts: readonly AcceptedPart[],
  trials: number,
  limit: number,
): Refusal | AttributeGauge {
  const refused = refuseParts(parts, trials, limit);
  if (refused !== null) return refused;
  const rising = [...parts].sort((a, b) => a.reference - b.reference);
  const share = (count: number) => {
    if (2 * count === trials) return 0.5;
    return (2 * count < trials ? count + 0.5 : count - 0.5) / trials;
  };
  const between = rising.filter(({ accepted }) => accepted > 0 && accepted < trials);
  const first = between[0];
  const last = between[between.length - 1];
  if (first === undefined || last === undefined || between.length < 2) {
    return refuse("too-few-values", "At least 2 parts must be accepted sometimes, not always.");
  }
  const before = rising.filter(({ reference }) => reference < first.reference).at(-1);
  const after = rising.find(({ reference }) => reference > last.reference);
  if (before === undefined || after === undefined || before.accepted === after.accepted) {
    return refuse("too-few-values", "A part never accepted and one always accepted are needed.");
  }
  const points = [before, ...between, after].map(({ reference, accepted }) => ({
    reference,
    probability: share(accepted),
  }));
  const line = lineFit(
    points.map((point) => point.reference),
    points.map((point) => normalQuantile(point.probability)),
  );
  if ("refused" in line) return line;
  const half = -line.intercept / line.slope;
  const rawRepeatability = (2 * normalQuantile(0.995)) / Math.abs(line.slope);
  const repeatability = rawRepeatability / 1.08;
  const bias = limit - half;
  const t = trials === TRIALS_OF_AIAG ? (31.3 * Math.abs(bias)) / repeatability : null;
  return whenFinite({
    line: { intercept: line.intercept, slope: line.slope, r2: line.r2 },
    points,
    ...{ half, bias, rawRepeatability, repeatability, sigma: repeatability / 5.15 },
    t,
    p: t === null ? null : 2 * studentTSurvival(t, TRIALS_OF_AIAG - 1),
  });
}

function refuseParts(
  parts: readonly AcceptedPart[],
  trials: number,
  limit: number,
): Refusal | null {
  if (!Number.isInteger(trials) || trials < 2) {
    return refuse("parameter-out-of-range", `The number of trials must be 2 or more: ${trials}.`);
  }
  if (![limit, ...parts.map((part) => part.reference)].every(isMeasurable)) {
    return refuse("not-finite", "A reference value or the limit is no finite number.");
  }
  const odd = parts.find(
    ({ accepted }) => !Number.isInteger(accepted) || accepted < 0 || accepted > trials,
  );
  if (odd === undefined) return null;
  return refuse("parameter-out-of-range", `${odd.accepted} of ${trials} cannot be accepted.`);
}
