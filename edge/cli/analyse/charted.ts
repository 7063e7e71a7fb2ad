// What every chart of the command line gives: its panels, and what they were computed with.
import type { ControlLimits } from "../../../spc/index.ts";

export type Panel = {
  readonly name: string;
  /** Plotted points in order; null where there is none (missing, or not enough before). */
  readonly points: readonly (number | null)[];
  readonly limits: readonly ControlLimits[];
  /** Standard error of each point, for zone rules; null where only the limits judge. */
  readonly errors: readonly number[] | null;
  /** Indices of points strictly outside, 0-based. */
  readonly outside: readonly number[];
};

export type Charted = {
  /** The number each point has in the file: subgroup or row, from 1. */
  readonly numbers: readonly number[];
  readonly panels: readonly Panel[];
  readonly center: number;
  /** Null where the limits come from a distribution of counts. */
  readonly sigma: number | null;
  readonly estimator: string;
  readonly notes: readonly string[];
};

/** What the user may say about limits; each chart takes what concerns it. */
export type ChartOptions = {
  /** Estimate from the first points only; the limits then stand for all. */
  readonly phase1?: number | undefined;
  /** Numbers of points that are plotted but not estimated from. */
  readonly exclude?: readonly number[] | undefined;
  /** Known or frozen centre and sigma of single values. */
  readonly center?: number | undefined;
  readonly sigma?: number | undefined;
  readonly nsigmas: number;
  readonly estimator?: string | undefined;
  readonly lambda: number;
  readonly k: number;
  readonly h: number;
  readonly headStart: number;
  readonly span: number;
  readonly spec: { readonly lsl?: number; readonly usl?: number; readonly nominal?: number };
};

export function panel(
  name: string,
  points: readonly (number | null)[],
  limits: readonly ControlLimits[],
  errors: readonly number[] | null = null,
): Panel {
  const outside = points.flatMap((point, i) => {
    const limit = limits[i];
    if (point === null || limit === undefined) return [];
    return point > limit.ucl || point < limit.lcl ? [i] : [];
  });
  return { name, points, limits, errors, outside };
}

/** Which points the limits are estimated from, by the numbers they have in the file. */
export function estimating(numbers: readonly number[], options: ChartOptions): boolean[] {
  return numbers.map(
    (number, i) =>
      (options.phase1 === undefined || i < options.phase1) &&
      !(options.exclude?.includes(number) ?? false),
  );
}

/** The standard error that puts the drawn limits nsigmas away from the centre. */
export function errorsOf(limits: readonly ControlLimits[], nsigmas: number): number[] {
  return limits.map(({ center, ucl }) => (ucl - center) / nsigmas);
}
