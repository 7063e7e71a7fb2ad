// A reference case of a control chart as the chart this room draws.

import {
  type ChartName,
  type ChartPanel,
  type ChartSettings,
  type ControlChart,
  controlChart,
  type Sample,
} from "../../../spc/index.ts";
import { gapped, given, numbers, optional, type ReferenceCase, rows } from "./case.ts";

function settingsOf({ params }: ReferenceCase): ChartSettings {
  const name = typeof params.sigma === "string" ? params.sigma : params.sigmaMethod;
  return {
    nsigmas: optional(params.nsigmas),
    confidence: params.limits === "probability" ? optional(params.confidence) : undefined,
    center: optional(params.center) ?? optional(params.target),
    sigma: optional(params.sigmaKnown) ?? optional(params.sigma),
    estimator: typeof name === "string" ? name : undefined,
    mrLength: optional(params.mrLength),
    constants: params.constants === "tabulated" ? "tabulated" : "exact",
    lambda: optional(params.lambda),
    asymptotic: params.asymptotic === true || params.limits === "asymptotic",
    k: optional(params.k),
    h: optional(params.h),
    headStart: optional(params.headStart),
    span: optional(params.span),
  };
}

/** Samples of a case: subgroups, counts with their sizes, or single values. */
export function samplesOf({ data }: ReferenceCase): Sample[] {
  if (data.subgroups !== undefined) return rows(data.subgroups);
  if (data.count === undefined) return gapped(data.x).map((x) => (x === null ? [] : [x]));
  const counts = gapped(data.count);
  const sizes = data.size === undefined ? counts.map(() => 1) : gapped(data.size);
  return counts.map((count, i) => {
    const size = sizes[i] ?? null;
    return count === null || size === null ? [] : [count, size];
  });
}

/** The chart of a case, with its phases. */
export function chartOf(
  reference: ReferenceCase,
  chart: ChartName,
  further: ChartSettings = {},
): ControlChart {
  const { params } = reference;
  const exclude = numbers(params.exclude ?? []).map((index) => ({ index, cause: "case" }));
  const plan = { phase1: optional(params.phase1), exclude };
  return given(
    controlChart(chart, samplesOf(reference), { ...settingsOf(reference), ...further }, plan),
  );
}

export function panelAt({ panels }: ControlChart, index: number): ChartPanel {
  const panel = panels[index];
  if (panel === undefined) throw new Error(`the chart has no panel ${index}`);
  return panel;
}

export function baselineOf({ stages }: ControlChart) {
  const baseline = stages[0]?.baseline;
  if (baseline === undefined) throw new Error("the chart has no stage");
  return baseline;
}

/** A panel in the words of the cases; null where there is nothing to draw. */
export function columnsOf({ points, limits }: ChartPanel) {
  return {
    stat: points,
    center: limits.map(({ center }) => center),
    lcl: limits.map(({ lcl }) => lcl),
    ucl: limits.map(({ ucl }) => ucl),
  };
}
