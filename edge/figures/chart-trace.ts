// The points of a panel: line, dots, individuals behind them, far outliers pinned at the edge.
import type { PanelContent, PanelPlace } from "./chart-content.ts";
import type { Box, TextItem } from "./display-list.ts";
import { type DisplayItem, round2, type Target } from "./display-list.ts";
import { formatFixed, overlaps, textBox } from "./scale.ts";

/** Dots are drawn from this many pixels between points on. */
const DOT_STEP = 4;

export type Trace = {
  readonly behind: readonly DisplayItem[];
  readonly items: readonly DisplayItem[];
  readonly targets: readonly Target[];
};

/** The trace of a panel; with more points than pixels, the lowest and highest of each column. */
export function drawTrace(
  content: PanelContent,
  place: PanelPlace,
  y: (value: number) => number,
): Trace {
  const { box, from, to, x, step } = place;
  const group = content.id;
  const clamp = (at: number) => Math.min(box.bottom, Math.max(box.top, at));
  const items: DisplayItem[] = [];
  const targets: Target[] = [];
  const dots: DisplayItem[] = [];
  const pins: { index: number; value: number; above: boolean }[] = [];
  const begins = new Set(content.stages.map((stage) => stage.from));
  let run: number[] = [];
  const flush = () => {
    if (run.length >= 4) items.push({ type: "polyline", role: "trace", points: run, group });
    run = [];
  };
  const dense = step < 1;
  const column = { at: Number.NaN, low: 0, high: 0 };
  for (let index = from; index <= to; index++) {
    const value = content.values[index] ?? null;
    if (value === null) {
      if (dense) pushColumn(run, column);
      flush();
      continue;
    }
    const at = y(value);
    const shown = clamp(at);
    const px = round2(x(index));
    const excluded = content.excluded.has(index);
    if (excluded || begins.has(index)) {
      if (dense) pushColumn(run, column);
      flush();
    }
    if (excluded) {
      dots.push(...cross(px, shown, place, group));
      if (step >= DOT_STEP) targets.push({ index, panel: group, x: px, y: shown });
      continue;
    }
    if (at < box.top - 0.5 || at > box.bottom + 0.5)
      pins.push({ index, value, above: at < box.top });
    if (dense) growColumn(run, column, Math.round(px), shown);
    else run.push(px, shown);
    if (step >= DOT_STEP) {
      targets.push({ index, panel: group, x: px, y: shown });
      dots.push({ type: "circle", role: "point", x: px, y: shown, radius: dotRadius(step), group });
    }
  }
  if (dense) pushColumn(run, column);
  flush();
  const pinned = drawPins(pins, content, place);
  return {
    behind: drawIndividuals(content, place, y),
    items: [...items, ...dots, ...pinned],
    targets,
  };
}

/** A point left out of limits and rules stays at its value, as a cross. */
function cross(x: number, y: number, { box, step }: PanelPlace, group: string): DisplayItem[] {
  const r = Math.min(4, Math.max(2, step * 0.4));
  const within = (value: number) => Math.min(box.bottom, Math.max(box.top, round2(value)));
  const [left, right] = [round2(Math.max(box.left, x - r)), round2(Math.min(box.right, x + r))];
  return [1, -1].map((slope) => ({
    ...{ type: "line", role: "excluded", group },
    ...{ x1: left, y1: within(y - r * slope), x2: right, y2: within(y + r * slope) },
  }));
}

export function dotRadius(step: number): number {
  return round2(Math.min(3.5, Math.max(1.2, step * 0.28)));
}

type Column = { at: number; low: number; high: number };

function growColumn(run: number[], column: Column, at: number, shown: number): void {
  if (column.at !== at) {
    pushColumn(run, column);
    column.at = at;
    column.low = shown;
    column.high = shown;
  } else {
    column.low = Math.max(column.low, shown);
    column.high = Math.min(column.high, shown);
  }
}

function pushColumn(run: number[], column: Column): void {
  if (Number.isNaN(column.at)) return;
  run.push(column.at, column.high);
  if (column.low !== column.high) run.push(column.at, column.low);
  column.at = Number.NaN;
}

function drawIndividuals(
  content: PanelContent,
  { box, from, to, x, step }: PanelPlace,
  y: (value: number) => number,
): DisplayItem[] {
  const half = Math.min(4, Math.max(1, step * 0.35));
  const items: DisplayItem[] = [];
  for (let index = from; index <= to; index++) {
    for (const value of content.individuals[index] ?? []) {
      const at = Math.min(box.bottom, Math.max(box.top, y(value)));
      const px = x(index);
      const x1 = round2(Math.max(box.left, px - half));
      const x2 = round2(Math.min(box.right, px + half));
      items.push({ type: "line", role: "individual", x1, y1: at, x2, y2: at, group: content.id });
    }
  }
  return items;
}

/** An arrow at the edge with the value beside it; values that would overlap are left to the arrow. */
function drawPins(
  pins: readonly { index: number; value: number; above: boolean }[],
  content: PanelContent,
  { box, x, size }: PanelPlace,
): DisplayItem[] {
  const items: DisplayItem[] = [];
  const taken: Box[] = [];
  const middle = (box.left + box.right) / 2;
  for (const pin of pins) {
    const px = x(pin.index);
    const tip = pin.above ? box.top : box.bottom;
    const base = pin.above ? tip + 7 : tip - 7;
    const l = round2(Math.max(box.left, px - 4));
    const r = round2(Math.min(box.right, px + 4));
    const points = [round2(px), tip, r, base, l, base];
    items.push({ type: "path", role: "point-pinned", points, group: content.id });
    const right = px < middle;
    const label: TextItem = {
      type: "text",
      role: "pinned-text",
      x: round2(right ? px + 7 : px - 7),
      y: round2(pin.above ? tip + size * 0.9 : tip - size * 0.35),
      text: formatFixed(pin.value, content.decimals),
      anchor: right ? "start" : "end",
      size: round2(size * 0.9),
      weight: "bold",
      group: content.id,
    };
    const covered = textBox(label);
    if (taken.some((other) => overlaps(other, covered))) continue;
    taken.push(covered);
    items.push(label);
  }
  return items;
}
