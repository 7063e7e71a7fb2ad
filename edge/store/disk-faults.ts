// Which errors of SQLite are faults of the disk that may pass, and how they are said.
import Database from "better-sqlite3";
import { JournalRefusal } from "./refusal.ts";

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

const SYSTEM_WORDS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the quota of this user is used up",
  EACCES: "this user may not write there",
  EPERM: "this user may not write there",
  EROFS: "the file system is read-only",
  EIO: "the disk has a fault",
};

/**
 * A fault of the disk as the refusal that names the place and what to do; anything else is a bug and
 * comes back as it is. For what is done before a station runs: there nothing waits for the disk.
 */
export function asRefusal(error: unknown, place: string): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const why = code === "SQLITE_FULL" ? SYSTEM_WORDS.ENOSPC : (SYSTEM_WORDS[code] ?? null);
  if (why === null && !isDiskFault(error)) return error;
  return new JournalRefusal(
    "journal-disk-refuses",
    `${place} cannot be written: ${why ?? messageOf(error)} (${code}). Make room, or check the folder and its rights.`,
  );
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
