// Charts of subgroups: means, ranges, standard deviations, medians.

import { type Constants, constantsOf, LARGEST_RANGE_SIZE } from "../../constants.ts";
import { normalMedianSd } from "../../distributions/normal-median.ts";
import { meanOf, rangeOf, sampleSd } from "../../moments.ts";
import { addToMean, meanSoFar, runningMean } from "../../numerics/tally.ts";
import { median } from "../../order.ts";
import { counted, isMeasurable, refuse } from "../../refusals.ts";
import {
  addSubgroup,
  refuseRange,
  runningSpread,
  SUBGROUP_ESTIMATORS,
  type SubgroupEstimator,
  spreadSoFar,
} from "../../sigma/subgroup-sigma.ts";
import type { ControlLimits, Refusal } from "../../types.ts";
import { meanLimits, rangeLimits } from "../xbar-r.ts";
import { sdLimits } from "../xbar-s.ts";
import type { Baseline, ChartKind, ChartSettings, Estimator, Plotted, Sample } from "./kind.ts";
import { refuseCommon, refuseName, withKnown } from "./known.ts";

type Spread = "r" | "s";
type Location = "mean" | "median";

function estimatorName(settings: ChartSettings, spread: Spread): SubgroupEstimator {
  const usual = spread === "r" ? "rbar" : "sbar";
  return SUBGROUP_ESTIMATORS.find((name) => name === settings.estimator) ?? usual;
}

/** Centre of all values (or of the medians) and sigma; a single value has no spread to give. */
export function subgroupEstimator(
  settings: ChartSettings,
  spread: Spread,
  location: Location = "mean",
): Estimator {
  const estimator = estimatorName(settings, spread);
  const within = runningSpread(estimator, constantsOf(settings.constants));
  const center = runningMean();
  let samples = 0;
  let spreads = 0;
  return {
    add: (values) => {
      if (values.length === 0) return;
      samples++;
      if (location === "median") addToMean(center, median(values));
      else for (const value of values) addToMean(center, value);
      if (values.length < 2) return;
      spreads++;
      addSubgroup(within, values);
    },
    baseline: () =>
      withKnown(settings, samples, () => {
        const lacks =
          settings.sigma === undefined ? tooFew(spreads, "with two values or more ") : null;
        const refused = lacks ?? tooFew(samples, "");
        if (refused !== null) return refused;
        const { sigma } = spreads === 0 ? { sigma: 0 } : spreadSoFar(within);
        return { center: meanSoFar(center), sigma, estimator };
      }),
  };
}

function tooFew(count: number, which: string): Refusal | null {
  if (count >= 2) return null;
  return refuse(
    "too-few-subgroups",
    `${counted(count, "subgroup")} ${which}came, at least 2 are needed.`,
  );
}

/** Range or standard deviation of a subgroup with its limits; a single value has none. */
function spreadPoint(
  spread: Spread,
  values: Sample,
  { sigma }: Baseline,
  settings: ChartSettings,
  constants: Constants,
): Plotted {
  const { nsigmas = 3 } = settings;
  if (values.length < 2) return { value: null, limits: NOTHING, error: null };
  const n = values.length;
  const limits = spread === "r" ? rangeLimits : sdLimits;
  return {
    value: spread === "r" ? rangeOf(values) : sampleSd(values),
    limits: limits(sigma ?? 0, n, nsigmas, constants),
    error: null,
  };
}

/** Limits where nothing can be drawn. */
const NOTHING: ControlLimits = { center: 0, lcl: 0, ucl: 0 };

function locationPoint(
  location: Location,
  values: Sample,
  { center, sigma }: Baseline,
  { nsigmas = 3 }: ChartSettings,
): Plotted {
  const n = Math.max(1, values.length);
  if (location === "mean") {
    const error = (sigma ?? 0) / Math.sqrt(n);
    const limits = meanLimits(center, sigma ?? 0, n, nsigmas);
    return { value: values.length === 0 ? null : meanOf(values), limits, error };
  }
  const error = (sigma ?? 0) * normalMedianSd(n);
  const reach = nsigmas * error;
  const limits = { center, lcl: center - reach, ucl: center + reach };
  return { value: values.length === 0 ? null : median(values), limits, error };
}

function subgroupKind(
  panels: readonly string[],
  location: Location | null,
  spread: Spread,
  drawsSpread = true,
): ChartKind {
  return {
    panels,
    wanted: 20,
    recomputable: true,
    refuseSettings: (settings) =>
      refuseCommon(settings) ?? refuseName("estimator", settings.estimator, SUBGROUP_ESTIMATORS),
    refuseSample: (values, settings) => {
      if (!values.every(isMeasurable)) {
        return refuse(
          "not-finite",
          "A subgroup has a value that is not a finite number up to 1e100.",
        );
      }
      const tooLarge = refuseRange(values, estimatorName(settings, spread));
      if (tooLarge !== null || values.length <= LARGEST_RANGE_SIZE) return tooLarge;
      return spread === "r" || location === "median" ? refuseRange(values, "rbar") : null;
    },
    estimator: (settings) => subgroupEstimator(settings, spread, location ?? "mean"),
    plotter: (settings) => {
      const constants = constantsOf(settings.constants);
      let drawn = 1;
      return {
        next: (values, baseline) => {
          // A gap is drawn with the limits of the sample before it, so that lines do not break.
          const size: Sample = values.length > 0 ? values : new Array<number>(drawn).fill(0);
          drawn = size.length;
          const gap = (point: Plotted) => (values.length > 0 ? point : { ...point, value: null });
          return [
            ...(location === null ? [] : [gap(locationPoint(location, size, baseline, settings))]),
            ...(drawsSpread ? [gap(spreadPoint(spread, size, baseline, settings, constants))] : []),
          ];
        },
      };
    },
  };
}

/** Made when asked for: a bundle holds no chart that is not drawn. */
export const subgroupKinds = () => ({
  "xbar-r": subgroupKind(["mean", "range"], "mean", "r"),
  "xbar-s": subgroupKind(["mean", "standard deviation"], "mean", "s"),
  r: subgroupKind(["range"], null, "r"),
  s: subgroupKind(["standard deviation"], null, "s"),
  median: subgroupKind(["median", "range"], "median", "r"),
});
