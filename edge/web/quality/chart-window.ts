// Which stretch of the chart is shown: how it zooms, moves, pauses and goes back to the newest point.

/** `count` points shown (0 is all); `end` is the place of the last one, null follows the newest. */
export type ChartWindow = { readonly count: number; readonly end: number | null };
export type Shown = { readonly from: number; readonly to: number };

/** Fewer points are not worth a chart. */
export const FEWEST = 5;

/** First and last place shown of `total` points. */
export function shown({ count, end }: ChartWindow, total: number): Shown {
  const last = Math.max(0, total - 1);
  const width = count === 0 ? total : count;
  const to = Math.min(last, Math.max(end ?? last, width - 1));
  return { from: Math.max(0, to - width + 1), to };
}

/** Shows `factor` times as many points, keeping the place `at` where it is on the screen. */
export function zoomed(
  window: ChartWindow,
  total: number,
  factor: number,
  at: number | null = null,
): ChartWindow {
  const { from, to } = shown(window, total);
  const width = to - from + 1;
  const step = factor > 1 ? Math.ceil(width * factor) : Math.floor(width * factor);
  const count = Math.min(Math.max(FEWEST, total), Math.max(FEWEST, step));
  if (count >= total) return { count: 0, end: null };
  if (at === null && window.end === null) return { count, end: null };
  const kept = at ?? (from + to) / 2;
  const share = (to + 0.5 - kept) / width;
  return { count, end: placed(kept + share * count - 0.5, count, total) };
}

/** Moves the window by whole points; the data under it stays where it is. */
export function moved(window: ChartWindow, total: number, by: number): ChartWindow {
  const { from, to } = shown(window, total);
  const count = to - from + 1;
  return { count: window.count === 0 ? 0 : count, end: placed(to + by, count, total) };
}

/** The window from one place to another, as dragged in the strip. */
export function between(from: number, to: number, total: number): ChartWindow {
  const last = Math.min(total - 1, Math.max(to, from + FEWEST - 1));
  const first = Math.max(0, Math.min(from, last - FEWEST + 1));
  const count = last - first + 1;
  return { count: count >= total ? 0 : count, end: last >= total - 1 ? null : last };
}

/** The window moved as little as needed so that a place is inside; paused there. */
export function including(window: ChartWindow, total: number, place: number): ChartWindow {
  const { from, to } = shown(window, total);
  const width = to - from + 1;
  if (place < from) return { ...window, end: Math.min(total - 1, place + width - 1) };
  return { ...window, end: Math.max(to, place) };
}

function placed(end: number, count: number, total: number): number {
  return Math.round(Math.min(total - 1, Math.max(Math.min(count, total) - 1, end)));
}
