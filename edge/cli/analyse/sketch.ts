// A control chart in characters: limits as lines, points as marks, nothing outside ever lost.
import type { Panel } from "./charted.ts";

const MARKS = { inside: "•", flagged: "×", center: "─", limit: "┄", stage: "│", empty: " " };

/**
 * Lines of a chart `width` columns of points wide and `height` rows high, scale at the left. Where
 * there are more points than columns, a column shows its lowest and highest point; a flagged point
 * is always shown. `flagged`: 0-based indices marked ×, apart from those outside the limits.
 * `stages`: 0-based indices of points that begin a new stage.
 */
export function sketch(
  panel: Panel,
  flagged: readonly number[],
  stages: readonly number[] = [],
  width = 64,
  height = 11,
): string[] {
  const marked = new Set([...panel.outside, ...flagged]);
  const levels = panel.limits.flatMap(({ lcl, center, ucl }) => [lcl, center, ucl]);
  const all = [...levels, ...panel.points].filter((value) => value !== null);
  const low = all.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = all.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const span = high > low ? high - low : 1;
  const rowOf = (value: number) => Math.round(((high - value) / span) * (height - 1));
  const columns = Math.min(width, panel.points.length);
  const grid = Array.from({ length: height }, () => new Array<string>(columns).fill(MARKS.empty));
  const put = (row: number, column: number, mark: string) => {
    const line = grid[row];
    if (line !== undefined) line[column] = mark;
  };
  const columnOf = (i: number) => Math.floor((i * columns) / panel.points.length);
  for (const start of stages) {
    for (let row = 0; row < height; row++) put(row, columnOf(start), MARKS.stage);
  }
  panel.limits.forEach(({ lcl, center, ucl }, i) => {
    if (lcl !== null) put(rowOf(lcl), columnOf(i), MARKS.limit);
    if (ucl !== null) put(rowOf(ucl), columnOf(i), MARKS.limit);
    put(rowOf(center), columnOf(i), MARKS.center);
  });
  for (const wanted of [false, true]) {
    panel.points.forEach((point, i) => {
      if (point === null || marked.has(i) !== wanted) return;
      put(rowOf(point), columnOf(i), wanted ? MARKS.flagged : MARKS.inside);
    });
  }
  const last = panel.limits.at(-1);
  const named = new Map<number, string>();
  if (last !== undefined) {
    const said = (value: number) => shownWithin(value, span);
    const { limitName = null } = panel;
    if (last.lcl !== null) named.set(rowOf(last.lcl), `${limitName ?? "LCL"} ${said(last.lcl)}`);
    if (last.ucl !== null) named.set(rowOf(last.ucl), `${limitName ?? "UCL"} ${said(last.ucl)}`);
    named.set(rowOf(last.center), `CL ${said(last.center)}`);
  }
  const wide = Math.max(...[...named.values()].map((label) => label.length), 0);
  return grid.map((line, row) => `${(named.get(row) ?? "").padStart(wide)} │${line.join("")}`);
}

/** A number for people on a scale of this span: at least four digits of the span. */
export function shownWithin(value: number, span: number): string {
  if (value === 0) return "0";
  const leading = Math.floor(Math.log10(Math.abs(value)));
  const finest = span > 0 ? Math.floor(Math.log10(span)) - 3 : leading;
  return String(Number(value.toPrecision(Math.min(15, Math.max(6, leading - finest + 1)))));
}

/** A number for people: six significant digits, no tail of zeros. */
export function shown(value: number): string {
  if (value === 0) return "0";
  return String(Number(value.toPrecision(6)));
}
