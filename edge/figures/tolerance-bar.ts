// The tolerance bar: where a value lies between its limits, with the earlier readings as faint ticks.
import { type DisplayItem, type DisplayList, round2, type Size } from "./display-list.ts";
import { formatFixed, linearScale, textWidth } from "./scale.ts";
import type { FigureTexts } from "./texts.ts";

export type ToleranceBarContent = {
  readonly lsl: number | null;
  readonly usl: number | null;
  readonly nominal: number | null;
  readonly decimals: number;
  /** The value just measured; null before the first. */
  readonly value: number | null;
  readonly previous: readonly number[];
};

export type ToleranceBarOptions = Size & {
  readonly texts: FigureTexts;
  readonly textSize?: number;
};

/**
 * Lays out the tolerance bar. Both limits stand at a quarter from the ends, so every part looks
 * alike; a value further out is pinned at the end with an arrow. Without limits the list is empty.
 */
export function layoutToleranceBar(
  content: ToleranceBarContent,
  options: ToleranceBarOptions,
): DisplayList {
  const { width, height, texts } = options;
  const size = options.textSize ?? 11;
  const empty: DisplayList = { width, height, clips: [], items: [], targets: [] };
  const domain = barDomain(content);
  if (domain === null) return empty;
  const top = round2(height * 0.3);
  const bottom = round2(Math.max(top + 4, height - size * 1.5));
  const scale = linearScale(domain.low, domain.high, 0, width);
  const x = (value: number) => Math.min(width, Math.max(0, scale(value)));
  const left = content.lsl === null ? 0 : x(content.lsl);
  const right = content.usl === null ? width : x(content.usl);
  const items: DisplayItem[] = [
    block("outside", 0, left, top, bottom),
    block("inside", left, right, top, bottom),
    block("outside", right, width, top, bottom),
  ].filter((item) => item.type === "rect" && item.width > 0);
  for (const value of content.previous) {
    const at = x(value);
    items.push({ type: "line", role: "previous", x1: at, y1: top, x2: at, y2: bottom });
  }
  if (content.nominal !== null) {
    const at = x(content.nominal);
    items.push({ type: "line", role: "nominal", x1: at, y1: top, x2: at, y2: bottom });
  }
  for (const [limit, name] of [
    [content.lsl, texts.lsl],
    [content.usl, texts.usl],
  ] as const) {
    if (limit !== null)
      items.push(...limitMark(limit, name, x(limit), { content, top, bottom, options, size }));
  }
  if (content.value !== null)
    items.push(valueMark(content, scale(content.value), width, top, bottom));
  return { ...empty, items };
}

function barDomain(content: ToleranceBarContent): { low: number; high: number } | null {
  const { lsl, usl, nominal } = content;
  if (lsl !== null && usl !== null) {
    const half = (usl - lsl) / 2 || 1;
    return { low: lsl - half, high: usl + half };
  }
  const limit = lsl ?? usl;
  if (limit === null) return null;
  const seen = [...content.previous, content.value, nominal].filter((value) => value !== null);
  const reach = Math.max(Math.abs(limit) * 0.1, ...seen.map((v) => Math.abs(v - limit))) * 1.2 || 1;
  return lsl !== null
    ? { low: limit - reach / 3, high: limit + reach }
    : { low: limit - reach, high: limit + reach / 3 };
}

function block(
  role: "inside" | "outside",
  left: number,
  right: number,
  top: number,
  bottom: number,
): DisplayItem {
  const width = round2(right - left);
  return { type: "rect", role, x: round2(left), y: top, width, height: round2(bottom - top) };
}

function limitMark(
  limit: number,
  name: string,
  at: number,
  place: {
    content: ToleranceBarContent;
    top: number;
    bottom: number;
    options: ToleranceBarOptions;
    size: number;
  },
): DisplayItem[] {
  const { content, top, bottom, options, size } = place;
  const text = `${name} ${formatFixed(limit, content.decimals)}`;
  const half = textWidth(text, size) / 2;
  return [
    { type: "line", role: "spec", x1: at, y1: round2(top - 3), x2: at, y2: round2(bottom + 3) },
    {
      type: "text",
      role: "spec-text",
      x: round2(Math.min(options.width - half, Math.max(half, at))),
      y: round2(options.height - size * 0.3),
      text,
      anchor: "middle",
      size,
      weight: "regular",
    },
  ];
}

/** A pointer above the bar; pointing outwards where the value lies off the bar. */
function valueMark(
  content: ToleranceBarContent,
  at: number,
  width: number,
  top: number,
  bottom: number,
): DisplayItem {
  const value = content.value ?? 0;
  const bad =
    (content.lsl !== null && value < content.lsl) || (content.usl !== null && value > content.usl);
  const role = bad ? "value-bad" : "value-ok";
  const reach = Math.min(10, top);
  const middle = round2((top + bottom) / 2);
  if (at < 0) {
    const points = [0, middle, reach, middle - reach, reach, middle + reach];
    return { type: "path", role, points: points.map(round2) };
  }
  if (at > width) {
    const points = [width, middle, width - reach, middle - reach, width - reach, middle + reach];
    return { type: "path", role, points: points.map(round2) };
  }
  const x = Math.min(width - reach / 2, Math.max(reach / 2, at));
  const points = [x, top, x - reach / 2, top - reach, x + reach / 2, top - reach];
  return { type: "path", role, points: points.map(round2) };
}
