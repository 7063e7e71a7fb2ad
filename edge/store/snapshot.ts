// A journal as a report or a backup reads it: without the lock, so beside a running station, and without changing it.
import Database from "better-sqlite3";
import { assertShape, copyDatabase, openForReading, type Sqlite } from "./database.ts";
import { messageOf } from "./disk-faults.ts";
import { epochsOf } from "./epoch.ts";
import { headOf } from "./insert.ts";
import type { Journal, JournalHead } from "./journal.ts";
import { defaultLimits } from "./limits.ts";
import { createReader } from "./reading.ts";
import { JournalRefusal } from "./refusal.ts";
import { databaseOf } from "./verify.ts";

export type JournalSnapshot = Pick<
  Journal,
  "readEpoch" | "epochs" | "readRun" | "gaugeRecords" | "runs"
> & {
  /** The newest record when it was opened. */
  readonly head: JournalHead;
  /**
   * Copies the journal as it was when it was opened into one file; what a station commits meanwhile
   * is not in it. Rejects with `journal-backup-failed`.
   */
  backup(file: string): Promise<void>;
  close(): void;
};

/**
 * Opens the journal of a directory for reading; records that are committed later may be seen by the
 * reads. Throws JournalRefusal where there is none, it has another shape or it cannot be read.
 */
export function openSnapshot(dir: string): JournalSnapshot {
  const file = databaseOf(dir);
  const opened: { close(): void }[] = [];
  try {
    const db = openForReading(file);
    opened.push(db);
    assertShape(db);
    // The read that follows holds this state of the database for as long as the transaction stands.
    db.exec("BEGIN");
    const head = headOf(db);
    if (head === null) throw new JournalRefusal("journal-damaged", `${dir} holds no record.`);
    const epochs = epochsOf(db);
    const reader = createReader(file, defaultLimits);
    opened.push(reader);
    return {
      head,
      epochs: () => epochs,
      readEpoch: (epoch, from, limit) => reader.epoch(epoch, from, limit),
      readRun: (run) => reader.run(run),
      gaugeRecords: () => reader.gaugeRecords(),
      runs: async () => reader.runs(),
      backup: (copy) => backUp(db, copy),
      close: () => {
        for (const one of opened) one.close();
      },
    };
  } catch (error) {
    for (const one of opened) one.close();
    if (!(error instanceof Database.SqliteError)) throw error;
    throw new JournalRefusal(
      "journal-damaged",
      `The journal in ${dir} cannot be read: ${error.message}.`,
    );
  }
}

async function backUp(db: Sqlite, file: string): Promise<void> {
  try {
    await copyDatabase(db, file);
  } catch (error) {
    throw new JournalRefusal(
      "journal-backup-failed",
      `${file} cannot be written: ${messageOf(error)}. Check the folder, its rights and the space left.`,
    );
  }
}
