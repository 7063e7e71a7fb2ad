// What the run's page looks at and how its forms speak to the station.
import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { RunView } from "../../http/views.ts";
import type { Screen } from "../screen/context.ts";
import { createRunChoice } from "../screen/run-choice.ts";
import type { Problem } from "../station/answer.ts";
import { createWatchedView, type WatchedView } from "../station/watched-view.ts";

export type RunPageState = {
  readonly runName: ReadonlySignal<string | null>;
  readonly run: WatchedView<RunView>;
  /** The last refusal, and the form it belongs to. */
  readonly refusal: Signal<{ readonly form: string; readonly problem: Problem } | null>;
  /** Sends to a path below the run; true when the station stored it. */
  readonly send: (form: string, path: string, body: unknown) => Promise<boolean>;
  /** The same for any path of the station. */
  readonly command: (form: string, path: string, body: unknown) => Promise<boolean>;
};

const RUN_GAP_MS = 400;

export function createRunPageState(screen: Screen, address: Location): RunPageState {
  const runName = createRunChoice(screen, new URLSearchParams(address.search).get("run"));
  const path = () => `/api/runs/${encodeURIComponent(runName.value ?? "")}`;
  const run = createWatchedView<RunView>(screen.ask, path, RUN_GAP_MS);
  const refusal = signal<{ form: string; problem: Problem } | null>(null);
  effect(() => {
    if (runName.value !== null) run.refresh();
  });
  screen.stream.listen((event) => {
    if (event.type !== "live" && runName.peek() !== null) run.refresh();
  });
  const send = (form: string, below: string, body: unknown) =>
    command(form, `${path()}${below}`, body);
  async function command(form: string, path: string, body: unknown): Promise<boolean> {
    const answer = await screen.ask<unknown>(path, body);
    refusal.value = answer.ok ? null : { form, problem: answer.problem };
    run.refresh();
    return answer.ok;
  }
  return { runName, run, refusal, send, command };
}
