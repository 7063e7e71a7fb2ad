// What a person who watches a gauge sees of its line: raw bytes, decoded readings, refusals; kept by nobody.

import type { Reading, RejectedFrame } from "../../gauges/index.ts";
import { decodeCapture, type GaugeModel, isFrameModel } from "../../gauges/index.ts";

/** Readings of a watched gauge that may still be named by their number. */
const REMEMBERED_READINGS = 64;
/** Events of one gauge shown in a second; a fast rig says how many were left out. */
const MOST_EVENTS_PER_SECOND = 20;

/** Bytes are hexadecimal, times wall clock in UTC. */
export type MonitorEvent =
  | { readonly event: "bytes"; readonly at: string; readonly raw: string }
  | {
      readonly event: "reading";
      /** Names the reading in a confirmation, while it is remembered. */
      readonly frame: number;
      readonly at: string;
      readonly raw: string;
      /** Number of the model's rule that took the frame, from 1; null for registers and files. */
      readonly rule: number | null;
      readonly channel: string | null;
      readonly text: string | null;
      readonly unit: string | null;
      readonly status: string;
      readonly kind: string | null;
      readonly marks: readonly string[];
    }
  | {
      readonly event: "rejected";
      readonly at: string;
      readonly raw: string;
      readonly fault: string;
      readonly detail: string;
    }
  | { readonly event: "skipped"; readonly count: number };

export type MonitorListener = (event: MonitorEvent) => void;

export type LineMonitor = {
  heard(gauge: string, chunk: Uint8Array): void;
  reading(gauge: string, reading: Reading): void;
  rejected(gauge: string, frame: RejectedFrame): void;
  /** Tells what happens on the line from now on; the answer ends it. */
  watch(gauge: string, listener: MonitorListener): () => void;
  /** A reading told to somebody who watches or watched; null when it is no longer remembered. */
  readingOf(gauge: string, frame: number): Reading | null;
  readonly watchers: () => number;
};

export type MonitorDeps = {
  readonly models: ReadonlyMap<string, GaugeModel>;
  now(): string;
  monotonicMs(): number;
};

type Watched = {
  readonly listeners: Set<MonitorListener>;
  readonly told: Map<number, Reading>;
  secondFrom: number;
  inSecond: number;
  skipped: number;
};

/** `models` by gauge. Costs nothing for a gauge that nobody watches. */
export function createLineMonitor({ models, now, monotonicMs }: MonitorDeps): LineMonitor {
  const gauges = new Map<string, Watched>();
  let numbered = 0;

  /** The gauge's listeners if somebody watches and this second has room for one more event. */
  const room = (gauge: string): Watched | null => {
    const watched = gauges.get(gauge);
    if (watched === undefined || watched.listeners.size === 0) return null;
    const at = monotonicMs();
    if (at - watched.secondFrom >= 1000) {
      const count = watched.skipped;
      watched.secondFrom = at;
      watched.inSecond = 0;
      watched.skipped = 0;
      if (count > 0) tell(watched, { event: "skipped", count });
    }
    if (watched.inSecond >= MOST_EVENTS_PER_SECOND) {
      watched.skipped += 1;
      return null;
    }
    watched.inSecond += 1;
    return watched;
  };

  return {
    heard: (gauge, chunk) => {
      const watched = room(gauge);
      if (watched !== null) tell(watched, { event: "bytes", at: now(), raw: hexOf(chunk) });
    },
    reading: (gauge, reading) => {
      const watched = room(gauge);
      if (watched === null) return;
      numbered += 1;
      remember(watched.told, numbered, reading);
      const { raw, channel, text, unit, status, kind, marks, receivedAt } = reading;
      const rule = ruleOf(models.get(gauge), raw);
      const shown = { raw: hexOf(raw), rule, channel, text, unit, status, kind, marks };
      tell(watched, { event: "reading", frame: numbered, at: receivedAt, ...shown });
    },
    rejected: (gauge, { raw, fault, detail, receivedAt }) => {
      const watched = room(gauge);
      if (watched === null) return;
      tell(watched, { event: "rejected", at: receivedAt, raw: hexOf(raw), fault, detail });
    },
    watch: (gauge, listener) => {
      const watched = gauges.get(gauge) ?? unwatched();
      gauges.set(gauge, watched);
      watched.listeners.add(listener);
      return () => void watched.listeners.delete(listener);
    },
    readingOf: (gauge, frame) => gauges.get(gauge)?.told.get(frame) ?? null,
    watchers: () => [...gauges.values()].reduce((sum, one) => sum + one.listeners.size, 0),
  };
}

function unwatched(): Watched {
  const secondFrom = Number.NEGATIVE_INFINITY;
  return { listeners: new Set(), told: new Map(), secondFrom, inSecond: 0, skipped: 0 };
}

function tell({ listeners }: Watched, event: MonitorEvent): void {
  for (const listener of listeners) listener(event);
}

function remember(told: Map<number, Reading>, frame: number, reading: Reading): void {
  told.set(frame, reading);
  if (told.size <= REMEMBERED_READINGS) return;
  for (const oldest of told.keys()) {
    told.delete(oldest);
    return;
  }
}

/** The rule that took the frame: the frame alone is decoded once more, for eyes only. */
function ruleOf(model: GaugeModel | undefined, raw: Uint8Array): number | null {
  if (model === undefined || !isFrameModel(model)) return null;
  const [entry] = decodeCapture(model, [raw]);
  return entry?.is === "reading" ? entry.rule : null;
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
