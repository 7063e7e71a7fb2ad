// When control limits are put in force and which signals new chart points raise.
import {
  imrLimits,
  isRefusal,
  type RuleSignal,
  westernElectric,
  xbarRLimits,
} from "../../spc/index.ts";
import type { BodyOf } from "../../sync/records/index.ts";
import type { CharacteristicResults, ChartPoint } from "../runs/run-state.ts";
import { pointSize } from "./chart-points.ts";

export type Judgement = {
  /** Limits to put in force now; null when they stand already or too few subgroups are there. */
  readonly limits: BodyOf<"limits.established"> | null;
  readonly signals: readonly BodyOf<"signal.raised">[];
};

/** Limits as the chart needs them, whether established or still rolling. */
export type LimitsInForce = Pick<
  BodyOf<"limits.established">,
  "location" | "spread" | "sigma" | "estimator" | "fromSubgroup" | "toSubgroup"
>;

const QUIET: Judgement = { limits: null, signals: [] };

/**
 * Judges the points from index `from` on. Limits are computed once, from the plan's number of trial
 * subgroups, and then kept; at that moment the trial points themselves are judged too.
 */
export function judgePoints(run: string, results: CharacteristicResults, from: number): Judgement {
  const { characteristic, points } = results;
  if (characteristic.chart === "none" || points.length <= from) return QUIET;
  if (results.limits !== null) {
    return { limits: null, signals: raisedSignals(run, results, results.limits, from) };
  }
  if (points.length < characteristic.trialSubgroups) return QUIET;
  const trial = limitsOf(results, points.slice(0, characteristic.trialSubgroups));
  if (trial === null) return QUIET;
  const limits: BodyOf<"limits.established"> = {
    run,
    characteristic: characteristic.id,
    chart: characteristic.chart,
    size: pointSize(characteristic),
    method: "trial",
    ...trial,
  };
  return { limits, signals: raisedSignals(run, results, limits, 0) };
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
      : imrLimits(points.map((point) => point.location));
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

function plainLimits(limits: { center: number; lcl: number; ucl: number }) {
  return { center: limits.center, lcl: limits.lcl, ucl: limits.ucl };
}

function raisedSignals(
  run: string,
  results: CharacteristicResults,
  limits: LimitsInForce,
  from: number,
): BodyOf<"signal.raised">[] {
  const { points } = results;
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
    const side = spreadSide(point, limits);
    if (side === null) continue;
    const at = point.subgroup;
    signals.push({ ...common, chart: "spread", rule: "we-1", side, subgroup: at, points: [at] });
  }
  return signals.filter((signal) => !alreadyRaised(results, signal));
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

function spreadSide(point: ChartPoint, limits: LimitsInForce): "above" | "below" | null {
  if (point.spread === null) return null;
  if (point.spread > limits.spread.ucl) return "above";
  return point.spread < limits.spread.lcl ? "below" : null;
}

function subgroupAt(points: readonly ChartPoint[], index: number): number {
  const point = points[index];
  if (point === undefined) throw new RangeError(`no chart point ${index}`);
  return point.subgroup;
}

function alreadyRaised(results: CharacteristicResults, signal: BodyOf<"signal.raised">): boolean {
  return results.signals.some(
    (raised) =>
      raised.chart === signal.chart &&
      raised.rule === signal.rule &&
      raised.side === signal.side &&
      raised.subgroup === signal.subgroup,
  );
}
