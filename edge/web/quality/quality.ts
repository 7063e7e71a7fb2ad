// What the quality page looks at: run, characteristic, range and point, kept in the address.
import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { RecordPlace } from "../../../sync/records/index.ts";
import type { ChartView, RunView } from "../../http/views.ts";
import type { Screen } from "../screen/context.ts";
import { createRunChoice } from "../screen/run-choice.ts";
import { createWatchedView, type WatchedView } from "../station/watched-view.ts";

export const ranges = [25, 50, 100, 0] as const;
/** Points shown from the right; 0 is all. */
export type Range = (typeof ranges)[number];

export type Quality = {
  readonly run: WatchedView<RunView>;
  readonly runName: ReadonlySignal<string | null>;
  readonly chart: WatchedView<ChartView>;
  readonly characteristic: Signal<string | null>;
  readonly range: Signal<Range>;
  /** Place in the chart's points; null follows the newest. */
  readonly selected: Signal<number | null>;
  /** The signal whose points are underlined. */
  readonly focus: Signal<RecordPlace | null>;
};

/** Two to three times a second is as often as anyone reads a chart. */
const CHART_GAP_MS = 350;
const RUN_GAP_MS = 500;

export function createQuality(screen: Screen, address: Location, history: History): Quality {
  const query = new URLSearchParams(address.search);
  const runName = createRunChoice(screen, query.get("run"));
  const characteristic = signal<string | null>(query.get("c"));
  const range = signal<Range>(ranges.find((one) => String(one) === query.get("range")) ?? 50);
  const point = query.get("point");
  const selected = signal<number | null>(point === null ? null : Number(point) - 1);
  const focus = signal<RecordPlace | null>(null);
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
    next.set("range", String(range.value));
    if (selected.value !== null) next.set("point", String(selected.value + 1));
    history.replaceState(null, "", `${address.pathname}?${next}`);
  });
  screen.stream.listen((event) => {
    if (event.type === "live" || runName.peek() === null) return;
    run.refresh();
    if (characteristic.peek() !== null) chart.refresh();
  });
  return { run, runName, chart, characteristic, range, selected, focus };
}
