// How probable it is that a distribution of this kind gives values that fit it as badly.

import { andersonDarling } from "../normality/anderson-darling.ts";
import { refuse } from "../refusals.ts";
import type { Refusal } from "../types.ts";
import { fitDistribution } from "./maximum-likelihood.ts";
import type { ModelName } from "./models.ts";

export type Goodness = {
  /** Anderson-Darling A^2, and the small sample form a table or formula is read with. */
  readonly ad: number;
  readonly adStar: number | null;
  /** Null when no way to one is known and no source of chance was given. */
  readonly p: number | null;
  /** Whether p is this, or lies above or below the end of the table. */
  readonly relation: "equal" | "above" | "below";
  readonly method: "formula" | "table" | "bootstrap" | "not-available";
  /** Bootstrap samples that could be fitted; 0 for other methods. */
  readonly samples: number;
};

export type Bootstrap = {
  /** Uniform numbers in (0, 1); from a seed, so that the answer can be repeated. */
  readonly random: () => number;
  readonly samples: number;
};

type Quantile = readonly [point: number, tail: number];

/** Upper tails of A^2 (1 + 0.2/sqrt n), both parameters estimated: table 4.17. */
const EXTREME_VALUE: readonly Quantile[] = [
  [0.474, 0.25],
  [0.637, 0.1],
  [0.757, 0.05],
  [0.877, 0.025],
  [1.038, 0.01],
];

/** Upper tails of A^2 (1 + 0.25/n), both parameters estimated: table 4.22. */
const LOGISTIC: readonly Quantile[] = [
  [0.426, 0.25],
  [0.563, 0.1],
  [0.66, 0.05],
  [0.769, 0.025],
  [0.906, 0.01],
  [1.01, 0.005],
];

const MOST_SAMPLES = 10_000;
const FEWEST_SAMPLES = 99;

/**
 * Anderson-Darling test of a distribution whose parameters were estimated from the same values.
 * Normal, lognormal and exponential by Stephens' formulas, Weibull, extreme value and logistic by his
 * tables (p between the lines in logarithms, "above" or "below" beyond them); every other model, or
 * any with `bootstrap`, by refitting samples drawn from the fitted one:
 * p = (1 + number with a larger A^2)/(1 + samples).
 * Source: M. A. Stephens in D'Agostino & Stephens, Goodness-of-Fit Techniques (1986), chapter 4;
 * W. Stute, W. Gonzalez Manteiga & M. Presedo Quindimil, Metrika 40 (1993) 243-256 (bootstrap).
 * Refuses: parameter-out-of-range (samples not 99 to 10000), and as fitDistribution.
 */
export function fitGoodness(
  values: readonly number[],
  name: ModelName,
  bootstrap?: Bootstrap,
): Refusal | Goodness {
  if (bootstrap !== undefined) return byBootstrap(values, name, bootstrap);
  const fit = fitDistribution(values, name);
  if ("refused" in fit) return fit;
  const { ad } = fit;
  const n = values.length;
  if ((name === "normal" || name === "lognormal") && n >= 8) {
    const test = andersonDarling(name === "normal" ? values : values.map(Math.log));
    if ("refused" in test) return test;
    const { a2star: adStar, p } = test;
    return { ad, adStar, p, relation: "equal", method: "formula", samples: 0 };
  }
  if (name === "exponential") {
    const adStar = ad * (1 + 0.6 / n);
    const p = exponentialTail(adStar);
    return { ad, adStar, p, relation: "equal", method: "formula", samples: 0 };
  }
  const table = tableOf(name, n);
  if (table === null) {
    return { ad, adStar: null, p: null, relation: "equal", method: "not-available", samples: 0 };
  }
  const adStar = ad * table.factor;
  return { ad, adStar, ...fromTable(adStar, table.quantiles), method: "table", samples: 0 };
}

function tableOf(name: ModelName, n: number) {
  if (name === "weibull" || name === "gumbelmax" || name === "gumbelmin") {
    return { factor: 1 + 0.2 / Math.sqrt(n), quantiles: EXTREME_VALUE };
  }
  return name === "logistic" || name === "loglogistic"
    ? { factor: 1 + 0.25 / n, quantiles: LOGISTIC }
    : null;
}

function fromTable(a: number, quantiles: readonly Quantile[]): Pick<Goodness, "p" | "relation"> {
  let previous = quantiles[0] ?? [0, 1];
  if (a < previous[0]) return { p: previous[1], relation: "above" };
  for (const next of quantiles) {
    if (a <= next[0]) {
      const share = next === previous ? 0 : (a - previous[0]) / (next[0] - previous[0]);
      return { p: previous[1] * (next[1] / previous[1]) ** share, relation: "equal" };
    }
    previous = next;
  }
  return { p: previous[1], relation: "below" };
}

function exponentialTail(a: number): number {
  if (a < 0.26) return -Math.expm1(-12.2204 + 67.459 * a - 110.3 * a * a);
  if (a < 0.51) return -Math.expm1(-6.1327 + 20.218 * a - 18.663 * a * a);
  if (a < 0.95) return Math.exp(0.9209 - 3.353 * a + 0.3 * a * a);
  // The last branch turns upwards far out: beyond 10 its value there is kept.
  const b = Math.min(a, 10);
  return Math.exp(0.731 - 3.009 * b + 0.15 * b * b);
}

function byBootstrap(
  values: readonly number[],
  name: ModelName,
  { random, samples }: Bootstrap,
): Refusal | Goodness {
  if (!Number.isInteger(samples) || samples < FEWEST_SAMPLES || samples > MOST_SAMPLES) {
    return refuse(
      "parameter-out-of-range",
      `A bootstrap takes ${FEWEST_SAMPLES} to ${MOST_SAMPLES} samples, got ${samples}.`,
    );
  }
  const fit = fitDistribution(values, name);
  if ("refused" in fit) return fit;
  let fitted = 0;
  let larger = 0;
  for (let i = 0; i < samples; i++) {
    const drawn = fitDistribution(
      values.map(() => fit.model.quantile(random())),
      name,
    );
    if ("refused" in drawn) continue;
    fitted++;
    if (drawn.ad >= fit.ad) larger++;
  }
  const p = fitted < samples / 2 ? null : (1 + larger) / (1 + fitted);
  const method = p === null ? "not-available" : "bootstrap";
  return { ad: fit.ad, adStar: null, p, relation: "equal", method, samples: fitted };
}
