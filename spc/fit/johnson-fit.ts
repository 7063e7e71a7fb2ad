// The Johnson distribution of a sample: by four percentiles, by the best of them, by likelihood.

import { normalCdf } from "../distributions/normal.ts";
import { centredSums, rangeOf } from "../moments.ts";
import { type AndersonDarling, andersonDarling } from "../normality/anderson-darling.ts";
import { maximisePlane, type PlanePoint } from "../numerics/maximum.ts";
import { sorted } from "../order.ts";
import { refuse, refuseNoVariation, refuseProbability, refuseValues } from "../refusals.ts";
import { shape } from "../shape.ts";
import type { Refusal } from "../types.ts";
import {
  type JohnsonFamily,
  type JohnsonParameters,
  johnsonModel,
  johnsonTransform,
} from "./further-models.ts";
import type { Model } from "./models.ts";
import { thresholdFit } from "./threshold-fit.ts";

export type JohnsonFit = {
  readonly family: JohnsonFamily;
  readonly parameters: JohnsonParameters;
  /** The z whose percentiles -3z, -z, z, 3z were matched. */
  readonly z: number;
  /** m n / p^2 of the percentiles: above 1 S_U, below 1 S_B, about 1 S_L. */
  readonly ratio: number;
};

/** Within this of 1 the ratio is taken for the bounded-on-one-side family. */
const RATIO_OF_SL = 0.02;

/** Ordered values at probability p: position n p + 1/2, as Slifker and Shapiro take it. */
function percentile(ordered: readonly number[], p: number): number {
  const n = ordered.length;
  const position = Math.min(n - 1, Math.max(0, n * p - 0.5));
  const below = Math.floor(position);
  const low = ordered[below] ?? Number.NaN;
  const high = ordered[below + 1] ?? low;
  return low + (position - below) * (high - low);
}

/**
 * The Johnson distribution whose percentiles at Phi(-3z), Phi(-z), Phi(z), Phi(3z) are those of the
 * sample: m, p, n are the gaps between them from above, the family follows from m n / p^2.
 * Source: J. F. Slifker & S. S. Shapiro, Technometrics 22 (1980) 239-246, equations 3 to 5.
 * Refuses: too-few-values (below 8), not-finite, no-variation, parameter-out-of-range (z not in 0.1
 * to 1.5; percentiles that coincide).
 */
export function johnsonByPercentiles(values: readonly number[], z = 0.524): Refusal | JohnsonFit {
  const refused = refuseValues(values, 8);
  if (refused !== null) return refused;
  if (!(z >= 0.1 && z <= 1.5)) {
    return refuse("parameter-out-of-range", `z must lie in 0.1 to 1.5, got ${z}.`);
  }
  if (!(rangeOf(values) > 0)) return refuseNoVariation(values.length);
  const found = matched(sorted(values), z, null);
  return (
    found ?? refuse("parameter-out-of-range", "Percentiles of the values coincide: no family fits.")
  );
}

/** The match at z; with `wanted` S_L it is made whatever the ratio. Null where none exists. */
function matched(
  ordered: readonly number[],
  z: number,
  wanted: "johnson-sl" | null,
): JohnsonFit | null {
  const at = (score: number) => percentile(ordered, normalCdf(score));
  const [low, left, right, high] = [at(-3 * z), at(-z), at(z), at(3 * z)];
  const m = high - right;
  const n = left - low;
  const p = right - left;
  if (!(m > 0 && n > 0 && p > 0)) return null;
  const ratio = (m / p) * (n / p);
  const middle = (left + right) / 2;
  const near = wanted !== null || Math.abs(ratio - 1) < RATIO_OF_SL;
  const parameters = near
    ? oneSided(m / p, p, middle, z)
    : ratio > 1
      ? unbounded(m / p, n / p, p, middle, z)
      : bounded(p / m, p / n, p, middle, z);
  if (!Object.values(parameters).every(Number.isFinite) || !(parameters.eta > 0)) return null;
  const family = near ? "johnson-sl" : ratio > 1 ? "johnson-su" : "johnson-sb";
  return { family, parameters, z, ratio };
}

function unbounded(m: number, n: number, p: number, middle: number, z: number): JohnsonParameters {
  const eta = (2 * z) / Math.acosh((m + n) / 2);
  const root = Math.sqrt(m * n - 1);
  return {
    gamma: eta * Math.asinh((n - m) / (2 * root)),
    eta,
    epsilon: middle + (p * (n - m)) / (2 * (m + n - 2)),
    lambda: (2 * p * root) / ((m + n - 2) * Math.sqrt(m + n + 2)),
  };
}

/** With the gaps' inverse ratios p/m and p/n. */
function bounded(m: number, n: number, p: number, middle: number, z: number): JohnsonParameters {
  const product = (1 + m) * (1 + n);
  const eta = z / Math.acosh(Math.sqrt(product) / 2);
  const excess = m * n - 1;
  const lambda = (p * Math.sqrt((product - 2) ** 2 - 4)) / excess;
  return {
    gamma: eta * Math.asinh(((n - m) * Math.sqrt(product - 4)) / (2 * excess)),
    eta,
    epsilon: middle - lambda / 2 + (p * (n - m)) / (2 * excess),
    lambda,
  };
}

/** With m/p; below 1 the values are turned over, and lambda is -1. */
function oneSided(m: number, p: number, middle: number, z: number): JohnsonParameters {
  const ratio = m > 1 ? m : 1 / m;
  const eta = (2 * z) / Math.log(ratio);
  const gamma = eta * Math.log((ratio - 1) / (p * Math.sqrt(ratio)));
  const reach = (p / 2) * ((ratio + 1) / (ratio - 1));
  return m > 1
    ? { gamma, eta, epsilon: middle - reach, lambda: 1 }
    : { gamma, eta, epsilon: middle + reach, lambda: -1 };
}

export type JohnsonChoice = JohnsonFit & {
  /** Anderson-Darling of the values before and after the transformation. */
  readonly before: AndersonDarling;
  readonly after: AndersonDarling;
};

/**
 * The Johnson transformation after which the values look most normal: for z = 0.25, 0.26, ... 1.25
 * the family by percentiles, and S_L beside it; the highest p of Anderson-Darling wins.
 * Source: Y.-M. Chou, A. M. Polansky & R. L. Mason, Journal of Quality Technology 30 (1998) 133-141
 * (there with Shapiro-Wilk); Minitab, Methods and formulas of the Johnson transformation.
 * Refuses: too-few-values (below 8), not-finite, no-variation, parameter-out-of-range (no
 * transformation reaches `pLeast`, 0.10 unless said otherwise).
 */
export function johnsonBest(values: readonly number[], pLeast = 0.1): Refusal | JohnsonChoice {
  const refused = refuseValues(values, 8) ?? refuseProbability("least p", pLeast);
  if (refused !== null) return refused;
  const before = andersonDarling(values);
  if ("refused" in before) return before;
  const ordered = sorted(values);
  let best: JohnsonChoice | null = null;
  for (let step = 0; step <= 100; step++) {
    const z = 0.25 + step / 100;
    for (const wanted of [null, "johnson-sl"] as const) {
      const fit = matched(ordered, z, wanted);
      if (fit === null) continue;
      const scores = ordered.map(johnsonTransform(fit.family, fit.parameters));
      const after = scores.every(Number.isFinite) ? andersonDarling(scores) : null;
      if (after === null || "refused" in after) continue;
      if (best === null || after.a2 < best.after.a2) best = { ...fit, before, after };
    }
  }
  if (best !== null && best.after.p >= pLeast) return best;
  return refuse(
    "parameter-out-of-range",
    best === null
      ? "No Johnson transformation fits these values."
      : `The best Johnson transformation leaves p = ${best.after.p.toPrecision(2)}, below ${pLeast}.`,
  );
}

/**
 * Maximum likelihood near the percentile fit: for given place and width the best gamma and eta are
 * -mean/sd and 1/sd of g(u), so that the search has two dimensions. A local maximum: the likelihood
 * of S_B and S_U has spikes at single values, as that of every threshold model has.
 */
export function johnsonLikelihood(
  values: readonly number[],
  family: JohnsonFamily,
): Refusal | Model {
  if (family === "johnson-sl") return oneSidedLikelihood(values);
  const { mean, squares, n } = centredSums(values);
  const sd = Math.sqrt(squares / n);
  const x = values.map((value) => (value - mean) / sd);
  const search = family === "johnson-su" ? unboundedSearch(x) : boundedSearch(x);
  const profile = (a: number, b: number) => likelihoodAt(x, family, ...search.place(a, b)).logLik;
  const peak = maximisePlane(profile, search.start, 0.3);
  const [epsilon, lambda] = search.place(...peak);
  const { gamma, eta, logLik } = likelihoodAt(x, family, epsilon, lambda);
  const outside = peak.some((one) => Math.abs(one) > search.farthest);
  if (outside || !Number.isFinite(logLik)) {
    return refuse(
      "parameter-out-of-range",
      `No ${family} distribution is most likely: a simpler one does as well, or a spike.`,
    );
  }
  return johnsonModel(family, { gamma, eta, epsilon: mean + sd * epsilon, lambda: sd * lambda });
}

type Search = {
  readonly start: PlanePoint;
  readonly place: (a: number, b: number) => readonly [epsilon: number, lambda: number];
  /** Beyond this in either variable the likelihood runs away. */
  readonly farthest: number;
};

function startOf(x: readonly number[], family: JohnsonFamily): JohnsonParameters | null {
  const ordered = sorted(x);
  for (const z of [0.524, 0.4, 0.3, 0.65, 0.8, 1]) {
    const fit = matched(ordered, z, null);
    if (fit !== null && fit.family === family) return fit.parameters;
  }
  return null;
}

/** Over the place and the logarithm of the width, of standardised values. */
function unboundedSearch(x: readonly number[]): Search {
  const known = startOf(x, "johnson-su") ?? { epsilon: 0, lambda: 1.5 };
  return {
    start: [known.epsilon, Math.log(known.lambda)],
    place: (a, b) => [a, Math.exp(b)],
    farthest: 8,
  };
}

/** Over the logarithms of the distances of both bounds from the extremes. */
function boundedSearch(x: readonly number[]): Search {
  const low = x.reduce((least, value) => Math.min(least, value));
  const high = x.reduce((most, value) => Math.max(most, value));
  const known = startOf(x, "johnson-sb");
  const below = Math.max(low - (known?.epsilon ?? low - 0.5), 0.05);
  const above = Math.max((known === null ? high + 0.5 : known.epsilon + known.lambda) - high, 0.05);
  return {
    start: [Math.log(below), Math.log(above)],
    place: (a, b) => [low - Math.exp(a), high - low + Math.exp(a) + Math.exp(b)],
    farthest: 8,
  };
}

function likelihoodAt(
  x: readonly number[],
  family: JohnsonFamily,
  epsilon: number,
  lambda: number,
) {
  const g = johnsonTransform(family, { gamma: 0, eta: 1, epsilon, lambda });
  const { n, mean, squares } = centredSums(x.map(g));
  const eta = 1 / Math.sqrt(squares / n);
  const gamma = -mean * eta;
  const { logDensity } = johnsonModel(family, { gamma, eta, epsilon, lambda });
  return { gamma, eta, logLik: x.reduce((sum, value) => sum + logDensity(value), 0) };
}

/** The lognormal with threshold, of the values or of the values turned over. */
function oneSidedLikelihood(values: readonly number[]): Refusal | Model {
  const looks = shape(values);
  if ("refused" in looks) return looks;
  const sign = (looks.skewness ?? 0) < 0 ? -1 : 1;
  const fit = thresholdFit(
    values.map((value) => sign * value),
    "lognormal3",
  );
  if ("refused" in fit) return fit;
  const { meanlog = 0, sdlog = 1, threshold = 0 } = fit.parameters;
  return johnsonModel("johnson-sl", {
    gamma: -meanlog / sdlog,
    eta: 1 / sdlog,
    epsilon: sign * threshold,
    lambda: sign,
  });
}
