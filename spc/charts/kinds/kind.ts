// What a kind of control chart is: what it estimates, and how it draws one sample after the other.

import type { ConstantsName } from "../../constants.ts";
import type { ControlLimits, Refusal } from "../../types.ts";
import type { LimitWidth } from "../count-rules.ts";

/**
 * One sample in the words of its chart: the values of a subgroup; one value; count and size; the
 * rows of a multivariate subgroup one after the other. Empty: nothing was measured (a gap).
 */
export type Sample = readonly number[];

/** What limits are drawn from; kept as it is, it freezes them. Plain numbers: it can be stored. */
export type Baseline = {
  /** In the unit of the plotted statistic (t: of the power of the times). */
  readonly center: number;
  /** Of single values; Laney: sigma of z; null where the centre says it (counts). */
  readonly sigma: number | null;
  readonly estimator: string;
  /** Samples it was estimated from; 0 where it was given. */
  readonly samples: number;
  /** Multivariate charts: means and covariance matrix of the characteristics. */
  readonly mean?: readonly number[] | undefined;
  readonly cov?: readonly (readonly number[])[] | undefined;
};

/** What may be said about a chart; each kind takes what concerns it, the rest is as usual. */
export type ChartSettings = {
  /** Width of the limits: 3 standard errors. */
  readonly nsigmas?: number | undefined;
  /** p, np, c, u: probability limits that enclose this much, instead of `nsigmas`. */
  readonly confidence?: number | undefined;
  /** Known centre and standard deviation of single values; the other is estimated. */
  readonly center?: number | undefined;
  readonly sigma?: number | undefined;
  /** Estimator of sigma by its name. */
  readonly estimator?: string | undefined;
  /** Values a moving range spans: 2. */
  readonly mrLength?: number | undefined;
  readonly constants?: ConstantsName | undefined;
  /** EWMA, MEWMA: weight of the newest point, 0.2 and 0.1. */
  readonly lambda?: number | undefined;
  /** EWMA: limits as they settle, from the first point on. */
  readonly asymptotic?: boolean | undefined;
  /** CUSUM: allowance 0.5 and decision interval 5, in standard errors. MEWMA, MCUSUM: h. */
  readonly k?: number | undefined;
  readonly h?: number | undefined;
  readonly headStart?: number | undefined;
  /** Points of a moving average: 5. */
  readonly span?: number | undefined;
  /** T2: false alarm rate of a point, 0.0027. */
  readonly alpha?: number | undefined;
  /** Multivariate charts: number of characteristics in a row; of the first sample if not said. */
  readonly variables?: number | undefined;
};

/** One point on one panel. */
export type Plotted = {
  /** null: no point here (a gap, or not enough before). */
  readonly value: number | null;
  readonly limits: ControlLimits;
  /** Standard error for zone rules; null where only the limits judge. */
  readonly error: number | null;
};

/** Gathers samples; costs the same however many came, unless the kind says otherwise. */
export type Estimator = {
  readonly add: (sample: Sample) => void;
  readonly baseline: () => Refusal | Baseline;
};

/** Draws samples in their order. `trial`: the sample is one the baseline was estimated from. */
export type Plotter = {
  readonly next: (sample: Sample, baseline: Baseline, trial: boolean) => readonly Plotted[];
};

export type ChartKind = {
  readonly panels: readonly string[];
  /** Samples below which limits are called trial limits. */
  readonly wanted: number;
  /**
   * Whether points can be drawn without those drawn before under the same baseline: then limits may
   * be recomputed with every sample.
   */
  readonly recomputable: boolean;
  /** What is wrong with the settings of this kind. */
  readonly refuseSettings: (settings: ChartSettings) => Refusal | null;
  /** What is wrong with a sample that is not a gap. */
  readonly refuseSample: (sample: Sample, settings: ChartSettings) => Refusal | null;
  readonly estimator: (settings: ChartSettings) => Estimator;
  readonly plotter: (settings: ChartSettings) => Plotter;
};

export function widthOf({ nsigmas = 3, confidence }: ChartSettings): LimitWidth {
  return confidence === undefined ? { nsigmas } : { confidence };
}

/** Limits about 0 that only have an upper side. */
export function upTo(ucl: number): ControlLimits {
  return { center: 0, lcl: 0, ucl };
}
