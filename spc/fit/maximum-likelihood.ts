// The parameters under which the values seen were most likely, and how well they fit.

import { centredSums } from "../moments.ts";
import { andersonDarlingStatistic } from "../normality/anderson-darling.ts";
import { sorted } from "../order.ts";
import {
  refuse,
  refuseNoVariation,
  refuseOverflow,
  refuseValues,
  whenFinite,
} from "../refusals.ts";
import type { Refusal } from "../types.ts";
import * as estimates from "./estimates.ts";
import { johnsonLikelihood } from "./johnson-fit.ts";
import type { Model, ModelName } from "./models.ts";
import { thresholdFit } from "./threshold-fit.ts";

export type Fit = {
  readonly model: Model;
  readonly logLik: number;
  /** 2 parameters - 2 log-likelihood: smaller fits better, across models of the same values. */
  readonly aic: number;
  /** Anderson-Darling A^2 of the fitted distribution; its p value: fitGoodness. */
  readonly ad: number;
};

type Domain = "any" | "not negative" | "positive";

type Estimator = {
  readonly domain: Domain;
  /** Parameters estimated from the values. */
  readonly parameters: 1 | 2 | 3 | 4;
  readonly estimate: (values: readonly number[]) => Refusal | Model;
};

const ESTIMATORS: Readonly<Record<ModelName, Estimator>> = {
  normal: { domain: "any", parameters: 2, estimate: estimates.normal },
  lognormal: { domain: "positive", parameters: 2, estimate: estimates.lognormal },
  exponential: { domain: "positive", parameters: 1, estimate: estimates.exponential },
  weibull: { domain: "positive", parameters: 2, estimate: estimates.weibull },
  gamma: { domain: "positive", parameters: 2, estimate: estimates.gamma },
  gumbelmax: { domain: "any", parameters: 2, estimate: estimates.gumbelMax },
  gumbelmin: { domain: "any", parameters: 2, estimate: estimates.gumbelMin },
  logistic: { domain: "any", parameters: 2, estimate: estimates.logistic },
  loglogistic: { domain: "positive", parameters: 2, estimate: estimates.loglogistic },
  rayleigh: { domain: "positive", parameters: 1, estimate: estimates.rayleigh },
  halfnormal: { domain: "not negative", parameters: 1, estimate: estimates.halfNormal },
  foldednormal: { domain: "not negative", parameters: 2, estimate: estimates.foldedNormal },
  exponential2: { domain: "any", parameters: 2, estimate: estimates.exponentialFromThreshold },
  lognormal3: { domain: "any", parameters: 3, estimate: (x) => thresholdFit(x, "lognormal3") },
  weibull3: { domain: "any", parameters: 3, estimate: (x) => thresholdFit(x, "weibull3") },
  gamma3: { domain: "any", parameters: 3, estimate: (x) => thresholdFit(x, "gamma3") },
  "johnson-su": {
    domain: "any",
    parameters: 4,
    estimate: (x) => johnsonLikelihood(x, "johnson-su"),
  },
  "johnson-sb": {
    domain: "any",
    parameters: 4,
    estimate: (x) => johnsonLikelihood(x, "johnson-sb"),
  },
  "johnson-sl": {
    domain: "any",
    parameters: 3,
    estimate: (x) => johnsonLikelihood(x, "johnson-sl"),
  },
};

/** Fewest values for a model: three parameters and more are never fitted to less than 10. */
const FEW = 2;
const MANY_PARAMETERS = 10;

/** Number of parameters that are estimated from the values. */
export function parameterCount(name: ModelName): number {
  return ESTIMATORS[name].parameters;
}

/**
 * Maximum likelihood fit of a named distribution (the two-parameter exponential: unbiased
 * estimates). Normal and lognormal use the divisor n. Weibull, gamma and extreme values need one
 * root each; thresholds and Johnson families are local maxima, see thresholdFit and
 * johnsonLikelihood.
 * Source: Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 1 (17.7, 19.7, 21.5) and
 * 2 (22.9, 23.8); H. Akaike (1974) for the criterion.
 * Refuses: too-few-values (below 2; below 10 for three parameters and more), not-finite,
 * no-variation, parameter-out-of-range (a value the distribution does not have, or no maximum).
 */
export function fitDistribution(values: readonly number[], name: ModelName): Refusal | Fit {
  const { domain, parameters, estimate } = ESTIMATORS[name];
  const refused = refuseValues(values, parameters > 2 ? MANY_PARAMETERS : FEW);
  if (refused !== null) return refused;
  const { n, squares } = centredSums(values);
  if (!Number.isFinite(squares)) return refuseOverflow();
  if (!(squares > 0)) return refuseNoVariation(n);
  const bad = values.find((value) => !allowed(value, domain));
  if (bad !== undefined) {
    return refuse("parameter-out-of-range", `The ${name} distribution has no value of ${bad}.`);
  }
  const model = estimate(values);
  if ("refused" in model) return model;
  return fitOf(values, model, parameters);
}

function allowed(value: number, domain: Domain): boolean {
  return domain === "any" || value > 0 || (domain === "not negative" && value === 0);
}

/** How well a model with so many estimated parameters fits the values. */
export function fitOf(values: readonly number[], model: Model, parameters: number): Refusal | Fit {
  const usable = Object.values(model.parameters).every((p) => Number.isFinite(p));
  if (!usable) return refuseOverflow();
  const logLik = values.reduce((sum, value) => sum + model.logDensity(value), 0);
  if (!Number.isFinite(logLik)) return refuseOverflow();
  const ordered = sorted(values);
  const logOf = (tail: (x: number) => number) =>
    ordered.map((value) => Math.log(Math.max(tail(value), Number.MIN_VALUE)));
  return whenFinite({
    model,
    logLik,
    aic: 2 * parameters - 2 * logLik,
    ad: andersonDarlingStatistic(logOf(model.lower), logOf(model.upper)),
  });
}
