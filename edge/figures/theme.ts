// How roles look on paper: black on white, told apart by dash and shape as well as by colour.
import type { Role } from "./display-list.ts";

export type Ink = {
  /** Colour of text and of the inside of shapes; null leaves it empty. */
  readonly fill: string | null;
  readonly stroke: string | null;
  readonly width: number;
  readonly dash: readonly number[];
};
export type Theme = Readonly<Record<Role, Ink>>;

const text = (fill: string): Ink => ({ fill, stroke: null, width: 0, dash: [] });
const line = (stroke: string, width: number, dash: readonly number[] = []): Ink => ({
  fill: null,
  stroke,
  width,
  dash,
});
const solid = (fill: string): Ink => ({ fill, stroke: null, width: 0, dash: [] });

/** The theme of reports and of images that leave the station. */
export const paperTheme: Theme = {
  panel: solid("#ffffff"),
  grid: line("#e3e6ea", 0.5),
  axis: line("#5b6670", 0.6),
  "axis-text": text("#3f4850"),
  title: text("#14181c"),
  label: text("#14181c"),
  "zone-a": solid("#f7eedf"),
  "zone-b": solid("#fbf7ef"),
  "zone-c": solid("#eef3f0"),
  limit: line("#8a4300", 0.9, [5, 3]),
  "limit-preliminary": line("#8a4300", 0.8, [1.5, 2.5]),
  "limit-text": text("#8a4300"),
  center: line("#1f6b3d", 0.8),
  "center-preliminary": line("#1f6b3d", 0.8, [1.5, 2.5]),
  "center-text": text("#1f6b3d"),
  stage: line("#5b6670", 0.6, [1, 2]),
  "stage-text": text("#5b6670"),
  individual: line("#7890a8", 0.6),
  trace: line("#1f4e79", 0.9),
  point: solid("#1f4e79"),
  "point-pinned": solid("#b3261e"),
  excluded: line("#5b6670", 1.1),
  note: { fill: "#4b3a86", stroke: "#4b3a86", width: 0.8, dash: [] },
  envelope: line("#5b6670", 0.8),
  tick: line("#b3261e", 1.2),
  "pinned-text": text("#b3261e"),
  "signal-beyond": solid("#b3261e"),
  "signal-beyond-answered": { fill: "#b3261e", stroke: "#14181c", width: 0.6, dash: [] },
  "signal-run": { fill: "#ffffff", stroke: "#b3261e", width: 1.2, dash: [] },
  "signal-run-answered": { fill: "#ffffff", stroke: "#5b6670", width: 1.2, dash: [] },
  "signal-text": text("#b3261e"),
  pattern: line("#b3261e", 1.5),
  spec: line("#b3261e", 1, [7, 2, 1.5, 2]),
  "spec-text": text("#b3261e"),
  nominal: line("#5b6670", 0.6, [2, 2]),
  inside: solid("#dfe9e2"),
  outside: solid("#f3dedc"),
  bar: { fill: "#b9cbdc", stroke: "#1f4e79", width: 0.4, dash: [] },
  curve: line("#1f4e79", 1),
  mean: line("#1f6b3d", 0.8),
  peak: { fill: "#14181c", stroke: "#14181c", width: 0.6, dash: [2, 2] },
  break: line("#b3261e", 1.3),
  knee: { fill: "#ffffff", stroke: "#14181c", width: 1, dash: [] },
  hold: line("#1f6b3d", 2.2),
  previous: line("#8b96a0", 0.8),
  "value-ok": solid("#14181c"),
  "value-bad": solid("#b3261e"),
};
