// Numbers to places: scales, round ticks, labels pushed apart, widths and digits of texts.
import { type Box, round2, type TextItem } from "./display-list.ts";

export type Scale = (value: number) => number;

/** A straight scale from [d0, d1] to [r0, r1]; a domain without width maps to the middle. */
export function linearScale(d0: number, d1: number, r0: number, r1: number): Scale {
  const span = d1 - d0;
  if (span === 0) return () => round2((r0 + r1) / 2);
  return (value) => round2(r0 + ((value - d0) / span) * (r1 - r0));
}

/** The spans that are divided: beyond them a step is no longer told apart from 0 or from infinity. */
const narrowest = 1e-300;
const widest = 1e300;

/** Round values (1, 2 or 5 times a power of ten) inside [low, high], at most about `count`. */
export function roundTicks(low: number, high: number, count: number): number[] {
  const span = high - low;
  const finest = Math.max(narrowest, Math.abs(low) * 1e-12, Math.abs(high) * 1e-12);
  if (!(span > finest) || span > widest) return [low];
  const raw = span / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= raw * 0.999) ?? 10) * power;
  const ticks: number[] = [];
  const last = Math.floor(high / step + 1e-9);
  for (let k = Math.ceil(low / step - 1e-9); k <= last; k++) {
    ticks.push(Number((k * step).toPrecision(12)));
  }
  return ticks;
}

/** Decimals that tell neighbouring ticks apart. */
export function tickDecimals(ticks: readonly number[]): number {
  const step = ticks.length > 1 ? Math.abs((ticks[1] ?? 0) - (ticks[0] ?? 0)) : 1;
  for (let decimals = 0; decimals < 9; decimals++) {
    const scaled = step * 10 ** decimals;
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 && Math.round(scaled) > 0) return decimals;
  }
  return 9;
}

export type Tick = { readonly value: number; readonly text: string };

/** Round ticks with the texts that tell them apart. */
export function labelledTicks(low: number, high: number, count: number): Tick[] {
  const values = roundTicks(low, high, count);
  const decimals = tickDecimals(values);
  return values.map((value) => ({ value, text: formatFixed(value, decimals) }));
}

/** Width of the widest of some texts; 0 for none. */
export function widestText(texts: readonly string[], size: number): number {
  return Math.max(0, ...texts.map((text) => textWidth(text, size)));
}

/** Fixed decimals with a point; never "-0.00". */
export function formatFixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text;
}

/**
 * Moves places apart until neighbours are `gap` from each other, as little as needed and inside
 * [low, high]; the order is kept. Places that cannot all fit are spread evenly.
 */
export function pushApart(
  places: readonly number[],
  gap: number,
  low: number,
  high: number,
): number[] {
  const order = places.map((_, index) => index).sort((a, b) => at(places, a) - at(places, b));
  const fitting = Math.min(gap, order.length > 1 ? (high - low) / (order.length - 1) : gap);
  const moved = order.map((index) => Math.min(high, Math.max(low, at(places, index))));
  for (let k = 1; k < moved.length; k++) {
    moved[k] = Math.max(at(moved, k), at(moved, k - 1) + fitting);
  }
  let ceiling = high;
  for (let k = moved.length - 1; k >= 0; k--) {
    moved[k] = Math.min(at(moved, k), ceiling);
    ceiling = at(moved, k) - fitting;
  }
  const result = [...places];
  order.forEach((index, k) => {
    result[index] = round2(at(moved, k));
  });
  return result;
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? 0;
}

/**
 * Width of a text, estimated from above without a font: full-width for CJK, 0.62 em else. Layout and
 * overlap use it; drawing never does.
 */
export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const char of text) ems += (char.codePointAt(0) ?? 0) > 0x2e80 ? 1 : 0.62;
  return ems * size;
}

/** The box a text takes, by the estimate of `textWidth`. */
export function textBox(item: TextItem): Box {
  const width = textWidth(item.text, item.size);
  const shift = item.anchor === "start" ? 0 : item.anchor === "middle" ? width / 2 : width;
  const left = item.x - shift;
  return {
    left,
    right: left + width,
    top: item.y - item.size * 0.8,
    bottom: item.y + item.size * 0.2,
  };
}

export function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Smallest and largest of the finite values; null where there are none. */
export function extent(values: Iterable<number>): { low: number; high: number } | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? { low, high } : null;
}
