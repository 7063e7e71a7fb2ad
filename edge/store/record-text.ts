// How a record becomes a row and a row a record, and how its hash is made without parsing its body again.
import { hash } from "node:crypto";
import type { QualityRecord } from "../../sync/records/index.ts";

/** A row of the journal as SQLite gives it. */
export type JournalRow = {
  readonly place: number;
  readonly epoch: string;
  readonly seq: number;
  readonly station: string;
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly v: number;
  readonly actor: string;
  readonly run: string | null;
  readonly body: string;
  readonly prev: string;
  readonly hash: string;
};

export const rowColumns =
  "place, epoch, seq, station, id, at, kind, v, actor, run, body, prev, hash";

type Unhashed = Omit<JournalRow, "place" | "run" | "prev" | "hash">;

/**
 * Canonical JSON of a record without prev and hash, around the canonical text of its body.
 * The names stand in the order RFC 8785 asks for, and JSON.stringify writes strings as it asks.
 */
export function recordText(row: Unhashed): string {
  return (
    `{"actor":${JSON.stringify(row.actor)},"at":${JSON.stringify(row.at)},"body":${row.body},` +
    `"epoch":${JSON.stringify(row.epoch)},"id":${JSON.stringify(row.id)},` +
    `"kind":${JSON.stringify(row.kind)},"seq":${row.seq},` +
    `"station":${JSON.stringify(row.station)},"v":${row.v}}`
  );
}

/** Canonical JSON of a whole record, around the canonical text of its body. */
export function wholeText(row: Omit<QualityRecord, "body">, body: string): string {
  return (
    `{"actor":${JSON.stringify(row.actor)},"at":${JSON.stringify(row.at)},"body":${body},` +
    `"epoch":${JSON.stringify(row.epoch)},"hash":"${row.hash}","id":${JSON.stringify(row.id)},` +
    `"kind":${JSON.stringify(row.kind)},"prev":"${row.prev}","seq":${row.seq},` +
    `"station":${JSON.stringify(row.station)},"v":${row.v}}`
  );
}

/** The same hash as hashRecord of the record language gives, from the row. */
export function hashRow(row: Unhashed, prev: string): string {
  return hash("sha256", prev + recordText(row), "hex");
}

/** The record a row holds. Its body fitted its kind when it was appended. */
export function recordOf(row: JournalRow): QualityRecord {
  const { station, epoch, seq, id, at, kind, v, actor, prev, hash } = row;
  const body: unknown = JSON.parse(row.body);
  return { station, epoch, seq, id, at, kind, v, actor, body, prev, hash } as QualityRecord;
}
