// What to do with a damaged journal: put its files aside and take over every record that proves itself whole.
import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { openForReading, type Sqlite } from "./database.ts";
import { createInserter } from "./insert.ts";
import { replayProjections } from "./projections.ts";
import { hashRow, type JournalRow, rowColumns } from "./record-text.ts";

/** Moves journal.db and its companions aside; gives the new path of the database. */
export function moveAside(dir: string, word: string, tag: string): string {
  const aside = join(dir, `journal-${word}-${tag}.db`);
  for (const companion of ["", "-wal", "-shm"]) {
    const from = join(dir, `journal.db${companion}`);
    if (existsSync(from)) renameSync(from, `${aside}${companion}`);
  }
  return aside;
}

/**
 * Copies the readable records of a damaged journal into a new one, in their order. A record is taken
 * over only when its own hash proves it; pages that cannot be read are stepped over.
 */
export function salvageRecords(
  damagedFile: string,
  db: Sqlite,
): { readonly taken: number; readonly refused: number } {
  let damaged: Sqlite;
  try {
    damaged = openForReading(damagedFile);
  } catch {
    return { taken: 0, refused: 0 };
  }
  try {
    return db.transaction(() => copyReadable(damaged, db)).immediate();
  } finally {
    damaged.close();
  }
}

function copyReadable(damaged: Sqlite, db: Sqlite) {
  const insert = createInserter(db);
  const seen = new Set<string>();
  let taken = 0;
  let refused = 0;
  for (const row of readableRows(damaged)) {
    const key = `${row.epoch} ${row.seq}`;
    if (seen.has(key) || seen.has(row.id) || !provesItself(row)) refused += 1;
    else {
      seen.add(key).add(row.id);
      insert(row);
      taken += 1;
    }
  }
  replayProjections(db);
  return { taken, refused };
}

function provesItself(row: JournalRow): boolean {
  try {
    return hashRow(row, row.prev) === row.hash && typeof JSON.parse(row.body) === "object";
  } catch {
    return false;
  }
}

const pageRows = 50;

function* readableRows(damaged: Sqlite): Generator<JournalRow> {
  const newest = newestPlace(damaged);
  for (let first = 1; first <= newest; first += pageRows) {
    const last = first + pageRows - 1;
    const page = attempt(() => rowsBetween(damaged, first, last));
    if (page !== null) yield* page;
    else
      for (let place = first; place <= last; place += 1)
        yield* attempt(() => rowsBetween(damaged, place, place)) ?? [];
  }
}

function rowsBetween(damaged: Sqlite, first: number, last: number): readonly JournalRow[] {
  const sql = `SELECT ${rowColumns} FROM journal WHERE place BETWEEN ? AND ? ORDER BY place`;
  return damaged.prepare<[number, number], JournalRow>(sql).all(first, last);
}

/** The largest place, found in the table or, where its end is damaged, in one of its indexes. */
function newestPlace(damaged: Sqlite): number {
  const ways = [
    "SELECT max(place) FROM journal",
    "SELECT max(place) FROM journal INDEXED BY sqlite_autoindex_journal_1",
    "SELECT max(place) FROM journal INDEXED BY sqlite_autoindex_journal_2",
  ];
  const found = ways.map(
    (sql) => attempt(() => damaged.prepare<[], number | null>(sql).pluck().get() ?? 0) ?? 0,
  );
  return Math.max(...found);
}

/** A page that cannot be read gives null: that is what salvaging is for. */
function attempt<Found>(read: () => Found): Found | null {
  try {
    return read();
  } catch {
    return null;
  }
}
