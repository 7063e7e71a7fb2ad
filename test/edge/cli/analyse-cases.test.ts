// The charts of the command line against the reference cases, which others computed.
import { expect, it } from "vitest";
import { analyse } from "../../../edge/cli/analyse/analysis.ts";
import type { ChartOptions } from "../../../edge/cli/analyse/charted.ts";
import { analysisJson } from "../../../edge/cli/analyse/print.ts";
import { readTable } from "../../../edge/cli/analyse/read-table.ts";
import { needs } from "../../fakes/needs.ts";
import { differences, type ReferenceCase, sharedCases } from "../../spc/reference/case.ts";

const usual: ChartOptions = {
  ...{ nsigmas: 3, acceptable: 0.001, risk: 0.05, spec: {} },
};

/** What the command line gives for the data and parameters of a case. */
function answered(reference: ReferenceCase) {
  const { data, params } = reference;
  const table = readTable(JSON.stringify(data), "json");
  if ("unreadable" in table) throw new Error(table.unreadable);
  const named = (name: string) => (typeof params[name] === "number" ? params[name] : undefined);
  const excluded = Array.isArray(params.exclude) ? params.exclude.map((i: number) => i + 1) : [];
  const options: ChartOptions = {
    ...usual,
    phase1: named("phase1"),
    exclude: excluded,
    cause: "case",
    center: named("center") ?? named("target"),
    sigma: named("sigmaKnown") ?? named("sigma"),
    lambda: named("lambda"),
    k: named("k"),
    h: named("h"),
    headStart: named("headStart"),
    estimator: typeof params.sigma === "string" ? params.sigma : undefined,
    probability: params.limits === "probability" ? named("confidence") : undefined,
  };
  const column = [...table.columns.keys()];
  const counts = "size" in data ? { count: "count", sizes: "size" } : { count: "count" };
  const choice = "subgroups" in data ? { column } : "count" in data ? counts : {};
  const chart = reference.chart;
  const analysis = analyse(table, { chart, choice, options, capability: false });
  if ("refused" in analysis || "unfit" in analysis) throw new Error(analysis.why);
  return analysisJson(analysis, "case");
}

const playable = new Set(
  ["xbar-r", "xbar-s", "i-mr", "p", "np", "c", "u", "laney-p", "laney-u", "g", "t"].concat([
    "ewma",
    "cusum",
  ]),
);
const cases = sharedCases().filter(({ chart }) => playable.has(chart));

/** The answer in the words of the cases. */
function inTheirWords(reference: ReferenceCase): unknown {
  const { panels, center, sigma } = answered(reference);
  const [first, second] = panels;
  if (first === undefined) throw new Error("no panel");
  const columns = (panel: typeof first) => ({ ...panel, stat: panel.points });
  switch (reference.chart) {
    case "xbar-r":
      return {
        ...{ center, sigma, xbar: columns(first), r: columns(second ?? first) },
        outOfLimits: { xbar: first.outOfLimits, r: second?.outOfLimits },
      };
    case "xbar-s":
      return { center, sigma, xbar: columns(first), s: columns(second ?? first) };
    case "i-mr":
      return {
        ...{ center, sigma, i: { lcl: first.lcl[0], ucl: first.ucl[0] } },
        mr: {
          stat: second?.points,
          center: second?.center[0],
          lcl: second?.lcl[0],
          ucl: second?.ucl[0],
        },
        outOfLimits: { i: first.outOfLimits, mr: second?.outOfLimits },
      };
    case "g":
    case "t":
      return { center: first.center[0], lcl: first.lcl[0], ucl: first.ucl[0] };
    case "ewma":
      return { center, sigma, z: first.points, lcl: first.lcl, ucl: first.ucl };
    case "cusum":
      return { cPlus: first.points, cMinus: second?.points };
    default:
      return { ...columns(first), center, sigma };
  }
}

/** The case without what this command does not print under that name. */
function asked(reference: ReferenceCase, answer: unknown): ReferenceCase {
  const given = new Set(Object.keys(answer as object));
  const expected = Object.entries(reference.expected as object)
    .filter(([key]) => given.has(key) && !(reference.chart === "np" && key === "center"))
    .map(([key, value]) => [key, value]);
  return { ...reference, expected: Object.fromEntries(expected) };
}

needs("shared")("the charts of `proofline analyse`", () => {
  it("are played on twenty cases at least", () => {
    expect(cases.length).toBeGreaterThanOrEqual(20);
  });

  it.each(cases.map((reference) => ({ name: reference.case, reference })))(
    "give what was computed elsewhere for $name",
    ({ reference }) => {
      const answer = inTheirWords(reference);
      const question = asked(reference, answer);
      expect(Object.keys(question.expected as object).length).toBeGreaterThan(0);
      expect(differences(question, answer)).toEqual([]);
    },
  );
});
