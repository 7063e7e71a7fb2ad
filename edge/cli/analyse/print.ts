// An analysis as text for a person, and as one JSON document.
import { type Capability, type CapabilityIndex, isRefusal } from "../../../spc/index.ts";
import type { Analysis } from "./analysis.ts";
import type { CapabilityAnswer, FittedCapability, NormalityTests } from "./capability-answer.ts";
import { shown, shownWithin, sketch } from "./sketch.ts";

const PATTERNS = {
  "beyond-limit": (k: number) => `one point beyond ${k} sigma`,
  run: (k: number) => `${k} points in a row on one side of the centre`,
  trend: (k: number) => `${k} points in a row rising or falling`,
  alternation: (k: number) => `${k} points in a row alternating`,
  "beyond-two": (k: number) => `${k} of ${k + 1} points beyond 2 sigma`,
  "beyond-one": (k: number) => `${k} of ${k + 1} points beyond 1 sigma`,
  "within-one": (k: number) => `${k} points in a row within 1 sigma`,
  "none-within-one": (k: number) => `${k} points in a row, none within 1 sigma`,
} as const;

/**
 * The JSON document: plain numbers, never NaN or infinite; indices 0-based, `numbers` those of the
 * file. Its shape is described in the README of this folder; fields may come, none will go.
 */
export function analysisJson(analysis: Analysis, file: string) {
  const { charted, chosen, signals } = analysis;
  const last = charted.stages.at(-1)?.baseline;
  return {
    format: "proofline-analysis",
    version: 1,
    file,
    chart: analysis.chart,
    values: analysis.values,
    missing: chosen.missing,
    numbers: chosen.numbers,
    center: last?.center ?? null,
    sigma: last?.sigma ?? null,
    estimator: last?.estimator ?? null,
    stages: charted.stages,
    panels: charted.panels.map(({ name, points, limits, errors, outside }) => ({
      name,
      points,
      center: limits.map((one) => one.center),
      lcl: limits.map((one) => one.lcl),
      ucl: limits.map((one) => one.ucl),
      errors,
      outOfLimits: outside,
    })),
    rules: analysis.rules,
    signals: signals.flatMap(({ panel, signals: found }) =>
      found.map((one) => ({ panel, ...one, says: PATTERNS[one.pattern](one.k) })),
    ),
    falseCalls: analysis.falseCalls,
    normality: analysis.normality,
    capability: analysis.capability,
    notes: analysis.notes,
  };
}

/** The document as text of one line. */
export function analysisDocument(analysis: Analysis, file: string): string {
  return JSON.stringify(analysisJson(analysis, file), finite);
}

/** JSON has no NaN: one in an answer is a bug, and is not printed as null. */
function finite(key: string, value: unknown): unknown {
  if (typeof value !== "number" || Number.isFinite(value)) return value;
  throw new Error(`The answer holds ${value} at "${key}".`);
}

/** Lines of text: what was analysed, each panel as a small chart, what is wrong, the indices. */
export function analysisLines(analysis: Analysis, file: string): string[] {
  const { charted, chosen, capability, normality } = analysis;
  const points = chosen.samples.length;
  const values =
    analysis.values === null
      ? ""
      : `, ${counted(analysis.values, "value")}, ${chosen.missing} missing`;
  const panels = charted.panels.flatMap((panel) => {
    const found = analysis.signals.filter((one) => one.panel === panel.name);
    const flagged = found.flatMap((one) => one.signals.map(({ index }) => index));
    return ["", panel.name, ...sketch(panel, flagged, stagesOf(analysis))];
  });
  return [
    `${analysis.chart} of ${file}: ${counted(points, "point")}${values}${spreadOf(analysis)}`,
    ...panels,
    "",
    ...stageLines(analysis),
    ...outsideLines(analysis),
    ...signalLines(analysis),
    ...analysis.notes,
    ...(normality === null ? [] : ["", ...normalityLines(normality)]),
    ...(capability === null ? [] : ["", ...capabilityLines(capability)]),
  ];
}

function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

function stagesOf({ charted }: Analysis): number[] {
  return charted.stages.map(({ from }) => from).filter((from) => from > 0);
}

/** Sigma and its estimator, where one stage says it all. */
function spreadOf({ charted }: Analysis): string {
  const [only, more] = charted.stages;
  if (only === undefined || more !== undefined) return "";
  const { sigma, estimator } = only.baseline;
  const kept = only.limits === "given" ? ", limits as given" : "";
  return `, ${sigma === null ? estimator : `sigma ${shown(sigma)} (${estimator})`}${kept}`;
}

function stageLines({ charted, chosen }: Analysis): string[] {
  if (charted.stages.length < 2) return [];
  return charted.stages.map(({ name, from, to, baseline, limits }) => {
    const { center, sigma, estimator } = baseline;
    const first = chosen.numbers[from] ?? from + 1;
    const last = chosen.numbers[to - 1] ?? to;
    const spread = sigma === null ? estimator : `sigma ${shown(sigma)} (${estimator})`;
    const middle = shownWithin(center, sigma ?? 0);
    const kept = limits === "given" ? ", limits as given" : "";
    return `Stage ${name}: points ${first} to ${last}, centre ${middle}, ${spread}${kept}.`;
  });
}

function numberAt(analysis: Analysis, index: number): number {
  return analysis.chosen.numbers[index] ?? index + 1;
}

/** Most points or signals that are listed one by one. */
const MOST_LISTED = 40;

function outsideLines(analysis: Analysis): string[] {
  return analysis.charted.panels.map((panel) => {
    const numbers = panel.outside.slice(0, MOST_LISTED).map((index) => numberAt(analysis, index));
    const rest = panel.outside.length - numbers.length;
    const more = rest > 0 ? ` and ${rest} more` : "";
    const list = numbers.length === 0 ? "no point" : `point ${numbers.join(", ")}${more}`;
    return `Outside the ${panel.outsideOf ?? `limits of the ${panel.name}`}: ${list}.`;
  });
}

function signalLines(analysis: Analysis): string[] {
  if (analysis.rules === null) return [];
  const found = analysis.signals.flatMap(({ signals }) => signals);
  const calls = analysis.falseCalls === null ? [] : [analysis.falseCalls.says];
  if (analysis.signals.length === 0) {
    return [
      `The ${analysis.rules} rules say nothing of a ${analysis.chart} chart: its limits judge.`,
    ];
  }
  if (found.length === 0) return [`No signal of the ${analysis.rules} rules.`, ...calls];
  const lines = found.slice(0, MOST_LISTED).map(({ rule, pattern, k, index, side }) => {
    const where = side === null ? "" : `, ${side}`;
    const number = numberAt(analysis, index);
    return `Point ${number}: ${analysis.rules} rule ${rule}, ${PATTERNS[pattern](k)}${where}.`;
  });
  const rest = found.length - lines.length;
  return [...lines, ...(rest > 0 ? [`And ${counted(rest, "signal")} more.`] : []), ...calls];
}

function normalityLines({ n, andersonDarling: ad, shapiroWilk: sw }: NormalityTests): string[] {
  return [
    `Normality of ${counted(n, "value")}`,
    ad === null
      ? "  Anderson-Darling: not possible"
      : `  Anderson-Darling A2 ${shown(ad.a2)}, p ${shown(ad.p)}`,
    sw === null
      ? "  Shapiro-Wilk: not possible"
      : `  Shapiro-Wilk W ${shown(sw.w)}, p ${shown(sw.p)}`,
  ];
}

/** Parts per million; what no count of parts could show is no figure. */
function ppm(share: number): string {
  return share > 0 && share < 0.001 ? "under 0.001" : shown(share);
}

function fittedLines(fitted: FittedCapability): string[] {
  const { distribution, andersonDarling: a2, aic, expected } = fitted;
  const quantiles = [fitted.q00135, fitted.q50, fitted.q99865];
  const width = fitted.q99865 - fitted.q00135;
  const named = [
    ["Pp", fitted.pp],
    ["Ppl", fitted.ppl],
    ["Ppu", fitted.ppu],
    ["Ppk", fitted.ppk],
  ] as const;
  const indices = named.flatMap(([name, value]) =>
    value === null ? [] : [`${name} ${shown(value)}`],
  );
  return [
    `By the ${distribution} distribution (Anderson-Darling A2 ${shown(a2)}, AIC ${shown(aic)}):`,
    `  ${indices.join(", ")}; ${ppm(expected.total)} ppm expected outside`,
    `  0.135 %, 50 %, 99.865 %: ${quantiles.map((one) => shownWithin(one, width)).join(", ")}`,
    ...fitted.warnings.map((why) => `  ${why}`),
  ];
}

function capabilityLines({
  indices,
  normality,
  stable,
  fitted,
  stage,
}: CapabilityAnswer): string[] {
  if (isRefusal(indices)) return [`No capability: ${indices.why}`];
  const where = stage === "" ? "" : ` of stage ${stage}`;
  const byFit =
    fitted === null
      ? []
      : isRefusal(fitted)
        ? [`No capability by a distribution: ${fitted.why}`]
        : fittedLines(fitted);
  const mean = shownWithin(indices.mean, indices.sigmaOverall);
  const fit = normality === null ? "not tested" : `Anderson-Darling p ${shown(normality.p)}`;
  return [
    `Capability of ${counted(indices.n, "value")}${where}, mean ${mean}; normality ${fit}`,
    stable
      ? "The chart shows no signal."
      : "The process is not stable: these indices describe the past, they promise nothing.",
    ...indexLines(indices),
    `Outside the specification: ${ppm(indices.observed.total)} ppm observed, ` +
      `${ppm(indices.expectedOverall.total)} ppm expected (overall, normal).`,
    ...byFit,
  ];
}

function indexLines(indices: Capability): string[] {
  const within =
    indices.sigmaWithin === null
      ? ["No spread within subgroups: no Cp and Cpk."]
      : [`Within: sigma ${shown(indices.sigmaWithin)} (${indices.estimator})`];
  const named: readonly (readonly [string, CapabilityIndex | null])[] = [
    ["Cp", indices.cp],
    ["Cpk", indices.cpk],
    ["Pp", indices.pp],
    ["Ppk", indices.ppk],
    ["Cpm", indices.cpm],
  ];
  const lines = named.flatMap(([name, index]) => {
    if (index === null) return [];
    const { interval } = index;
    const band =
      interval === null
        ? ""
        : `  (${shown(100 * interval.level)} %: ${shown(interval.lower)} to ${shown(interval.upper)})`;
    return [`  ${name.padEnd(4)}${shown(index.value)}${band}`];
  });
  return [...within, `Overall: sigma ${shown(indices.sigmaOverall)}`, ...lines];
}
