// What the quality page looks at: run, characteristic, window and point, kept in the address.
import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { RecordPlace } from "../../../sync/records/index.ts";
import type { ChartView, RunView } from "../../http/views.ts";
import type { Screen } from "../screen/context.ts";
import { createRunChoice } from "../screen/run-choice.ts";
import { createWatchedView, type WatchedView } from "../station/watched-view.ts";
import type { ChartWindow } from "./chart-window.ts";

/** Points that one tap shows; 0 is all. */
export const ranges = [25, 50, 100, 250, 0] as const;
export const USUAL_WINDOW: ChartWindow = { count: 50, end: null };

export type Quality = {
  readonly run: WatchedView<RunView>;
  readonly runName: ReadonlySignal<string | null>;
  readonly chart: WatchedView<ChartView>;
  readonly characteristic: Signal<string | null>;
  readonly window: Signal<ChartWindow>;
  /** Points there were when the chart was paused: what came since is new. */
  readonly pausedAt: Signal<number | null>;
  /** Place in the chart's points; null follows the newest. */
  readonly selected: Signal<number | null>;
  /** The signal whose points are underlined. */
  readonly focus: Signal<RecordPlace | null>;
  /** What is being done to the selected point. */
  readonly doing: Signal<"exclude" | "include" | "note" | "stage" | null>;
};

/** Two to three times a second is as often as anyone reads a chart. */
const CHART_GAP_MS = 350;
const RUN_GAP_MS = 500;

export function createQuality(screen: Screen, address: Location, history: History): Quality {
  const query = new URLSearchParams(address.search);
  const runName = createRunChoice(screen, query.get("run"));
  const characteristic = signal<string | null>(query.get("c"));
  const window = signal<ChartWindow>({
    count: wholeFrom(query.get("range"), 0) ?? USUAL_WINDOW.count,
    end: placeFrom(query.get("end")),
  });
  const selected = signal<number | null>(placeFrom(query.get("point")));
  const pausedAt = signal<number | null>(null);
  const focus = signal<RecordPlace | null>(null);
  const doing = signal<"exclude" | "include" | "note" | "stage" | null>(null);
  const runPath = computed(() => `/api/runs/${encodeURIComponent(runName.value ?? "")}`);
  const chartPath = computed(
    () => `${runPath.value}/charts/${encodeURIComponent(characteristic.value ?? "")}`,
  );
  const run = createWatchedView<RunView>(screen.ask, () => runPath.value, RUN_GAP_MS);
  const chart = createWatchedView<ChartView>(screen.ask, () => chartPath.value, CHART_GAP_MS);

  effect(() => {
    if (runPath.value !== "" && runName.value !== null) run.refresh();
  });
  effect(() => {
    const first = run.current.value?.characteristics[0]?.characteristic.id;
    if (characteristic.value === null && first !== undefined) characteristic.value = first;
  });
  effect(() => {
    if (chartPath.value !== "" && runName.value !== null && characteristic.value !== null)
      chart.refresh();
  });
  effect(() => {
    const next = new URLSearchParams();
    if (runName.value !== null) next.set("run", runName.value);
    if (characteristic.value !== null) next.set("c", characteristic.value);
    next.set("range", String(window.value.count));
    if (window.value.end !== null) next.set("end", String(window.value.end + 1));
    if (selected.value !== null) next.set("point", String(selected.value + 1));
    history.replaceState(null, "", `${address.pathname}?${next}`);
  });
  screen.stream.listen((event) => {
    if (event.type === "live" || runName.peek() === null) return;
    run.refresh();
    if (characteristic.peek() !== null) chart.refresh();
  });
  return { run, runName, chart, characteristic, window, pausedAt, selected, focus, doing };
}

/** A 1-based number of the address as a place; null where there is none. */
function placeFrom(text: string | null): number | null {
  const number = wholeFrom(text, 1);
  return number === null ? null : number - 1;
}

function wholeFrom(text: string | null, least: number): number | null {
  const number = text === null || text === "" ? Number.NaN : Number(text);
  return Number.isInteger(number) && number >= least ? number : null;
}
