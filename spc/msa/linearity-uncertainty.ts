// What the departure from a straight line adds to the uncertainty of a measuring system.

import { fSurvival } from "../distributions/f.ts";
import { centredSums, meanOf } from "../moments.ts";
import { counted, refuse, whenFinite } from "../refusals.ts";
import { lineFit } from "../regression/line-fit.ts";
import type { Refusal } from "../types.ts";

export type LinearityUncertainty = {
  /** Line of reading over reference value, by which readings are corrected. */
  readonly intercept: number;
  readonly slope: number;
  /** Sum of squares about the line, and its two parts. */
  readonly ssError: number;
  readonly ssLinearity: number;
  readonly ssRepeatability: number;
  readonly dfLinearity: number;
  readonly dfRepeatability: number;
  readonly uLin: number;
  readonly uEvr: number;
  /** Lack of fit against repeatability; null where repeated readings are all equal. */
  readonly f: number | null;
  readonly p: number | null;
};

/**
 * Readings of several reference parts, each read repeatedly: SS about the line y = b0 + b1 x is
 * split into lack of fit and repeatability; u_LIN = sqrt(SS_LIN/(N - 2)), u_EVR =
 * sqrt(SS_EVR/(n - N)), N references, n readings. Unit: that of the readings.
 * Source: ISO 22514-7:2012, 7.1.3, tables A.3 and B.1; VDA 5 (2011), 5.2.2.2.
 * Refuses: too-few-values (lists that do not pair, below 3 references, no repeated reading),
 * not-finite, no-variation (one reference, or all readings equal).
 */
export function linearityUncertainty(
  references: readonly number[],
  values: readonly number[],
): Refusal | LinearityUncertainty {
  const line = lineFit(references, values);
  if ("refused" in line) return line;
  const groups = new Map<number, number[]>();
  references.forEach((reference, i) => {
    const group = groups.get(reference) ?? [];
    group.push(values[i] ?? 0);
    groups.set(reference, group);
  });
  const dfLinearity = groups.size - 2;
  const dfRepeatability = values.length - groups.size;
  if (dfLinearity < 1 || dfRepeatability < 1) {
    return refuse(
      "too-few-values",
      `${groups.size} references with ${counted(values.length, "reading")} came, 3 read repeatedly are needed.`,
    );
  }
  let ssRepeatability = 0;
  let ssLinearity = 0;
  for (const [reference, group] of groups) {
    ssRepeatability += centredSums(group).squares;
    const fit = line.yMean + line.slope * (reference - line.xMean);
    ssLinearity += group.length * (meanOf(group) - fit) ** 2;
  }
  const ssError = ssLinearity + ssRepeatability;
  const f =
    ssRepeatability > 0 ? ssLinearity / dfLinearity / (ssRepeatability / dfRepeatability) : null;
  return whenFinite({
    intercept: line.intercept,
    slope: line.slope,
    ssError,
    ssLinearity,
    ssRepeatability,
    dfLinearity,
    dfRepeatability,
    uLin: Math.sqrt(ssLinearity / dfLinearity),
    uEvr: Math.sqrt(ssRepeatability / dfRepeatability),
    f,
    p: f === null ? null : fSurvival(f, dfLinearity, dfRepeatability),
  });
}
