// The control chart: location and spread on one shared x axis, from what the station tells of it.
import type { ChartView } from "../http/views.ts";
import type { PanelSignal } from "./chart-marks.ts";
import { drawPanel, type PanelContent, type PanelLimits, type PanelPlace } from "./chart-panel.ts";
import { type Box, type DisplayItem, type DisplayList, round2, type Size } from "./display-list.ts";
import { formatFixed, linearScale, roundTicks, textWidth } from "./scale.ts";
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
  /** seq of the signal whose points are underlined. */
  readonly focus?: number | null;
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
  const frame = chartFrame(options, size, [location, spread]);
  const x = linearScale(from - 0.5, to + 0.5, frame.left, frame.right);
  const step = (frame.right - frame.left) / (to - from + 1);
  const place = (box: Box): PanelPlace => ({ box, from, to, x, step, size, texts: options.texts });
  const upper = drawPanel(location, place(frame.location));
  const lower = drawPanel(spread, place(frame.spread));
  return {
    width: options.width,
    height: options.height,
    clips: [],
    items: [
      ...upper.items,
      ...lower.items,
      ...drawAxis(view, options.texts, place(frame.spread), options.height),
    ],
    targets: [...upper.targets, ...lower.targets],
  };
}

type Frame = { left: number; right: number; location: Box; spread: Box };

function chartFrame(
  { width, height }: Size,
  size: number,
  contents: readonly PanelContent[],
): Frame {
  const labels = contents.flatMap(({ limits, decimals }) =>
    limits === null
      ? []
      : [limits.ucl, limits.lcl, limits.center].map((v) => formatFixed(v, decimals)),
  );
  const longest = Math.max(0, ...labels.map((label) => textWidth(`UCL ${label}`, size)));
  const numbers = Math.max(
    textWidth("00.000", size),
    ...labels.map((label) => textWidth(label, size)),
  );
  const left = round2(numbers + size);
  const right = round2(Math.max(left + 20, width - longest - size));
  const head = size * 2.1;
  const foot = size * 2.9;
  const open = Math.max(20, height - 2 * head - foot);
  const top = round2(head);
  const middle = round2(top + open * 0.62);
  return {
    left,
    right,
    location: { left, right, top, bottom: middle },
    spread: { left, right, top: round2(middle + head), bottom: round2(height - foot) },
  };
}

function locationContent(
  view: ChartView,
  options: ControlChartOptions,
  visible: number,
): PanelContent {
  const averaged = view.chart === "xbar-r" && view.size > 1;
  return {
    id: "location",
    title: withUnit(averaged ? options.texts.mean : options.texts.individual, view),
    values: view.points.map((point) => point.location),
    individuals:
      averaged && visible <= INDIVIDUALS_MAX ? view.points.map((point) => point.values) : [],
    limits: limitsOf(view, "location"),
    signals: signalsOf(view, "location"),
    focus: options.focus ?? null,
    decimals: view.characteristic.decimals + 1,
    floor: null,
    zones: options.zones ?? true,
  };
}

function spreadContent(view: ChartView, options: ControlChartOptions): PanelContent {
  const averaged = view.chart === "xbar-r" && view.size > 1;
  return {
    id: "spread",
    title: withUnit(averaged ? options.texts.range : options.texts.movingRange, view),
    values: view.points.map((point) => point.spread),
    individuals: [],
    limits: limitsOf(view, "spread"),
    signals: signalsOf(view, "spread"),
    focus: options.focus ?? null,
    decimals: view.characteristic.decimals + 1,
    floor: 0,
    zones: false,
  };
}

function withUnit(title: string, view: ChartView): string {
  return view.characteristic.unit === "" ? title : `${title}, ${view.characteristic.unit}`;
}

function limitsOf(view: ChartView, panel: "location" | "spread"): PanelLimits | null {
  if (view.limits === null) return null;
  const { state, fromSubgroup, toSubgroup } = view.limits;
  const { center, lcl, ucl } = view.limits[panel];
  return {
    center,
    lcl,
    ucl,
    preliminary: state === "preliminary",
    from: fromSubgroup,
    to: toSubgroup,
  };
}

function signalsOf(view: ChartView, panel: "location" | "spread"): PanelSignal[] {
  const places = new Map(view.points.map((point, index) => [point.subgroup, index]));
  return view.signals.flatMap((signal) => {
    const index = places.get(signal.subgroup);
    if (signal.chart !== panel || index === undefined) return [];
    const pattern = signal.points.flatMap((subgroup) => places.get(subgroup) ?? []);
    const { seq, rule, side } = signal;
    return [{ seq, rule, side, index, pattern, answered: signal.answer !== null }];
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
  const numbers = roundTicks(from + 1, to + 1, count).filter((tick) => Number.isInteger(tick));
  for (const number of numbers) {
    const at = x(number - 1);
    items.push(
      { type: "line", role: "axis", x1: at, y1: box.bottom, x2: at, y2: round2(box.bottom + 3) },
      {
        type: "text",
        role: "axis-text",
        x: at,
        y: round2(box.bottom + 3 + size),
        text: String(number),
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
