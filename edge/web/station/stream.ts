// The event stream of the station: one EventSource for the page, shared by whoever listens.
import { type Signal, signal } from "@preact/signals";
import type { QualityRecord, RecordPlace } from "../../../sync/records/index.ts";

/** The load test a rig's force belongs to, and its phase. */
export type LiveTest = {
  readonly phase: "idle" | "preload" | "ramp" | "hold" | "unload" | "spent";
  readonly elapsedMs: number;
  readonly hold: { readonly heldMs: number; readonly askedMs: number } | null;
  readonly characteristic: string;
  readonly unitIndex: number | null;
  readonly unit: string | null;
  readonly gate: string | null;
  /** Force to hold, or to bear, and the force now; in `uom`. */
  readonly force: number | null;
  readonly load: string | null;
  readonly uom: string;
};

/** What a gauge shows while it measures; never stored. */
export type LiveReading = {
  readonly gauge: string;
  readonly text: string;
  readonly unit: string | null;
  readonly kind: string | null;
  readonly at: string;
  readonly test?: LiveTest | null;
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

/** After a lost connection the page comes back by itself: only so it can tell its epoch. */
const REOPEN_MS = 1_000;

/** `open` opens the stream with a query that says what the page has; empty at first. */
export function createStream(open: (query: string) => EventSource): Stream {
  const connection = signal<"connecting" | "live" | "lost">("connecting");
  const listeners = new Set<Listener>();
  let reached: RecordPlace | null = null;
  const tell = (event: StationEvent) => {
    for (const listener of listeners) listener(event);
  };

  function connect(): void {
    const source = open(reached === null ? "" : `?epoch=${reached.epoch}&after=${reached.seq}`);
    source.addEventListener("open", () => {
      connection.value = "live";
      tell({ type: "opened" });
    });
    source.addEventListener("error", () => {
      connection.value = "lost";
      source.close();
      setTimeout(connect, REOPEN_MS);
    });
    source.addEventListener("hello", (event: MessageEvent<string>) => {
      // Where the page begins; afterwards it is where its records have brought it.
      reached ??= JSON.parse(event.data) as RecordPlace;
    });
    source.addEventListener("record", (event: MessageEvent<string>) => {
      const record = JSON.parse(event.data) as QualityRecord;
      reached = { epoch: record.epoch, seq: record.seq };
      tell({ type: "record", record });
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
