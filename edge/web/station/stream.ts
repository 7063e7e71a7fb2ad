// The event stream of the station: one EventSource for the page, shared by whoever listens.
import { type Signal, signal } from "@preact/signals";
import type { QualityRecord } from "../../../sync/records/index.ts";

/** What a gauge shows while it measures; never stored. */
export type LiveReading = {
  readonly gauge: string;
  readonly text: string;
  readonly unit: string | null;
  readonly kind: string | null;
  readonly at: string;
};
export type StationEvent =
  | { readonly type: "record"; readonly record: QualityRecord }
  | { readonly type: "live"; readonly live: LiveReading }
  | { readonly type: "station" }
  | { readonly type: "opened" };
export type Listener = (event: StationEvent) => void;

export type Stream = {
  readonly connection: Signal<"connecting" | "live" | "lost">;
  /** Gives back what ends the listening. */
  readonly listen: (listener: Listener) => () => void;
};

/** After a closed connection the browser does not come back by itself; this brings it back. */
const REOPEN_MS = 2_000;

export function createStream(open: () => EventSource): Stream {
  const connection = signal<"connecting" | "live" | "lost">("connecting");
  const listeners = new Set<Listener>();
  const tell = (event: StationEvent) => {
    for (const listener of listeners) listener(event);
  };

  function connect(): void {
    const source = open();
    source.addEventListener("open", () => {
      connection.value = "live";
      tell({ type: "opened" });
    });
    source.addEventListener("error", () => {
      connection.value = "lost";
      if (source.readyState === source.CLOSED) setTimeout(connect, REOPEN_MS);
    });
    source.addEventListener("record", (event: MessageEvent<string>) => {
      tell({ type: "record", record: JSON.parse(event.data) as QualityRecord });
    });
    source.addEventListener("live", (event: MessageEvent<string>) => {
      tell({ type: "live", live: JSON.parse(event.data) as LiveReading });
    });
    source.addEventListener("station", () => tell({ type: "station" }));
  }
  connect();
  return {
    connection,
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
