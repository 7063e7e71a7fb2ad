// Answers of the variables charts in the words of the reference cases.

import {
  type ControlLimits,
  c4,
  capability,
  d2,
  d2star,
  d3,
  d4,
  describe,
  grandMean,
  INDIVIDUAL_ESTIMATORS,
  imrLimitsBy,
  individualSigma,
  meanOf,
  movingRanges,
  overallSigma,
  SUBGROUP_ESTIMATORS,
  subgroupSigma,
  xbarRPointLimits,
  xbarSPointLimits,
} from "../../../../spc/index.ts";
import {
  type Answer,
  estimating,
  given,
  number,
  numbers,
  optional,
  outside,
  type ReferenceCase,
  rows,
} from "../case.ts";

function subgroupEstimator(name: unknown, otherwise: "rbar" | "sbar") {
  const wanted = name ?? otherwise;
  const known = SUBGROUP_ESTIMATORS.find((estimator) => estimator === wanted);
  if (known === undefined) throw new Error(`no estimator named ${String(wanted)}`);
  return known;
}

function individualEstimator(name: unknown) {
  const known = INDIVIDUAL_ESTIMATORS.find((estimator) => estimator === (name ?? "mr-mean"));
  if (known === undefined) throw new Error(`no estimator named ${String(name)}`);
  return known;
}

function columns(stat: readonly number[], limits: readonly ControlLimits[]) {
  return {
    stat,
    center: limits.map((one) => one.center),
    lcl: limits.map((one) => one.lcl),
    ucl: limits.map((one) => one.ucl),
  };
}

/** Centre and sigma of a chart of subgroups: given in the case, or estimated from phase 1. */
export function subgroupParameters(reference: ReferenceCase, otherwise: "rbar" | "sbar") {
  const { params, data } = reference;
  const phase1 = estimating(reference, rows(data.subgroups));
  const name = params.sigma ?? params.sigmaMethod;
  const center = optional(params.center) ?? grandMean(phase1);
  const sigma =
    optional(params.sigmaKnown) ??
    given(subgroupSigma(phase1, subgroupEstimator(name, otherwise))).sigma;
  return { center, sigma };
}

function subgroupChart(reference: ReferenceCase, kind: "r" | "s") {
  const subgroups = rows(reference.data.subgroups);
  const { center, sigma } = subgroupParameters(reference, kind === "r" ? "rbar" : "sbar");
  const sizes = subgroups.map((values) => values.length);
  const pointLimits = kind === "r" ? xbarRPointLimits : xbarSPointLimits;
  const limits = given(pointLimits(sizes, center, sigma, number(reference.params.nsigmas, 3)));
  const described = subgroups.map((values) => given(describe(values)));
  const xbar = columns(
    described.map((one) => one.mean),
    limits.location,
  );
  const spread = columns(
    described.map((one) => (kind === "r" ? one.max - one.min : one.sd)),
    limits.spread,
  );
  return {
    sizes,
    center,
    sigma,
    xbar,
    [kind]: spread,
    outOfLimits: {
      xbar: outside(xbar.stat, xbar.lcl, xbar.ucl),
      [kind]: outside(spread.stat, spread.lcl, spread.ucl),
    },
  };
}

function imr(reference: ReferenceCase) {
  const x = numbers(reference.data.x);
  const { params } = reference;
  const length = number(params.mrLength, 2);
  const phase1 = estimating(reference, x);
  const limits = given(
    imrLimitsBy(phase1, individualEstimator(params.sigma), length, number(params.nsigmas, 3)),
  );
  const stat = movingRanges(x, length);
  const { location, spread } = limits;
  const repeated = (value: number) => x.map(() => value);
  return {
    center: location.center,
    sigma: limits.sigma,
    mrBar: meanOf(movingRanges(phase1, length).filter((range) => range !== null)),
    i: { lcl: location.lcl, ucl: location.ucl },
    mr: { stat, center: spread.center, lcl: spread.lcl, ucl: spread.ucl },
    outOfLimits: {
      i: outside(x, repeated(location.lcl), repeated(location.ucl)),
      mr: outside(stat, repeated(spread.lcl), repeated(spread.ucl)),
    },
  };
}

function capabilityAnswer(reference: ReferenceCase) {
  const { params, data } = reference;
  const subgroups = Array.isArray(data.subgroups) ? rows(data.subgroups) : undefined;
  const got = given(
    capability({
      values: subgroups === undefined ? numbers(data.x) : subgroups.flat(),
      subgroups,
      sigmaWithin: optional(params.sigmaWithin) ?? optional(params.sigmaKnown),
      estimator: typeof params.sigmaWithin === "string" ? params.sigmaWithin : undefined,
      withinDf: optional(params.ciDfWithin),
      spec: {
        lsl: optional(params.lsl),
        usl: optional(params.usl),
        nominal: optional(params.target),
      },
      level: number(params.confidence, 0.95),
    }),
  );
  const value = (index: typeof got.cp) => index?.value ?? null;
  const ends = (index: typeof got.cp) =>
    index?.interval == null ? null : [index.interval.lower, index.interval.upper];
  return {
    n: got.n,
    mean: got.mean,
    sigmaWithin: got.sigmaWithin,
    sigmaOverall: got.sigmaOverall,
    cp: value(got.cp),
    cpl: value(got.cpl),
    cpu: value(got.cpu),
    cpk: value(got.cpk),
    pp: value(got.pp),
    ppl: value(got.ppl),
    ppu: value(got.ppu),
    ppk: value(got.ppk),
    cpm: value(got.cpm),
    cpmWithin: got.cpmWithin,
    ci: {
      cp: ends(got.cp),
      cpk: ends(got.cpk),
      pp: ends(got.pp),
      ppk: ends(got.ppk),
      cpm: ends(got.cpm),
    },
    cpmDf: got.cpmDf,
    expectedWithin: got.expectedWithin,
    expectedOverall: got.expectedOverall,
    observed: got.observed,
  };
}

function constantsAnswer(reference: ReferenceCase) {
  const sizes = numbers(reference.data.n);
  const each = (f: (n: number) => number) => sizes.map(f);
  const c5 = (n: number) => Math.sqrt(1 - c4(n) ** 2);
  const low = (x: number) => Math.max(0, x);
  return {
    d2: each(d2),
    d3: each(d3),
    d4: each(d4),
    c4: each(c4),
    c5: each(c5),
    A: each((n) => 3 / Math.sqrt(n)),
    A2: each((n) => 3 / (d2(n) * Math.sqrt(n))),
    A3: each((n) => 3 / (c4(n) * Math.sqrt(n))),
    B3: each((n) => low(1 - (3 * c5(n)) / c4(n))),
    B4: each((n) => 1 + (3 * c5(n)) / c4(n)),
    B5: each((n) => low(c4(n) - 3 * c5(n))),
    B6: each((n) => c4(n) + 3 * c5(n)),
    D1: each((n) => low(d2(n) - 3 * d3(n))),
    D2: each((n) => d2(n) + 3 * d3(n)),
    D3: each((n) => low(1 - (3 * d3(n)) / d2(n))),
    D4: each((n) => 1 + (3 * d3(n)) / d2(n)),
    E2: each((n) => 3 / d2(n)),
  };
}

export const variablesAnswers: Readonly<Record<string, Answer>> = {
  "xbar-r": (reference) => subgroupChart(reference, "r"),
  "xbar-s": (reference) => subgroupChart(reference, "s"),
  "i-mr": imr,
  capability: capabilityAnswer,
  constants: constantsAnswer,
  "constants-d2star": ({ data }) => {
    const groups = numbers(data.g);
    return { d2star: numbers(data.m).map((m, i) => d2star(m, groups[i] ?? 0)) };
  },
  "sigma-subgroups": ({ data }) => {
    const subgroups = rows(data.subgroups);
    return {
      ...Object.fromEntries(
        SUBGROUP_ESTIMATORS.map((name) => [name, given(subgroupSigma(subgroups, name)).sigma]),
      ),
      overall: given(overallSigma(subgroups, false)).sigma,
      "overall-unbiased": given(overallSigma(subgroups, true)).sigma,
    };
  },
  "sigma-individuals": ({ data, params }) =>
    Object.fromEntries(
      INDIVIDUAL_ESTIMATORS.map((name) => [
        name,
        given(individualSigma(numbers(data.x), name, number(params.mrLength, 2))).sigma,
      ]),
    ),
};
