// Answers of the time weighted charts and the runs rules in the words of the reference cases.

import {
  isChartName,
  type NelsonOptions,
  nelson,
  WESTERN_ELECTRIC_RULES,
  westernElectric,
} from "../../../../spc/index.ts";
import { type Answer, gapped, number, type ReferenceCase } from "../case.ts";
import { baselineOf, chartOf, columnsOf, panelAt } from "../charted.ts";

function ewmaAnswer(reference: ReferenceCase) {
  const chart = chartOf(reference, "ewma");
  const { center, sigma } = baselineOf(chart);
  const drawn = panelAt(chart, 0);
  const { lcl, ucl } = columnsOf(drawn);
  const settled = columnsOf(panelAt(chartOf(reference, "ewma", { asymptotic: true }), 0));
  const once = (line: readonly number[]) => (new Set(line).size === 1 ? line.slice(0, 1) : line);
  return {
    ...{ center, sigma, z: drawn.points, lcl, ucl },
    asymptotic: { lcl: once(settled.lcl), ucl: once(settled.ucl) },
    outOfLimits: drawn.outside,
  };
}

function cusumAnswer(reference: ReferenceCase) {
  const chart = chartOf(reference, "cusum");
  const { center, sigma } = baselineOf(chart);
  const upper = panelAt(chart, 0);
  const lower = panelAt(chart, 1);
  return {
    ...{ center, sigma },
    ...{ cPlus: upper.points, cMinus: lower.points },
    ...{ nPlus: sinceZero(upper.points), nMinus: sinceZero(lower.points) },
    ...{ signalUpper: upper.outside, signalLower: lower.outside },
  };
}

/** Points since a sum was last 0, as `cusumStep` counts them. */
function sinceZero(sums: readonly (number | null)[]): (number | null)[] {
  let count = 0;
  return sums.map((sum) => {
    if (sum === null) return null;
    count = sum > 0 ? count + 1 : 0;
    return count;
  });
}

function movingAverageAnswer(reference: ReferenceCase) {
  const chart = chartOf(reference, "moving-average");
  const { center, sigma } = baselineOf(chart);
  const drawn = panelAt(chart, 0);
  const { lcl, ucl } = columnsOf(drawn);
  return { center, sigma, ma: drawn.points, lcl, ucl, outOfLimits: drawn.outside };
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

/** The points of a chart of counts, each with the limits of its own size. */
function variableRules(reference: ReferenceCase) {
  const name = String(reference.params.chart);
  if (!isChartName(name)) throw new Error(`no chart named ${name}`);
  const drawn = panelAt(chartOf(reference, name), 0);
  const points = drawn.points.map((point) => point ?? Number.NaN);
  const errors = drawn.errors ?? [];
  const [first] = drawn.limits;
  const level = drawn.limits.every(({ center }) => center === first?.center);
  if (level) return rulesAnswer(points, first?.center ?? 0, errors);
  const center = (i: number) => drawn.limits[i]?.center ?? 0;
  return rulesAnswer(
    points.map((point, i) => (point - center(i)) / (errors[i] ?? 1)),
    0,
    1,
  );
}

export const timeWeightedAnswers: Readonly<Record<string, Answer>> = {
  ewma: ewmaAnswer,
  cusum: cusumAnswer,
  "moving-average": movingAverageAnswer,
  rules: ({ data, params }) =>
    rulesAnswer(
      gapped(data.x).map((x) => x ?? Number.NaN),
      number(params.center),
      number(params.sigma),
    ),
  "rules-variable-limits": variableRules,
};
