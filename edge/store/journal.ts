// The contract of the journal: append in one transaction, read in order, know the head.
import type { Draft, QualityRecord, RecordPlace } from "../../sync/records/index.ts";

export type JournalHead = {
  readonly station: string;
  readonly epoch: string;
  /** 0 while the epoch is empty. */
  readonly seq: number;
  readonly hash: string;
};

/** What was found when the journal was opened; anything but `created` and `continued` is an alarm. */
export type JournalOpening = {
  /**
   * created: there was no journal. continued: the journal as it was left. reopened: readable, but its
   * newest records are gone. salvaged: damaged, moved aside, its readable records taken over.
   */
  readonly how: "created" | "continued" | "reopened" | "salvaged";
  /** Records in the journal, all epochs. */
  readonly records: number;
  /** Where the damaged files were put, null when there were none. */
  readonly movedAside: string | null;
  /** What was wrong, in English, one sentence each. */
  readonly problems: readonly string[];
};

export type InboxEntry = {
  readonly epoch: string;
  readonly seq: number;
  readonly at: string;
  readonly kind: "unassigned" | "rejected";
  readonly gauge: string;
  readonly reason: string;
  /** Value with unit for readings, null for rejected frames. */
  readonly text: string | null;
  readonly unit: string | null;
  readonly raw: string;
};

export type Journal = {
  /**
   * Appends the drafts of one act in one transaction and resolves after the commit reached the disk.
   * Acts are committed in the order of the calls. When the disk refuses, the act stays at the head of
   * the queue and is tried again; nothing behind it overtakes it.
   * Throws for a body that does not fit its kind. Rejects with JournalRefusal when too much waits for
   * the disk (`journal-queue-full`), after close, and for an act that can never be written.
   */
  append(drafts: readonly Draft[]): Promise<readonly QualityRecord[]>;
  /** The seq the first draft of the next `append` will get. */
  readonly nextSeq: () => number;
  /** Records of the current epoch with seq >= from, in order, at most `limit`. */
  read(from: number, limit: number): Promise<readonly QualityRecord[]>;
  /** The same for any epoch, which `epochs` lists oldest first. */
  readEpoch(epoch: string, from: number, limit: number): Promise<readonly QualityRecord[]>;
  readonly epochs: () => readonly string[];
  /** All records whose body names the run, over all epochs, in order of epoch then seq. */
  readRun(run: string): Promise<readonly QualityRecord[]>;
  /** Records of how gauges stand (commissioned, calibrated, adapter), over all epochs in order. */
  gaugeRecords(): Promise<readonly QualityRecord[]>;
  /** Runs known to the journal, newest first. */
  runs(): Promise<
    readonly {
      readonly run: string;
      readonly state: string;
      readonly partNumber: string;
      readonly target: number;
    }[]
  >;
  /** Unassigned readings and rejected frames that nobody has dealt with, newest first. */
  inbox(
    limit: number,
  ): Promise<{ readonly total: number; readonly entries: readonly InboxEntry[] }>;
  /** Whether the inbox still holds the entry at this place. */
  inInbox(place: RecordPlace): Promise<boolean>;
  /** Where the record with this id stands; null when there is none. */
  placeOf(id: string): RecordPlace | null;
  readonly head: () => JournalHead;
  /** "ok", or why appends are being refused at the moment (disk full, I/O error). */
  readonly health: () => { readonly state: "ok" | "refusing"; readonly reason: string | null };
  readonly opened: JournalOpening;
  /** Durable watermark of the collector for the current epoch; survives restarts. */
  confirmed(): Promise<number>;
  setConfirmed(seq: number): Promise<void>;
  /** Last seq of any epoch that the broker at the end of `road` took over; 0 when unknown. */
  taken(epoch: string, road: string): Promise<number>;
  /** Kept over restarts; never moves down. */
  setTaken(epoch: string, road: string, seq: number): Promise<void>;
  /** Copies the journal into one file while running. */
  backup(file: string): Promise<void>;
  /** Waits for what is queued, moves the write-ahead log into the database and lets go of it. */
  close(): Promise<void>;
};
