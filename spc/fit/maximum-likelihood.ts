// The parameters under which the values seen were most likely, and how well they fit.

import { centredSums, meanOf } from "../moments.ts";
import { andersonDarlingStatistic } from "../normality/anderson-darling.ts";
import { digamma } from "../numerics/digamma.ts";
import { findPositiveRoot, findRoot } from "../numerics/root.ts";
import { sorted } from "../order.ts";
import {
  refuse,
  refuseNoVariation,
  refuseOverflow,
  refuseValues,
  whenFinite,
} from "../refusals.ts";
import type { Refusal } from "../types.ts";
import {
  exponentialModel,
  foldedNormalModel,
  gammaModel,
  gumbelMaxModel,
  lognormalModel,
  type Model,
  type ModelName,
  normalModel,
  rayleighModel,
  weibullModel,
} from "./models.ts";

export type Fit = {
  readonly model: Model;
  readonly logLik: number;
  /** 2 parameters - 2 log-likelihood: smaller fits better, across models of the same values. */
  readonly aic: number;
  /** Anderson-Darling A^2 of the fitted distribution; no p value is claimed. */
  readonly ad: number;
};

/**
 * Maximum likelihood fit of a named distribution. Normal and lognormal use the divisor n. Weibull,
 * gamma and Gumbel need one root each, never a general search.
 * Source: Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 1 (17.7, 21.5) and 2
 * (22.9); H. Akaike (1974) for the criterion.
 * Refuses: too-few-values (below 3), not-finite, no-variation, parameter-out-of-range (a value that
 * is not positive, where the distribution knows only positive ones).
 */
export function fitDistribution(values: readonly number[], name: ModelName): Refusal | Fit {
  const refused = refuseValues(values, 3);
  if (refused !== null) return refused;
  const { n, squares } = centredSums(values);
  if (!Number.isFinite(squares)) return refuseOverflow();
  if (!(squares > 0)) return refuseNoVariation(n);
  const positive = name !== "normal" && name !== "gumbelmax";
  const fromZero = name === "foldednormal";
  const bad = values.find((value) => positive && !(value > 0) && !(fromZero && value === 0));
  if (bad !== undefined) {
    return refuse("parameter-out-of-range", `The ${name} distribution has no value of ${bad}.`);
  }
  const model = estimate(values, name);
  if (!Object.values(model.parameters).every((p) => Number.isFinite(p))) return refuseOverflow();
  const logLik = values.reduce((sum, value) => sum + model.logDensity(value), 0);
  const ordered = sorted(values);
  const logOf = (tail: (x: number) => number) =>
    ordered.map((value) => Math.log(Math.max(tail(value), Number.MIN_VALUE)));
  if (!Number.isFinite(logLik)) return refuseOverflow();
  return whenFinite({
    model,
    logLik,
    aic: 2 * Object.keys(model.parameters).length - 2 * logLik,
    ad: andersonDarlingStatistic(logOf(model.lower), logOf(model.upper)),
  });
}

function estimate(values: readonly number[], name: ModelName): Model {
  switch (name) {
    case "normal": {
      const { n, mean, squares } = centredSums(values);
      return normalModel(mean, Math.sqrt(squares / n));
    }
    case "lognormal": {
      const { n, mean, squares } = centredSums(values.map(Math.log));
      return lognormalModel(mean, Math.sqrt(squares / n));
    }
    case "exponential":
      return exponentialModel(meanOf(values));
    case "weibull":
      return weibull(values);
    case "gamma":
      return gamma(values);
    case "gumbelmax":
      return gumbelMax(values);
    case "rayleigh":
      return rayleighModel(Math.sqrt(meanOf(values.map((value) => value * value)) / 2));
    case "foldednormal":
      return foldedNormal(values);
  }
}

/** Root of sum x^k ln x / sum x^k - 1/k = mean ln x, with x over its largest value. */
function weibull(values: readonly number[]): Model {
  const logs = values.map(Math.log);
  const largest = logs.reduce((most, log) => Math.max(most, log), Number.NEGATIVE_INFINITY);
  const shifted = logs.map((log) => log - largest);
  const mean = meanOf(shifted);
  const { n, squares } = centredSums(logs);
  const start = 1.2 / Math.sqrt(squares / n);
  const shape = findPositiveRoot((k) => {
    let weights = 0;
    let weighted = 0;
    for (const log of shifted) {
      const weight = Math.exp(k * log);
      weights += weight;
      weighted += weight * log;
    }
    return weighted / weights - 1 / k - mean;
  }, start);
  const power = meanOf(shifted.map((log) => Math.exp(shape * log)));
  return weibullModel(shape, Math.exp(largest + Math.log(power) / shape));
}

/** Root of ln k - psi(k) = ln mean - mean ln. */
function gamma(values: readonly number[]): Model {
  const mean = meanOf(values);
  const gap = -meanOf(values.map((value) => Math.log(value / mean)));
  const start = (3 - gap + Math.sqrt((gap - 3) ** 2 + 24 * gap)) / (12 * gap);
  const shape = findPositiveRoot((k) => gap - (Math.log(k) - digamma(k)), start);
  return gammaModel(shape, mean / shape);
}

/** Root of b = mean - sum x e^(-x/b) / sum e^(-x/b), with x above its smallest value. */
function gumbelMax(values: readonly number[]): Model {
  const smallest = values.reduce((least, value) => Math.min(least, value));
  const shifted = values.map((value) => value - smallest);
  const { n, mean, squares } = centredSums(shifted);
  const start = (Math.sqrt(6) / Math.PI) * Math.sqrt(squares / n);
  const scale = findPositiveRoot((b) => {
    let weights = 0;
    let weighted = 0;
    for (const x of shifted) {
      const weight = Math.exp(-x / b);
      weights += weight;
      weighted += weight * x;
    }
    return b - mean + weighted / weights;
  }, start);
  const level = meanOf(shifted.map((x) => Math.exp(-x / scale)));
  return gumbelMaxModel(smallest - scale * Math.log(level), scale);
}

/**
 * With sd^2 = mean x^2 - mu^2 the likelihood is stationary where mean(x tanh(mu x/sd^2)) = mu; there
 * is such a mu above 0 when mean x^4 < 3 (mean x^2)^2, else the normal is folded at its mean.
 * Source: Tsagris, Beneki & Hassani, Mathematics 2 (2014) 12-28.
 */
function foldedNormal(values: readonly number[]): Model {
  const scale = Math.sqrt(meanOf(values.map((value) => value * value)));
  const x = values.map((value) => value / scale);
  if (!(meanOf(x.map((one) => one ** 4)) < 3)) return foldedNormalModel(0, scale);
  const f = (mu: number) =>
    meanOf(x.map((one) => one * Math.tanh((mu * one) / (1 - mu * mu)))) - mu;
  let low = 0.5;
  while (f(low) <= 0 && low > 1e-4) low /= 2;
  if (low <= 1e-4) return foldedNormalModel(0, scale);
  const mu = findRoot(f, low, 1 - 1e-12);
  return foldedNormalModel(mu * scale, scale * Math.sqrt(1 - mu * mu));
}
