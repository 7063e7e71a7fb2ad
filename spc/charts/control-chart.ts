// Any chart over its phases: trial limits, exclusions with cause, stages, limits that are given.

import { isMeasurable, refuse, refuseOverflow } from "../refusals.ts";
import type { ControlLimits, Refusal } from "../types.ts";
import { type ChartName, chartKind } from "./kinds/index.ts";
import type { Baseline, ChartKind, ChartSettings, Plotted, Sample } from "./kinds/kind.ts";

/** A sample that is drawn but not estimated from. */
export type Exclusion = { readonly index: number; readonly cause: string };

export type ChartPlan = {
  /** Samples of each stage, from its first on, that limits are estimated from; all if not said. */
  readonly phase1?: number | undefined;
  readonly exclude?: readonly Exclusion[] | undefined;
  /** Name of the stage of each sample; a new name begins a new stage. One stage if not said. */
  readonly stages?: readonly string[] | undefined;
  /** Established limits: one baseline for all stages, or one by the name of its stage. */
  readonly given?: Baseline | ReadonlyMap<string, Baseline> | undefined;
};

export type ChartPanel = {
  readonly name: string;
  /** null: nothing to draw (a gap, or not enough before). */
  readonly points: readonly (number | null)[];
  readonly limits: readonly ControlLimits[];
  /** Standard error of each point, for zone rules; null where only the limits judge. */
  readonly errors: readonly number[] | null;
  /** Indices of points strictly outside their limits. */
  readonly outside: readonly number[];
};

export type ChartStage = {
  /** Empty where the plan names no stages. */
  readonly name: string;
  /** Indices of its samples: from the first up to, not including, `to`. */
  readonly from: number;
  readonly to: number;
  readonly baseline: Baseline;
  readonly limits: "estimated" | "given";
  readonly excluded: readonly Exclusion[];
};

export type ControlChart = {
  readonly chart: ChartName;
  readonly panels: readonly ChartPanel[];
  readonly stages: readonly ChartStage[];
  /** Sentences about limits that rest on too little. */
  readonly warnings: readonly string[];
};

/**
 * A control chart of samples in their order. Each stage has its own limits: estimated from its
 * samples (the first `phase1` of them, without the excluded ones), or as given. Charts that
 * remember (EWMA, CUSUM, moving averages, self-starting) and moving ranges begin anew with a stage;
 * an excluded sample gives no moving range either. Limits of each kind: see its own function
 * (`xbarRPointLimits`, `imrLimits`, `ewma`, `pLimits` …), whose answer this is to the last bit.
 * Source of the phases: Montgomery, Introduction to Statistical Quality Control, 5.3.3, 6.2; AIAG
 * SPC 2nd edition, chapter II.
 * Refuses: too-few-values (none), parameter-out-of-range (settings, an exclusion without cause or
 * of no sample, stages of another number, no given limits of a stage), not-finite, and what the
 * estimates refuse; the sentence names the sample or the stage.
 */
export function controlChart(
  chart: ChartName,
  samples: readonly Sample[],
  settings: ChartSettings = {},
  plan: ChartPlan = {},
): Refusal | ControlChart {
  const kind = chartKind(chart);
  const refused =
    kind.refuseSettings(settings) ??
    refuseSamples(kind, samples, settings) ??
    refusePlan(samples, plan);
  if (refused !== null) return refused;
  const width = settings.variables ?? samples.find(({ length }) => length > 0)?.length ?? 1;
  const fixed = { ...settings, variables: width };
  const stages: ChartStage[] = [];
  const drawn: Plotted[][] = kind.panels.map(() => []);
  for (const { name, from, to } of spans(samples, plan)) {
    const own = samples.slice(from, to);
    const excluded = (plan.exclude ?? []).filter(({ index }) => index >= from && index < to);
    const trial = trialOf(own, from, excluded, plan.phase1);
    const given = plan.given instanceof Map ? plan.given.get(name) : asBaseline(plan.given);
    if (plan.given !== undefined && given === undefined) {
      return refuse("parameter-out-of-range", `No limits are given for the stage "${name}".`);
    }
    const baseline = given ?? estimated(kind, fixed, own, trial);
    if ("refused" in baseline) {
      return name === "" ? baseline : refuse(baseline.refused, `Stage ${name}: ${baseline.why}`);
    }
    draw(kind, fixed, own, baseline, trial, given !== undefined, drawn);
    stages.push({
      ...{ name, from, to, baseline, excluded },
      limits: given === undefined ? "estimated" : "given",
    });
  }
  const panels = kind.panels.map((name, i) => panelOf(name, drawn[i] ?? []));
  if (!panels.every(isFinitePanel)) return refuseOverflow();
  return { chart, panels, stages, warnings: stages.flatMap((stage) => warningsOf(kind, stage)) };
}

/** What is wrong with the settings of a chart, before any sample came. */
export function refuseChartSettings(chart: ChartName, settings: ChartSettings): Refusal | null {
  return chartKind(chart).refuseSettings(settings);
}

function asBaseline(given: ChartPlan["given"]): Baseline | undefined {
  return given !== undefined && "center" in given ? given : undefined;
}

function refuseSamples(
  kind: ChartKind,
  samples: readonly Sample[],
  settings: ChartSettings,
): Refusal | null {
  if (samples.every(({ length }) => length === 0)) {
    return refuse("too-few-values", "No sample came, at least 1 is needed.");
  }
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i] ?? [];
    const refused = sample.length === 0 ? null : kind.refuseSample(sample, settings);
    if (refused !== null) return refuse(refused.refused, `Sample ${i + 1}: ${refused.why}`);
  }
  return null;
}

function refusePlan(samples: readonly Sample[], plan: ChartPlan): Refusal | null {
  const { phase1, exclude = [], stages } = plan;
  if (phase1 !== undefined && !(Number.isInteger(phase1) && phase1 >= 1)) {
    return refuse(
      "parameter-out-of-range",
      `Phase 1 has a whole number of samples, not ${phase1}.`,
    );
  }
  if (stages !== undefined && stages.length !== samples.length) {
    return refuse(
      "parameter-out-of-range",
      `${samples.length} samples and ${stages.length} stages came, one is needed for each.`,
    );
  }
  for (const { index, cause } of exclude) {
    if (!(Number.isInteger(index) && index >= 0 && index < samples.length)) {
      return refuse("parameter-out-of-range", `There is no sample ${index + 1} to be excluded.`);
    }
    if (cause.trim() === "") {
      return refuse("parameter-out-of-range", `Sample ${index + 1} is excluded without a cause.`);
    }
  }
  return null;
}

function spans(samples: readonly Sample[], { stages }: ChartPlan) {
  const found: { name: string; from: number; to: number }[] = [];
  samples.forEach((_, i) => {
    const name = stages?.[i] ?? "";
    const last = found.at(-1);
    if (last === undefined || last.name !== name) found.push({ name, from: i, to: i + 1 });
    else last.to = i + 1;
  });
  return found;
}

/** Which samples of a stage its limits are estimated from. */
function trialOf(
  own: readonly Sample[],
  from: number,
  excluded: readonly Exclusion[],
  phase1: number = own.length,
): boolean[] {
  const out = new Set(excluded.map(({ index }) => index - from));
  return own.map((_, i) => i < phase1 && !out.has(i));
}

const GAP: Sample = [];

function estimated(
  kind: ChartKind,
  settings: ChartSettings,
  own: readonly Sample[],
  trial: readonly boolean[],
): Refusal | Baseline {
  const estimator = kind.estimator(settings);
  own.forEach((sample, i) => {
    estimator.add(trial[i] === true ? sample : GAP);
  });
  return estimator.baseline();
}

function draw(
  kind: ChartKind,
  settings: ChartSettings,
  own: readonly Sample[],
  baseline: Baseline,
  trial: readonly boolean[],
  given: boolean,
  drawn: Plotted[][],
): void {
  const plotter = kind.plotter(settings);
  own.forEach((sample, i) => {
    const points = plotter.next(sample, baseline, !given && trial[i] === true);
    points.forEach((point, panel) => {
      drawn[panel]?.push(point);
    });
  });
}

function panelOf(name: string, drawn: readonly Plotted[]): ChartPanel {
  const errors = drawn.map(({ error }) => error);
  const outside = drawn.flatMap((point, i) => (isOutside(point) ? [i] : []));
  return {
    name,
    points: drawn.map(({ value }) => value),
    limits: drawn.map(({ limits }) => limits),
    errors: errors.every((error) => error !== null) ? errors : null,
    outside,
  };
}

/** Whether a point lies strictly outside its limits. */
export function isOutside({ value, limits }: Plotted): boolean {
  return value !== null && (value > limits.ucl || value < limits.lcl);
}

function isFinitePanel({ points, limits }: ChartPanel): boolean {
  return (
    points.every((point) => point === null || Number.isFinite(point)) &&
    limits.every(
      ({ center, lcl, ucl }) => isMeasurable(center) && lcl <= ucl && ucl - lcl < Infinity,
    )
  );
}

function warningsOf(kind: ChartKind, { name, baseline, limits }: ChartStage): string[] {
  if (limits === "given" || baseline.samples >= kind.wanted) return [];
  if (baseline.estimator === "given") return [];
  const where = name === "" ? "" : `Stage ${name}: `;
  const number = baseline.samples === 1 ? "1 sample" : `${baseline.samples} samples`;
  return [`${where}Limits from ${number} are trial limits: at least ${kind.wanted} are wanted.`];
}
