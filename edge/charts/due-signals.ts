// Which signals the points of a chart give under the limits in force, stage by stage.
import { isRefusal, type RuleSignal, westernElectric } from "../../spc/index.ts";
import type { BodyOf } from "../../sync/records/index.ts";
import type { CharacteristicResults, ChartPoint, Stage } from "../runs/run-state.ts";
import { chartOfMeans } from "./chart-kinds.ts";
import { pointSize } from "./chart-points.ts";
import { excludedSubgroups, spreadAt, stageSpan } from "./chart-stages.ts";
import type { LimitsInForce } from "./control-limits.ts";

type RaisedSignal = BodyOf<"signal.raised">;

/** No rule looks back further than this many points. */
const LOOK_BACK = 15;

/** Limits of a stage that are about to be put in force. */
export type ComingLimits = { readonly stage: Stage; readonly limits: LimitsInForce };

/**
 * Every signal that the points from index `from` on give, raised before or not. Each stage is judged
 * by its own limits, and not at all before it has some; no pattern crosses the beginning of a stage or
 * an excluded point. `coming` are limits not yet in force, judged as if they were.
 */
export function dueSignals(
  run: string,
  results: CharacteristicResults,
  from: number,
  coming: ComingLimits | null = null,
): RaisedSignal[] {
  if (results.points.length <= from) return [];
  const excluded = excludedSubgroups(results);
  const common = { run, characteristic: results.characteristic.id };
  return results.stages.flatMap((stage) => {
    const limits = coming?.stage === stage ? coming.limits : stage.limits;
    const span = stageSpan(results, stage);
    if (limits === null || span.to <= from) return [];
    const first = Math.max(from, span.from);
    const location = unbroken(results, excluded, span).flatMap((piece) =>
      locationSignals(results.points, piece, limits, first),
    );
    const spread: Found[] = [];
    for (let place = first; place < span.to; place += 1) {
      const point = results.points[place];
      if (point === undefined || excluded.has(point.subgroup)) continue;
      const range = spreadAt(results, place, excluded);
      const side = sideOf(range, spreadLimitsAt(results, point, limits));
      const at = point.subgroup;
      if (side !== null)
        spread.push({ chart: "spread", rule: "we-1", side, subgroup: at, points: [at] });
    }
    return [...location, ...spread].map((one) => ({ ...common, ...one }));
  });
}

type Found = Omit<RaisedSignal, "run" | "characteristic">;
type Piece = { readonly from: number; readonly to: number };

/** The stretches of a stage between its excluded points. */
function unbroken(
  { points }: CharacteristicResults,
  excluded: ReadonlySet<number>,
  span: Piece,
): Piece[] {
  if (excluded.size === 0) return [span];
  const pieces: Piece[] = [];
  let from = span.from;
  for (let place = span.from; place <= span.to; place += 1) {
    const subgroup = place === span.to ? null : (points[place]?.subgroup ?? null);
    if (subgroup !== null && !excluded.has(subgroup)) continue;
    if (place > from) pieces.push({ from, to: place });
    from = place + 1;
  }
  return pieces;
}

function locationSignals(
  points: readonly ChartPoint[],
  piece: Piece,
  limits: LimitsInForce,
  from: number,
): Found[] {
  if (piece.to <= from) return [];
  const first = Math.max(from, piece.from);
  const window = Math.max(piece.from, first - LOOK_BACK);
  const judged = points.slice(window, piece.to);
  const sigmas = judged.map((point) => limits.sigma / Math.sqrt(point.values.length));
  const locations = judged.map((point) => point.location);
  const found = westernElectric(locations, limits.location.center, sigmas, {
    from: Math.max(0, first - window - 1),
  });
  return found.flatMap((signal): Found[] => {
    if (signal.index + window < first || continuesPattern(signal, found)) return [];
    const { rule, side } = signal;
    const subgroup = subgroupAt(judged, signal.index);
    const formed = signal.points.map((index) => subgroupAt(judged, index));
    return [{ chart: "location", rule, side, subgroup, points: formed }];
  });
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
  const means = chartOfMeans(results.characteristic);
  if (means === null || size < 2 || size === pointSize(results.characteristic))
    return limits.spread;
  const own = means.pointLimits([size], limits.location.center, limits.sigma);
  return isRefusal(own) ? limits.spread : (own.spread[0] ?? limits.spread);
}

function sideOf(
  spread: number | null,
  { lcl, ucl }: { readonly lcl: number; readonly ucl: number },
): "above" | "below" | null {
  if (spread === null) return null;
  if (spread > ucl) return "above";
  return spread < lcl ? "below" : null;
}

function subgroupAt(points: readonly ChartPoint[], index: number): number {
  const point = points[index];
  if (point === undefined) throw new RangeError(`no chart point ${index}`);
  return point.subgroup;
}
