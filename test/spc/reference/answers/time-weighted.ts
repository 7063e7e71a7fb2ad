// Answers of the time weighted charts and the runs rules in the words of the reference cases.

import {
  cusum,
  ewma,
  movingAverage,
  type NelsonOptions,
  nelson,
  proportionCenter,
  rateCenter,
  WESTERN_ELECTRIC_RULES,
  westernElectric,
} from "../../../../spc/index.ts";
import { type Answer, given, number, numbers, outside, type ReferenceCase, rows } from "../case.ts";
import { subgroupParameters } from "./variables.ts";

/** Plotted points, their centre, sigma of single values and standard error per point. */
function plotted(reference: ReferenceCase) {
  const { data, params } = reference;
  if (data.subgroups === undefined) {
    const x = numbers(data.x);
    const sigma = number(params.sigma);
    const center = number(params.center ?? params.target);
    return { points: x, center, sigma, errors: x.map(() => sigma) };
  }
  const subgroups = rows(data.subgroups);
  const { center, sigma } = subgroupParameters(reference, "rbar");
  return {
    points: subgroups.map((values) => values.reduce((a, b) => a + b, 0) / values.length),
    center,
    sigma,
    errors: subgroups.map((values) => sigma / Math.sqrt(values.length)),
  };
}

function ewmaAnswer(reference: ReferenceCase) {
  const { points, center, sigma, errors } = plotted(reference);
  const got = given(
    ewma(points, errors, {
      lambda: number(reference.params.lambda),
      nsigmas: number(reference.params.nsigmas, 3),
      center,
    }),
  );
  const lcl = got.limits.map((one) => one.lcl);
  const ucl = got.limits.map((one) => one.ucl);
  const settled = new Set(errors).size === 1 ? got.asymptotic.slice(0, 1) : got.asymptotic;
  return {
    center,
    sigma,
    z: got.z,
    lcl,
    ucl,
    asymptotic: {
      lcl: settled.map((one) => one.lcl),
      ucl: settled.map((one) => one.ucl),
    },
    outOfLimits: outside(got.z, lcl, ucl),
  };
}

function cusumAnswer(reference: ReferenceCase) {
  const { points, center, sigma, errors } = plotted(reference);
  const { k, h, headStart } = reference.params;
  const got = given(
    cusum(points, center, errors, {
      k: number(k),
      h: number(h),
      headStart: number(headStart, 0),
    }),
  );
  return {
    center,
    sigma,
    cPlus: got.states.map((one) => one.cPlus),
    cMinus: got.states.map((one) => one.cMinus),
    nPlus: got.states.map((one) => one.nPlus),
    nMinus: got.states.map((one) => one.nMinus),
    signalUpper: got.signalUpper,
    signalLower: got.signalLower,
  };
}

function movingAverageAnswer({ data, params }: ReferenceCase) {
  const center = number(params.center);
  const got = given(
    movingAverage(
      numbers(data.x),
      center,
      number(params.sigma),
      number(params.span),
      number(params.nsigmas, 3),
    ),
  );
  const lcl = got.limits.map((one) => one.lcl);
  const ucl = got.limits.map((one) => one.ucl);
  return { center, ma: got.ma, lcl, ucl, outOfLimits: outside(got.ma, lcl, ucl) };
}

function rulesAnswer(points: readonly number[], center: number, sigma: number | readonly number[]) {
  const indices = (rule: number, counts: NelsonOptions["counts"] = {}) => {
    const name = `nelson-${rule}` as "nelson-1";
    return nelson(points, center, sigma, { rules: [name], counts }).map((one) => one.index);
  };
  return {
    nelson: {
      ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((rule) => [rule, indices(rule)])),
      "8-minitab": indices(8, { bothSides: false }),
      "3-steps": indices(3, { trend: 7 }),
      "4-steps": indices(4, { alternation: 15 }),
    },
    "western-electric": Object.fromEntries(
      WESTERN_ELECTRIC_RULES.map((rule) => [
        rule.slice(3),
        westernElectric(points, center, sigma, { rules: [rule] }).map((one) => one.index),
      ]),
    ),
    "run7-trend7": { run7: indices(2, { run: 7 }), trend7: indices(3, { trend: 7 }) },
  };
}

function variableRules({ data, params }: ReferenceCase) {
  const counts = numbers(data.count);
  const sizes = numbers(data.size);
  const points = counts.map((count, i) => count / (sizes[i] ?? 1));
  if (params.chart === "u") {
    const center = given(rateCenter(counts, sizes));
    return rulesAnswer(
      points,
      center,
      sizes.map((n) => Math.sqrt(center / n)),
    );
  }
  const center = given(proportionCenter(counts, sizes));
  return rulesAnswer(
    points,
    center,
    sizes.map((n) => Math.sqrt((center * (1 - center)) / n)),
  );
}

export const timeWeightedAnswers: Readonly<Record<string, Answer>> = {
  ewma: ewmaAnswer,
  cusum: cusumAnswer,
  "moving-average": movingAverageAnswer,
  rules: ({ data, params }) =>
    rulesAnswer(numbers(data.x), number(params.center), number(params.sigma)),
  "rules-variable-limits": variableRules,
};
