// Stages and exclusions: which points belong together, which are left out, which ranges cross a break.
import type { CharacteristicResults, ChartPoint, Stage } from "../runs/run-state.ts";
import { pointSize } from "./chart-points.ts";

/** Subgroups that are left out of limits and rules now. */
export function excludedSubgroups({ exclusions }: CharacteristicResults): ReadonlySet<number> {
  return new Set(exclusions.filter((one) => one.included === null).map(({ subgroup }) => subgroup));
}

/** The stage that a subgroup belongs to: the last that begins at it or before. */
export function stageOf(results: CharacteristicResults, subgroup: number): Stage {
  const stage = results.stages.findLast(({ first }) => first <= subgroup);
  if (stage === undefined) throw new RangeError(`no stage holds subgroup ${subgroup}`);
  return stage;
}

/** The stage that the next point will belong to. */
export function currentStage(results: CharacteristicResults): Stage {
  const stage = results.stages.at(-1);
  if (stage === undefined) throw new RangeError("a chart has at least one stage");
  return stage;
}

/** Places of a stage's points: from the first up to, not including, `to`. */
export function stageSpan(
  { points, stages }: CharacteristicResults,
  stage: Stage,
): { readonly from: number; readonly to: number } {
  const next = stages[stages.indexOf(stage) + 1];
  const placeOf = (first: number) => {
    const place = points.findIndex(({ subgroup }) => subgroup >= first);
    return place < 0 ? points.length : place;
  };
  const from = stage.first === 0 ? 0 : placeOf(stage.first);
  return { from, to: next === undefined ? points.length : placeOf(next.first) };
}

/** Points of a stage that limits may be computed from: those not excluded. */
export function countedPoints(results: CharacteristicResults, stage: Stage): ChartPoint[] {
  const { from, to } = stageSpan(results, stage);
  const excluded = excludedSubgroups(results);
  return results.points.slice(from, to).filter(({ subgroup }) => !excluded.has(subgroup));
}

/**
 * Range of the point at this place, as it is drawn and judged. A moving range needs both its points
 * in one stage and neither of them excluded; the range of a subgroup is its own.
 */
export function spreadAt(
  results: CharacteristicResults,
  place: number,
  excluded: ReadonlySet<number>,
): number | null {
  const point = results.points[place];
  if (point === undefined) return null;
  if (pointSize(results.characteristic) > 1) return point.spread;
  const begins = results.stages.some(({ first }) => first > 0 && first === point.subgroup);
  const broken = excluded.has(point.subgroup) || excluded.has(point.subgroup - 1);
  return begins || broken ? null : point.spread;
}
