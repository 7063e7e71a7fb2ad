// Which run a page shows: the one its address names, else the one of the station, else the first.
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Screen } from "./context.ts";

type RunRow = { readonly run: string };

export function createRunChoice(
  screen: Screen,
  named: string | null,
): ReadonlySignal<string | null> {
  const first = signal<string | null>(null);
  if (named === null) {
    void screen.ask<readonly RunRow[]>("/api/runs").then((answer) => {
      if (answer.ok) first.value = answer.value[0]?.run ?? null;
    });
  }
  return computed(() => named ?? screen.station.current.value?.run?.run ?? first.value);
}
