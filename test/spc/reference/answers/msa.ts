// Answers of descriptive statistics, regression and measurement systems in the cases' words.

import {
  biasStudy,
  describe,
  type GageReading,
  gageRrAnova,
  gageRrNested,
  gageRrRange,
  linearityStudy,
  lineFit,
  oneWayAnova,
  shape,
  trendChart,
  type1Study,
  uncertaintyBudget,
} from "../../../../spc/index.ts";
import {
  type Answer,
  given,
  measured,
  number,
  numbers,
  optional,
  outside,
  type ReferenceCase,
  rows,
  words,
} from "../case.ts";

function readings(study: object): GageReading[] {
  const columns = new Map<string, unknown>(Object.entries(study));
  const parts = words(columns.get("part"));
  const operators = words(columns.get("operator"));
  return numbers(columns.get("value")).map((value, i) => ({
    part: parts[i] ?? "",
    operator: operators[i] ?? "",
    value,
  }));
}

function anova({ data }: ReferenceCase) {
  const groups = new Map<string, number[]>();
  const labels = words(data.group);
  numbers(data.value).forEach((value, i) => {
    const label = labels[i] ?? "";
    groups.set(label, [...(groups.get(label) ?? []), value]);
  });
  return given(oneWayAnova([...groups.values()]));
}

function trend({ data, params }: ReferenceCase) {
  const t = numbers(data.t);
  const y = numbers(data.y);
  const estimator = params.sigma === "mr" ? "mr" : "residual";
  const spec = { lsl: optional(params.lsl), usl: optional(params.usl) };
  const got = given(trendChart(t, y, estimator, spec, number(params.nsigmas, 3)));
  const lcl = got.limits.map((one) => one.lcl);
  const ucl = got.limits.map((one) => one.ucl);
  return {
    ...got.line,
    sigma: got.sigma,
    center: got.limits.map((one) => one.center),
    lcl,
    ucl,
    outOfLimits: outside(y, lcl, ucl),
    timeToUpper: got.timeToUpper,
    timeToLower: got.timeToLower,
  };
}

function linearity({ data, params }: ReferenceCase) {
  const got = given(
    linearityStudy(
      numbers(data.reference),
      numbers(data.value),
      number(params.alpha, 0.05),
      optional(params.processVariation),
    ),
  );
  return {
    ...got.line,
    ...got,
    s: got.line.residualSd,
    band: {
      reference: got.band.map((one) => one.reference),
      fit: got.band.map((one) => one.fit),
      lower: got.band.map((one) => one.lower),
      upper: got.band.map((one) => one.upper),
    },
  };
}

/** Reference values and readings: two lists, or a list of readings for each reference. */
function linearityLists(study: unknown) {
  if (typeof study !== "object" || study === null) return undefined;
  const columns = new Map<string, unknown>(Object.entries(study));
  const references = numbers(columns.get("reference") ?? columns.get("x"));
  const values: unknown = columns.get("value") ?? columns.get("y");
  if (!Array.isArray(values) || !values.some(Array.isArray)) {
    return { references, values: numbers(values) };
  }
  const perReference = rows(values);
  return {
    references: perReference.flatMap((row, i) => row.map(() => references[i] ?? Number.NaN)),
    values: perReference.flat(),
  };
}

function uncertainty({ data, params }: ReferenceCase) {
  const study = data.grr;
  const uCal = optional(params.uCal) ?? optional(params.calibration);
  const got = given(
    uncertaintyBudget({
      referenceReadings: Array.isArray(data.reference) ? numbers(data.reference) : undefined,
      referenceValue: optional(params.referenceValue),
      linearityStudy: linearityLists(data.linearity),
      study: typeof study === "object" && study !== null ? readings(study) : undefined,
      tolerance: number(params.tolerance),
      resolution: number(params.resolution, 0),
      calibrationU: number(params.calibrationU ?? uCal, 0),
      calibrationK: number(params.calibrationK, params.calibrationU === undefined ? 1 : 2),
      linearity: optional(params.uLin) ?? optional(params.linearity),
      alphaPool: optional(params.alphaPool),
    }),
  );
  return { ...got, ...got.process, UMs: got.expandedMs, UMp: got.process?.expandedMp };
}

export const msaAnswers: Readonly<Record<string, Answer>> = {
  descriptive: ({ data }) => {
    const x = measured(data.x);
    return { ...given(describe(x)), ...given(shape(x)) };
  },
  "anova-oneway": anova,
  "linear-regression": ({ data }) => given(lineFit(numbers(data.x), numbers(data.y))),
  trend,
  bias: ({ data, params }) => {
    const got = given(
      biasStudy(
        measured(data.x),
        number(params.reference),
        number(params.alpha, 0.05),
        optional(params.processVariation),
      ),
    );
    return { ...got, ci: [got.interval.lower, got.interval.upper] };
  },
  type1: ({ data, params }) => {
    const got = given(
      type1Study(measured(data.x), number(params.reference), number(params.tolerance), {
        pct: number(params.pct, 20),
        spread: number(params.L, 6),
        alpha: number(params.alpha, 0.05),
      }),
    );
    return { ...got, biasCi: [got.interval.lower, got.interval.upper] };
  },
  linearity,
  "gage-rr-anova": ({ data, params }) =>
    given(
      gageRrAnova(readings(data), {
        k: number(params.k, 6),
        tolerance: optional(params.tolerance),
        alphaPool: optional(params.alphaPool),
      }),
    ),
  "gage-rr-nested": ({ data, params }) =>
    given(
      gageRrNested(readings(data), {
        k: number(params.k, 6),
        tolerance: optional(params.tolerance),
      }),
    ),
  "gage-rr-range": ({ data, params }) =>
    given(
      gageRrRange(readings(data), {
        k: number(params.k, 6),
        tolerance: optional(params.tolerance),
        constants: params.constants === "aiag" ? "aiag" : "exact",
      }),
    ),
  "measurement-uncertainty": uncertainty,
};
