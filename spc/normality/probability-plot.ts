// The probability plot: what a distribution should look like as a line, and how far off is chance.

import { noncentralTQuantile } from "../distributions/noncentral-t.ts";
import { normalQuantile } from "../distributions/normal.ts";
import { fitDistribution } from "../fit/maximum-likelihood.ts";
import type { Model, ModelName } from "../fit/models.ts";
import { centredSums } from "../moments.ts";
import { sorted } from "../order.ts";
import { refuseTail, refuseValues, whenFinite } from "../refusals.ts";
import type { Refusal } from "../types.ts";

export type PlotPoint = {
  readonly x: number;
  /** (i - 0.3)/(n + 0.4), and its normal score: the height on the paper. */
  readonly probability: number;
  readonly score: number;
  /** Where the fitted distribution has this probability. */
  readonly fitted: number;
};

export type PlotBand = {
  readonly probability: number;
  readonly score: number;
  /** The fitted line, and the interval of the true quantile. */
  readonly x: number;
  readonly lower: number;
  readonly upper: number;
};

export type ProbabilityPlot = {
  readonly points: readonly PlotPoint[];
  /** Exact, each by itself, for normal and lognormal; null for other distributions. */
  readonly band: readonly PlotBand[] | null;
  /** Correlation of values (logarithms for lognormal) and fitted quantiles. */
  readonly r: number;
};

/** Probabilities the band is drawn at. */
const BAND = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98,
  0.99, 0.995, 0.998, 0.999,
];

/**
 * Points of a probability plot at Benard's median ranks, the fitted quantiles (normal and lognormal
 * with divisor n - 1, as their band needs it; others by maximum likelihood) and the band of `level`:
 * x_p = mean + z_p s, (mean - x_p) sqrt(n)/s is noncentral t with -z_p sqrt(n).
 * Source: A. Benard & E. C. Bos-Levenbach, Statistica Neerlandica 7 (1953) 163-173; band: D. B. Owen,
 * Technometrics 10 (1968) 445-478.
 * Refuses: parameter-out-of-range (level; values the distribution does not have), and as
 * fitDistribution.
 */
export function probabilityPlot(
  values: readonly number[],
  distribution: ModelName = "normal",
  level = 0.95,
): Refusal | ProbabilityPlot {
  const refused = refuseValues(values, 3) ?? refuseTail("confidence level", level);
  if (refused !== null) return refused;
  const fit = fitDistribution(values, distribution);
  if ("refused" in fit) return fit;
  const logs = distribution === "lognormal";
  const scored = logs || distribution === "normal";
  const n = values.length;
  const { mean, squares } = centredSums(logs ? values.map(Math.log) : values);
  const sd = Math.sqrt(squares / (n - 1));
  const back = (y: number) => (logs ? Math.exp(y) : y);
  const fittedAt = (p: number) =>
    scored ? back(mean + sd * normalQuantile(p)) : quantileOf(fit.model, p);
  const points = sorted(values).map((x, i) => {
    const probability = (i + 0.7) / (n + 0.4);
    return { x, probability, score: normalQuantile(probability), fitted: fittedAt(probability) };
  });
  const bandAt = (probability: number): PlotBand => {
    const score = normalQuantile(probability);
    const tail = (1 - level) / 2;
    const end = (p: number) =>
      back(mean - (noncentralTQuantile(p, n - 1, -score * Math.sqrt(n)) * sd) / Math.sqrt(n));
    return {
      ...{ probability, score, x: back(mean + sd * score) },
      ...{ lower: end(1 - tail), upper: end(tail) },
    };
  };
  const forth = (x: number) => (logs ? Math.log(x) : x);
  return whenFinite({
    points,
    band: scored ? BAND.map(bandAt) : null,
    r: correlation(
      points.map((point) => forth(point.x)),
      points.map((point) => forth(point.fitted)),
    ),
  });
}

function quantileOf(model: Model, p: number): number {
  return p <= 0.5 ? model.quantile(p) : model.upperQuantile(1 - p);
}

function correlation(x: readonly number[], y: readonly number[]): number {
  const { mean: xMean, squares: xSquares } = centredSums(x);
  const { mean: yMean, squares: ySquares } = centredSums(y);
  const width = Math.sqrt(xSquares);
  const height = Math.sqrt(ySquares);
  return x.reduce(
    (sum, one, i) => sum + ((one - xMean) / width) * (((y[i] ?? 0) - yMean) / height),
    0,
  );
}
