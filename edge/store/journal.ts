// The contract of the journal: append in one transaction, read in order, know the head.
import type { Draft, QualityRecord } from "../../sync/records/index.ts";

export type JournalHead = {
  readonly station: string;
  readonly epoch: string;
  /** 0 while the epoch is empty. */
  readonly seq: number;
  readonly hash: string;
};

export type InboxEntry = {
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
   */
  append(drafts: readonly Draft[]): Promise<readonly QualityRecord[]>;
  /** Records of the current epoch with seq >= from, in order, at most `limit`. */
  read(from: number, limit: number): Promise<readonly QualityRecord[]>;
  /** All records whose body names the run, over all epochs, in order of epoch then seq. */
  readRun(run: string): Promise<readonly QualityRecord[]>;
  /** Runs known to the journal, newest first. */
  runs(): Promise<readonly { readonly run: string; readonly state: string }[]>;
  /** Unassigned readings and rejected frames that nobody has dealt with, newest first. */
  inbox(
    limit: number,
  ): Promise<{ readonly total: number; readonly entries: readonly InboxEntry[] }>;
  readonly head: () => JournalHead;
  /** "ok", or why appends are being refused at the moment (disk full, I/O error). */
  readonly health: () => { readonly state: "ok" | "refusing"; readonly reason: string | null };
  /** Durable watermark of the collector for the current epoch; survives restarts. */
  confirmed(): Promise<number>;
  setConfirmed(seq: number): Promise<void>;
  /** Copies the journal into one file while running. */
  backup(file: string): Promise<void>;
  close(): Promise<void>;
};
