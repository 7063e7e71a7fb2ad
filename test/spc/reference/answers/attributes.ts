// Answers of the attribute charts in the words of the reference cases.

import type { ChartName } from "../../../../spc/index.ts";
import type { Answer, ReferenceCase } from "../case.ts";
import { baselineOf, chartOf, columnsOf, panelAt } from "../charted.ts";

function counted(reference: ReferenceCase, name: ChartName) {
  const chart = chartOf(reference, name);
  const drawn = panelAt(chart, 0);
  const { stat, center: centers, lcl, ucl } = columnsOf(drawn);
  const { center, sigma } = baselineOf(chart);
  return { drawn, center, sigma, centers, answer: { stat, lcl, ucl, outOfLimits: drawn.outside } };
}

const simple =
  (name: ChartName): Answer =>
  (reference) => {
    const { center, answer } = counted(reference, name);
    return { center, ...answer };
  };

const laney =
  (name: ChartName): Answer =>
  (reference) => {
    const { drawn, center, sigma, answer } = counted(reference, name);
    const plain = panelAt(chartOf(reference, name === "laney-p" ? "p" : "u"), 0);
    const z = drawn.points.map((point, i) =>
      point === null ? null : (point - center) / (plain.errors?.[i] ?? 1),
    );
    return { center, sigmaZ: sigma, z, ...answer };
  };

/** Limits of rare events are the same for every point. */
const rare =
  (name: ChartName): Answer =>
  (reference) => {
    const { drawn } = counted(reference, name);
    return { ...drawn.limits[0], stat: drawn.points, outOfLimits: drawn.outside };
  };

export const attributesAnswers: Readonly<Record<string, Answer>> = {
  p: simple("p"),
  np: (reference) => {
    const { center, centers, answer } = counted(reference, "np");
    return { pBar: center, center: centers, ...answer };
  },
  c: simple("c"),
  u: simple("u"),
  "laney-p": laney("laney-p"),
  "laney-u": laney("laney-u"),
  g: rare("g"),
  t: rare("t"),
};
