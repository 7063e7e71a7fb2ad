// What the station's thread and the writing thread say to each other.
import type { EpochOpening } from "./epoch.ts";
import type { JournalHead, JournalOpening } from "./journal.ts";
import type { StoreLimits } from "./limits.ts";
import type { Change } from "./projections.ts";
import type { JournalRefusalCode } from "./refusal.ts";

/** One draft on its way to the disk; a tuple, because it is copied between threads as often as one. */
export type DraftRow = readonly [
  id: string,
  at: string,
  kind: string,
  v: number,
  actor: string,
  run: string | null,
  /** Canonical JSON. */
  body: string,
  /** What the record changes in the projections, so that the writing thread need not parse the body. */
  changes: readonly Change[],
];

export type Job =
  /** `seq` is what the first of the rows will get: their changes count on it. */
  | { readonly type: "act"; readonly seq: number; readonly rows: readonly DraftRow[] }
  | { readonly type: "confirm"; readonly epoch: string; readonly seq: number }
  | {
      readonly type: "taken";
      readonly epoch: string;
      readonly road: string;
      readonly seq: number;
    };

/** Everything the writing thread must be given, as it has neither clock nor ids. */
export type WriterSettings = {
  readonly dir: string;
  readonly station: string;
  readonly publicKey: string | null;
  readonly limits: StoreLimits;
  /** Used only when an epoch must be opened. */
  readonly opening: Pick<EpochOpening, "epoch" | "id" | "at" | "terms">;
};

export type ToWriter =
  /** Jobs of an earlier line are dropped: a job before them could not be written. */
  | { readonly type: "work"; readonly line: number; readonly jobs: readonly Job[] }
  | { readonly type: "backup"; readonly ticket: number; readonly file: string }
  /** `patient`: jobs still waiting may be tried again; otherwise the thread ends at once. */
  | { readonly type: "close"; readonly patient: boolean };

export type FromWriter =
  | {
      readonly type: "ready";
      readonly head: JournalHead;
      readonly opened: JournalOpening;
      readonly epochs: readonly string[];
    }
  | { readonly type: "not-opened"; readonly code: JournalRefusalCode; readonly message: string }
  /** The oldest `jobs` jobs are on the disk; one hash per record, in order. */
  | { readonly type: "committed"; readonly jobs: number; readonly hashes: readonly string[] }
  /** The oldest job can never be written; it and all behind it are dropped. */
  | { readonly type: "impossible"; readonly message: string }
  | {
      readonly type: "health";
      readonly state: "ok" | "refusing";
      readonly reason: string | null;
    }
  | { readonly type: "backed-up"; readonly ticket: number; readonly problem: string | null };
