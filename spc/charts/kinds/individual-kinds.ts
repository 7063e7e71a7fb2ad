// Charts of single values and of what lies between rare events.

import { type Constants, constantsOf, LARGEST_RANGE_SIZE } from "../../constants.ts";
import { addTo, addToMean, meanSoFar, runningMean, tally, totalOf } from "../../numerics/tally.ts";
import { quantile } from "../../order.ts";
import { counted, refuse } from "../../refusals.ts";
import {
  INDIVIDUAL_ESTIMATORS,
  type IndividualEstimator,
  individualSigma,
} from "../../sigma/individual-sigma.ts";
import type { Refusal } from "../../types.ts";
import { individualLimits } from "../imr.ts";
import type { ChartKind, ChartSettings, Estimator, Sample } from "./kind.ts";
import { refuseCommon, refuseName, refuseSingle, refuseWhole, withKnown } from "./known.ts";

/** The last values, for moving ranges that no gap breaks. */
export type Window = { readonly push: (value: number | null) => number | null };

/** Range of each value and the `length` - 1 before it; null across a gap or with too few before. */
export function movingWindow(length: number): Window {
  const ring: number[] = [];
  let at = 0;
  return {
    push: (value) => {
      if (value === null) {
        ring.length = 0;
        at = 0;
        return null;
      }
      ring[at] = value;
      at = (at + 1) % length;
      if (ring.length < length) return null;
      let low = value;
      let high = value;
      for (const one of ring) {
        if (one < low) low = one;
        if (one > high) high = one;
      }
      return high - low;
    },
  };
}

/** A sigma that grows with every value: what it adds, and what it says. */
type Growing = {
  readonly add: (value: number | null) => void;
  readonly sigma: () => number | Refusal;
};

/** Mean moving range over d2: sums. Mean squared successive difference: sums. */
function bySums(window: Window, ofRange: (range: number) => number, end: (mean: number) => number) {
  const sum = tally();
  let ranges = 0;
  return {
    add: (value: number | null) => {
      const range = window.push(value);
      if (range === null) return;
      ranges++;
      addTo(sum, ofRange(range));
    },
    sigma: () => (ranges === 0 ? noRange() : end(totalOf(sum) / ranges)),
  };
}

/** Median moving range: no sum gives it, the ranges are kept in order. */
function byMedian(window: Window, divisor: number): Growing {
  const ordered: number[] = [];
  return {
    add: (value) => {
      const range = window.push(value);
      if (range === null) return;
      let low = 0;
      let high = ordered.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((ordered[middle] ?? 0) <= range) low = middle + 1;
        else high = middle;
      }
      ordered.splice(low, 0, range);
    },
    sigma: () => (ordered.length === 0 ? noRange() : quantile(ordered, 0.5, 7) / divisor),
  };
}

/** Estimators that look at all values again: nothing shorter gives the same bits. */
function byValues(estimator: IndividualEstimator, length: number, constants: Constants): Growing {
  const values: number[] = [];
  let gaps = false;
  return {
    add: (value) => {
      if (value === null) gaps = values.length > 0;
      else values.push(value);
    },
    sigma: () => {
      if (gaps && estimator === "nelson") {
        return refuse("parameter-out-of-range", "The estimator nelson takes values without a gap.");
      }
      const estimate = individualSigma(values, estimator, length, constants);
      return "refused" in estimate ? estimate : estimate.sigma;
    },
  };
}

function noRange(): Refusal {
  return refuse("too-few-values", "No two neighbours were measured: there is no moving range.");
}

function growing(settings: ChartSettings): Growing {
  const { mrLength = 2, estimator = "mr-mean" } = settings;
  const constants = constantsOf(settings.constants);
  if (estimator === "mr-median") return byMedian(movingWindow(mrLength), constants.d4(mrLength));
  if (estimator === "mssd") {
    return bySums(
      movingWindow(2),
      (range) => range * range,
      (mean) => Math.sqrt(mean / 2),
    );
  }
  if (estimator === "mr-mean") {
    return bySums(
      movingWindow(mrLength),
      (range) => range,
      (mean) => mean / constants.d2(mrLength),
    );
  }
  const named = INDIVIDUAL_ESTIMATORS.find((name) => name === estimator) ?? "sd";
  return byValues(named, mrLength, constants);
}

/** Mean of the values and their short-term sigma; `as` turns a value into what is summed. */
export function individualEstimator(
  settings: ChartSettings,
  as: (value: number) => number = (value) => value,
): Estimator {
  const sigma = growing(settings);
  const center = runningMean();
  const { mrLength = 2, estimator = "mr-mean" } = settings;
  return {
    add: (sample) => {
      const value = sample[0];
      if (value === undefined) return sigma.add(null);
      addToMean(center, as(value));
      sigma.add(as(value));
    },
    baseline: () =>
      withKnown(settings, center.n, () => {
        const needed = settings.sigma === undefined ? Math.max(2, mrLength) : 1;
        if (center.n < needed) {
          const why = `${counted(center.n, "value")} came, at least ${needed} are needed.`;
          return refuse("too-few-values", why);
        }
        const found = settings.sigma ?? sigma.sigma();
        if (typeof found !== "number") return found;
        return { center: meanSoFar(center), sigma: found, estimator };
      }),
  };
}

export function refuseIndividual(settings: ChartSettings): Refusal | null {
  return (
    refuseCommon(settings) ??
    refuseName("estimator of single values", settings.estimator, INDIVIDUAL_ESTIMATORS) ??
    refuseWhole("length of the moving range", settings.mrLength ?? 2, 2, LARGEST_RANGE_SIZE)
  );
}

const imr: ChartKind = {
  panels: ["value", "moving range"],
  wanted: 25,
  recomputable: true,
  refuseSettings: refuseIndividual,
  refuseSample: refuseSingle,
  estimator: (settings) => individualEstimator(settings),
  plotter: (settings) => {
    const { nsigmas = 3, mrLength: length = 2 } = settings;
    const constants = constantsOf(settings.constants);
    const window = movingWindow(length);
    return {
      next: (sample, baseline) => {
        const value = sample[0] ?? null;
        const sigma = baseline.sigma ?? 0;
        const { center, estimator } = baseline;
        const drawn = { length, nsigmas, constants };
        const limits = individualLimits(center, sigma, estimator, drawn);
        return [
          { value, limits: limits.location, error: sigma },
          { value: window.push(value), limits: limits.spread, error: null },
        ];
      },
    };
  },
};

function refuseDistance(sample: Sample): Refusal | null {
  const refused = refuseSingle(sample);
  if (refused !== null || (sample[0] ?? 0) >= 0) return refused;
  return refuse(
    "parameter-out-of-range",
    `A distance between events is not negative, got ${sample[0]}.`,
  );
}

/** Nelson's power that makes exponential times nearly normal. */
export const RARE_POWER = 3.6;

const g: ChartKind = {
  panels: ["units between events"],
  wanted: 20,
  recomputable: true,
  refuseSettings: refuseCommon,
  refuseSample: refuseDistance,
  estimator: (settings) => {
    const mean = runningMean();
    return {
      add: (sample) => {
        if (sample[0] !== undefined) addToMean(mean, sample[0]);
      },
      baseline: () => {
        const center = settings.center ?? meanSoFar(mean);
        if (mean.n === 0 && settings.center === undefined) {
          return refuse("too-few-values", "0 values came, at least 1 is needed.");
        }
        return { center, sigma: null, estimator: "geometric", samples: mean.n };
      },
    };
  },
  plotter: ({ nsigmas = 3 }) => ({
    next: (sample, { center }) => {
      const reach = nsigmas * Math.sqrt(center * (center + 1));
      const limits = { center, lcl: Math.max(0, center - reach), ucl: center + reach };
      return [{ value: sample[0] ?? null, limits, error: null }];
    },
  }),
};

const t: ChartKind = {
  panels: ["time between events"],
  wanted: 20,
  recomputable: true,
  refuseSettings: refuseIndividual,
  refuseSample: refuseDistance,
  estimator: (settings) => individualEstimator(settings, (time) => time ** (1 / RARE_POWER)),
  plotter: ({ nsigmas = 3 }) => ({
    next: (sample, baseline) => {
      const reach = nsigmas * (baseline.sigma ?? 0);
      const { center } = baseline;
      const value = sample[0] ?? null;
      const limits = {
        center: center ** RARE_POWER,
        lcl: Math.max(0, center - reach) ** RARE_POWER,
        ucl: (center + reach) ** RARE_POWER,
      };
      if (value === null) return [{ value, limits, error: null }];
      // Equal times lie on their limits: the last bit of a power back and forth flags none.
      const power = value ** (1 / RARE_POWER);
      if (power >= center - reach) limits.lcl = Math.min(limits.lcl, value);
      if (power <= center + reach) limits.ucl = Math.max(limits.ucl, value);
      return [{ value, limits, error: null }];
    },
  }),
};

/** Made when asked for: a bundle holds no chart that is not drawn. */
export const individualKinds = () => ({ "i-mr": imr, g, t });
