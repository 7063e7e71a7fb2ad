// Answers of the variables charts in the words of the reference cases.

import {
  c4,
  capability,
  constantsOf,
  d2,
  d2star,
  d3,
  d4,
  INDIVIDUAL_ESTIMATORS,
  individualSigma,
  meanOf,
  movingRanges,
  SUBGROUP_ESTIMATORS,
  subgroupSigma,
} from "../../../../spc/index.ts";
import {
  type Answer,
  estimating,
  gapped,
  given,
  measured,
  number,
  numbers,
  optional,
  type ReferenceCase,
  rows,
} from "../case.ts";
import { baselineOf, chartOf, columnsOf, panelAt, samplesOf } from "../charted.ts";

function subgroupChart(reference: ReferenceCase, kind: "r" | "s") {
  const chart = chartOf(reference, kind === "r" ? "xbar-r" : "xbar-s");
  const { center, sigma } = baselineOf(chart);
  const xbar = panelAt(chart, 0);
  const spread = panelAt(chart, 1);
  const sizes = samplesOf(reference).map((values) => values.length);
  const measured = columnsOf(spread);
  const location = columnsOf(xbar);
  const fromSize = (least: number) => (line: readonly (number | null)[]) =>
    line.map((value, i) => ((sizes[i] ?? 0) < least ? null : value));
  const unlessEmpty = fromSize(1);
  const unlessSingle = fromSize(2);
  return {
    sizes,
    center,
    sigma,
    xbar: { ...location, lcl: unlessEmpty(location.lcl), ucl: unlessEmpty(location.ucl) },
    [kind]: {
      stat: measured.stat,
      center: unlessSingle(measured.center),
      lcl: unlessSingle(measured.lcl),
      ucl: unlessSingle(measured.ucl),
    },
    outOfLimits: { xbar: xbar.outside, [kind]: spread.outside },
  };
}

function imr(reference: ReferenceCase) {
  const { params } = reference;
  const chart = chartOf(reference, "i-mr");
  const { center, sigma } = baselineOf(chart);
  const values = panelAt(chart, 0);
  const ranges = panelAt(chart, 1);
  const length = number(params.mrLength, 2);
  const x = gapped(reference.data.x).map((value) => value ?? Number.NaN);
  const used = new Set(estimating(reference, [...x.keys()]));
  const phase1 = x.map((value, i) => (used.has(i) ? value : Number.NaN));
  const [line] = values.limits;
  const [band] = ranges.limits;
  return {
    center,
    sigma,
    mrBar: meanOf(movingRanges(phase1, length).filter((range) => range !== null)),
    i: { lcl: line?.lcl, ucl: line?.ucl },
    mr: { stat: ranges.points, center: band?.center, lcl: band?.lcl, ucl: band?.ucl },
    outOfLimits: { i: values.outside, mr: ranges.outside },
  };
}

/** The within sigma of a case: known, as `capability` estimates it, or in a way it does not. */
function withinOf({ params }: ReferenceCase, values: readonly number[], grouped: boolean) {
  const known = optional(params.sigmaWithin) ?? optional(params.sigmaKnown);
  const df = optional(params.ciDfWithin);
  const { sigmaWithin: name, mrLength } = params;
  if (typeof name !== "string") return { sigmaWithin: known, withinDf: df };
  const other = INDIVIDUAL_ESTIMATORS.find((one) => one === name);
  const special = mrLength !== undefined || name.startsWith("sd");
  if (grouped || other === undefined || !special) return { estimator: name, withinDf: df };
  const estimate = given(individualSigma(values, other, number(mrLength, 2)));
  return { sigmaWithin: estimate.sigma, withinDf: df ?? estimate.df };
}

function capabilityAnswer(reference: ReferenceCase) {
  const { params, data } = reference;
  const subgroups = Array.isArray(data.subgroups) ? rows(data.subgroups) : undefined;
  const values = subgroups === undefined ? measured(data.x) : subgroups.flat();
  const got = given(
    capability({
      values,
      subgroups: subgroups?.filter((group) => group.length > 1),
      ...withinOf(reference, values, subgroups !== undefined),
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
  "sigma-subgroups": ({ data, params }) => {
    const subgroups = rows(data.subgroups);
    const constants = constantsNamed(params.constants);
    const within = subgroups.filter((values) => values.length > 1);
    const overall = given(individualSigma(subgroups.flat(), "sd")).sigma;
    return {
      ...Object.fromEntries(
        SUBGROUP_ESTIMATORS.map((name) => [
          name,
          given(subgroupSigma(within, name, constants)).sigma,
        ]),
      ),
      overall,
      "overall-unbiased": overall / c4(subgroups.flat().length),
    };
  },
  "sigma-individuals": ({ data, params }) =>
    Object.fromEntries(
      INDIVIDUAL_ESTIMATORS.map((name) => {
        const length = number(params.mrLength, 2);
        const constants = constantsNamed(params.constants);
        return [name, given(individualSigma(measured(data.x), name, length, constants)).sigma];
      }),
    ),
};

function constantsNamed(name: unknown) {
  return constantsOf(name === "tabulated" ? "tabulated" : "exact");
}
