// One panel of a control chart: frame, ticks, zones, limits with their labels, trace and points.
import {
  type PanelAxis,
  type PanelContent,
  type PanelLimits,
  type PanelPlace,
  type PanelWindow,
  stageEnds,
  stagesShown,
} from "./chart-content.ts";
import { drawMarks, drawNotes } from "./chart-marks.ts";
import { drawLimits, drawStages } from "./chart-stages.ts";
import { drawTrace } from "./chart-trace.ts";
import { type Box, type DisplayItem, round2, type Target } from "./display-list.ts";
import { labelledTicks, linearScale } from "./scale.ts";
import { yRange } from "./y-range.ts";

export type PanelDrawing = {
  readonly items: readonly DisplayItem[];
  readonly targets: readonly Target[];
};

/** Range and ticks of a panel `height` high over the points from `from` to `to`. */
export function panelAxis(
  content: PanelContent,
  window: PanelWindow,
  height: number,
  size: number,
): PanelAxis {
  const { from, to } = window;
  const visible = content.values.slice(from, to + 1).filter((value) => value !== null);
  const individuals = content.individuals.slice(from, to + 1).flat();
  const limits = stagesShown(content, window).flatMap((stage) => stage.limits ?? []);
  const range = yRange([...visible, ...individuals], limits, content.floor);
  // An axis of nothing has no numbers: they would be read as values.
  if (visible.length === 0 && limits.length === 0) return { range, ticks: [] };
  const rows = Math.max(2, Math.min(8, Math.floor(height / (size * 2.6))));
  return { range, ticks: labelledTicks(range.low, range.high, rows) };
}

/** Draws one panel into its box; the gutter for limit labels begins at the box's right edge. */
export function drawPanel(content: PanelContent, place: PanelPlace): PanelDrawing {
  const { box, axis } = place;
  const y = linearScale(axis.range.low, axis.range.high, box.bottom, box.top);
  const trace = drawTrace(content, place, y);
  const items: DisplayItem[] = [
    ...drawZones(content, place, y),
    ...drawFrame(content, place, y),
    ...drawStages(content, place),
    ...trace.behind,
    ...drawLimits(content, place, y),
    ...trace.items,
    ...drawNotes(content, place),
    ...drawMarks(content, place, y),
  ];
  return { items, targets: trace.targets };
}

function drawZones(
  content: PanelContent,
  place: PanelPlace,
  y: (value: number) => number,
): DisplayItem[] {
  if (!content.zones) return [];
  return stagesShown(content, place).flatMap((stage) =>
    stage.limits === null
      ? []
      : zonesOf(stage.limits, { ...place.box, ...stageEnds(content, place, stage) }, content.id, y),
  );
}

function zonesOf(
  limits: PanelLimits,
  box: Box,
  group: string,
  y: (value: number) => number,
): DisplayItem[] {
  const items: DisplayItem[] = [];
  const band = (role: "zone-a" | "zone-b" | "zone-c", a: number, b: number) => {
    const top = Math.max(box.top, Math.min(y(a), y(b)));
    const bottom = Math.min(box.bottom, Math.max(y(a), y(b)));
    if (bottom - top < 0.01) return;
    const width = round2(box.right - box.left);
    const height = round2(bottom - top);
    if (width > 0) items.push({ type: "rect", role, x: box.left, y: top, width, height, group });
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
