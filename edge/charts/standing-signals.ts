// Which signals still stand, and which no longer do once a value was taken out and the points judged anew.
import type { BodyOf } from "../../sync/records/index.ts";
import type { CharacteristicResults, Signal } from "../runs/run-state.ts";
import { isCompleteSubgroup } from "./chart-points.ts";
import { excludedSubgroups } from "./chart-stages.ts";

/** Signals that count: answered or not, but not withdrawn. */
export function standingSignals(results: CharacteristicResults): Signal[] {
  return results.signals.filter((signal) => signal.withdrawn === null);
}

/** The same pattern at the same points, whenever it was raised. */
export function isSamePattern(a: BodyOf<"signal.raised">, b: BodyOf<"signal.raised">): boolean {
  return (
    a.chart === b.chart &&
    a.rule === b.rule &&
    a.side === b.side &&
    a.subgroup === b.subgroup &&
    a.points.length === b.points.length &&
    a.points.every((point, k) => point === b.points[k])
  );
}

export type GoneSignal = {
  readonly signal: Signal;
  readonly reason: BodyOf<"signal.withdrawn">["reason"];
};

/**
 * Standing signals that the points no longer give. On the chart from the point at index `from` on,
 * those that are not among the `due` ones; behind a hole, those one of whose own points is open again:
 * the others wait until the chart reaches them, for their points are unchanged.
 */
export function goneSignals(
  results: CharacteristicResults,
  target: number,
  from: number,
  due: readonly BodyOf<"signal.raised">[],
): GoneSignal[] {
  const { nextSubgroup, points } = results;
  const firstJudged = points[from]?.subgroup ?? nextSubgroup;
  const excluded = excludedSubgroups(results);
  return standingSignals(results).flatMap((signal): GoneSignal[] => {
    if (signal.subgroup < firstJudged) return [];
    if (signal.subgroup < nextSubgroup) {
      const stands = due.some((one) => isSamePattern(one, signal));
      if (stands) return [];
      const leftOut = signal.points.some((point) => excluded.has(point));
      return [{ signal, reason: leftOut ? "point-excluded" : "pattern-gone" }];
    }
    const open = signal.points.some(
      (point) => point >= nextSubgroup && !isCompleteSubgroup(results, point, target),
    );
    return open ? [{ signal, reason: "point-open" }] : [];
  });
}
