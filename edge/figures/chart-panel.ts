// One panel of a control chart: frame, ticks, zones, limits with their labels, trace and points.

import type { RecordPlace } from "../../sync/records/index.ts";
import { drawMarks, type PanelSignal } from "./chart-marks.ts";
import { drawTrace } from "./chart-trace.ts";
import { type Box, type DisplayItem, round2, type Target, type TextItem } from "./display-list.ts";
import {
  formatFixed,
  labelledTicks,
  linearScale,
  pushApart,
  type Tick,
  textBox,
  textWidth,
} from "./scale.ts";
import type { FigureTexts } from "./texts.ts";
import { type YRange, yRange } from "./y-range.ts";

export type PanelLimits = {
  readonly center: number;
  readonly lcl: number;
  readonly ucl: number;
  readonly preliminary: boolean;
  /** Places of the first and last point the limits were computed from. */
  readonly from: number;
  readonly to: number;
  /** The same as subgroup numbers, for people. */
  readonly name: string;
};

/** What one panel shows; `values` and `individuals` stand in the order of the chart's points. */
export type PanelContent = {
  readonly id: "location" | "spread";
  readonly title: string;
  readonly values: readonly (number | null)[];
  readonly individuals: readonly (readonly number[])[];
  readonly limits: PanelLimits | null;
  readonly signals: readonly PanelSignal[];
  /** Place of the signal whose pattern is underlined; null for none. */
  readonly focus: RecordPlace | null;
  readonly decimals: number;
  /** A range is never below zero; null for the location panel. */
  readonly floor: number | null;
  readonly zones: boolean;
};

/** The place of a panel and the x axis it shares. `from` and `to` are places in the points. */
export type PanelPlace = {
  readonly box: Box;
  readonly axis: PanelAxis;
  readonly from: number;
  readonly to: number;
  readonly x: (index: number) => number;
  /** Pixels from point to point. */
  readonly step: number;
  readonly size: number;
  readonly texts: FigureTexts;
};

export type PanelDrawing = {
  readonly items: readonly DisplayItem[];
  readonly targets: readonly Target[];
};

/** The y axis of a panel: the range shown, and its ticks. */
export type PanelAxis = { readonly range: YRange; readonly ticks: readonly Tick[] };

/** Range and ticks of a panel `height` high over the points from `from` to `to`. */
export function panelAxis(
  content: PanelContent,
  window: { readonly from: number; readonly to: number },
  height: number,
  size: number,
): PanelAxis {
  const { from, to } = window;
  const visible = content.values.slice(from, to + 1).filter((value) => value !== null);
  const individuals = content.individuals.slice(from, to + 1).flat();
  const range = yRange([...visible, ...individuals], content.limits, content.floor);
  // An axis of nothing has no numbers: they would be read as values.
  if (visible.length === 0 && content.limits === null) return { range, ticks: [] };
  const rows = Math.max(2, Math.min(8, Math.floor(height / (size * 2.6))));
  return { range, ticks: labelledTicks(range.low, range.high, rows) };
}

/** Draws one panel into its box; the gutter for limit labels begins at the box's right edge. */
export function drawPanel(content: PanelContent, place: PanelPlace): PanelDrawing {
  const { box, axis } = place;
  const y = linearScale(axis.range.low, axis.range.high, box.bottom, box.top);
  const trace = drawTrace(content, place, y);
  const items: DisplayItem[] = [
    ...drawZones(content, box, y),
    ...drawFrame(content, place, y),
    ...drawStage(content, place),
    ...trace.behind,
    ...drawLimits(content, place, y),
    ...trace.items,
    ...drawMarks(content, place, y),
  ];
  return { items, targets: trace.targets };
}

function drawZones(content: PanelContent, box: Box, y: (value: number) => number): DisplayItem[] {
  const { limits, zones } = content;
  if (!zones || limits === null) return [];
  const items: DisplayItem[] = [];
  const band = (role: "zone-a" | "zone-b" | "zone-c", a: number, b: number) => {
    const top = Math.max(box.top, Math.min(y(a), y(b)));
    const bottom = Math.min(box.bottom, Math.max(y(a), y(b)));
    if (bottom - top < 0.01) return;
    const width = round2(box.right - box.left);
    const height = round2(bottom - top);
    items.push({ type: "rect", role, x: box.left, y: top, width, height, group: content.id });
  };
  const up = (limits.ucl - limits.center) / 3;
  const down = (limits.center - limits.lcl) / 3;
  band("zone-a", limits.center + 2 * up, limits.ucl);
  band("zone-b", limits.center + up, limits.center + 2 * up);
  band("zone-c", limits.center - down, limits.center + up);
  band("zone-b", limits.center - 2 * down, limits.center - down);
  band("zone-a", limits.lcl, limits.center - 2 * down);
  return items;
}

function drawFrame(
  content: PanelContent,
  { box, axis, size, texts }: PanelPlace,
  y: (value: number) => number,
): DisplayItem[] {
  const group = content.id;
  const items: DisplayItem[] = [];
  for (const { value, text } of axis.ticks) {
    const at = y(value);
    items.push(
      { type: "line", role: "grid", x1: box.left, y1: at, x2: box.right, y2: at, group },
      {
        type: "text",
        role: "axis-text",
        x: round2(box.left - size * 0.5),
        y: round2(Math.min(box.bottom, Math.max(box.top + size * 0.4, at + size * 0.35))),
        text,
        anchor: "end",
        size,
        weight: "regular",
        group,
      },
    );
  }
  items.push(
    { type: "line", role: "axis", x1: box.left, y1: box.top, x2: box.left, y2: box.bottom, group },
    {
      type: "line",
      role: "axis",
      x1: box.left,
      y1: box.bottom,
      x2: box.right,
      y2: box.bottom,
      group,
    },
    {
      type: "text",
      role: "title",
      x: box.left,
      y: round2(box.top - size * 0.6),
      text: content.title,
      anchor: "start",
      size: round2(size * 1.1),
      weight: "bold",
      group,
    },
  );
  if (content.values.length === 0) {
    items.push({
      type: "text",
      role: "label",
      x: round2((box.left + box.right) / 2),
      y: round2((box.top + box.bottom) / 2),
      text: texts.noPoints,
      anchor: "middle",
      size,
      weight: "regular",
      group,
    });
  }
  return items;
}

/** The end of the subgroups the limits were computed from: dotted, named above the panel. */
function drawStage(content: PanelContent, place: PanelPlace): DisplayItem[] {
  const { limits } = content;
  const { box, x, size, texts, step } = place;
  if (limits === null) return [];
  const items: DisplayItem[] = [];
  const boundary = limits.to + 0.5;
  if (!limits.preliminary && boundary > place.from && boundary < place.to) {
    const at = round2(x(limits.to) + step / 2);
    items.push({
      type: "line",
      role: "stage",
      x1: at,
      y1: box.top,
      x2: at,
      y2: box.bottom,
      group: content.id,
    });
  }
  const stage = `${texts.trial} ${limits.name}`;
  const label: TextItem = {
    type: "text",
    role: "stage-text",
    x: box.right,
    y: round2(box.top - size * 0.6),
    text: limits.preliminary ? `${stage} · ${texts.preliminary}` : stage,
    anchor: "end",
    size: round2(size * 0.9),
    weight: "regular",
    group: content.id,
  };
  const titleEnd = box.left + textWidth(content.title, size * 1.1);
  if (textBox(label).left > titleEnd + size) items.push(label);
  return items;
}

function drawLimits(
  content: PanelContent,
  { box, size, texts }: PanelPlace,
  y: (value: number) => number,
): DisplayItem[] {
  const { limits, id: group } = content;
  if (limits === null) return [];
  const rows = [
    { value: limits.ucl, name: texts.ucl, center: false },
    { value: limits.center, name: texts.center, center: true },
    { value: limits.lcl, name: texts.lcl, center: false },
  ];
  const places = rows.map((row) => y(row.value) + size * 0.35);
  const labels = pushApart(places, size * 1.25, box.top + size * 0.8, box.bottom + size * 0.2);
  return rows.flatMap((row, index): DisplayItem[] => {
    const at = y(row.value);
    const line = row.center
      ? limits.preliminary
        ? ("center-preliminary" as const)
        : ("center" as const)
      : limits.preliminary
        ? ("limit-preliminary" as const)
        : ("limit" as const);
    return [
      { type: "line", role: line, x1: box.left, y1: at, x2: box.right, y2: at, group },
      {
        type: "text",
        role: row.center ? "center-text" : "limit-text",
        x: round2(box.right + size * 0.5),
        y: labels[index] ?? at,
        text: `${row.name} ${formatFixed(row.value, content.decimals)}`,
        anchor: "start",
        size,
        weight: "regular",
        group,
      },
    ];
  });
}
