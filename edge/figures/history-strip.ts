// The whole history of a chart in one strip: every point, where signals stand, where stages begin.
import type { ChartView } from "../http/views.ts";
import { type DisplayItem, type DisplayList, round2, type Size } from "./display-list.ts";
import { linearScale } from "./scale.ts";
import { yRange } from "./y-range.ts";

/**
 * Lays out the strip under a chart: the location of all points as a line, with more points than pixels
 * as the lowest and highest of each column; signals that stand as ticks at the foot; stages as dotted
 * lines. Place `k` of n points lies at (k + 0.5) / n of the width.
 */
export function layoutHistoryStrip(view: ChartView, { width, height }: Size): DisplayList {
  const { points } = view;
  const items: DisplayItem[] = [];
  const limits = view.stages.flatMap((stage) => stage.limits?.location ?? []);
  const values = points.map((point) => point.location);
  const range = yRange(values, limits, null);
  const scale = linearScale(range.low, range.high, height - FOOT, 2);
  const y = (value: number) => Math.min(height - FOOT, Math.max(2, scale(value)));
  const x = linearScale(0, Math.max(1, points.length), 0, width);
  for (const { first, from } of view.stages) {
    if (first === 0) continue;
    const at = x(from);
    items.push({ type: "line", role: "stage", x1: at, y1: 0, x2: at, y2: height });
  }
  const line = envelope(values, x, y);
  if (line.length >= 4) items.push({ type: "polyline", role: "envelope", points: line });
  const places = new Map(points.map((point, place) => [point.subgroup, place]));
  const marked = new Set<number>();
  for (const { subgroup, withdrawn } of view.signals) {
    const place = places.get(subgroup);
    if (place === undefined || withdrawn !== null) continue;
    marked.add(Math.round(x(place + 0.5)));
  }
  for (const at of [...marked].sort((a, b) => a - b)) {
    const px = Math.min(width - 1, Math.max(1, at));
    items.push({ type: "line", role: "tick", x1: px, y1: height - FOOT + 2, x2: px, y2: height });
  }
  return { width, height, clips: [], items, targets: [] };
}

/** Height of the ticks at the foot. */
const FOOT = 8;

/** Lowest and highest of each column of a pixel, in the order of the columns. */
function envelope(
  values: readonly number[],
  x: (place: number) => number,
  y: (value: number) => number,
): number[] {
  const points: number[] = [];
  let column: { at: number; low: number; high: number } | null = null;
  const push = () => {
    if (column === null) return;
    points.push(column.at, column.high);
    if (column.low !== column.high) points.push(column.at, column.low);
  };
  values.forEach((value, place) => {
    const at = round2(Math.round(x(place + 0.5)));
    const shown = y(value);
    if (column?.at === at) {
      column.low = Math.max(column.low, shown);
      column.high = Math.min(column.high, shown);
      return;
    }
    push();
    column = { at, low: shown, high: shown };
  });
  push();
  return points;
}
