// What can be done with a journal while no station writes to it: rebuild, export, restore.
import { constants, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { canonicalText } from "../../sync/records/index.ts";
import { migrate, openForReading, openForWriting, type Sqlite } from "./database.ts";
import { asRefusal } from "./disk-faults.ts";
import { openEpoch } from "./epoch.ts";
import { epochTerms } from "./epoch-terms.ts";
import { headOf } from "./insert.ts";
import type { JournalHead } from "./journal.ts";
import { defaultLimits } from "./limits.ts";
import { lockDirectory } from "./lock.ts";
import { journalFile } from "./opening.ts";
import { replayProjections } from "./projections.ts";
import { type JournalRow, recordOf, rowColumns } from "./record-text.ts";
import { JournalRefusal } from "./refusal.ts";
import { moveAside } from "./salvage.ts";
import { databaseOf, rowsOf, verifyJournal } from "./verify.ts";
import { openWitness } from "./witness.ts";

/** Empties the projections and replays the journal into them; refused while a station runs. */
export function rebuildProjections(dir: string): { readonly records: number } {
  databaseOf(dir);
  const lock = lockDirectory(dir);
  try {
    const db = openForWriting(journalFile(dir), defaultLimits.quotaPages);
    try {
      migrate(db);
      return { records: replayProjections(db) };
    } finally {
      db.close();
    }
  } catch (error) {
    throw asRefusal(error, `The journal in ${dir}`);
  } finally {
    lock.release();
  }
}

/** The whole journal as canonical JSON, one record a line, without line ends; may run beside a station. */
export async function* exportJournal(place: string): AsyncGenerator<string> {
  const db = openForReading(databaseOf(place));
  try {
    for await (const row of rowsOf(db)) yield canonicalText(recordOf(row));
  } finally {
    db.close();
  }
}

export type RestoreOptions = {
  /** Restore what does not verify, such as the backup of a salvaged journal with its holes. */
  readonly despiteProblems?: boolean;
  /** Key written into the new epoch; that of the newest epoch of the backup when not given. */
  readonly publicKey?: string | null;
  readonly nowIso: () => string;
  readonly newId: () => string;
};

/**
 * Puts a backup, as `Journal.backup` makes it, in the place of a directory's journal and opens a new epoch behind it, so that a seq
 * given after the backup was made is never given to another record. The journal that was there is moved
 * aside. Rejects with `journal-damaged` when the backup does not verify, and changes nothing then;
 * `despiteProblems` is for the journals that were salvaged once and have holes ever since.
 */
export async function restoreJournal(
  file: string,
  dir: string,
  options: RestoreOptions,
): Promise<{ readonly head: JournalHead; readonly movedAside: string | null }> {
  const { nowIso, newId } = options;
  const { ok, head: previous, problems } = await verifyJournal(file);
  if (previous === null || (!ok && options.despiteProblems !== true)) {
    const first = problems[0]?.what ?? "It holds no record.";
    throw new JournalRefusal(
      "journal-damaged",
      `${file} is not restored. ${first} Take another backup, or restore it --despite-problems.`,
    );
  }
  mkdirSync(dir, { recursive: true });
  const lock = lockDirectory(dir);
  const incoming = join(dir, "journal-incoming.db");
  try {
    const epoch = newId();
    rmSync(incoming, { force: true });
    copyFileSync(databaseOf(file), incoming, constants.COPYFILE_FICLONE);
    const db = openForWriting(incoming, defaultLimits.quotaPages);
    let head: JournalHead;
    try {
      migrate(db);
      if (headOf(db)?.hash !== previous.hash)
        throw new JournalRefusal("journal-damaged", `${file} changed while it was restored.`);
      const { station } = previous;
      const publicKey = options.publicKey === undefined ? keyOf(db) : options.publicKey;
      const opening = { station, epoch, id: newId(), at: nowIso(), publicKey };
      head = openEpoch(db, { ...opening, reason: "restored", previous, terms: epochTerms });
      db.pragma("wal_checkpoint(TRUNCATE)");
    } finally {
      db.close();
    }
    const movedAside = existsSync(journalFile(dir)) ? moveAside(dir, "replaced", epoch) : null;
    renameSync(incoming, journalFile(dir));
    const witness = openWitness(dir);
    witness.write(head);
    witness.close();
    return { head, movedAside };
  } catch (error) {
    rmSync(incoming, { force: true });
    throw asRefusal(error, incoming);
  } finally {
    lock.release();
  }
}

/** The public key the newest epoch of the journal was opened with. */
function keyOf(db: Sqlite): string | null {
  const newest = db.prepare<[], JournalRow>(
    `SELECT ${rowColumns} FROM journal WHERE seq = 1 ORDER BY place DESC LIMIT 1`,
  );
  const row = newest.get();
  const record = row === undefined ? null : recordOf(row);
  return record?.kind === "epoch.opened" ? record.body.publicKey : null;
}
