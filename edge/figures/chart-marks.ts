// Signals on a panel: a shape that tells the kind of rule, and the number of the rule beside it.
import type { RecordPlace } from "../../sync/records/index.ts";
import type { PanelContent, PanelPlace } from "./chart-content.ts";
import type { Box, DisplayItem, Role, TextItem } from "./display-list.ts";
import { round2 } from "./display-list.ts";
import { overlaps, textBox } from "./scale.ts";

export type PanelSignal = RecordPlace & {
  readonly rule: string;
  readonly side: "above" | "below";
  /** Place in the chart's points. */
  readonly index: number;
  readonly pattern: readonly number[];
  readonly answered: boolean;
};

type Mark = { index: number; beyond: boolean; answered: boolean; above: boolean; rules: string[] };

/** Marks closer than this are one mark: nobody can tell them apart. */
const MARK_GAP = 4;

/**
 * Filled diamond for a point beyond a limit (rule 1), hollow square for a run rule, with the rule
 * numbers; the pattern of the focused signal is underlined.
 */
export function drawMarks(
  content: PanelContent,
  place: PanelPlace,
  y: (value: number) => number,
): DisplayItem[] {
  const { box, x, step, size } = place;
  const items: DisplayItem[] = drawPattern(content, place);
  const taken: Box[] = [];
  const reach = round2(Math.min(5.5, Math.max(3.8, step * 0.45)));
  let last = Number.NEGATIVE_INFINITY;
  for (const mark of collectMarks(content, place)) {
    const value = content.values[mark.index] ?? null;
    if (value === null) continue;
    const px = round2(x(mark.index));
    const at = Math.min(box.bottom - reach, Math.max(box.top + reach, y(value)));
    if (px - last < MARK_GAP && step < MARK_GAP) continue;
    last = px;
    items.push(shape(mark, px, round2(at), reach, content.id));
    const label: TextItem = {
      type: "text",
      role: "signal-text",
      x: px,
      y: round2(labelPlace(mark.above, at, reach, size, box)),
      text: mark.rules.join(","),
      anchor: "middle",
      size: round2(size * 0.85),
      weight: "bold",
      group: content.id,
    };
    const covered = textBox(label);
    if (taken.some((other) => overlaps(other, covered))) continue;
    taken.push(covered);
    items.push(label);
  }
  return items;
}

function labelPlace(above: boolean, at: number, reach: number, size: number, box: Box): number {
  const over = at - reach * 1.3 - size * 0.25;
  const under = at + reach * 1.3 + size * 0.85;
  if (above) return over - size * 0.8 < box.top ? under : over;
  return under + size * 0.2 > box.bottom ? over : under;
}

function collectMarks(content: PanelContent, { from, to }: PanelPlace): Mark[] {
  const marks = new Map<number, Mark>();
  for (const signal of content.signals) {
    if (signal.index < from || signal.index > to) continue;
    const beyond = signal.rule.endsWith("-1");
    const number = signal.rule.replace(/^.*-/, "");
    const mark = marks.get(signal.index);
    if (mark === undefined) {
      marks.set(signal.index, {
        index: signal.index,
        beyond,
        answered: signal.answered,
        above: signal.side === "above",
        rules: [number],
      });
    } else {
      mark.beyond ||= beyond;
      mark.answered &&= signal.answered;
      if (!mark.rules.includes(number)) mark.rules.push(number);
      mark.rules.sort();
    }
  }
  return [...marks.values()].sort((a, b) => a.index - b.index);
}

function shape(mark: Mark, x: number, y: number, reach: number, group: string): DisplayItem {
  const kind = mark.beyond ? "signal-beyond" : "signal-run";
  const role: Role = mark.answered ? `${kind}-answered` : kind;
  const r = mark.beyond ? reach * 1.2 : reach * 0.9;
  const corners = mark.beyond
    ? [x, y - r, x + r, y, x, y + r, x - r, y]
    : [x - r, y - r, x + r, y - r, x + r, y + r, x - r, y + r];
  return { type: "path", role, points: corners.map(round2), group };
}

/** A small flag at the upper edge above each point that somebody put a note beside. */
export function drawNotes(
  { notes, id: group }: PanelContent,
  { box, x, from, to, size }: PanelPlace,
): DisplayItem[] {
  const reach = round2(size * 0.7);
  return [...new Set(notes)]
    .filter((index) => index >= from && index <= to)
    .flatMap((index): DisplayItem[] => {
      const px = Math.min(round2(x(index)), round2(box.right - reach));
      const top = round2(box.top + 2);
      const [tip, foot] = [round2(top + reach * 0.45), round2(top + reach * 0.9)];
      const points = [px, top, round2(px + reach), tip, px, foot];
      return [
        {
          type: "line",
          role: "note",
          x1: px,
          y1: top,
          x2: px,
          y2: round2(top + size * 1.3),
          group,
        },
        { type: "path", role: "note", points, group },
      ];
    });
}

function drawPattern(content: PanelContent, { box, x, step, from, to }: PanelPlace): DisplayItem[] {
  const { focus, signals } = content;
  const focused = signals.find((one) => one.seq === focus?.seq && one.epoch === focus.epoch);
  if (focused === undefined) return [];
  const half = Math.max(1, step * 0.45);
  const y = box.bottom - 2;
  return focused.pattern
    .filter((index) => index >= from && index <= to)
    .map((index) => ({
      type: "line",
      role: "pattern",
      x1: round2(Math.max(box.left, x(index) - half)),
      y1: y,
      x2: round2(Math.min(box.right, x(index) + half)),
      y2: y,
      group: content.id,
    }));
}
