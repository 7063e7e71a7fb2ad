// Charts of several related characteristics: T2, and the averages and sums that remember.

import { chiSquareUpperQuantile } from "../../distributions/chi-square.ts";
import { columnMeans, minus } from "../../multivariate/covariance.ts";
import {
  hotellingIndividuals,
  hotellingSubgroups,
  t2Limits,
} from "../../multivariate/hotelling.ts";
import {
  type McusumScheme,
  type McusumState,
  mcusumStart,
  mcusumStep,
} from "../../multivariate/mcusum.ts";
import { type MewmaState, mewmaStart, mewmaStep } from "../../multivariate/mewma.ts";
import { cholesky, type Matrix, quadraticForm } from "../../numerics/linear-system.ts";
import { counted, isMeasurable, refuse, refuseProbability } from "../../refusals.ts";
import type { Refusal } from "../../types.ts";
import type { Baseline, ChartKind, ChartSettings, Estimator, Plotter, Sample } from "./kind.ts";
import { upTo } from "./kind.ts";
import { refuseCommon } from "./known.ts";

/** Rows of a sample, `p` values each. */
function rowsOf(sample: Sample, p: number): number[][] {
  const rows: number[][] = [];
  for (let at = 0; at < sample.length; at += p) rows.push(sample.slice(at, at + p));
  return rows;
}

/** Mean of the rows of a sample; a single row as it is. */
function meanRow(sample: Sample, p: number): readonly number[] {
  return sample.length === p ? sample : columnMeans(rowsOf(sample, p));
}

/** The samples are kept: a covariance matrix is taken about the mean of them all. */
function estimator({ variables, alpha = 0.0027 }: ChartSettings): Estimator {
  const kept: Sample[] = [];
  return {
    add: (sample) => {
      if (sample.length > 0) kept.push(sample);
    },
    baseline: (): Refusal | Baseline => {
      const p = variables ?? kept[0]?.length ?? 1;
      const grouped = kept.some((sample) => sample.length > p);
      const found = grouped
        ? hotellingSubgroups(
            kept.map((sample) => rowsOf(sample, p)),
            alpha,
          )
        : hotellingIndividuals(kept, alpha);
      if ("refused" in found) return found;
      const { mean, cov } = found;
      const name = grouped ? "pooled covariance" : "covariance";
      return { center: 0, sigma: null, estimator: name, samples: kept.length, mean, cov };
    },
  };
}

/** The Cholesky factor of a baseline, made once for all samples drawn from it. */
function factorCache() {
  let known: { readonly cov: Matrix; readonly factor: Matrix | null } | null = null;
  return ({ cov = [] }: Baseline): Matrix | null => {
    if (known?.cov !== cov) known = { cov, factor: cholesky(cov) };
    return known.factor;
  };
}

function t2Plotter({ alpha = 0.0027 }: ChartSettings): Plotter {
  const factorOf = factorCache();
  const limitOf = limitCache(alpha);
  return {
    next: (sample, baseline, trial) => {
      const { mean = [] } = baseline;
      const n = Math.max(1, sample.length / mean.length);
      const limits = upTo(limitOf(baseline, n, trial));
      const factor = factorOf(baseline);
      if (sample.length === 0 || factor === null) return [{ value: null, limits, error: null }];
      const value = n * quadraticForm(factor, minus(meanRow(sample, mean.length), mean));
      return [{ value, limits, error: null }];
    },
  };
}

/** Limits depend on so little that each is computed once; without a phase I they are chi-square. */
function limitCache(alpha: number) {
  const known = new Map<string, number>();
  return ({ mean = [], samples, estimator: name }: Baseline, n: number, trial: boolean): number => {
    const key = [name, samples, mean.length, n, trial].join();
    const found = known.get(key);
    if (found !== undefined) return found;
    const given = name === "given" || samples === 0;
    const limit = given
      ? chiSquareUpperQuantile(alpha, mean.length)
      : t2Limits(alpha, mean.length, samples, n)[trial ? "phase1" : "phase2"];
    known.set(key, limit);
    return limit;
  };
}

/** Draws one number after the other, each from the deviation of a sample and what was before. */
function remembering<State>(
  h: number,
  start: (variables: number) => State,
  step: (state: State, deviation: readonly number[], factor: Matrix) => readonly [State, number],
): Plotter {
  const factorOf = factorCache();
  const limits = upTo(h);
  let state: State | null = null;
  return {
    next: (sample, baseline) => {
      const { mean = [] } = baseline;
      const factor = factorOf(baseline);
      if (sample.length === 0 || factor === null) return [{ value: null, limits, error: null }];
      const [next, value] = step(state ?? start(mean.length), deviationOf(sample, mean), factor);
      state = next;
      return [{ value, limits, error: null }];
    },
  };
}

function mewmaPlotter({ lambda = 0.1, h = 0 }: ChartSettings): Plotter {
  return remembering<MewmaState>(h, mewmaStart, (state, deviation, factor) => {
    const { z, decay, t2 } = mewmaStep(state, deviation, factor, lambda);
    return [{ z, decay }, t2];
  });
}

function mcusumPlotter(scheme: McusumScheme, { k = 0.5, h = 0 }: ChartSettings): Plotter {
  return remembering<McusumState>(h, mcusumStart, (state, deviation, factor) => {
    const { sum, rows, y } = mcusumStep(state, deviation, factor, { scheme, k });
    return [{ sum, rows }, y];
  });
}

/** Deviation of the sample's mean row, scaled to the spread of a single row. */
function deviationOf(sample: Sample, mean: readonly number[]): number[] {
  const n = sample.length / mean.length;
  const deviation = minus(meanRow(sample, mean.length), mean);
  return n === 1 ? deviation : deviation.map((d) => d * Math.sqrt(n));
}

function refuseSettings(settings: ChartSettings, needsH: boolean): Refusal | null {
  const { alpha = 0.0027, lambda = 0.1, k = 0.5, h, variables, center, sigma } = settings;
  if (center !== undefined || sigma !== undefined) {
    const why = "A multivariate chart takes its known means and covariances as a baseline.";
    return refuse("parameter-out-of-range", why);
  }
  if (variables !== undefined && !(Number.isInteger(variables) && variables > 0)) {
    return refuse("parameter-out-of-range", `${variables} characteristics are impossible.`);
  }
  if (!(lambda > 0 && lambda <= 1 && k >= 0 && isMeasurable(k))) {
    return refuse("parameter-out-of-range", `A weight ${lambda} or an allowance ${k} is wrong.`);
  }
  if (needsH && !(h !== undefined && h > 0 && isMeasurable(h))) {
    const why =
      "This chart needs its decision limit h: it depends on the number of characteristics.";
    return refuse("parameter-out-of-range", why);
  }
  return refuseProbability("false alarm rate", alpha) ?? refuseCommon(settings);
}

function refuseSample(sample: Sample, { variables }: ChartSettings): Refusal | null {
  if (!sample.every(isMeasurable)) {
    return refuse("not-finite", "A row holds a value that is not a finite number up to 1e100.");
  }
  if (variables === undefined || sample.length % variables === 0) return null;
  const why = `A sample has ${counted(sample.length, "value")}, not rows of ${variables}.`;
  return refuse("parameter-out-of-range", why);
}

function multivariateKind(
  panel: string,
  needsH: boolean,
  plotter: (settings: ChartSettings) => Plotter,
): ChartKind {
  return {
    panels: [panel],
    wanted: 25,
    recomputable: false,
    refuseSettings: (settings) => refuseSettings(settings, needsH),
    refuseSample,
    estimator,
    plotter,
  };
}

/** Made when asked for: a bundle holds no chart that is not drawn. */
export const multivariateKinds = () => ({
  t2: multivariateKind("T2", false, t2Plotter),
  mewma: multivariateKind("MEWMA T2", true, mewmaPlotter),
  mcusum: multivariateKind("MCUSUM", true, (settings) => mcusumPlotter("crosier", settings)),
  "mcusum-pr": multivariateKind("MCUSUM", true, (settings) =>
    mcusumPlotter("pignatiello-runger", settings),
  ),
});
