// Whether the bias of a gauge changes over its range.

import { studentTQuantile } from "../distributions/student-t.ts";
import { counted, refuse, refuseProbability, whenFinite } from "../refusals.ts";
import { type LineFit, lineFit } from "../regression/line-fit.ts";
import type { Refusal } from "../types.ts";
import { meanTest } from "./mean-test.ts";

export type ReferenceBias = {
  readonly reference: number;
  readonly n: number;
  readonly bias: number;
  /** t test of the bias with that reference's own sd; null below 2 readings or without spread. */
  readonly t: number | null;
  readonly p: number | null;
};

export type BandPoint = {
  readonly reference: number;
  readonly fit: number;
  readonly lower: number;
  readonly upper: number;
};

export type LinearityStudy = {
  /** Bias over reference value. */
  readonly line: LineFit;
  readonly df: number;
  readonly biasMean: number;
  readonly perReference: readonly ReferenceBias[];
  /** Confidence band of the mean bias at each reference. */
  readonly band: readonly BandPoint[];
  /** |slope| times the process variation; null when none is given. */
  readonly linearity: number | null;
  readonly pctLinearity: number;
};

/**
 * Line of bias over reference value with its confidence band, and the bias at each reference.
 * `processVariation` is six sigma of the process, or the tolerance.
 * Source: AIAG MSA 4th edition, chapter III section B, guidelines for linearity.
 * Refuses: as lineFit; too-few-values when reference and value differ in number.
 */
export function linearityStudy(
  references: readonly number[],
  values: readonly number[],
  alpha = 0.05,
  processVariation?: number,
): Refusal | LinearityStudy {
  const refused = refuseProbability("significance level", alpha);
  if (refused !== null) return refused;
  if (references.length !== values.length) {
    return refuse(
      "too-few-values",
      `${references.length} references and ${counted(values.length, "value")} came, pairs are needed.`,
    );
  }
  const biases = values.map((value, i) => value - (references[i] ?? Number.NaN));
  const line = lineFit(references, biases);
  if ("refused" in line) return line;
  const byReference = new Map<number, number[]>();
  references.forEach((reference, i) => {
    const own = byReference.get(reference);
    if (own === undefined) byReference.set(reference, [biases[i] ?? 0]);
    else own.push(biases[i] ?? 0);
  });
  const groups = [...byReference].sort(([a], [b]) => a - b);
  const quantile = studentTQuantile(1 - alpha / 2, line.n - 2);
  return whenFinite({
    line,
    df: line.n - 2,
    biasMean: line.yMean,
    perReference: groups.map(([reference, group]) => biasAt(reference, group)),
    band: groups.map(([reference]) => bandAt(line, quantile, reference)),
    linearity: processVariation === undefined ? null : Math.abs(line.slope) * processVariation,
    pctLinearity: 100 * Math.abs(line.slope),
  });
}

function biasAt(reference: number, biases: readonly number[]): ReferenceBias {
  if (biases.length < 2) {
    return { reference, n: biases.length, bias: biases[0] ?? 0, t: null, p: null };
  }
  const { n, bias, t, p } = meanTest(biases, 0, 0.95);
  return { reference, n, bias, t, p };
}

function bandAt(line: LineFit, quantile: number, reference: number): BandPoint {
  const off = reference - line.xMean;
  const fit = line.yMean + line.slope * off;
  const reach = quantile * line.residualSd * Math.sqrt(1 / line.n + (off * off) / line.xSquares);
  return { reference, fit, lower: fit - reach, upper: fit + reach };
}
