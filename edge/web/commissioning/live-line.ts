// The line of one gauge as the station tells it while this page is open: bounded, never kept.
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { LineEvent } from "../../http/views.ts";

export type LiveReading = Extract<LineEvent, { event: "reading" }>;
/** An event with a number of its own, newest first in a list. */
export type LiveEntry = { readonly key: number; readonly event: LineEvent };

export type LiveLine = {
  readonly entries: ReadonlySignal<readonly LiveEntry[]>;
  /** The newest reading that has a value. */
  readonly latest: ReadonlySignal<LiveReading | null>;
  readonly connection: ReadonlySignal<"closed" | "live" | "lost">;
  /** Watches another line; what was told of the last one is forgotten. */
  readonly open: (url: string) => void;
};

const SHOWN_ENTRIES = 12;
/** A browser gives up on a stream that was refused; this brings it back. */
const REOPEN_MS = 2_000;
const kinds = ["bytes", "reading", "rejected", "skipped"] as const;

export function createLiveLine(connect: (url: string) => EventSource): LiveLine {
  const entries: Signal<readonly LiveEntry[]> = signal([]);
  const latest = signal<LiveReading | null>(null);
  const connection = signal<"closed" | "live" | "lost">("closed");
  let source: EventSource | null = null;
  let key = 0;

  function take(event: LineEvent): void {
    key += 1;
    entries.value = [{ key, event }, ...entries.peek()].slice(0, SHOWN_ENTRIES);
    if (event.event === "reading" && event.text !== null) latest.value = event;
  }

  function open(url: string): void {
    source?.close();
    const opened = connect(url);
    source = opened;
    opened.addEventListener("open", () => {
      connection.value = "live";
    });
    opened.addEventListener("error", () => {
      connection.value = "lost";
      if (opened.readyState !== opened.CLOSED || source !== opened) return;
      setTimeout(() => {
        if (source === opened) open(url);
      }, REOPEN_MS);
    });
    for (const kind of kinds) {
      opened.addEventListener(kind, (event: MessageEvent<string>) => {
        take(JSON.parse(event.data) as LineEvent);
      });
    }
  }

  return {
    ...{ entries, latest, connection },
    open: (url) => {
      entries.value = [];
      latest.value = null;
      connection.value = "closed";
      open(url);
    },
  };
}
