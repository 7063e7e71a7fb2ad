// The force curve of a load test: force over time, the peak, the break and the force required.
import {
  type Box,
  type DisplayItem,
  type DisplayList,
  round2,
  type Size,
  type TextItem,
} from "./display-list.ts";
import {
  formatFixed,
  labelledTicks,
  linearScale,
  pushApart,
  type Tick,
  textWidth,
  widestText,
} from "./scale.ts";
import type { FigureTexts } from "./texts.ts";

export type ForceCurve = {
  readonly elapsedMs: readonly number[];
  readonly force: readonly number[];
  readonly unit: string;
  readonly decimals: number;
  /** The peak as recorded; null where the test gave none. */
  readonly peak: number | null;
  /** The force the specimen must bear; null without requirement. */
  readonly required: number | null;
  readonly outcome: "break" | "released" | "interrupted";
  /** Where the curve leaves its straight rise; none unless given. */
  readonly knee?: { readonly elapsedMs: number; readonly force: number } | null;
  /** The part in which the load was held, with its least force; none unless given. */
  readonly hold?: {
    readonly fromMs: number;
    readonly heldMs: number;
    readonly minimum: number;
  } | null;
};

export type ForceCurveOptions = Size & { readonly texts: FigureTexts; readonly textSize?: number };

/** Lays out one force curve; time in seconds from the first sample. */
export function layoutForceCurve(curve: ForceCurve, options: ForceCurveOptions): DisplayList {
  const { width, height, texts } = options;
  const size = options.textSize ?? 11;
  const start = curve.elapsedMs[0] ?? 0;
  const seconds = Math.max(LEAST_SECONDS, ((curve.elapsedMs.at(-1) ?? 0) - start) / 1000);
  const highest = Math.max(curve.peak ?? 0, curve.required ?? 0, maximum(curve.force));
  const top = (highest > 0 ? highest : 1) * 1.08;
  const forces = labelledTicks(0, top, 5);
  const gutter = widestText(
    levels(curve, texts).map((level) => level.label),
    size,
  );
  const box: Box = {
    left: round2(
      Math.max(
        size * 2.5,
        widestText(
          forces.map((tick) => tick.text),
          size,
        ) + size,
      ),
    ),
    right: round2(Math.max(size * 6, width - Math.max(size * 2, gutter) - size)),
    top: round2(size * 1.8),
    bottom: round2(height - size * 2.8),
  };
  const x = linearScale(0, seconds, box.left, box.right);
  const y = linearScale(0, top, box.bottom, box.top);
  const items = drawAxes(curve, { box, x, y, seconds, forces, size, texts, width });
  const points = thinned(curve).flatMap(([ms, force]) => [
    x((ms - start) / 1000),
    Math.min(box.bottom, y(force)),
  ]);
  if (points.length >= 4) items.push({ type: "polyline", role: "curve", points });
  const at = { start, x, y, box };
  items.push(...drawLevels(curve, box, y, texts, size), ...drawPeak(curve, at));
  items.push(...drawHoldAndKnee(curve, at));
  return { width, height, clips: [], items, targets: [] };
}

/** A pull that has only begun is drawn over this time: an axis of a millisecond says nothing. */
const LEAST_SECONDS = 0.5;
/** No figure shows more than this many samples; the peak sample is always among them. */
const SAMPLES_MAX = 600;

function thinned(curve: ForceCurve): [number, number][] {
  const { elapsedMs, force } = curve;
  const n = Math.min(elapsedMs.length, force.length);
  const every = Math.max(1, Math.ceil(n / SAMPLES_MAX));
  const peak = peakIndex(force);
  const samples: [number, number][] = [];
  for (let k = 0; k < n; k++) {
    if (k % every === 0 || k === peak || k === peak + 1 || k === n - 1) {
      samples.push([elapsedMs[k] ?? 0, force[k] ?? 0]);
    }
  }
  return samples;
}

function peakIndex(force: readonly number[]): number {
  let best = 0;
  for (let k = 1; k < force.length; k++) if ((force[k] ?? 0) > (force[best] ?? 0)) best = k;
  return best;
}

function maximum(values: readonly number[]): number {
  return values.reduce((high, value) => Math.max(high, value), 0);
}

type Axes = {
  box: Box;
  x: (seconds: number) => number;
  y: (force: number) => number;
  seconds: number;
  forces: readonly Tick[];
  size: number;
  texts: FigureTexts;
  width: number;
};

function drawAxes(curve: ForceCurve, axes: Axes): DisplayItem[] {
  const { box, x, y, size, texts } = axes;
  const items: DisplayItem[] = [];
  for (const { value, text } of axes.forces) {
    const at = y(value);
    items.push({ type: "line", role: "grid", x1: box.left, y1: at, x2: box.right, y2: at });
    items.push(
      axisText(round2(box.left - size * 0.4), round2(at + size * 0.35), text, "end", size),
    );
  }
  const wanted = Math.max(1, Math.floor((box.right - box.left) / (size * 6)));
  for (const { value, text } of labelledTicks(0, axes.seconds, wanted)) {
    if (x(value) + textWidth(text, size) / 2 > axes.width) continue;
    items.push(axisText(x(value), round2(box.bottom + 3 + size), text, "middle", size));
  }
  items.push(
    { type: "line", role: "axis", x1: box.left, y1: box.top, x2: box.left, y2: box.bottom },
    { type: "line", role: "axis", x1: box.left, y1: box.bottom, x2: box.right, y2: box.bottom },
    axisText(box.left, round2(box.top - size * 0.6), curve.unit, "start", size),
    axisText(
      box.right,
      round2(box.bottom + 3 + size * 2.2),
      curve.force.length === 0 ? texts.noCurve : `${texts.time}, s`,
      "end",
      size,
    ),
  );
  return items;
}

function axisText(
  x: number,
  y: number,
  text: string,
  anchor: TextItem["anchor"],
  size: number,
): TextItem {
  return { type: "text", role: "axis-text", x, y, text, anchor, size, weight: "regular" };
}

type Level = {
  readonly value: number;
  readonly label: string;
  readonly role: "peak" | "spec" | null;
  readonly text: "label" | "spec-text";
};

function levels(curve: ForceCurve, texts: FigureTexts): Level[] {
  const found: Level[] = [];
  const label = (name: string, value: number) => `${name} ${formatFixed(value, curve.decimals)}`;
  const { peak, required } = curve;
  if (peak !== null) {
    found.push({ value: peak, label: label(texts.peak, peak), role: "peak", text: "label" });
  }
  if (required !== null) {
    const text = label(texts.required, required);
    found.push({ value: required, label: text, role: "spec", text: "spec-text" });
  }
  const { hold = null, knee = null } = curve;
  if (hold !== null) {
    const text = label(texts.holdMinimum, hold.minimum);
    found.push({ value: hold.minimum, label: text, role: null, text: "label" });
  }
  if (knee !== null) {
    const text = label(texts.knee, knee.force);
    found.push({ value: knee.force, label: text, role: null, text: "label" });
  }
  return found;
}

/** Required force and peak, named in the right gutter. */
function drawLevels(
  curve: ForceCurve,
  box: Box,
  y: (force: number) => number,
  texts: FigureTexts,
  size: number,
): DisplayItem[] {
  const rows = levels(curve, texts);
  const places = rows.map((row) => y(row.value) + size * 0.35);
  const labels = pushApart(places, size * 1.25, box.top + size * 0.4, box.bottom);
  return rows.flatMap((row, index): DisplayItem[] => {
    const at = y(row.value);
    const { role } = row;
    const line: DisplayItem[] =
      role === null ? [] : [{ type: "line", role, x1: box.left, y1: at, x2: box.right, y2: at }];
    return [
      ...line,
      {
        type: "text",
        role: row.text,
        x: round2(box.right + size * 0.4),
        y: labels[index] ?? at,
        text: row.label,
        anchor: "start",
        size,
        weight: row.role === "peak" ? "bold" : "regular",
      },
    ];
  });
}

type At = {
  readonly start: number;
  readonly x: (seconds: number) => number;
  readonly y: (force: number) => number;
  readonly box: Box;
};

/** A thick line along the least force of the hold; an empty diamond on the knee. */
function drawHoldAndKnee(curve: ForceCurve, { start, x, y }: At): DisplayItem[] {
  const items: DisplayItem[] = [];
  const { hold = null, knee = null } = curve;
  const place = (ms: number) => x((ms - start) / 1000);
  if (hold !== null) {
    const level = y(hold.minimum);
    const [x1, x2] = [place(hold.fromMs), place(hold.fromMs + hold.heldMs)];
    items.push({ type: "line", role: "hold", x1, y1: level, x2, y2: level });
  }
  if (knee !== null) {
    const [kx, ky] = [place(knee.elapsedMs), y(knee.force)];
    const points = [kx, ky - 4, kx + 4, ky, kx, ky + 4, kx - 4, ky].map(round2);
    items.push({ type: "path", role: "knee", points });
  }
  return items;
}

/**
 * A dot on the peak, a cross after it where the specimen broke. A rig that holds its peak itself may
 * have seen more than any sample: then a dashed line leads from the highest sample up to it.
 */
function drawPeak(curve: ForceCurve, { start, x, y, box }: At): DisplayItem[] {
  if (curve.force.length === 0) return [];
  const index = peakIndex(curve.force);
  const px = x(((curve.elapsedMs[index] ?? start) - start) / 1000);
  const sampled = Math.min(box.bottom, y(curve.force[index] ?? 0));
  const held = curve.peak === null ? sampled : Math.min(sampled, y(curve.peak));
  const items: DisplayItem[] = [{ type: "circle", role: "peak", x: px, y: held, radius: 2.5 }];
  if (sampled - held > 1)
    items.push({ type: "line", role: "peak", x1: px, y1: sampled, x2: px, y2: held });
  if (curve.outcome !== "break" || index + 1 >= curve.force.length) return items;
  const bx = x(((curve.elapsedMs[index + 1] ?? start) - start) / 1000);
  const by = Math.min(box.bottom, y(curve.force[index + 1] ?? 0));
  for (const slope of [1, -1]) {
    items.push({
      type: "line",
      role: "break",
      x1: round2(bx - 3),
      y1: round2(by - 3 * slope),
      x2: round2(bx + 3),
      y2: round2(by + 3 * slope),
    });
  }
  return items;
}
