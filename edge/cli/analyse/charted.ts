// What every chart of the command line gives: its panels, its stages, and what may be asked.
import type {
  Baseline,
  ChartPanel,
  ChartSettings,
  ChartStage,
  ControlLimits,
  SpecLimits,
} from "../../../spc/index.ts";
import type { Chosen } from "./choose-sample.ts";

/** Limits of one point; null on a side that has none (a one-sided acceptance chart). */
export type Lines = {
  readonly center: number;
  readonly lcl: number | null;
  readonly ucl: number | null;
};

export type Panel = Omit<ChartPanel, "limits"> & {
  readonly limits: readonly Lines[];
  /** What the limits are called where they are no control limits: ACL, PC; else LCL and UCL. */
  readonly limitName?: string | undefined;
  /** What `outside` lies outside of where that is not the limits drawn. */
  readonly outsideOf?: string | undefined;
};

export type Charted = {
  readonly panels: readonly Panel[];
  readonly stages: readonly ChartStage[];
  /** Sentences about limits that rest on too little. */
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
  /** Whether the chart called for a stop in another way than by a point outside. */
  readonly stopped?: boolean | undefined;
};

/** A chart, the samples behind it, and whether they are measured: then they have a capability. */
export type Drawn = {
  readonly charted: Charted;
  readonly chosen: Chosen;
  readonly measured: boolean;
};

/** What the user may say about limits; each chart takes what concerns it. */
export type ChartOptions = Omit<ChartSettings, "nsigmas" | "confidence" | "variables"> & {
  readonly nsigmas: number;
  /** Probability limits of counts that enclose this much. */
  readonly probability?: number | undefined;
  /** Estimate from the first points of each stage only; the limits then stand for the rest. */
  readonly phase1?: number | undefined;
  /** Numbers of points, from 1, that are plotted but not estimated from. */
  readonly exclude?: readonly number[] | undefined;
  readonly cause?: string | undefined;
  /** Established limits of another analysis, by the name of their stage. */
  readonly given?: Baseline | ReadonlyMap<string, Baseline> | undefined;
  /** Acceptance charts: acceptable proportion nonconforming, and the risk of a false call. */
  readonly acceptable: number;
  readonly risk: number;
  readonly spec: SpecLimits;
};

export function panel(
  name: string,
  points: readonly (number | null)[],
  limits: readonly Lines[],
  errors: readonly number[] | null = null,
  limitName?: string,
): Panel {
  const outside = points.flatMap((point, i) => {
    const { lcl = null, ucl = null } = limits[i] ?? {};
    if (point === null) return [];
    return (ucl !== null && point > ucl) || (lcl !== null && point < lcl) ? [i] : [];
  });
  return { name, points, limits, errors, outside, limitName };
}

/** The one stage of a chart without phases. */
export function onlyStage(
  points: number,
  center: number,
  sigma: number | null,
  estimator: string,
): ChartStage {
  const baseline = { center, sigma, estimator, samples: points };
  return { name: "", from: 0, to: points, baseline, limits: "estimated", excluded: [] };
}

/** The standard error that puts the drawn limits nsigmas away from the centre. */
export function errorsOf(limits: readonly ControlLimits[], nsigmas: number): number[] {
  return limits.map(({ center, ucl }) => (ucl - center) / nsigmas);
}
