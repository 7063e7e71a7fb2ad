// Charts of measured values: subgroups, individuals, weighted averages, sums and trends.
import {
  type ControlLimits,
  cusum,
  ewma,
  grandMean,
  imrGapLimits,
  isRefusal,
  meanOf,
  median,
  medianLimits,
  movingAverage,
  movingRanges,
  type Refusal,
  SUBGROUP_ESTIMATORS,
  sampleSd,
  subgroupSigma,
  trendChart,
  xbarRPointLimits,
  xbarSPointLimits,
} from "../../../spc/index.ts";
import { type Charted, type ChartOptions, errorsOf, estimating, panel } from "./charted.ts";
import type { Measured } from "./choose-sample.ts";

type Subgroups = {
  readonly numbers: number[];
  readonly groups: (readonly number[])[];
  readonly notes: string[];
};

/** Subgroups with a spread; a single value that is left over is named in a note. */
function usable(sample: Measured): Subgroups {
  const numbers: number[] = [];
  const groups: (readonly number[])[] = [];
  const short: number[] = [];
  sample.subgroups.forEach((values, i) => {
    if (values.length < 2) short.push(i + 1);
    else {
      numbers.push(i + 1);
      groups.push(values);
    }
  });
  const notes =
    short.length === 0
      ? []
      : [`Left out, fewer than two values: subgroup ${short.slice(0, 20).join(", ")}.`];
  return { numbers, groups, notes: [...sample.notes, ...notes] };
}

type Base = { readonly center: number; readonly sigma: number; readonly estimator: string };

function baseOf(kept: Subgroups, options: ChartOptions, usual: "rbar" | "sbar"): Refusal | Base {
  const use = estimating(kept.numbers, options);
  const groups = kept.groups.filter((_, i) => use[i]);
  const given = options.center !== undefined && options.sigma !== undefined;
  const name = options.estimator ?? usual;
  const estimator = SUBGROUP_ESTIMATORS.find((one) => one === name);
  if (estimator === undefined) {
    const why = `There is no estimator "${name}"; there is ${SUBGROUP_ESTIMATORS.join(", ")}.`;
    return { refused: "parameter-out-of-range", why };
  }
  if (!given && groups.length < 2) {
    const why = `${groups.length} subgroups with two values or more came, at least 2 are needed.`;
    return { refused: "too-few-subgroups", why };
  }
  const estimate =
    options.sigma === undefined ? subgroupSigma(groups, estimator) : { sigma: options.sigma };
  if (isRefusal(estimate)) return estimate;
  return {
    center: options.center ?? grandMean(groups),
    sigma: estimate.sigma,
    estimator: options.sigma === undefined ? estimator : "given",
  };
}

export function subgroupChart(
  kind: "r" | "s",
  sample: Measured,
  options: ChartOptions,
): Refusal | Charted {
  const kept = usable(sample);
  const base = baseOf(kept, options, kind === "r" ? "rbar" : "sbar");
  if (isRefusal(base)) return base;
  const { groups, numbers, notes } = kept;
  const sizes = groups.map((values) => values.length);
  const pointLimits = kind === "r" ? xbarRPointLimits : xbarSPointLimits;
  const limits = pointLimits(sizes, base.center, base.sigma, options.nsigmas);
  if (isRefusal(limits)) return limits;
  const means = groups.map(meanOf);
  const spreads = groups.map(kind === "r" ? rangeOf : sampleSd);
  const errors = sizes.map((n) => base.sigma / Math.sqrt(n));
  return {
    ...base,
    numbers,
    notes,
    panels: [
      panel("mean", means, limits.location, errors),
      panel(kind === "r" ? "range" : "standard deviation", spreads, limits.spread),
    ],
  };
}

export function medianChart(sample: Measured, options: ChartOptions): Refusal | Charted {
  const { groups, numbers, notes } = usable(sample);
  const use = estimating(numbers, options);
  const base = medianLimits(groups.filter((_, i) => use[i]));
  if (isRefusal(base)) return base;
  if (groups.some((values) => values.length !== base.size)) {
    const why = "A median chart needs subgroups of one size.";
    return { refused: "parameter-out-of-range", why };
  }
  const all = <T>(one: T) => groups.map(() => one);
  return {
    numbers,
    notes,
    center: base.location.center,
    sigma: base.sigma,
    estimator: base.estimator,
    panels: [
      panel("median", groups.map(median), all(base.location), all(base.standardError)),
      panel("range", groups.map(rangeOf), all(base.spread)),
    ],
  };
}

/** Base of a chart of individual values: mean and short-term sigma, gaps not bridged. */
function individualBase(
  values: readonly (number | null)[],
  options: ChartOptions,
): Refusal | (Base & { readonly spread: ControlLimits }) {
  const name = options.estimator ?? "mr-mean";
  if (name !== "mr-mean" && name !== "mr-median") {
    const why = `Individual values have the estimators mr-mean and mr-median, not "${name}".`;
    return { refused: "parameter-out-of-range", why };
  }
  const use = estimating(numbered(values), options);
  const phase = values.map((value, i) => (use[i] ? value : null));
  const limits = imrGapLimits(phase, name, options.nsigmas);
  if (isRefusal(limits)) return limits;
  const { sigma: known } = options;
  const scale = known === undefined || limits.sigma === 0 ? 1 : known / limits.sigma;
  const { center, lcl, ucl } = limits.spread;
  return {
    center: options.center ?? limits.location.center,
    sigma: known ?? limits.sigma,
    estimator: known === undefined ? name : "given",
    spread: { center: center * scale, lcl: lcl * scale, ucl: ucl * scale },
  };
}

export function individualsChart(sample: Measured, options: ChartOptions): Refusal | Charted {
  const { values } = sample;
  const base = individualBase(values, options);
  if (isRefusal(base)) return base;
  const { center, sigma, estimator, spread } = base;
  const reach = options.nsigmas * sigma;
  const limits = { center, lcl: center - reach, ucl: center + reach };
  const ranges = movingRanges(values.map((value) => value ?? Number.NaN));
  const all = <T>(one: T) => values.map(() => one);
  return {
    numbers: numbered(values),
    notes: sample.notes,
    center,
    sigma,
    estimator,
    panels: [
      panel("value", values, all(limits), all(sigma)),
      panel("moving range", ranges, all(spread)),
    ],
  };
}

type Series = Base & {
  readonly numbers: readonly number[];
  readonly points: readonly number[];
  readonly errors: readonly number[];
  readonly notes: readonly string[];
};

/** Points of a time-weighted chart: means of subgroups where there are any, else the values. */
function seriesOf(sample: Measured, options: ChartOptions): Refusal | Series {
  if (sample.subgroups.length > 0) {
    const kept = usable(sample);
    const base = baseOf(kept, options, "rbar");
    if (isRefusal(base)) return base;
    const errors = kept.groups.map((values) => base.sigma / Math.sqrt(values.length));
    return { ...base, ...kept, points: kept.groups.map(meanOf), errors };
  }
  const base = individualBase(sample.values, options);
  if (isRefusal(base)) return base;
  const kept = sample.values.flatMap((value, i) => (value === null ? [] : [{ value, at: i + 1 }]));
  return {
    ...base,
    numbers: kept.map(({ at }) => at),
    points: kept.map(({ value }) => value),
    errors: kept.map(() => base.sigma),
    notes: sample.notes,
  };
}

export function ewmaChart(sample: Measured, options: ChartOptions): Refusal | Charted {
  const series = seriesOf(sample, options);
  if (isRefusal(series)) return series;
  const { center, points, errors } = series;
  const { lambda, nsigmas } = options;
  const chart = ewma(points, errors, { lambda, center, nsigmas });
  if (isRefusal(chart)) return chart;
  return { ...series, panels: [panel("EWMA", chart.z, chart.limits)] };
}

export function cusumChart(sample: Measured, options: ChartOptions): Refusal | Charted {
  const series = seriesOf(sample, options);
  if (isRefusal(series)) return series;
  const { k, h, headStart } = options;
  const chart = cusum(series.points, series.center, series.errors, { k, h, headStart });
  if (isRefusal(chart)) return chart;
  const limits = series.points.map(() => ({ center: 0, lcl: 0, ucl: h }));
  const upper = chart.states.map(({ cPlus }) => cPlus);
  const lower = chart.states.map(({ cMinus }) => cMinus);
  return {
    ...series,
    panels: [panel("upper sum", upper, limits), panel("lower sum", lower, limits)],
  };
}

export function movingAverageChart(sample: Measured, options: ChartOptions): Refusal | Charted {
  const series = seriesOf(sample, options);
  if (isRefusal(series)) return series;
  const { center, points, errors } = series;
  const error = errors[0] ?? 0;
  if (errors.some((one) => one !== error)) {
    const why = "A moving average chart needs subgroups of one size.";
    return { refused: "parameter-out-of-range", why };
  }
  const chart = movingAverage(points, center, error, options.span, options.nsigmas);
  if (isRefusal(chart)) return chart;
  return { ...series, panels: [panel("moving average", chart.ma, chart.limits)] };
}

/** Values about a straight line over the row numbers, or over given times. */
export function trendOf(
  sample: Measured,
  options: ChartOptions,
  times: readonly (number | null)[] | null,
): Refusal | Charted {
  const kept = sample.values.flatMap((value, i) => {
    const time = times === null ? i + 1 : (times[i] ?? null);
    return value === null || time === null ? [] : [{ value, time, at: i + 1 }];
  });
  const points = kept.map(({ value }) => value);
  const at = kept.map(({ time }) => time);
  const chart = trendChart(at, points, "residual", options.spec, options.nsigmas);
  if (isRefusal(chart)) return chart;
  const { line, sigma, limits, timeToUpper, timeToLower } = chart;
  const reached = [
    timeToUpper === null ? [] : [`The line comes to the upper limit at ${timeToUpper}.`],
    timeToLower === null ? [] : [`The line comes to the lower limit at ${timeToLower}.`],
  ].flat();
  return {
    numbers: kept.map(({ at: row }) => row),
    notes: [...sample.notes, `Slope ${line.slope}, standard error ${line.seSlope}.`, ...reached],
    center: line.yMean,
    sigma,
    estimator: "residual",
    panels: [panel("value", points, limits, errorsOf(limits, options.nsigmas))],
  };
}

function rangeOf(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}

function numbered(values: readonly unknown[]): number[] {
  return values.map((_, i) => i + 1);
}
