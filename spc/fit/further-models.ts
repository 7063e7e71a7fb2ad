// Models beside the common ones: extreme values, logistic, half-normal, and those moved by a
// threshold.

import { gammaCdf, gammaQuantile } from "../distributions/gamma.ts";
import { normalCdf, normalQuantile, normalSurvival } from "../distributions/normal.ts";
import type { Model, ModelName } from "./models.ts";

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** Smallest extreme value: P(X > x) = exp(-exp((x-location)/scale)). */
export function gumbelMinModel(location: number, scale: number): Model {
  const reduced = (x: number) => Math.exp((x - location) / scale);
  return {
    name: "gumbelmin",
    parameters: { location, scale },
    lower: (x) => -Math.expm1(-reduced(x)),
    upper: (x) => Math.exp(-reduced(x)),
    quantile: (p) => location + scale * Math.log(-Math.log1p(-p)),
    upperQuantile: (q) => location + scale * Math.log(-Math.log(q)),
    logDensity: (x) => (x - location) / scale - reduced(x) - Math.log(scale),
  };
}

/** P(X <= x) = 1/(1 + exp(-(x-location)/scale)). */
export function logisticModel(location: number, scale: number): Model {
  const z = (x: number) => (x - location) / scale;
  return {
    name: "logistic",
    parameters: { location, scale },
    lower: (x) => 1 / (1 + Math.exp(-z(x))),
    upper: (x) => 1 / (1 + Math.exp(z(x))),
    quantile: (p) => location + scale * (Math.log(p) - Math.log1p(-p)),
    upperQuantile: (q) => location + scale * (Math.log1p(-q) - Math.log(q)),
    logDensity: (x) => {
      const size = Math.abs(z(x));
      return -size - Math.log(scale) - 2 * Math.log1p(Math.exp(-size));
    },
  };
}

/** ln X is logistic with `location` and `scale` (Minitab's parameters), X > 0. */
export function loglogisticModel(location: number, scale: number): Model {
  const logs = logisticModel(location, scale);
  return {
    name: "loglogistic",
    parameters: { location, scale },
    lower: (x) => (x <= 0 ? 0 : logs.lower(Math.log(x))),
    upper: (x) => (x <= 0 ? 1 : logs.upper(Math.log(x))),
    quantile: (p) => Math.exp(logs.quantile(p)),
    upperQuantile: (q) => Math.exp(logs.upperQuantile(q)),
    logDensity: (x) => logs.logDensity(Math.log(x)) - Math.log(x),
  };
}

/** |X| of a normal X with mean 0 and standard deviation `scale`: flatness, run-out, form. */
export function halfNormalModel(scale: number): Model {
  return {
    name: "halfnormal",
    parameters: { scale },
    lower: (x) => (x <= 0 ? 0 : gammaCdf((x / scale) ** 2 / 2, 0.5)),
    upper: (x) => (x <= 0 ? 1 : 2 * normalSurvival(x / scale)),
    quantile: (p) => scale * Math.sqrt(2 * gammaQuantile(p, 0.5)),
    upperQuantile: (q) => -scale * normalQuantile(q / 2),
    logDensity: (x) => Math.LN2 - 0.5 * (x / scale) ** 2 - Math.log(scale) - HALF_LOG_TWO_PI,
  };
}

/** `model` of x - threshold, under another name. */
export function withThreshold(name: ModelName, model: Model, threshold: number): Model {
  return {
    name,
    parameters: { ...model.parameters, threshold },
    lower: (x) => model.lower(x - threshold),
    upper: (x) => model.upper(x - threshold),
    quantile: (p) => threshold + model.quantile(p),
    upperQuantile: (q) => threshold + model.upperQuantile(q),
    logDensity: (x) => model.logDensity(x - threshold),
  };
}

/** The families of N. L. Johnson: unbounded, bounded on both sides, bounded on one. */
export type JohnsonFamily = "johnson-su" | "johnson-sb" | "johnson-sl";

export type JohnsonParameters = {
  readonly gamma: number;
  readonly eta: number;
  readonly epsilon: number;
  readonly lambda: number;
};

/**
 * z = gamma + eta g(u), u = (x - epsilon)/lambda, with g = asinh (S_U), ln(u/(1-u)) (S_B, between
 * epsilon and epsilon + lambda) or ln u (S_L; lambda is 1, or -1 for values below epsilon).
 * Source: N. L. Johnson, Biometrika 36 (1949) 149-176.
 */
export function johnsonTransform(
  family: JohnsonFamily,
  { gamma, eta, epsilon, lambda }: JohnsonParameters,
): (x: number) => number {
  return (x) => {
    const u = (x - epsilon) / lambda;
    if (family === "johnson-su") return gamma + eta * Math.asinh(u);
    if (u <= 0) return lambda > 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    if (family === "johnson-sl") return Math.sign(lambda) * (gamma + eta * Math.log(u));
    if (u >= 1) return Number.POSITIVE_INFINITY;
    return gamma + eta * (Math.log(u) - Math.log1p(-u));
  };
}

/** A Johnson distribution: z of its transformation is standard normal. */
export function johnsonModel(family: JohnsonFamily, parameters: JohnsonParameters): Model {
  const { gamma, eta, epsilon, lambda } = parameters;
  const z = johnsonTransform(family, parameters);
  const inverse = (score: number) => {
    if (family === "johnson-su") return epsilon + lambda * Math.sinh((score - gamma) / eta);
    if (family === "johnson-sb") {
      return epsilon + lambda / (1 + Math.exp(-(score - gamma) / eta));
    }
    return epsilon + lambda * Math.exp((Math.sign(lambda) * score - gamma) / eta);
  };
  const logSlope = (u: number) => {
    if (family === "johnson-su") return -0.5 * Math.log1p(u * u);
    return family === "johnson-sb" ? -Math.log(u) - Math.log1p(-u) : -Math.log(u);
  };
  return {
    name: family,
    parameters,
    lower: (x) => normalCdf(z(x)),
    upper: (x) => normalSurvival(z(x)),
    quantile: (p) => inverse(normalQuantile(p)),
    upperQuantile: (q) => inverse(-normalQuantile(q)),
    logDensity: (x) => {
      const scale = Math.log(eta / Math.abs(lambda)) + logSlope((x - epsilon) / lambda);
      return scale - 0.5 * z(x) ** 2 - HALF_LOG_TWO_PI;
    },
  };
}
