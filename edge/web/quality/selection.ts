// Which points the chart shows and which one is selected; how keys move the selection.
import type { ChartView } from "../../http/views.ts";
import type { Quality } from "./quality.ts";

/** First and last point shown: the newest, moved back so that the selected one is among them. */
export function shownPoints(quality: Quality, view: ChartView): { from: number; to: number } {
  const last = view.points.length - 1;
  const width = quality.range.value === 0 ? view.points.length : quality.range.value;
  const selected = quality.selected.value;
  const from = Math.max(0, last - width + 1);
  if (selected === null || selected >= from) return { from, to: last };
  return { from: Math.max(0, selected), to: Math.min(last, Math.max(0, selected) + width - 1) };
}

/** Signals that count: those withdrawn stand in the list of signals only. */
export function standing(view: ChartView): ChartView["signals"] {
  return view.signals.filter((one) => one.withdrawn === null);
}

/** Selects a point and underlines the pattern it completed. */
export function select(quality: Quality, view: ChartView, index: number): void {
  const place = Math.min(view.points.length - 1, Math.max(0, index));
  const subgroup = view.points[place]?.subgroup;
  quality.selected.value = place;
  quality.focus.value = standing(view).find((one) => one.subgroup === subgroup) ?? null;
}

/** Arrows move the point, pages move ten, n and N go to the next signal, Escape goes live. */
export function moveByKey(quality: Quality, view: ChartView, key: string): boolean {
  const last = view.points.length - 1;
  const at = quality.selected.value ?? last;
  const steps: Record<string, number> = {
    ...{ ArrowLeft: at - 1, ArrowRight: at + 1, PageUp: at - 10, PageDown: at + 10 },
    ...{ Home: 0, End: last, n: nextSignal(view, at, 1), N: nextSignal(view, at, -1) },
  };
  if (key === "Escape") {
    quality.selected.value = null;
    quality.focus.value = null;
    return true;
  }
  const to = steps[key];
  if (to === undefined || last < 0) return false;
  select(quality, view, to);
  return true;
}

function nextSignal(view: ChartView, at: number, direction: 1 | -1): number {
  const marked = new Set(standing(view).map((one) => one.subgroup));
  for (let k = at + direction; k >= 0 && k < view.points.length; k += direction) {
    const subgroup = view.points[k]?.subgroup;
    if (subgroup !== undefined && marked.has(subgroup)) return k;
  }
  return at;
}
