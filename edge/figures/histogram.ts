// The histogram: counts of the values, the specification limits, and the normal curve fitted to them.
import type { ChartView } from "../http/views.ts";
import {
  type Box,
  type DisplayItem,
  type DisplayList,
  round2,
  type Size,
  type TextItem,
} from "./display-list.ts";
import { extent, formatFixed, linearScale, roundTicks, textWidth, tickDecimals } from "./scale.ts";
import type { FigureTexts } from "./texts.ts";

export type HistogramOptions = Size & { readonly texts: FigureTexts; readonly textSize?: number };

type Scales = { readonly x: (value: number) => number; readonly y: (value: number) => number };

/**
 * Lays out the histogram of a characteristic's individual values. The curve is the normal density of
 * the mean and overall sigma of the capability, scaled to the counts.
 */
export function layoutHistogram(view: ChartView, options: HistogramOptions): DisplayList {
  const { width, height, texts } = options;
  const size = options.textSize ?? 11;
  const { histogram } = view;
  if (histogram === null || histogram.counts.length === 0) {
    return {
      width,
      height,
      clips: [],
      items: [emptyText(texts, width, height, size)],
      targets: [],
    };
  }
  const { lsl, usl } = view.characteristic;
  const span = extent([...histogram.edges, ...[lsl, usl].filter((limit) => limit !== null)]);
  const low = span?.low ?? 0;
  const high = span?.high ?? 1;
  const margin = (high - low || 1) * 0.06;
  const box: Box = {
    left: round2(size * 2.6),
    right: round2(width - size * 0.8),
    top: round2(size * 2),
    bottom: round2(height - size * 1.8),
  };
  const curve = normalCurve(view, low - margin, high + margin);
  const top = Math.max(1, ...histogram.counts, ...curve.map((point) => point.count));
  const scales: Scales = {
    x: linearScale(low - margin, high + margin, box.left, box.right),
    y: linearScale(0, top * 1.06, box.bottom, box.top),
  };
  const items: DisplayItem[] = [
    ...drawAxes(box, scales, { low: low - margin, high: high + margin, top }, size),
    ...drawBars(histogram, scales, box),
  ];
  if (curve.length > 1) {
    const points = curve.flatMap((point) => [scales.x(point.value), scales.y(point.count)]);
    items.push({ type: "polyline", role: "curve", points });
  }
  items.push(...drawSpec(view, box, scales, texts, size));
  return { width, height, clips: [], items, targets: [] };
}

function emptyText(texts: FigureTexts, width: number, height: number, size: number): TextItem {
  return {
    type: "text",
    role: "label",
    x: round2(width / 2),
    y: round2(height / 2),
    text: texts.noPoints,
    anchor: "middle",
    size,
    weight: "regular",
  };
}

function normalCurve(
  view: ChartView,
  low: number,
  high: number,
): { readonly value: number; readonly count: number }[] {
  const { mean, sigmaOverall: sigma } = view.capability;
  const edges = view.histogram?.edges ?? [];
  const bin = (edges[1] ?? 0) - (edges[0] ?? 0);
  const n = (view.histogram?.counts ?? []).reduce((sum, count) => sum + count, 0);
  if (mean === null || sigma === null || !(sigma > 0) || !(bin > 0)) return [];
  const peak = (n * bin) / (sigma * Math.sqrt(2 * Math.PI));
  return Array.from({ length: 81 }, (_, k) => {
    const value = low + ((high - low) * k) / 80;
    return { value, count: peak * Math.exp(-0.5 * ((value - mean) / sigma) ** 2) };
  });
}

function drawBars(
  histogram: { readonly edges: readonly number[]; readonly counts: readonly number[] },
  { x, y }: Scales,
  box: Box,
): DisplayItem[] {
  return histogram.counts.flatMap((count, k): DisplayItem[] => {
    const left = x(histogram.edges[k] ?? 0);
    const right = x(histogram.edges[k + 1] ?? 0);
    if (count === 0) return [];
    const top = y(count);
    const width = round2(Math.max(0.5, right - left - 0.6));
    const height = round2(box.bottom - top);
    return [{ type: "rect", role: "bar", x: left, y: top, width, height }];
  });
}

function drawAxes(
  box: Box,
  { x, y }: Scales,
  range: { readonly low: number; readonly high: number; readonly top: number },
  size: number,
): DisplayItem[] {
  const items: DisplayItem[] = [];
  const counts = roundTicks(0, range.top, 4).filter((tick) => Number.isInteger(tick));
  for (const tick of counts) {
    const at = y(tick);
    items.push({ type: "line", role: "grid", x1: box.left, y1: at, x2: box.right, y2: at });
    items.push(axisText(box.left - size * 0.4, at + size * 0.35, String(tick), "end", size));
  }
  const wide = textWidth("00.0000", size);
  const wanted = Math.max(2, Math.min(6, Math.floor((box.right - box.left) / wide)));
  const ticks = roundTicks(range.low, range.high, wanted);
  for (const tick of ticks) {
    const at = x(tick);
    const text = formatFixed(tick, tickDecimals(ticks));
    const half = textWidth(text, size) / 2;
    if (at - half < 0 || at + half > box.right + size * 0.8) continue;
    items.push({ type: "line", role: "axis", x1: at, y1: box.bottom, x2: at, y2: box.bottom + 3 });
    items.push(axisText(at, box.bottom + 3 + size, text, "middle", size));
  }
  items.push({
    type: "line",
    role: "axis",
    x1: box.left,
    y1: box.bottom,
    x2: box.right,
    y2: box.bottom,
  });
  return items;
}

function axisText(
  x: number,
  y: number,
  text: string,
  anchor: "end" | "middle",
  size: number,
): TextItem {
  return {
    type: "text",
    role: "axis-text",
    x: round2(x),
    y: round2(y),
    text,
    anchor,
    size,
    weight: "regular",
  };
}

/** LSL and USL as lines named above the box; the mean as a line without name. */
function drawSpec(
  view: ChartView,
  box: Box,
  { x }: Scales,
  texts: FigureTexts,
  size: number,
): DisplayItem[] {
  const { lsl, usl, decimals } = view.characteristic;
  const items: DisplayItem[] = [];
  const { mean } = view.capability;
  if (mean !== null) {
    const at = Math.min(box.right, Math.max(box.left, x(mean)));
    items.push({ type: "line", role: "mean", x1: at, y1: box.top, x2: at, y2: box.bottom });
  }
  const sides = [
    { value: lsl, name: texts.lsl, anchor: "start" as const },
    { value: usl, name: texts.usl, anchor: "end" as const },
  ];
  for (const { value, name, anchor } of sides) {
    if (value === null) continue;
    const at = x(value);
    items.push({ type: "line", role: "spec", x1: at, y1: box.top, x2: at, y2: box.bottom });
    const text = `${name} ${formatFixed(value, decimals)}`;
    const wide = textWidth(text, size);
    const left = anchor === "start" ? at : at - wide;
    const fits = Math.min(box.right - wide, Math.max(0, left));
    items.push({
      type: "text",
      role: "spec-text",
      x: round2(anchor === "start" ? fits : fits + wide),
      y: round2(anchor === "start" ? box.top - size * 0.4 : box.top - size * 0.4),
      text,
      anchor,
      size,
      weight: "regular",
    });
  }
  return items;
}
