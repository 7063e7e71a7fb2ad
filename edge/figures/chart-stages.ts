// The stages of a panel: limits stepped from one to the next, where each begins, what limits come from.
import {
  gutterLimits,
  type PanelContent,
  type PanelPlace,
  type PanelStage,
  stageEnds,
  stagesShown,
} from "./chart-content.ts";
import { type Box, type DisplayItem, type Role, round2, type TextItem } from "./display-list.ts";
import { formatFixed, overlaps, pushApart, textBox, textWidth } from "./scale.ts";

/**
 * Where a stage begins: a dotted line, with its name above the upper panel. Where there is one stage
 * only, the end of the subgroups that its limits come from; these are named at the right.
 */
export function drawStages(content: PanelContent, place: PanelPlace): DisplayItem[] {
  const { box, x, size } = place;
  const items: DisplayItem[] = content.stages.length === 1 ? trialEnd(content, place) : [];
  const labels: TextItem[] = [];
  for (const stage of stagesShown(content, place)) {
    if (stage.from <= place.from) continue;
    const at = x(stage.from - 0.5);
    items.push(dotted(at, box, content.id));
    if (content.id === "location")
      labels.push(stageText(content, stage.name, at + size * 0.3, "start", place));
  }
  // A name matters more than where the limits come from, which is told below as well.
  const source = sourceText(content, place);
  if (source !== null) labels.push(source);
  return [...items, ...apart(labels, content, place)];
}

/** Labels beside the title that overlap neither it nor one another. */
function apart(
  labels: readonly TextItem[],
  { title }: PanelContent,
  { box, size, edge }: PanelPlace,
): TextItem[] {
  const taken: Box[] = [
    {
      ...{ left: box.left, right: box.left + textWidth(title, size * 1.1) + size },
      ...{ top: box.top - size * 2, bottom: box.top },
    },
  ];
  return labels.filter((label) => {
    const covered = textBox(label);
    const room = covered.right <= edge;
    if (!room || taken.some((one) => overlaps(one, covered))) return false;
    taken.push({ ...covered, left: covered.left - size / 2, right: covered.right + size / 2 });
    return true;
  });
}

function dotted(at: number, box: Box, group: string): DisplayItem {
  return { type: "line", role: "stage", x1: at, y1: box.top, x2: at, y2: box.bottom, group };
}

function stageText(
  content: PanelContent,
  text: string,
  x: number,
  anchor: "start" | "end",
  { box, size }: PanelPlace,
): TextItem {
  return {
    type: "text",
    role: "stage-text",
    x: round2(x),
    y: round2(box.top - size * 0.6),
    text,
    anchor,
    size: round2(size * 0.9),
    weight: "regular",
    group: content.id,
  };
}

/** "limits from 1–20", at the right above the panel. */
function sourceText(content: PanelContent, place: PanelPlace): TextItem | null {
  const limits = gutterLimits(content, place);
  if (limits === null) return null;
  const { texts, box } = place;
  const source = `${texts.trial} ${limits.name}`;
  const text = limits.preliminary ? `${source} · ${texts.preliminary}` : source;
  return stageText(content, text, box.right, "end", place);
}

function trialEnd(content: PanelContent, place: PanelPlace): DisplayItem[] {
  const limits = gutterLimits(content, place);
  const { box, x, step, from, to } = place;
  if (limits === null || limits.preliminary) return [];
  const boundary = limits.to + 0.5;
  if (boundary <= from || boundary >= to) return [];
  return [dotted(round2(x(limits.to) + step / 2), box, content.id)];
}

/** Limits and centre of every stage; the numbers of the last one shown stand in the gutter. */
export function drawLimits(
  content: PanelContent,
  place: PanelPlace,
  y: (value: number) => number,
): DisplayItem[] {
  const shown = stagesShown(content, place);
  const labelled = shown.findLast(({ limits }) => limits !== null);
  return shown.flatMap((stage) => stageLimits(content, place, stage, y, stage === labelled));
}

function stageLimits(
  content: PanelContent,
  place: PanelPlace,
  stage: PanelStage,
  y: (value: number) => number,
  labelled: boolean,
): DisplayItem[] {
  const { limits } = stage;
  if (limits === null) return [];
  const { box, size, texts } = place;
  const { left, right } = stageEnds(content, place, stage);
  const rows = [
    { value: limits.ucl, name: texts.ucl, center: false },
    { value: limits.center, name: texts.center, center: true },
    { value: limits.lcl, name: texts.lcl, center: false },
  ];
  const places = rows.map((row) => y(row.value) + size * 0.35);
  const labels = pushApart(places, size * 1.25, box.top + size * 0.8, box.bottom + size * 0.2);
  const group = content.id;
  return rows.flatMap((row, index): DisplayItem[] => {
    const at = y(row.value);
    const role = lineRole(row.center, limits.preliminary);
    const line: DisplayItem = { type: "line", role, x1: left, y1: at, x2: right, y2: at, group };
    const text: DisplayItem = {
      type: "text",
      role: row.center ? "center-text" : "limit-text",
      x: round2(box.right + size * 0.5),
      y: labels[index] ?? at,
      text: `${row.name} ${formatFixed(row.value, content.decimals)}`,
      anchor: "start",
      size,
      weight: "regular",
      group,
    };
    return labelled ? [line, text] : [line];
  });
}

function lineRole(center: boolean, preliminary: boolean): Role {
  if (center) return preliminary ? "center-preliminary" : "center";
  return preliminary ? "limit-preliminary" : "limit";
}
