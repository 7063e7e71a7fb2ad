// Three-parameter fits: where a skewed distribution begins, when it does not begin at zero.

import { rangeOf } from "../moments.ts";
import { findRoot } from "../numerics/root.ts";
import { refuse } from "../refusals.ts";
import type { Refusal } from "../types.ts";
import { gamma, lognormal, smallestOf, weibull } from "./estimates.ts";
import { withThreshold } from "./further-models.ts";
import type { Model } from "./models.ts";

export type ThresholdName = "lognormal3" | "weibull3" | "gamma3";

type Family = {
  readonly estimate: (above: readonly number[]) => Model;
  /** Derivative of ln density by x, for the parameters of the model. */
  readonly slope: (model: Model) => (x: number) => number;
};

function named(model: Model, name: string): number {
  return model.parameters[name] ?? Number.NaN;
}

const FAMILIES: Readonly<Record<ThresholdName, Family>> = {
  lognormal3: {
    estimate: lognormal,
    slope: (model) => {
      const mean = named(model, "meanlog");
      const sd = named(model, "sdlog");
      return (x) => -(1 + (Math.log(x) - mean) / (sd * sd)) / x;
    },
  },
  weibull3: {
    estimate: weibull,
    slope: (model) => {
      const shape = named(model, "shape");
      const scale = named(model, "scale");
      return (x) => (shape - 1 - shape * (x / scale) ** shape) / x;
    },
  },
  gamma3: {
    estimate: gamma,
    slope: (model) => {
      const shape = named(model, "shape");
      const scale = named(model, "scale");
      return (x) => (shape - 1) / x - 1 / scale;
    },
  },
};

/** The search: distances of the threshold below the smallest value, in ranges of the values. */
const NEAREST = 1e-5;
const FARTHEST = 1e3;
const STEPS = 72;

/**
 * The local maximum of the profile likelihood over the threshold. The likelihood itself has none:
 * it grows without bound as the threshold nears the smallest value, and that spike says nothing
 * about the process. The threshold is searched between 1e-5 and 1000 ranges below the smallest
 * value where the derivative of the profile changes from rising to falling; of several such places
 * the most likely is taken.
 * Source: A. C. Cohen, Journal of the American Statistical Association 46 (1951) 206-212
 * (local maximum); R. L. Smith, Biometrika 72 (1985) 67-90 (the trap).
 * Refuses: parameter-out-of-range when there is no local maximum: the values are not skewed to the
 * right (a two-parameter model does as well), or pile up at the smallest value.
 */
export function thresholdFit(values: readonly number[], name: ThresholdName): Refusal | Model {
  const { estimate, slope } = FAMILIES[name];
  const smallest = smallestOf(values);
  const range = rangeOf(values);
  const gaps = values.map((value) => value - smallest);
  const at = (log: number) => {
    const distance = range * Math.exp(log);
    return { distance, model: estimate(gaps.map((gap) => gap + distance)) };
  };
  const rise = (log: number) => {
    const { distance, model } = at(log);
    const of = slope(model);
    return distance * gaps.reduce((sum, gap) => sum + of(gap + distance), 0);
  };
  const from = Math.log(NEAREST);
  const step = (Math.log(FARTHEST) - from) / STEPS;
  let best: { readonly distance: number; readonly model: Model } | null = null;
  let most = Number.NEGATIVE_INFINITY;
  let before = rise(from);
  const first = before;
  for (let i = 1; i <= STEPS; i++) {
    const here = rise(from + i * step);
    if (before > 0 && here <= 0) {
      // Sought on the falling derivative, so that its sign change is a peak.
      const peak = at(findRoot(rise, from + (i - 1) * step, from + i * step));
      const logLik = gaps.reduce((sum, gap) => sum + peak.model.logDensity(gap + peak.distance), 0);
      if (logLik > most) {
        most = logLik;
        best = peak;
      }
    }
    before = here;
  }
  if (best !== null) return withThreshold(name, best.model, smallest - best.distance);
  return refuse(
    "parameter-out-of-range",
    first > 0 || before > 0
      ? "No threshold is most likely: the values are not skewed as this distribution is."
      : "No threshold is most likely: the values pile up at the smallest one.",
  );
}
