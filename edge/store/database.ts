// How a database file is opened: which promises are asked of SQLite, read back, and which shape it has.
import { readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import Database from "better-sqlite3";
import { JournalRefusal } from "./refusal.ts";

export type Sqlite = Database.Database;

/** Before 3.51.3 a checkpoint could lose committed transactions (sqlite.org/wal.html, WAL-reset bug). */
const oldestSqlite = [3, 51, 3];

/** Opens for writing: every commit is in the write-ahead log and synced before it returns. */
export function openForWriting(file: string, quotaPages: number): Sqlite {
  const db = new Database(file, { timeout: 200 });
  try {
    assertVersion(db);
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = FULL");
    db.pragma("foreign_keys = ON");
    db.pragma("recursive_triggers = ON");
    db.pragma("wal_autocheckpoint = 6000");
    db.pragma("journal_size_limit = 25165824");
    db.pragma("temp_store = MEMORY");
    db.pragma("trusted_schema = OFF");
    db.pragma("cell_size_check = ON");
    db.pragma("mmap_size = 0");
    db.pragma(`max_page_count = ${quotaPages}`);
    assertPragma(db, "journal_mode", "wal");
    assertPragma(db, "synchronous", 2);
    assertPragma(db, "recursive_triggers", 1);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Opens for reading only; cannot change anything. */
export function openForReading(file: string): Sqlite {
  const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 200 });
  db.pragma("trusted_schema = OFF");
  db.pragma("mmap_size = 0");
  return db;
}

function assertVersion(db: Sqlite): void {
  const version = db.prepare<[], string>("SELECT sqlite_version()").pluck().get() ?? "0";
  const parts = version.split(".").map(Number);
  for (const [at, least] of oldestSqlite.entries()) {
    const part = parts[at] ?? 0;
    if (part > least) return;
    if (part < least)
      throw new Error(`SQLite ${version} can lose commits; at least ${oldestSqlite.join(".")}`);
  }
}

function assertPragma(db: Sqlite, name: string, wanted: string | number): void {
  const found = db.pragma(name, { simple: true });
  if (found !== wanted) throw new Error(`SQLite answers ${name} = ${found}, not ${wanted}`);
}

const migrationsFolder = new URL("./migrations/", import.meta.url);

/** The numbered steps, oldest first; the shape of a database is how many of them it has taken. */
function migrations(): readonly string[] {
  return readdirSync(migrationsFolder)
    .filter((name) => /^\d{4}-.*\.sql$/.test(name))
    .sort();
}

function shapeOf(db: Sqlite, newest: number): number {
  const found = Number(db.pragma("user_version", { simple: true }));
  if (found <= newest) return found;
  throw new JournalRefusal(
    "journal-newer-version",
    `The journal has shape ${found}; this Proofline knows up to ${newest}. Use a newer one.`,
  );
}

/** Refuses a database that is not in the newest shape, for whoever may not change it. */
export function assertShape(db: Sqlite): void {
  const newest = migrations().length;
  const found = shapeOf(db, newest);
  if (found === newest) return;
  throw new JournalRefusal(
    "journal-older-version",
    `The journal has shape ${found}, this Proofline reads ${newest}. Start the station with it once, or run journal rebuild.`,
  );
}

/** Brings the database to the newest shape; one of a newer Proofline is refused. */
export function migrate(db: Sqlite): void {
  const files = migrations();
  const found = shapeOf(db, files.length);
  for (const [at, name] of files.entries()) {
    if (at < found) continue;
    const sql = readFileSync(new URL(name, migrationsFolder), "utf8");
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${at + 1}`);
    }).immediate();
  }
}

/**
 * Copies an open database into one file that needs no companions. The name appears when the copy is
 * whole and on the disk; commits made meanwhile on the same connection are in it.
 */
export async function copyDatabase(db: Sqlite, file: string): Promise<void> {
  const part = `${file}.part`;
  rmSync(part, { force: true });
  await db.backup(part);
  const copy = new Database(part);
  try {
    copy.pragma("synchronous = FULL");
    assertPragmaAnswer(copy.pragma("journal_mode = DELETE", { simple: true }), "delete");
  } finally {
    copy.close();
  }
  renameSync(part, file);
}

function assertPragmaAnswer(found: unknown, wanted: string): void {
  if (found !== wanted) throw new Error(`the copy stayed in mode ${found}, not ${wanted}`);
}
