// Charts that remember: weighted averages, cumulative sums, moving averages of means or values.

import { meanOf } from "../../moments.ts";
import { isMeasurable, refuse } from "../../refusals.ts";
import { SUBGROUP_ESTIMATORS } from "../../sigma/subgroup-sigma.ts";
import type { Refusal } from "../../types.ts";
import { type CusumState, cusumStart, cusumStep } from "../cusum.ts";
import { type EwmaState, ewmaStart, ewmaStep } from "../ewma.ts";
import { individualEstimator, refuseIndividual } from "./individual-kinds.ts";
import {
  type Baseline,
  type ChartKind,
  type ChartSettings,
  type Estimator,
  type Plotter,
  type Sample,
  upTo,
} from "./kind.ts";
import { refuseCommon, refuseWhole } from "./known.ts";
import { subgroupEstimator } from "./subgroup-kinds.ts";

/** What is weighted: the mean of a subgroup, or a single value. */
type Point = { readonly x: number; readonly error: number };

function pointOf(sample: Sample, { sigma }: Baseline): Point | null {
  const [first] = sample;
  if (first === undefined) return null;
  if (sample.length === 1) return { x: first, error: sigma ?? 0 };
  return { x: meanOf(sample), error: (sigma ?? 0) / Math.sqrt(sample.length) };
}

/** By subgroups where a sample has several values or their estimator is named, else by values. */
function estimator(settings: ChartSettings): Estimator {
  const named = SUBGROUP_ESTIMATORS.some((name) => name === settings.estimator);
  const singles = individualEstimator(named ? { ...settings, estimator: undefined } : settings);
  const groups = subgroupEstimator(settings, "r");
  let grouped = named;
  return {
    add: (sample) => {
      grouped ||= sample.length > 1;
      groups.add(sample);
      if (!grouped) singles.add(sample);
    },
    baseline: () => (grouped ? groups : singles).baseline(),
  };
}

function refuseSettings(settings: ChartSettings): Refusal | null {
  const named = SUBGROUP_ESTIMATORS.some((name) => name === settings.estimator);
  return named ? refuseCommon(settings) : refuseIndividual(settings);
}

function refuseSample(sample: Sample): Refusal | null {
  if (sample.length <= 100 && sample.every(isMeasurable)) return null;
  return sample.length > 100
    ? refuse("parameter-out-of-range", `A range is used for at most 100 values per subgroup.`)
    : refuse("not-finite", "A sample has a value that is not a finite number up to 1e100.");
}

function weightedKind(
  panels: readonly string[],
  recomputable: boolean,
  refuseOwn: (settings: ChartSettings) => Refusal | null,
  plotter: (settings: ChartSettings) => Plotter,
): ChartKind {
  return {
    panels,
    wanted: 20,
    recomputable,
    refuseSettings: (settings) => refuseSettings(settings) ?? refuseOwn(settings),
    refuseSample,
    estimator,
    plotter,
  };
}

/** A gap leaves the average where it is: nothing was learnt. */
function ewmaPlotter({ lambda = 0.2, nsigmas = 3, asymptotic = false }: ChartSettings): Plotter {
  let state: EwmaState | null = null;
  return {
    next: (sample, baseline) => {
      const { center, sigma } = baseline;
      const parameters = { lambda, center, nsigmas };
      const before = state ?? ewmaStart(parameters);
      const point = pointOf(sample, baseline);
      const error = point?.error ?? sigma ?? 0;
      const drawn = ewmaStep(before, point?.x ?? before.z, error, parameters);
      if (point !== null) state = { z: drawn.z, decay: drawn.decay };
      const reach = nsigmas * error * Math.sqrt(lambda / (2 - lambda));
      const settled = { center, lcl: center - reach, ucl: center + reach };
      const limits = asymptotic ? settled : drawn.limits;
      return [{ value: point === null ? null : drawn.z, limits, error: null }];
    },
  };
}

function cusumPlotter({ k = 0.5, h = 5, headStart }: ChartSettings): Plotter {
  const parameters = { k, h, headStart };
  let state: CusumState = cusumStart(parameters);
  return {
    next: (sample, baseline) => {
      const point = pointOf(sample, baseline);
      const limits = upTo(h);
      if (point === null || !(point.error > 0)) {
        return [0, 1].map(() => ({ value: null, limits, error: null }));
      }
      state = cusumStep(state, (point.x - baseline.center) / point.error, parameters);
      return [state.cPlus, state.cMinus].map((value) => ({ value, limits, error: null }));
    },
  };
}

function averagePlotter({ span = 5, nsigmas = 3 }: ChartSettings): Plotter {
  let last: Point[] = [];
  return {
    next: (sample, baseline) => {
      const { center } = baseline;
      const point = pointOf(sample, baseline);
      if (point !== null) last = [...last, point].slice(-span);
      const count = Math.max(1, last.length);
      let sum = 0;
      let squares = 0;
      for (const { x, error } of last) {
        sum += x - center;
        squares += error * error;
      }
      const one = last[0]?.error ?? 0;
      const same = last.every(({ error }) => error === one);
      const reach = nsigmas * (same ? one / Math.sqrt(count) : Math.sqrt(squares) / count);
      const limits = { center, lcl: center - reach, ucl: center + reach };
      return [{ value: point === null ? null : center + sum / count, limits, error: null }];
    },
  };
}

function refuseWeight({ lambda = 0.2 }: ChartSettings): Refusal | null {
  if (lambda > 0 && lambda <= 1) return null;
  return refuse(
    "parameter-out-of-range",
    `The weight lies above 0 and at most at 1, not ${lambda}.`,
  );
}

function refuseSums({ k = 0.5, h = 5, headStart = 0 }: ChartSettings): Refusal | null {
  if (k >= 0 && h > 0 && headStart >= 0 && [k, h, headStart].every(isMeasurable)) return null;
  return refuse("parameter-out-of-range", `k ${k}, h ${h} or head start ${headStart} is wrong.`);
}

/** Made when asked for: a bundle holds no chart that is not drawn. */
export const weightedKinds = () => ({
  ewma: weightedKind(["EWMA"], false, refuseWeight, ewmaPlotter),
  cusum: weightedKind(["upper sum", "lower sum"], false, refuseSums, cusumPlotter),
  "moving-average": weightedKind(
    ["moving average"],
    false,
    ({ span = 5 }) => refuseWhole("span of the moving average", span, 1, 1000),
    averagePlotter,
  ),
});
