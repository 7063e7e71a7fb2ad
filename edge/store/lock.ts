// Who may write in a directory: one process at a time, for as long as it lives.
import { join } from "node:path";
import Database from "better-sqlite3";
import { JournalRefusal } from "./refusal.ts";

export type DirectoryLock = { readonly release: () => void };

/**
 * Takes the directory or throws `journal-in-use`. The lock is one of the operating system on an empty
 * SQLite file, so it ends with its process however that ends.
 */
export function lockDirectory(dir: string): DirectoryLock {
  const lock = new Database(join(dir, "journal.lock"), { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (!(error instanceof Database.SqliteError) || !error.code.startsWith("SQLITE_BUSY"))
      throw error;
    throw new JournalRefusal(
      "journal-in-use",
      `The journal in ${dir} is in use by another running process; stop that one first, or name another directory.`,
    );
  }
  return {
    release: () => {
      lock.exec("ROLLBACK");
      lock.close();
    },
  };
}
