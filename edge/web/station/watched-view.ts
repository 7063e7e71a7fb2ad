// One view of the station, kept fresh: refetched when something happened, never more often than told.
import { type Signal, signal } from "@preact/signals";
import type { Ask, Problem } from "./answer.ts";

export type WatchedView<T> = {
  /** Last answer; null before the first. Kept while the station is not reachable. */
  readonly current: Signal<T | null>;
  /** Why the last fetch failed; null when it did not. */
  readonly problem: Signal<Problem | null>;
  /** Fetches now, or as soon as the gap since the last fetch allows; calls in between are one. */
  readonly refresh: () => void;
};

export function createWatchedView<T>(ask: Ask, path: () => string, gapMs: number): WatchedView<T> {
  const current = signal<T | null>(null);
  const problem = signal<Problem | null>(null);
  let state: "idle" | "fetching" | "again" = "idle";

  async function fetchNow(): Promise<void> {
    state = "fetching";
    const asked = path();
    const answer = await ask<T>(asked);
    if (asked === path()) {
      problem.value = answer.ok ? null : answer.problem;
      if (answer.ok) current.value = answer.value;
    } else {
      state = "again";
    }
    setTimeout(settle, gapMs);
  }

  function settle(): void {
    const again = state === "again";
    state = "idle";
    if (again) void fetchNow();
  }

  function refresh(): void {
    if (state === "idle") void fetchNow();
    else state = "again";
  }
  return { current, problem, refresh };
}
