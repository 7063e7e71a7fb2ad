// The sparkline: the last locations of a characteristic with its limits, small enough for a table row.
import { type DisplayItem, type DisplayList, round2, type Size } from "./display-list.ts";
import { linearScale } from "./scale.ts";
import { yRange } from "./y-range.ts";

export type SparklineContent = {
  readonly values: readonly number[];
  readonly limits: { readonly center: number; readonly lcl: number; readonly ucl: number } | null;
};

/** Lays out a sparkline; the last value is a dot, a diamond when it lies beyond a limit. */
export function layoutSparkline(content: SparklineContent, size: Size): DisplayList {
  const { values, limits } = content;
  const { width, height } = size;
  const items: DisplayItem[] = [];
  const range = yRange(values, limits === null ? [] : [limits], null);
  const pad = Math.min(5, width / 4, height / 4);
  const y = linearScale(range.low, range.high, height - pad, pad);
  const x = linearScale(0, Math.max(1, values.length - 1), pad, width - pad);
  const place = (value: number) => Math.min(height - pad, Math.max(pad, y(value)));
  if (limits !== null) {
    for (const [role, value] of [
      ["limit", limits.ucl],
      ["center", limits.center],
      ["limit", limits.lcl],
    ] as const) {
      items.push({ type: "line", role, x1: 0, y1: place(value), x2: width, y2: place(value) });
    }
  }
  if (values.length > 1) {
    const points = values.flatMap((value, index) => [x(index), place(value)]);
    items.push({ type: "polyline", role: "trace", points });
  }
  const last = values.at(-1);
  if (last !== undefined) {
    items.push(lastMark(x(values.length - 1), place(last), last, limits, Math.min(3, pad)));
  }
  return { width, height, clips: [], items, targets: [] };
}

function lastMark(
  x: number,
  y: number,
  value: number,
  limits: SparklineContent["limits"],
  radius: number,
): DisplayItem {
  if (limits === null || (value <= limits.ucl && value >= limits.lcl)) {
    return { type: "circle", role: "point", x, y, radius };
  }
  const points = [x, y - radius, x + radius, y, x, y + radius, x - radius, y].map(round2);
  return { type: "path", role: "signal-beyond", points };
}
