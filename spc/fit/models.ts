// The distributions a characteristic may be fitted with, each as its tails, quantiles and density.

import {
  gammaCdf,
  gammaPdf,
  gammaQuantile,
  gammaSurvival,
  gammaUpperQuantile,
} from "../distributions/gamma.ts";
import { normalCdf, normalQuantile, normalSurvival } from "../distributions/normal.ts";
import { findRoot } from "../numerics/root.ts";

/** Every model a characteristic may be fitted with. */
export const MODEL_NAMES = [
  "normal",
  "lognormal",
  "exponential",
  "weibull",
  "gamma",
  "gumbelmax",
  "gumbelmin",
  "logistic",
  "loglogistic",
  "rayleigh",
  "halfnormal",
  "foldednormal",
  "exponential2",
  "lognormal3",
  "weibull3",
  "gamma3",
  "johnson-su",
  "johnson-sb",
  "johnson-sl",
] as const;

export type ModelName = (typeof MODEL_NAMES)[number];

export type Model = {
  readonly name: ModelName;
  readonly parameters: Readonly<Record<string, number>>;
  /** P(X <= x) and P(X > x), each computed as a tail. */
  readonly lower: (x: number) => number;
  readonly upper: (x: number) => number;
  /** x with P(X <= x) = p, and with P(X > x) = q. */
  readonly quantile: (p: number) => number;
  readonly upperQuantile: (q: number) => number;
  readonly logDensity: (x: number) => number;
};

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

export function normalModel(mean: number, sd: number): Model {
  const z = (x: number) => (x - mean) / sd;
  return {
    name: "normal",
    parameters: { mean, sd },
    lower: (x) => normalCdf(z(x)),
    upper: (x) => normalSurvival(z(x)),
    quantile: (p) => mean + sd * normalQuantile(p),
    upperQuantile: (q) => mean - sd * normalQuantile(q),
    logDensity: (x) => -0.5 * z(x) ** 2 - Math.log(sd) - HALF_LOG_TWO_PI,
  };
}

export function lognormalModel(meanlog: number, sdlog: number): Model {
  const z = (x: number) => (Math.log(x) - meanlog) / sdlog;
  return {
    name: "lognormal",
    parameters: { meanlog, sdlog },
    lower: (x) => (x <= 0 ? 0 : normalCdf(z(x))),
    upper: (x) => (x <= 0 ? 1 : normalSurvival(z(x))),
    quantile: (p) => Math.exp(meanlog + sdlog * normalQuantile(p)),
    upperQuantile: (q) => Math.exp(meanlog - sdlog * normalQuantile(q)),
    logDensity: (x) => -0.5 * z(x) ** 2 - Math.log(sdlog * x) - HALF_LOG_TWO_PI,
  };
}

export function exponentialModel(mean: number): Model {
  const { lower, upper, quantile, upperQuantile, logDensity } = weibullModel(1, mean);
  return {
    name: "exponential",
    parameters: { mean },
    lower,
    upper,
    quantile,
    upperQuantile,
    logDensity,
  };
}

export function weibullModel(shape: number, scale: number): Model {
  const power = (x: number) => (x <= 0 ? 0 : (x / scale) ** shape);
  return {
    name: "weibull",
    parameters: { shape, scale },
    lower: (x) => -Math.expm1(-power(x)),
    upper: (x) => Math.exp(-power(x)),
    quantile: (p) => scale * (-Math.log1p(-p)) ** (1 / shape),
    upperQuantile: (q) => scale * (-Math.log(q)) ** (1 / shape),
    logDensity: (x) => Math.log(shape / scale) + (shape - 1) * Math.log(x / scale) - power(x),
  };
}

export function gammaModel(shape: number, scale: number): Model {
  return {
    name: "gamma",
    parameters: { shape, scale },
    lower: (x) => gammaCdf(x, shape, scale),
    upper: (x) => gammaSurvival(x, shape, scale),
    quantile: (p) => gammaQuantile(p, shape, scale),
    upperQuantile: (q) => gammaUpperQuantile(q, shape, scale),
    logDensity: (x) => Math.log(gammaPdf(x, shape, scale)),
  };
}

/** Largest extreme value (Gumbel): P(X <= x) = exp(-exp(-(x-location)/scale)). */
export function gumbelMaxModel(location: number, scale: number): Model {
  const reduced = (x: number) => Math.exp(-(x - location) / scale);
  return {
    name: "gumbelmax",
    parameters: { location, scale },
    lower: (x) => Math.exp(-reduced(x)),
    upper: (x) => -Math.expm1(-reduced(x)),
    quantile: (p) => location - scale * Math.log(-Math.log(p)),
    upperQuantile: (q) => location - scale * Math.log(-Math.log1p(-q)),
    logDensity: (x) => -(x - location) / scale - reduced(x) - Math.log(scale),
  };
}

/** Rayleigh: the distance of a point from its target, both coordinates normal with `scale`. */
export function rayleighModel(scale: number): Model {
  const { lower, upper, quantile, upperQuantile, logDensity } = weibullModel(2, scale * Math.SQRT2);
  return {
    name: "rayleigh",
    parameters: { scale },
    ...{ lower, upper, quantile, upperQuantile, logDensity },
  };
}

/** |X| of a normal X with the given mean (not below 0) and standard deviation. */
export function foldedNormalModel(mean: number, sd: number): Model {
  const lower = (x: number) =>
    x <= 0 ? 0 : normalCdf((x - mean) / sd) - normalCdf((-x - mean) / sd);
  const upper = (x: number) =>
    x <= 0 ? 1 : normalSurvival((x - mean) / sd) + normalCdf((-x - mean) / sd);
  const largest = mean + 40 * sd;
  return {
    name: "foldednormal",
    parameters: { mean, sd },
    lower,
    upper,
    quantile: (p) => findRoot((x) => lower(x) - p, 0, largest),
    upperQuantile: (q) => findRoot((x) => q - upper(x), 0, largest),
    logDensity: (x) => {
      const far = -0.5 * ((x - mean) / sd) ** 2;
      const folded = Math.log1p(Math.exp((-2 * x * mean) / (sd * sd)));
      return far + folded - Math.log(sd) - HALF_LOG_TWO_PI;
    },
  };
}
