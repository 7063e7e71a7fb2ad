// The control chart: location and spread on one shared x axis, from what the station tells of it.
import type { RecordPlace } from "../../sync/records/index.ts";
import type { ChartView } from "../http/views.ts";
import {
  gutterLimits,
  type PanelAxis,
  type PanelContent,
  type PanelLimits,
  type PanelPlace,
  type PanelStage,
  type PanelWindow,
} from "./chart-content.ts";
import type { PanelSignal } from "./chart-marks.ts";
import { drawPanel, panelAxis } from "./chart-panel.ts";
import { type DisplayItem, type DisplayList, round2, type Size } from "./display-list.ts";
import { formatFixed, linearScale, roundTicks, textWidth, widestText } from "./scale.ts";
import type { FigureTexts } from "./texts.ts";

/** Individuals are ticked behind the means up to this many visible subgroups. */
const INDIVIDUALS_MAX = 60;
const TEXT_SIZE = 11;

export type ControlChartOptions = Size & {
  /** First and last point shown, inclusive, as places in `view.points`; all when absent. */
  readonly from?: number;
  readonly to?: number;
  readonly texts: FigureTexts;
  /** Zones A, B, C as faint bands; on unless told. */
  readonly zones?: boolean;
  /** The signal whose points are underlined. */
  readonly focus?: RecordPlace | null;
  /** Text size, in the units of the size; 11 unless told. */
  readonly textSize?: number;
};

/**
 * Lays out the control chart of one characteristic. Specification limits are never drawn here: they
 * do not belong on a chart of averages. Every item lies inside the size asked for (at least 160 × 120).
 */
export function layoutControlChart(view: ChartView, options: ControlChartOptions): DisplayList {
  const size = options.textSize ?? TEXT_SIZE;
  const last = Math.max(0, view.points.length - 1);
  const from = Math.min(last, Math.max(0, options.from ?? 0));
  const to = Math.min(last, Math.max(from, options.to ?? last));
  const location = locationContent(view, options, to - from + 1);
  const spread = spreadContent(view, options);
  const rows = chartRows(options, size);
  const heights = {
    location: rows.middle - rows.top,
    spread: rows.bottom - rows.middle - rows.head,
  };
  const axes = {
    location: panelAxis(location, { from, to }, heights.location, size),
    spread: panelAxis(spread, { from, to }, heights.spread, size),
  };
  const { left, right } = chartColumns(
    options,
    { from, to },
    [location, spread],
    Object.values(axes),
  );
  const x = linearScale(from - 0.5, to + 0.5, left, right);
  const step = (right - left) / (to - from + 1);
  const shared = { from, to, x, step, size, edge: options.width, texts: options.texts };
  const upperBox = { left, right, top: rows.top, bottom: rows.middle };
  const lowerBox = { left, right, top: round2(rows.middle + rows.head), bottom: rows.bottom };
  const lowerPlace = { ...shared, box: lowerBox, axis: axes.spread };
  const upper = drawPanel(location, { ...shared, box: upperBox, axis: axes.location });
  const lower = drawPanel(spread, lowerPlace);
  return {
    width: options.width,
    height: options.height,
    clips: [],
    items: [
      ...upper.items,
      ...lower.items,
      ...drawAxis(view, options.texts, lowerPlace, options.height),
    ],
    targets: [...upper.targets, ...lower.targets],
  };
}

/** Heights: the location panel takes 62 % of what headings and axis leave. */
function chartRows({ height }: Size, size: number) {
  const head = size * 2.1;
  const foot = size * 2.9;
  const open = Math.max(20, height - 2 * head - foot);
  const top = round2(head);
  return { head, top, middle: round2(top + open * 0.62), bottom: round2(height - foot) };
}

/** Columns: the numbers of the axis at the left, the labels of the limits at the right. */
function chartColumns(
  { width, textSize: size = TEXT_SIZE }: ControlChartOptions,
  window: PanelWindow,
  contents: readonly PanelContent[],
  axes: readonly PanelAxis[],
): { left: number; right: number } {
  const labels = contents.flatMap((content) => {
    const limits = gutterLimits(content, window);
    const { decimals } = content;
    return limits === null
      ? []
      : [limits.ucl, limits.lcl, limits.center].map((value) => formatFixed(value, decimals));
  });
  const ticks = axes.flatMap((axis) => axis.ticks.map((tick) => tick.text));
  const longest = widestText(
    labels.map((label) => `UCL ${label}`),
    size,
  );
  const left = round2(Math.max(size * 3, widestText(ticks, size) + size));
  return { left, right: round2(Math.max(left + 20, width - longest - size)) };
}

function locationContent(
  view: ChartView,
  options: ControlChartOptions,
  visible: number,
): PanelContent {
  const averaged = view.size > 1;
  return {
    id: "location",
    title: withUnit(averaged ? options.texts.mean : options.texts.individual, view),
    values: view.points.map((point) => point.location),
    individuals:
      averaged && visible <= INDIVIDUALS_MAX ? view.points.map((point) => point.values) : [],
    ...drawnAlike(view, "location"),
    notes: notedPlaces(view),
    signals: signalsOf(view, "location"),
    focus: options.focus ?? null,
    decimals: view.characteristic.decimals + 1,
    floor: null,
    zones: options.zones ?? true,
  };
}

function spreadContent(view: ChartView, options: ControlChartOptions): PanelContent {
  return {
    id: "spread",
    title: withUnit(options.texts[spreadName(view)], view),
    values: view.points.map((point) => point.spread),
    individuals: [],
    ...drawnAlike(view, "spread"),
    notes: [],
    signals: signalsOf(view, "spread"),
    focus: options.focus ?? null,
    decimals: view.characteristic.decimals + 1,
    floor: 0,
    zones: false,
  };
}

function spreadName({ chart, size }: ChartView): "range" | "deviation" | "movingRange" {
  if (size === 1) return "movingRange";
  return chart === "xbar-s" ? "deviation" : "range";
}

function withUnit(title: string, view: ChartView): string {
  return view.characteristic.unit === "" ? title : `${title}, ${view.characteristic.unit}`;
}

/** What both panels draw alike: the stages, and the points left out. */
function drawnAlike(
  view: ChartView,
  panel: "location" | "spread",
): Pick<PanelContent, "stages" | "excluded"> {
  const out = new Set(
    view.exclusions.filter((one) => one.included === null).map((one) => one.subgroup),
  );
  const excluded = new Set(
    view.points.flatMap(({ subgroup }, place) => (out.has(subgroup) ? [place] : [])),
  );
  return { stages: view.stages.map((stage) => panelStage(view, panel, stage)), excluded };
}

function panelStage(
  view: ChartView,
  panel: "location" | "spread",
  { from, to, name, limits }: ChartView["stages"][number],
): PanelStage {
  return {
    ...{ from, to: to - 1, name },
    limits: limits === null ? null : panelLimits(view, limits, panel),
  };
}

function panelLimits(
  view: ChartView,
  limits: NonNullable<ChartView["limits"]>,
  panel: "location" | "spread",
): PanelLimits {
  const { state, fromSubgroup, toSubgroup } = limits;
  const { center, lcl, ucl } = limits[panel];
  // Skipped subgroups leave no point: the stage is told in places, as the points are drawn.
  const first = view.points.findIndex((point) => point.subgroup >= fromSubgroup);
  const last = view.points.findLastIndex((point) => point.subgroup <= toSubgroup);
  return {
    ...{ center, lcl, ucl },
    preliminary: state === "preliminary",
    from: Math.max(0, first),
    to: Math.max(0, last),
    name: `${fromSubgroup + 1}–${toSubgroup + 1}`,
  };
}

function notedPlaces({ points, notes }: ChartView): number[] {
  const noted = new Set(notes.map(({ subgroup }) => subgroup));
  return points.flatMap(({ subgroup }, place) => (noted.has(subgroup) ? [place] : []));
}

function signalsOf(view: ChartView, panel: "location" | "spread"): PanelSignal[] {
  const places = new Map(view.points.map((point, index) => [point.subgroup, index]));
  return view.signals.flatMap((signal) => {
    const index = places.get(signal.subgroup);
    if (signal.chart !== panel || index === undefined || signal.withdrawn !== null) return [];
    const pattern = signal.points.flatMap((subgroup) => places.get(subgroup) ?? []);
    const { epoch, seq, rule, side } = signal;
    return [{ epoch, seq, rule, side, index, pattern, answered: signal.answer !== null }];
  });
}

function drawAxis(
  view: ChartView,
  texts: FigureTexts,
  { box, from, to, x, size }: PanelPlace,
  height: number,
): DisplayItem[] {
  if (view.points.length === 0) return [];
  const items: DisplayItem[] = [];
  const widest = textWidth(String(to + 1), size) + size;
  const count = Math.max(1, Math.min(12, Math.floor((box.right - box.left) / widest)));
  const ticks = roundTicks(from + 1, to + 1, count).filter((tick) => Number.isInteger(tick));
  for (const tick of ticks) {
    const at = x(tick - 1);
    items.push(
      { type: "line", role: "axis", x1: at, y1: box.bottom, x2: at, y2: round2(box.bottom + 3) },
      {
        type: "text",
        role: "axis-text",
        x: at,
        y: round2(box.bottom + 3 + size),
        text: String((view.points[tick - 1]?.subgroup ?? tick - 1) + 1),
        anchor: "middle",
        size,
        weight: "regular",
      },
    );
  }
  items.push({
    type: "text",
    role: "axis-text",
    x: box.right,
    y: round2(height - size * 0.4),
    text: view.size > 1 ? texts.subgroup : texts.unitIndex,
    anchor: "end",
    size,
    weight: "regular",
  });
  return items;
}
