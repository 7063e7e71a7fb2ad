// The chart of a process that wears: limits about a rising line, and when it reaches the limit.

import { d2 } from "../constants.ts";
import { refusePositive, whenFinite } from "../refusals.ts";
import { type LineFit, lineFit } from "../regression/line-fit.ts";
import { movingRanges } from "../sigma/moving-ranges.ts";
import type { ControlLimits, Refusal, SpecLimits } from "../types.ts";

export type TrendChart = {
  readonly line: LineFit;
  /** Spread about the line. */
  readonly sigma: number;
  readonly limits: readonly ControlLimits[];
  /** Where the centre line comes within nsigmas sigma of a limit it moves towards; else null. */
  readonly timeToUpper: number | null;
  readonly timeToLower: number | null;
};

/**
 * Regression chart of one tool life: centre b0 + b1 t, limits +- nsigmas sigma, sigma the residual
 * standard deviation (n - 2) or the mean moving range of the residuals over d2(2). Times in the
 * unit of t, values in that of y. Start again at a tool change.
 * Source: B. J. Mandel, The regression control chart, Journal of Quality Technology 1 (1969) 1-9.
 * Refuses: too-few-values (below 3), not-finite, no-variation, parameter-out-of-range.
 */
export function trendChart(
  t: readonly number[],
  y: readonly number[],
  estimator: "residual" | "mr",
  spec: SpecLimits = {},
  nsigmas = 3,
): Refusal | TrendChart {
  const refused = refusePositive("width", nsigmas);
  if (refused !== null) return refused;
  const line = lineFit(t, y);
  if ("refused" in line) return line;
  const sigma = estimator === "residual" ? line.residualSd : movingSigma(line.residual);
  const reach = nsigmas * sigma;
  const limits = t.map((time) => {
    const center = line.yMean + line.slope * (time - line.xMean);
    return { center, lcl: center - reach, ucl: center + reach };
  });
  const reaches = (limit: number | undefined, towards: boolean) =>
    limit === undefined || !towards ? null : line.xMean + (limit - line.yMean) / line.slope;
  return whenFinite({
    line,
    sigma,
    limits,
    timeToUpper: reaches(spec.usl === undefined ? undefined : spec.usl - reach, line.slope > 0),
    timeToLower: reaches(spec.lsl === undefined ? undefined : spec.lsl + reach, line.slope < 0),
  });
}

function movingSigma(residual: readonly number[]): number {
  const ranges = movingRanges(residual).filter((range) => range !== null);
  return ranges.reduce((sum, range) => sum + range, 0) / ranges.length / d2(2);
}
