// Decides what a received message comes to: rows to keep, things to quarantine, places settled. Pure.
import { createHash } from "node:crypto";
import {
  type Batch,
  checkBatch,
  checkRecord,
  type Envelope,
  type RecordPart,
  readPart,
} from "../records/index.ts";

export type Row = {
  readonly record: Envelope;
  readonly body: string;
  readonly flaw: string | null;
};

export type QuarantineReason =
  | "not-json"
  | "not-a-batch"
  | "range-mismatch"
  | "wrong-topic"
  | "not-a-record"
  | "wrong-place"
  | "hash-mismatch"
  | "not-storable"
  | "conflicting-hash"
  | "chain-broken"
  | "refused-by-database";

export type Quarantined = {
  readonly station: string;
  readonly epoch: string | null;
  readonly seq: number | null;
  readonly prev: string | null;
  readonly hash: string | null;
  readonly reason: QuarantineReason;
  readonly detail: string;
  /** Takes the place of its seq, so that one bad record does not block the station. */
  readonly settles: boolean;
  readonly topic: string;
  readonly payload: Buffer;
};

export type Sorted = {
  readonly topic: string;
  readonly station: string;
  /** Null when not even the epoch could be read. */
  readonly epoch: string | null;
  /** The process that sent it; null for a station that does not say. */
  readonly instance: string | null;
  readonly rows: readonly Row[];
  readonly quarantined: readonly Quarantined[];
  /** A piece that must be joined with others before anything of it can be written. */
  readonly part: RecordPart | null;
  /** Whether it was put together from pieces, which can go once it is written. */
  readonly joined: boolean;
};

const plain = { part: null, joined: false } as const;

/** SHA-256 over place and payload, 64 hex digits: names it in the quarantine. */
export function contentOf({ epoch, seq, payload }: Quarantined): string {
  const place = JSON.stringify([epoch, seq]);
  return createHash("sha256").update(place).update(payload).digest("hex");
}

/** PostgreSQL cannot keep U+0000 in text, nor a lone surrogate in jsonb. Takes JSON text. */
export function storable(json: string): boolean {
  return !/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/i.test(json);
}

function hasStorableNames({ epoch, instance }: Pick<Batch, "epoch" | "instance">): boolean {
  return storable(JSON.stringify([epoch, instance]));
}

function poison(
  topic: string,
  station: string,
  payload: Buffer,
  reason: QuarantineReason,
  detail: string,
): Sorted {
  const quarantined: Quarantined = {
    ...{ station, epoch: null, seq: null, prev: null, hash: null },
    ...{ reason, detail: clean(detail), settles: false, topic, payload },
  };
  const sorted = { topic, station, epoch: null, instance: null, ...plain };
  return { ...sorted, rows: [], quarantined: [quarantined] };
}

/**
 * Sorts one message of a station.
 * @param station the station named by the topic, which the broker's access rules vouch for
 */
export function sortBatch(topic: string, station: string, payload: Buffer): Sorted {
  const text = payload.toString("utf8");
  const check = checkBatch(text);
  if (!check.ok) {
    const part = check.fault === "not-a-batch" ? readPart(text) : null;
    if (part?.station === station && hasStorableNames(part)) {
      const { epoch, instance = null } = part;
      const sorted = { topic, station, epoch, instance, rows: [], quarantined: [] };
      return { ...sorted, part, joined: false };
    }
    return poison(topic, station, payload, check.fault, check.detail);
  }
  const { batch } = check;
  if (batch.station !== station) {
    return poison(topic, station, payload, "wrong-topic", `says ${batch.station}`);
  }
  if (!hasStorableNames(batch)) {
    return poison(topic, station, payload, "not-a-batch", "epoch or instance is not storable");
  }
  return sortRecords(topic, batch);
}

function sortRecords(topic: string, batch: Batch): Sorted {
  const { station, epoch } = batch;
  const rows: Row[] = [];
  const quarantined: Quarantined[] = [];
  batch.records.forEach((value, index) => {
    const seq = batch.from + index;
    const check = checkRecord(value, { station, epoch, seq });
    if (!check.ok) {
      const place = { ...claimed(value), topic, station, epoch, seq };
      quarantined.push(setAside(place, value, check.fault, check.detail));
      return;
    }
    const { record, flaw } = check;
    const text = JSON.stringify(record);
    if (storable(text)) {
      const body = JSON.stringify(record.body);
      rows.push({ record, body, flaw: flaw === null ? null : `${flaw.code}: ${flaw.detail}` });
    } else {
      const place = { prev: record.prev, hash: record.hash, topic, station, epoch, seq };
      quarantined.push(setAside(place, value, "not-storable", "text with U+0000"));
    }
  });
  return { topic, station, epoch, instance: batch.instance ?? null, ...plain, rows, quarantined };
}

/**
 * What the joined pieces of a record come to.
 * @param text JSON text of the record; null when it is too long to be taken
 */
export function sortJoined(
  { topic, station, instance, part }: Sorted & { readonly part: RecordPart },
  text: string | null,
): Sorted {
  const { epoch, seq, hash } = part;
  if (text === null) {
    const place = { topic, station, epoch, seq, prev: null, hash };
    const aside = setAside(place, part.hash, "not-a-record", "too long to be taken");
    const sorted = { topic, station, epoch, instance, rows: [], quarantined: [aside] };
    return { ...sorted, part: null, joined: true };
  }
  const record = parsed(text);
  const batch: Batch = { v: 1, station, epoch, from: seq, to: seq, sentAt: "", records: [record] };
  return { ...sortRecords(topic, batch), instance, joined: true };
}

/** The value of a JSON text, or the text itself when it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

type Place = Pick<Quarantined, "topic" | "station" | "epoch" | "seq" | "prev" | "hash">;

/** A record that takes its place in the quarantine instead of the table. */
export function setAside(
  place: Place,
  value: unknown,
  reason: QuarantineReason,
  detail: string,
): Quarantined {
  const payload = Buffer.from(JSON.stringify(value) ?? "null");
  return { ...place, reason, detail: clean(detail), settles: true, payload };
}

/** Text for a column: without what PostgreSQL refuses, and short. */
function clean(text: string): string {
  return text.replaceAll(/\p{Cc}|\p{Surrogate}/gu, "�").slice(0, 500);
}

const HASH = /^[0-9a-f]{64}$/;

/** The hashes a broken record claims: the next one may still chain to them. */
function claimed(value: unknown): { prev: string | null; hash: string | null } {
  if (typeof value !== "object" || value === null) return { prev: null, hash: null };
  const prev = "prev" in value && typeof value.prev === "string" ? value.prev : "";
  const hash = "hash" in value && typeof value.hash === "string" ? value.hash : "";
  return { prev: HASH.test(prev) ? prev : null, hash: HASH.test(hash) ? hash : null };
}
