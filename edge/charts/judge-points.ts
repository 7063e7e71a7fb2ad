// When control limits are put in force, which signals chart points raise and which no longer stand.
import {
  imrGapLimits,
  isRefusal,
  type RuleSignal,
  westernElectric,
  xbarRLimits,
  xbarRPointLimits,
} from "../../spc/index.ts";
import type { BodyOf } from "../../sync/records/index.ts";
import type { CharacteristicResults, ChartPoint, RunState } from "../runs/run-state.ts";
import { pointSize, wholePoints } from "./chart-points.ts";
import { goneSignals, isSamePattern, standingSignals } from "./standing-signals.ts";

export type Judgement = {
  /** Limits to put in force now; null when they stand already or too few subgroups are there. */
  readonly limits: BodyOf<"limits.established"> | null;
  readonly signals: readonly BodyOf<"signal.raised">[];
  /** Signals raised before that the points no longer give. */
  readonly withdrawn: readonly BodyOf<"signal.withdrawn">[];
};

/** Limits as the chart needs them, whether established or still rolling. */
export type LimitsInForce = Pick<
  BodyOf<"limits.established">,
  "location" | "spread" | "sigma" | "estimator" | "fromSubgroup" | "toSubgroup"
>;

const QUIET: Judgement = { limits: null, signals: [], withdrawn: [] };

/**
 * Judges the points from index `from` on, those before it being as they were. Limits are computed
 * once, from the plan's number of trial subgroups, and then kept; at that moment the trial points
 * themselves are judged too. Where a value was taken out, signals that no longer stand are named.
 */
export function judgePoints(
  { run, target }: Pick<RunState, "run" | "target">,
  results: CharacteristicResults,
  from: number,
): Judgement {
  const { characteristic, points } = results;
  if (characteristic.chart === "none") return QUIET;
  if (results.limits !== null) {
    const due = dueSignals(run, results, results.limits, from);
    const standing = standingSignals(results);
    return {
      limits: null,
      signals: due.filter((one) => !standing.some((raised) => isSamePattern(raised, one))),
      withdrawn: goneSignals(results, target, from, due).map(({ signal, reason }) => ({
        ...{ run, characteristic: characteristic.id, signal: signal.seq, epoch: signal.epoch },
        reason,
      })),
    };
  }
  if (points.length <= from) return QUIET;
  const trialPoints = pointsOfTrial(results);
  const trial = trialPoints === null ? null : limitsOf(results, trialPoints);
  if (trial === null) return QUIET;
  const limits: BodyOf<"limits.established"> = {
    run,
    characteristic: characteristic.id,
    chart: characteristic.chart,
    size: pointSize(characteristic),
    method: "trial",
    ...trial,
  };
  return { limits, signals: dueSignals(run, results, limits, 0), withdrawn: [] };
}

/** The points up to the last trial subgroup, of whole ones; null while there are too few of them. */
function pointsOfTrial(results: CharacteristicResults): readonly ChartPoint[] | null {
  const last = wholePoints(results)[results.characteristic.trialSubgroups - 1];
  if (last === undefined) return null;
  return results.points.slice(0, results.points.indexOf(last) + 1);
}

/** Limits computed from these points; null when the statistics refuse (too few, no variation). */
export function limitsOf(
  results: CharacteristicResults,
  points: readonly ChartPoint[],
): LimitsInForce | null {
  const { characteristic } = results;
  const computed =
    characteristic.chart === "xbar-r"
      ? xbarRLimits(
          points
            .filter((point) => point.values.length === characteristic.subgroup)
            .map((point) => point.values),
        )
      : imrGapLimits(withGaps(points));
  if (isRefusal(computed)) return null;
  return {
    location: plainLimits(computed.location),
    spread: plainLimits(computed.spread),
    sigma: computed.sigma,
    estimator: computed.estimator,
    fromSubgroup: points[0]?.subgroup ?? 0,
    toSubgroup: points.at(-1)?.subgroup ?? 0,
  };
}

/** Individual values with null for each unit between them that gave none: no moving range crosses it. */
function withGaps(points: readonly ChartPoint[]): (number | null)[] {
  const values: (number | null)[] = [];
  let next = points[0]?.subgroup ?? 0;
  for (const { subgroup, location } of points) {
    for (; next < subgroup; next += 1) values.push(null);
    values.push(location);
    next = subgroup + 1;
  }
  return values;
}

function plainLimits(limits: { center: number; lcl: number; ucl: number }) {
  return { center: limits.center, lcl: limits.lcl, ucl: limits.ucl };
}

/** Every signal that the points from index `from` on give under these limits, raised before or not. */
export function dueSignals(
  run: string,
  results: CharacteristicResults,
  limits: LimitsInForce,
  from: number,
): BodyOf<"signal.raised">[] {
  const { points } = results;
  if (points.length <= from) return [];
  const common = { run, characteristic: results.characteristic.id };
  const window = Math.max(0, from - 15);
  const judged = points.slice(window);
  const sigmas = judged.map((point) => limits.sigma / Math.sqrt(point.values.length));
  const signals: BodyOf<"signal.raised">[] = [];
  const locations = judged.map((point) => point.location);
  const found = westernElectric(locations, limits.location.center, sigmas, {
    from: Math.max(0, from - window - 1),
  });
  for (const signal of found) {
    if (signal.index + window < from || continuesPattern(signal, found)) continue;
    signals.push({
      ...common,
      chart: "location",
      rule: signal.rule,
      side: signal.side,
      subgroup: subgroupAt(judged, signal.index),
      points: signal.points.map((index) => subgroupAt(judged, index)),
    });
  }
  for (const point of points.slice(from)) {
    const side = spreadSide(point, spreadLimitsAt(results, point, limits));
    if (side === null) continue;
    const at = point.subgroup;
    signals.push({ ...common, chart: "spread", rule: "we-1", side, subgroup: at, points: [at] });
  }
  return signals;
}

/** A run that goes on is the same signal: only its first completion is raised, except for rule 1. */
function continuesPattern(signal: RuleSignal, found: readonly RuleSignal[]): boolean {
  return (
    signal.rule !== "we-1" &&
    found.some(
      (other) =>
        other.rule === signal.rule &&
        other.side === signal.side &&
        other.index === signal.index - 1,
    )
  );
}

/** The range of fewer values than planned is judged by the limits of its own size. */
function spreadLimitsAt(
  results: CharacteristicResults,
  point: ChartPoint,
  limits: LimitsInForce,
): { readonly lcl: number; readonly ucl: number } {
  const size = point.values.length;
  if (size < 2 || size === pointSize(results.characteristic)) return limits.spread;
  const own = xbarRPointLimits([size], limits.location.center, limits.sigma);
  return isRefusal(own) ? limits.spread : (own.spread[0] ?? limits.spread);
}

function spreadSide(
  point: ChartPoint,
  { lcl, ucl }: { readonly lcl: number; readonly ucl: number },
): "above" | "below" | null {
  if (point.spread === null) return null;
  if (point.spread > ucl) return "above";
  return point.spread < lcl ? "below" : null;
}

function subgroupAt(points: readonly ChartPoint[], index: number): number {
  const point = points[index];
  if (point === undefined) throw new RangeError(`no chart point ${index}`);
  return point.subgroup;
}
