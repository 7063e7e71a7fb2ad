// What the gauge page knows: the gauge chosen, its line live, the frame held, the pairs compared.
import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { ComparisonView, GaugePageView } from "../../http/views.ts";
import type { Screen } from "../screen/context.ts";
import type { Answer, Problem } from "../station/answer.ts";
import { createWatchedView, type WatchedView } from "../station/watched-view.ts";
import { createLiveLine, type LiveLine, type LiveReading } from "./live-line.ts";

export type Pair = {
  readonly frame: number;
  readonly text: string;
  readonly shown: string;
  readonly unit: string;
};

export type Commissioning = {
  readonly gauge: ReadonlySignal<string | null>;
  readonly view: WatchedView<GaugePageView>;
  readonly live: LiveLine;
  /** The frame beside the question: the latest with a value, or the one held while typing. */
  readonly frame: ReadonlySignal<LiveReading | null>;
  readonly held: Signal<LiveReading | null>;
  readonly pairs: Signal<readonly Pair[]>;
  /** What the last comparison gave; null before it and after the next frame was taken. */
  readonly compared: Signal<ComparisonView | "same-again" | null>;
  readonly problem: Signal<{
    readonly form: "compare" | "calibration";
    readonly problem: Problem;
  } | null>;
  readonly recorded: Signal<"commissioned" | "calibrated" | null>;
  readonly ask: () => void;
  readonly takeLatest: () => void;
  readonly compare: (shown: string, unit: string) => Promise<boolean>;
  readonly confirm: (by: string) => Promise<boolean>;
  readonly calibrate: (body: object) => Promise<boolean>;
};

const VIEW_GAP_MS = 500;

/** The gauge of the address; without one the first that waits for its commissioning. */
function chosenGauge(screen: Screen, address: Location): ReadonlySignal<string | null> {
  const asked = new URLSearchParams(address.search).get("gauge");
  return computed(() => {
    const known = screen.station.current.value?.gauges ?? [];
    const waiting = known.find((one) => one.commissioning === "needed");
    return known.find((one) => one.id === asked)?.id ?? waiting?.id ?? known[0]?.id ?? null;
  });
}

export function createCommissioning(screen: Screen, address: Location): Commissioning {
  const gauge = chosenGauge(screen, address);
  const path = (below: string) => `/api/gauges/${encodeURIComponent(gauge.peek() ?? "")}${below}`;
  const view = createWatchedView<GaugePageView>(screen.ask, () => path(""), VIEW_GAP_MS);
  const live = createLiveLine((url) => new EventSource(url));
  const held = signal<LiveReading | null>(null);
  const frame = computed(() => held.value ?? live.latest.value);
  const pairs = signal<readonly Pair[]>([]);
  const compared = signal<Commissioning["compared"]["value"]>(null);
  const problem = signal<Commissioning["problem"]["value"]>(null);
  const recorded = signal<Commissioning["recorded"]["value"]>(null);

  effect(() => {
    if (gauge.value === null) return;
    view.refresh();
    live.open(path("/live"));
  });
  screen.stream.listen((event) => {
    if (event.type !== "live" && gauge.peek() !== null) view.refresh();
  });

  async function send<T>(form: "compare" | "calibration", below: string, body: object) {
    const answer: Answer<T> = await screen.ask<T>(path(below), body);
    problem.value = answer.ok ? null : { form, problem: answer.problem };
    return answer;
  }

  const told = { frame, held, pairs, compared, recorded };
  const { compare, confirm } = comparing(told, send, screen.newId, view.refresh);
  return {
    ...{ ...told, gauge, view, live, problem, compare, confirm },
    ask: () => void send<unknown>("compare", "/ask", {}),
    takeLatest: () => {
      held.value = null;
      compared.value = null;
    },
    calibrate: async (body) => {
      const answer = await send<unknown>("calibration", "/calibration", body);
      recorded.value = answer.ok ? "calibrated" : null;
      view.refresh();
      return answer.ok;
    },
  };
}

type Told = Pick<Commissioning, "frame" | "held" | "pairs" | "compared" | "recorded">;
type Send = <T>(form: "compare" | "calibration", below: string, body: object) => Promise<Answer<T>>;

/** One value compared after the other, and both confirmed together. */
function comparing(
  { frame, held, pairs, compared, recorded }: Told,
  send: Send,
  newId: () => string,
  refresh: () => void,
): Pick<Commissioning, "compare" | "confirm"> {
  async function compare(shown: string, unit: string): Promise<boolean> {
    const chosen = frame.peek();
    if (chosen === null || chosen.text === null) return false;
    recorded.value = null;
    const body = { frame: chosen.frame, shown, unit };
    const answer = await send<ComparisonView>("compare", "/compare", body);
    compared.value = answer.ok ? answer.value : null;
    if (!answer.ok || !answer.value.agrees) return false;
    const { decoded } = answer.value;
    if (pairs.peek().some((pair) => Number(pair.text) === Number(decoded.text))) {
      compared.value = "same-again";
      held.value = null;
      return false;
    }
    pairs.value = [...pairs.peek(), { frame: chosen.frame, text: decoded.text, shown, unit }];
    held.value = null;
    return true;
  }

  async function confirm(by: string): Promise<boolean> {
    const told = pairs
      .peek()
      .map(({ frame: number, shown, unit }) => ({ frame: number, shown, unit }));
    const body = { id: newId(), by, pairs: told };
    const answer = await send<unknown>("compare", "/commission", body);
    if (answer.ok) {
      pairs.value = [];
      compared.value = null;
      recorded.value = "commissioned";
    }
    refresh();
    return answer.ok;
  }

  return { compare, confirm };
}
