// Which errors of SQLite are faults of the disk that may pass, and how they are said.
import Database from "better-sqlite3";

const passing =
  /^SQLITE_(FULL|IOERR|BUSY|LOCKED|NOMEM|CANTOPEN|READONLY|CORRUPT|NOTADB|PROTOCOL|PERM)/;

/** Faults of the disk are tried again; everything else SQLite says to a write is a bug of the act. */
export function isDiskFault(error: unknown): boolean {
  return error instanceof Database.SqliteError && passing.test(error.code);
}

/** One English sentence with SQLite's code. */
export function sayDiskFault(error: unknown): string {
  const code = error instanceof Database.SqliteError ? error.code : "unknown";
  if (code === "SQLITE_FULL") return "The disk is full (SQLITE_FULL).";
  return `The disk refuses: ${messageOf(error)} (${code}).`;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Does what may fail with the disk without harm, because the next commit meets the same disk. */
export function unlessDiskFault(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!isDiskFault(error)) throw error;
  }
}
