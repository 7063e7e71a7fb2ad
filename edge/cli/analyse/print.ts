// An analysis as text for a person, and as one JSON document.
import { type Capability, type CapabilityIndex, isRefusal } from "../../../spc/index.ts";
import type { Analysis, CapabilityAnswer } from "./analysis.ts";
import { shown, sketch } from "./sketch.ts";

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

/** The JSON document: plain numbers, never NaN; indices 0-based, `numbers` those of the file. */
export function analysisJson(analysis: Analysis, file: string) {
  const { charted, signals, capability, ...rest } = analysis;
  return {
    file,
    chart: rest.chart,
    values: rest.values,
    missing: rest.missing,
    numbers: charted.numbers,
    center: charted.center,
    sigma: charted.sigma,
    estimator: charted.estimator,
    panels: charted.panels.map(({ name, points, limits, outside }) => ({
      name,
      points,
      center: limits.map((one) => one.center),
      lcl: limits.map((one) => one.lcl),
      ucl: limits.map((one) => one.ucl),
      outOfLimits: outside,
    })),
    rules: rest.rules,
    signals: signals.flatMap(({ panel, signals: found }) =>
      found.map((one) => ({ panel, ...one, says: PATTERNS[one.pattern](one.k) })),
    ),
    capability,
    notes: rest.notes,
  };
}

/** Lines of text: what was analysed, each panel as a small chart, what is wrong, the indices. */
export function analysisLines(analysis: Analysis, file: string): string[] {
  const { charted } = analysis;
  const counted =
    analysis.values === null ? "" : `, ${analysis.values} values, ${analysis.missing} missing`;
  const spread =
    charted.sigma === null
      ? charted.estimator
      : `sigma ${shown(charted.sigma)} (${charted.estimator})`;
  const panels = charted.panels.flatMap((panel) => {
    const found = analysis.signals.filter((one) => one.panel === panel.name);
    const flagged = found.flatMap((one) => one.signals.map(({ index }) => index));
    return ["", panel.name, ...sketch(panel, flagged)];
  });
  return [
    `${analysis.chart} of ${file}: ${charted.numbers.length} points${counted}, ${spread}`,
    ...panels,
    "",
    ...outsideLines(analysis),
    ...signalLines(analysis),
    ...analysis.notes,
    ...(analysis.capability === null ? [] : ["", ...capabilityLines(analysis.capability)]),
  ];
}

function numberAt(analysis: Analysis, index: number): number {
  return analysis.charted.numbers[index] ?? index + 1;
}

function outsideLines(analysis: Analysis): string[] {
  return analysis.charted.panels.map((panel) => {
    const numbers = panel.outside.map((index) => numberAt(analysis, index));
    const list = numbers.length === 0 ? "no point" : `point ${numbers.join(", ")}`;
    return `Outside the limits of the ${panel.name}: ${list}.`;
  });
}

function signalLines(analysis: Analysis): string[] {
  if (analysis.rules === null) return [];
  const found = analysis.signals.flatMap(({ signals }) => signals);
  if (found.length === 0) return [`No signal of the ${analysis.rules} rules.`];
  return found.map(({ rule, pattern, k, index, side }) => {
    const where = side === null ? "" : `, ${side}`;
    const number = numberAt(analysis, index);
    return `Point ${number}: ${analysis.rules} rule ${rule}, ${PATTERNS[pattern](k)}${where}.`;
  });
}

function capabilityLines({ indices, normality, stable }: CapabilityAnswer): string[] {
  if (isRefusal(indices)) return [`No capability: ${indices.why}`];
  const fit = normality === null ? "not tested" : `Anderson-Darling p ${shown(normality.p)}`;
  return [
    `Capability of ${indices.n} values, mean ${shown(indices.mean)}; normality ${fit}`,
    stable
      ? "The chart shows no signal."
      : "The process is not stable: these indices describe the past, they promise nothing.",
    ...indexLines(indices),
    `Outside the specification: ${shown(indices.observed.total)} ppm observed, ` +
      `${shown(indices.expectedOverall.total)} ppm expected (overall, normal).`,
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
