// Which points the chart shows and which one is selected; how taps and keys move both.
import type { ChartView } from "../../http/views.ts";
import { type ChartWindow, including, type Shown, shown, zoomed } from "./chart-window.ts";
import { type Quality, USUAL_WINDOW } from "./quality.ts";

/** First and last point shown; the selected one is among them unless the window was moved away. */
export function shownPoints(quality: Quality, view: ChartView): Shown {
  const total = view.points.length;
  const window = quality.window.value;
  const selected = quality.selected.value;
  if (selected === null || window.end !== null) return shown(window, total);
  return shown(including(window, total, Math.min(total - 1, selected)), total);
}

/** Shows another stretch; away from the newest point the chart is paused. */
export function setWindow(quality: Quality, view: ChartView, window: ChartWindow): void {
  quality.window.value = window;
  const paused = window.end !== null || quality.selected.value !== null;
  if (!paused) quality.pausedAt.value = null;
  else quality.pausedAt.value ??= view.points.length;
}

/** Signals that count: those withdrawn stand in the list of signals only. */
export function standing(view: ChartView): ChartView["signals"] {
  return view.signals.filter((one) => one.withdrawn === null);
}

/** The exclusion that leaves this subgroup out now. */
export function exclusionOf(
  view: ChartView,
  subgroup: number,
): ChartView["exclusions"][number] | null {
  return view.exclusions.find((one) => one.subgroup === subgroup && one.included === null) ?? null;
}

/** The records of an assessed run are closed: nothing can be done to its charts any more. */
export function isOpen(quality: Quality): boolean {
  return quality.run.current.value?.phase !== "assessed";
}

/** Selects a point, underlines the pattern it completed and holds the chart still. */
export function select(quality: Quality, view: ChartView, index: number): void {
  const total = view.points.length;
  const place = Math.min(total - 1, Math.max(0, index));
  const subgroup = view.points[place]?.subgroup;
  if (place !== quality.selected.value) quality.doing.value = null;
  quality.selected.value = place;
  quality.focus.value = standing(view).find((one) => one.subgroup === subgroup) ?? null;
  setWindow(quality, view, including(quality.window.value, total, place));
}

/** Lets the selection go and follows the newest point again. */
export function goLive(quality: Quality): void {
  quality.selected.value = null;
  quality.focus.value = null;
  quality.doing.value = null;
  quality.pausedAt.value = null;
  quality.window.value = { ...quality.window.value, end: null };
}

/** Another characteristic from its newest points on. */
export function showCharacteristic(quality: Quality, id: string): void {
  quality.characteristic.value = id;
  goLive(quality);
}

export function resetWindow(quality: Quality): void {
  goLive(quality);
  quality.window.value = USUAL_WINDOW;
}

export function zoom(quality: Quality, view: ChartView, factor: number): void {
  const at = quality.selected.value;
  setWindow(quality, view, zoomed(quality.window.value, view.points.length, factor, at));
}

/**
 * Arrows move the point, pages move ten, n and N go to the next signal, + and - zoom, L and Escape go
 * live, E leaves the point out or takes it in again, A annotates it.
 */
export function moveByKey(quality: Quality, view: ChartView, key: string): boolean {
  const last = view.points.length - 1;
  const at = quality.selected.value ?? last;
  const steps: Record<string, number> = {
    ...{ ArrowLeft: at - 1, ArrowRight: at + 1, PageUp: at - 10, PageDown: at + 10 },
    ...{ Home: 0, End: last, n: nextSignal(view, at, 1), N: nextSignal(view, at, -1) },
  };
  const acts: Record<string, () => void> = {
    Escape: () => goLive(quality),
    l: () => goLive(quality),
    "+": () => zoom(quality, view, 0.5),
    "=": () => zoom(quality, view, 0.5),
    "-": () => zoom(quality, view, 2),
    ...(isOpen(quality)
      ? {
          e: () => begin(quality, view, at, excludedOrNot(view, at)),
          a: () => begin(quality, view, at, "note"),
        }
      : {}),
  };
  const act = acts[key.length === 1 && key !== "N" ? key.toLowerCase() : key];
  const to = steps[key];
  if (last < 0 || (to === undefined && act === undefined)) return false;
  if (to === undefined) act?.();
  else select(quality, view, to);
  return true;
}

function excludedOrNot(view: ChartView, place: number): "include" | "exclude" {
  const subgroup = view.points[place]?.subgroup ?? -1;
  return exclusionOf(view, subgroup) === null ? "exclude" : "include";
}

function begin(
  quality: Quality,
  view: ChartView,
  place: number,
  doing: NonNullable<Quality["doing"]["value"]>,
): void {
  select(quality, view, place);
  quality.doing.value = doing;
}

function nextSignal(view: ChartView, at: number, direction: 1 | -1): number {
  const marked = new Set(standing(view).map((one) => one.subgroup));
  for (let k = at + direction; k >= 0 && k < view.points.length; k += direction) {
    const subgroup = view.points[k]?.subgroup;
    if (subgroup !== undefined && marked.has(subgroup)) return k;
  }
  return at;
}
