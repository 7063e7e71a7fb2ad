// The parameters of one- and two-parameter models under which the values were most likely.

import { centredSums, meanOf } from "../moments.ts";
import { digamma } from "../numerics/digamma.ts";
import { findPositiveRoot, findRoot, findRootAround } from "../numerics/root.ts";
import {
  gumbelMinModel,
  halfNormalModel,
  logisticModel,
  loglogisticModel,
  withThreshold,
} from "./further-models.ts";
import {
  exponentialModel,
  foldedNormalModel,
  gammaModel,
  gumbelMaxModel,
  lognormalModel,
  type Model,
  normalModel,
  rayleighModel,
  weibullModel,
} from "./models.ts";

/** Divisor n, as maximum likelihood asks. */
export function normal(values: readonly number[]): Model {
  const { n, mean, squares } = centredSums(values);
  return normalModel(mean, Math.sqrt(squares / n));
}

export function lognormal(values: readonly number[]): Model {
  const { n, mean, squares } = centredSums(values.map(Math.log));
  return lognormalModel(mean, Math.sqrt(squares / n));
}

export function exponential(values: readonly number[]): Model {
  return exponentialModel(meanOf(values));
}

/**
 * Threshold (n smallest - mean)/(n - 1) and scale n (mean - smallest)/(n - 1): unbiased. The most
 * likely threshold is the smallest value itself, below which it then sees no part ever.
 * Source: Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 1, 19.7.
 */
export function exponentialFromThreshold(values: readonly number[]): Model {
  const n = values.length;
  const smallest = smallestOf(values);
  const above = meanOf(values.map((value) => value - smallest));
  const scale = (n * above) / (n - 1);
  return withThreshold("exponential2", exponentialModel(scale), smallest - scale / n);
}

export function smallestOf(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value));
}

/** Root of sum x^k ln x / sum x^k - 1/k = mean ln x, with x over its largest value. */
export function weibull(values: readonly number[]): Model {
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
export function gamma(values: readonly number[]): Model {
  const mean = meanOf(values);
  const gap = -meanOf(values.map((value) => Math.log(value / mean)));
  const start = (3 - gap + Math.sqrt((gap - 3) ** 2 + 24 * gap)) / (12 * gap);
  const shape = findPositiveRoot((k) => gap - (Math.log(k) - digamma(k)), start);
  return gammaModel(shape, mean / shape);
}

/** Root of b = mean - sum x e^(-x/b) / sum e^(-x/b), with x above its smallest value. */
export function gumbelMax(values: readonly number[]): Model {
  const { location, scale } = extremeValue(values);
  return gumbelMaxModel(location, scale);
}

/** The largest extreme value of the values turned over. */
export function gumbelMin(values: readonly number[]): Model {
  const { location, scale } = extremeValue(values.map((value) => -value));
  return gumbelMinModel(-location, scale);
}

function extremeValue(values: readonly number[]): { location: number; scale: number } {
  const smallest = smallestOf(values);
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
  return { location: smallest - scale * Math.log(level), scale };
}

export function logistic(values: readonly number[]): Model {
  const { location, scale } = logisticParameters(values);
  return logisticModel(location, scale);
}

export function loglogistic(values: readonly number[]): Model {
  const { location, scale } = logisticParameters(values.map(Math.log));
  return loglogisticModel(location, scale);
}

/** Mean of tanh(z/2) = 0 gives the location of each scale, mean of z tanh(z/2) = 1 the scale. */
function logisticParameters(values: readonly number[]): { location: number; scale: number } {
  const { n, mean, squares } = centredSums(values);
  const sd = Math.sqrt(squares / n);
  const z = values.map((value) => (value - mean) / sd);
  const locationOf = (scale: number) =>
    findRootAround((m) => -meanOf(z.map((x) => Math.tanh((x - m) / (2 * scale)))), 0, 0.1);
  const scale = findPositiveRoot((s) => {
    const m = locationOf(s);
    return 1 - meanOf(z.map((x) => ((x - m) / s) * Math.tanh((x - m) / (2 * s))));
  }, Math.sqrt(3) / Math.PI);
  return { location: mean + sd * locationOf(scale), scale: sd * scale };
}

export function rayleigh(values: readonly number[]): Model {
  return rayleighModel(rootMeanSquare(values) / Math.SQRT2);
}

export function halfNormal(values: readonly number[]): Model {
  return halfNormalModel(rootMeanSquare(values));
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(meanOf(values.map((value) => value * value)));
}

/**
 * With sd^2 = mean x^2 - mu^2 the likelihood is stationary where mean(x tanh(mu x/sd^2)) = mu; there
 * is such a mu above 0 when mean x^4 < 3 (mean x^2)^2, else the normal is folded at its mean.
 * Source: Tsagris, Beneki & Hassani, Mathematics 2 (2014) 12-28.
 */
export function foldedNormal(values: readonly number[]): Model {
  const { n, mean, squares } = centredSums(values);
  // Far from the fold every tanh is 1, and the estimates are those of the normal distribution.
  if (mean * smallestOf(values) > 20 * (squares / n)) {
    return foldedNormalModel(mean, Math.sqrt(squares / n));
  }
  const scale = rootMeanSquare(values);
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
