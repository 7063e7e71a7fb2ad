// Which cells make a chart point: complete subgroups in production order, from the first without a hole.
import type { Characteristic } from "../../config/plan/inspection-plan.ts";
import type { Cell, CharacteristicResults, ChartPoint, Measurement } from "../runs/run-state.ts";
import { owedCount, owedOrdinal, owedUnit } from "../runs/unit-serials.ts";
import { chartOfMeans } from "./chart-kinds.ts";

/** Values per chart point: the subgroup size, one on an individuals chart. */
export function pointSize(characteristic: Characteristic): number {
  return chartOfMeans(characteristic) === null ? 1 : characteristic.subgroup;
}

/** Points whose subgroup has all its values: what limits are computed from. */
export function wholePoints({ characteristic, points }: CharacteristicResults): ChartPoint[] {
  const size = pointSize(characteristic);
  return points.filter((point) => point.values.length === size);
}

/**
 * Adds every subgroup that has become complete to `results.points`. A subgroup is complete when each
 * of its cells is filled or skipped; suspect values stand in their cell but enter no statistic.
 */
export function advancePoints(results: CharacteristicResults, target: number): void {
  if (results.characteristic.chart === "none") return;
  for (;;) {
    const cells = completeSubgroup(results, results.nextSubgroup, target);
    if (cells === null) return;
    const point = chartPoint(results, results.nextSubgroup, cells);
    results.nextSubgroup += 1;
    if (point !== null) results.points.push(point);
  }
}

/** Builds the points anew after a result that stood on the chart was taken out. */
export function rebuildPoints(results: CharacteristicResults, target: number): void {
  results.points.length = 0;
  results.nextSubgroup = 0;
  advancePoints(results, target);
}

/** True when the unit belongs to a subgroup that already stands on the chart. */
export function isCharted(results: CharacteristicResults, unitIndex: number): boolean {
  const ordinal = owedOrdinal(results.characteristic, unitIndex);
  if (ordinal === null) return false;
  return Math.floor(ordinal / pointSize(results.characteristic)) < results.nextSubgroup;
}

/** True when each cell of the subgroup is filled or skipped. */
export function isCompleteSubgroup(
  results: CharacteristicResults,
  subgroup: number,
  target: number,
): boolean {
  return completeSubgroup(results, subgroup, target) !== null;
}

function completeSubgroup(
  results: CharacteristicResults,
  subgroup: number,
  target: number,
): Cell[] | null {
  const size = pointSize(results.characteristic);
  const first = subgroup * size;
  const last = Math.min(first + size, owedCount(results.characteristic, target));
  if (first >= last) return null;
  const cells: Cell[] = [];
  for (let ordinal = first; ordinal < last; ordinal += 1) {
    const cell = results.cells.get(owedUnit(results.characteristic, ordinal));
    if (cell === undefined) return null;
    cells.push(cell);
  }
  return cells;
}

function chartPoint(
  results: CharacteristicResults,
  subgroup: number,
  cells: readonly Cell[],
): ChartPoint | null {
  const counted = cells.filter(
    (cell): cell is Measurement => cell.type === "measurement" && cell.validity === "valid",
  );
  const latest = counted.at(-1);
  if (latest === undefined) return null;
  const values = counted.map((cell) => cell.value);
  return {
    subgroup,
    units: counted.map((cell) => cell.unit),
    values,
    texts: counted.map((cell) => cell.text),
    seqs: counted.map((cell) => cell.seq),
    location: values.reduce((sum, value) => sum + value, 0) / values.length,
    spread: spreadOf(results, subgroup, values),
    at: latest.at,
    operators: [...new Set(counted.flatMap((cell) => cell.operator ?? []))],
  };
}

/** Range or standard deviation of the subgroup, or the moving range to the point just before (none across a gap). */
function spreadOf(
  results: CharacteristicResults,
  subgroup: number,
  values: readonly number[],
): number | null {
  const means = chartOfMeans(results.characteristic);
  if (means !== null) return means.spread(values);
  const previous = results.points.at(-1);
  if (previous === undefined || previous.subgroup !== subgroup - 1) return null;
  return Math.abs((values[0] ?? 0) - previous.location);
}
