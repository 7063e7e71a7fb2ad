// A chart that grows sample by sample: what it keeps and what a sample costs do not grow with it.

import { isMeasurable, refuse } from "../refusals.ts";
import {
  compiledRules,
  type RuleScanner,
  type RuleSetName,
  type RuleSetOptions,
  type SetSignal,
} from "../rules/rule-sets.ts";
import type { Refusal } from "../types.ts";
import { isOutside } from "./control-chart.ts";
import { type ChartName, chartKind } from "./kinds/index.ts";
import type { Baseline, ChartKind, ChartSettings, Plotted, Plotter, Sample } from "./kinds/kind.ts";

export type LiveLimits =
  /** Established limits, from the first sample on. */
  | { readonly given: Baseline }
  /** Estimated once from this many samples (gaps not counted), then kept. */
  | { readonly phase1: number }
  /** Estimated anew with every sample. */
  | { readonly recompute: true };

export type LiveRules = { readonly set: RuleSetName } & Pick<RuleSetOptions, "only" | "k">;

export type LivePoint = {
  /** Index of the sample, from 0. */
  readonly index: number;
  /** One per panel of the chart. */
  readonly panels: readonly (Plotted & { readonly outside: boolean })[];
  /** Patterns this point completes on the first panel. */
  readonly signals: readonly SetSignal[];
};

export type LiveChart = {
  /**
   * Takes in one sample and gives the points that are judged now: none while limits are still
   * being gathered, all trial points when they are established, one from then on. A sample that is
   * refused changes nothing.
   */
  readonly append: (sample: Sample) => Refusal | readonly LivePoint[];
  /** The limits in force, to be stored and given again; a refusal says what is still lacking. */
  readonly baseline: () => Refusal | Baseline;
};

/** Trial samples that may wait for their limits. */
const MOST_TRIAL = 10_000;

/**
 * A growing chart. Its points, limits and signals are those of `controlChart` and `ruleSignals` of
 * all samples so far, to the last bit. Cost and memory per sample are constant, but: `phase1` keeps
 * its trial samples until limits are established; with `recompute` a median moving range keeps its
 * ranges in order, and Laney charts, T2 and the estimators nelson, sd and sd-unbiased keep all
 * samples and look at them again. Charts that remember (EWMA, CUSUM, moving averages, T2 and its
 * kin, self-starting) cannot recompute: each new limit would move every point before it.
 * Refuses: parameter-out-of-range (settings, rules, limits that cannot be recomputed).
 */
export function createLiveChart(
  chart: ChartName,
  settings: ChartSettings,
  limits: LiveLimits,
  rules?: LiveRules,
): Refusal | LiveChart {
  const kind = chartKind(chart);
  const refused = kind.refuseSettings(settings) ?? refuseLimits(chart, kind, limits);
  if (refused !== null) return refused;
  const judge = judgeOf(rules);
  if ("refused" in judge) return judge;
  return "recompute" in limits
    ? recomputing(kind, settings, judge)
    : freezing(kind, settings, limits, judge);
}

function refuseLimits(chart: ChartName, kind: ChartKind, limits: LiveLimits): Refusal | null {
  if ("recompute" in limits && !kind.recomputable) {
    return refuse(
      "parameter-out-of-range",
      `A ${chart} chart remembers its points: give its limits, or estimate them once (phase1).`,
    );
  }
  if (!("phase1" in limits)) return null;
  const { phase1 } = limits;
  if (Number.isInteger(phase1) && phase1 >= 1 && phase1 <= MOST_TRIAL) return null;
  return refuse("parameter-out-of-range", `Phase 1 has 1 to ${MOST_TRIAL} samples, not ${phase1}.`);
}

type Judge = { readonly span: number; readonly scanner: (from: number) => RuleScanner | null };

function judgeOf(rules: LiveRules | undefined): Refusal | Judge {
  return rules === undefined ? { span: 0, scanner: () => null } : compiledRules(rules.set, rules);
}

function scanned(scanner: RuleScanner | null, points: readonly Plotted[]): readonly SetSignal[] {
  const first = points[0];
  if (scanner === null || first === undefined || first.error === null) return [];
  return scanner.push(first.value ?? Number.NaN, first.limits.center, first.error);
}

function livePoint(index: number, points: readonly Plotted[], signals: readonly SetSignal[]) {
  const panels = points.map((point) => ({ ...point, outside: isOutside(point) }));
  return { index, panels, signals };
}

function freezing(
  kind: ChartKind,
  settings: ChartSettings,
  limits: { readonly given: Baseline } | { readonly phase1: number },
  judge: Judge,
): LiveChart {
  const phase1 = "phase1" in limits ? limits.phase1 : 0;
  let known: Baseline | null = "given" in limits ? limits.given : null;
  let fixed = settings;
  let trial: Sample[] = [];
  let counted = 0;
  let index = 0;
  let drawing: { readonly plotter: Plotter; readonly scanner: RuleScanner | null } | null = null;
  const estimate = () => {
    const estimator = kind.estimator(fixed);
    for (const sample of trial) estimator.add(sample);
    return estimator.baseline();
  };
  const plot = (sample: Sample, baseline: Baseline, isTrial: boolean): LivePoint => {
    drawing ??= { plotter: kind.plotter(fixed), scanner: judge.scanner(0) };
    const points = drawing.plotter.next(sample, baseline, isTrial);
    return livePoint(index++, points, scanned(drawing.scanner, points));
  };
  return {
    append: (sample) => {
      const refused = refuseOne(kind, sample, fixed);
      if (refused !== null) return refused;
      if (sample.length > 0) fixed = withVariables(fixed, sample);
      if (known !== null) return [plot(sample, known, false)];
      if (trial.length >= 2 * MOST_TRIAL) {
        return refuse("too-few-values", "Too many gaps came before there were limits.");
      }
      trial.push(sample);
      if (sample.length > 0) counted++;
      if (counted < phase1) return [];
      const baseline = estimate();
      if ("refused" in baseline) {
        trial.pop();
        counted--;
        return baseline;
      }
      known = baseline;
      const points = trial.map((one) => plot(one, baseline, true));
      trial = [];
      return points;
    },
    baseline: () => known ?? estimate(),
  };
}

function recomputing(kind: ChartKind, settings: ChartSettings, judge: Judge): LiveChart {
  const estimator = kind.estimator(settings);
  /** Enough of the last samples to judge the last one again under new limits. */
  const needed = judge.span + Math.max(1, settings.mrLength ?? 2);
  const last: Sample[] = [];
  /** The last sample before those that was measured: a gap is drawn with its size. */
  let before: Sample = [];
  let index = -1;
  return {
    append: (sample) => {
      const refused = refuseOne(kind, sample, settings);
      if (refused !== null) return refused;
      estimator.add(sample);
      last.push(sample);
      const gone = last.length > needed ? last.shift() : undefined;
      if (gone !== undefined && gone.length > 0) before = gone;
      index++;
      const baseline = estimator.baseline();
      if ("refused" in baseline) return [];
      const plotter = kind.plotter(settings);
      const scanner = judge.scanner(index);
      for (const one of [before, []]) plotter.next(one, baseline, true);
      const first = index - last.length + 1;
      let drawn: readonly Plotted[] = [];
      let signals: readonly SetSignal[] = [];
      for (let i = 0; i < last.length; i++) {
        drawn = plotter.next(last[i] ?? [], baseline, true);
        if (first + i >= (scanner?.start ?? 0)) signals = scanned(scanner, drawn);
      }
      return [livePoint(index, drawn, signals)];
    },
    baseline: estimator.baseline,
  };
}

function refuseOne(kind: ChartKind, sample: Sample, settings: ChartSettings): Refusal | null {
  if (sample.length === 0) return null;
  if (!sample.every(isMeasurable)) {
    return refuse("not-finite", "A value is not a finite number up to 1e100.");
  }
  return kind.refuseSample(sample, settings);
}

/** The first sample says how many characteristics a row has. */
function withVariables(settings: ChartSettings, sample: Sample): ChartSettings {
  return settings.variables === undefined ? { ...settings, variables: sample.length } : settings;
}
