// The journal as the station uses it: one writing thread, one reading connection, one order.
import {
  canonicalText,
  type Draft,
  type QualityRecord,
  rememberJson,
} from "../../sync/records/index.ts";
import { checkDraft, checkTexts } from "./body-checks.ts";
import { epochTerms } from "./epoch-terms.ts";
import type { Journal, JournalHead } from "./journal.ts";
import { defaultLimits, type StoreLimits } from "./limits.ts";
import type { DraftRow } from "./messages.ts";
import { journalFile } from "./opening.ts";
import { changesOf } from "./projections.ts";
import { createReader } from "./reading.ts";
import { wholeText } from "./record-text.ts";
import { startWriter } from "./writer-link.ts";

export type JournalOptions = {
  /** Directory of the journal; made where it is missing. */
  readonly dir: string;
  readonly station: string;
  /** Ed25519 key of the station, SPKI DER in base64, written into the epoch. */
  readonly publicKey: string | null;
  /** Wall clock, UTC, ISO 8601. */
  readonly nowIso: () => string;
  /** A new UUIDv7. */
  readonly newId: () => string;
  readonly limits?: Partial<StoreLimits> | undefined;
};

/**
 * Opens the journal of a station, or makes it. Rejects with JournalRefusal when another process has it,
 * when it is another station's, or when a newer Proofline made it. A damaged one is mended; `opened` says how.
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { dir, station, publicKey, nowIso, newId } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const opening = { epoch: newId(), id: newId(), at: nowIso(), terms: epochTerms };
  const writer = await startWriter({ dir, station, publicKey, limits, opening });
  const reader = createReader(journalFile(dir), limits);
  const { epoch } = writer.ready.head;

  return {
    append: (drafts) => {
      const { nextSeq } = writer;
      const rows = drafts.map((draft, at) => rowOf(draft, epoch, nextSeq + at));
      return new Promise((resolve, failed) => {
        writer.submit(
          rows,
          (before, hashes) => resolve(recordsOf(drafts, rows, before, hashes)),
          failed,
        );
      });
    },
    nextSeq: () => writer.nextSeq,
    read: (from, limit) => reader.epoch(epoch, from, limit),
    readEpoch: (ofEpoch, from, limit) => reader.epoch(ofEpoch, from, limit),
    epochs: () => writer.ready.epochs,
    readRun: (run) => reader.run(run),
    gaugeRecords: () => reader.gaugeRecords(),
    runs: async () => reader.runs(),
    inbox: async (limit) => reader.inbox(writer.ready.epochs, limit),
    inInbox: async (place) => reader.inInbox(place),
    placeOf: (id) => reader.placeOf(id),
    head: () => writer.head,
    health: () => writer.health,
    opened: writer.ready.opened,
    confirmed: async () => reader.confirmed(epoch),
    setConfirmed: (seq) => writer.confirm(seq),
    taken: async (epoch, road) => reader.taken(epoch, road),
    setTaken: (ofEpoch, road, seq) => writer.taken(ofEpoch, road, seq),
    backup: (file) => writer.backup(file),
    close: async () => {
      reader.close();
      await writer.close();
    },
  };
}

/** The row of a draft that will stand at this place. */
function rowOf(draft: Draft, epoch: string, seq: number): DraftRow {
  checkDraft(draft);
  const run = "run" in draft.body ? draft.body.run : null;
  const body = canonicalText(draft.body);
  checkTexts(draft, body);
  const { id, at, kind, v, actor } = draft;
  const changes = changesOf({ kind, body: draft.body, epoch, seq, at } as QualityRecord);
  return [id, at, kind, v, actor, run, body, changes];
}

/** The records that the drafts of an act have become behind the head `before`. */
function recordsOf(
  drafts: readonly Draft[],
  rows: readonly DraftRow[],
  before: JournalHead,
  hashes: readonly string[],
): readonly QualityRecord[] {
  const { station, epoch } = before;
  let { seq, hash: prev } = before;
  return drafts.map((draft, at) => {
    const hash = hashes[at] ?? "";
    seq += 1;
    const { id, at: when, kind, v, actor } = draft;
    const made = {
      station,
      epoch,
      seq,
      id,
      at: when,
      kind,
      v,
      actor,
      body: draft.body,
      prev,
      hash,
    };
    const record = made as QualityRecord;
    const body = rows[at]?.[6];
    if (body !== undefined) rememberJson(record, wholeText(record, body));
    prev = hash;
    return record;
  });
}
