// What is done with the directory when the station starts: create, continue, or mend with an alarm.
import { existsSync, mkdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import Database from "better-sqlite3";
import { migrate, openForWriting, type Sqlite } from "./database.ts";
import { epochsOf, openEpoch } from "./epoch.ts";
import { type ChainHead, headOf } from "./insert.ts";
import type { JournalOpening } from "./journal.ts";
import { type DirectoryLock, lockDirectory } from "./lock.ts";
import type { WriterSettings } from "./messages.ts";
import { hashRow, type JournalRow, rowColumns } from "./record-text.ts";
import { JournalRefusal } from "./refusal.ts";
import { moveAside, salvageRecords } from "./salvage.ts";
import { openWitness, readWitness, type Witness } from "./witness.ts";

export type OpenStore = {
  readonly db: Sqlite;
  readonly lock: DirectoryLock;
  readonly witness: Witness;
  readonly head: ChainHead;
  readonly epochs: readonly string[];
  readonly opened: JournalOpening;
};

export function journalFile(dir: string): string {
  return join(dir, "journal.db");
}

/** Opens the journal of the directory for writing, whatever state it was left in. */
export function openStore(settings: WriterSettings): OpenStore {
  mkdirSync(settings.dir, { recursive: true });
  const lock = lockDirectory(settings.dir);
  try {
    return openLocked(settings, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function openLocked(settings: WriterSettings, lock: DirectoryLock): OpenStore {
  const { dir, limits } = settings;
  const existed = existsSync(journalFile(dir));
  const found = existed ? openSound(settings) : { db: null, problems: [] };
  const problems = [...found.problems];
  let db = found.db;
  let movedAside: string | null = null;
  if (db === null) {
    if (existed) movedAside = moveAside(dir, "damaged", settings.opening.epoch);
    db = openForWriting(journalFile(dir), limits.quotaPages);
    migrate(db);
    if (movedAside !== null) {
      const { taken, refused } = salvageRecords(movedAside, db);
      problems.push(`${taken} records were taken over, ${refused} did not prove themselves.`);
    }
  }
  try {
    const left = headOf(db);
    assertStation(left, settings);
    const lost = movedAside === null ? lostRecords(db, left, settings) : [];
    problems.push(...lost);
    const continued = left !== null && movedAside === null && lost.length === 0;
    const head = continued ? left : beginEpoch(db, settings, left, problems.length > 0);
    const witness = openWitness(dir);
    witness.write(head);
    const how = continued
      ? "continued"
      : movedAside !== null
        ? "salvaged"
        : lost.length > 0
          ? "reopened"
          : "created";
    const records = db.prepare<[], number>("SELECT count(*) FROM journal").pluck().get() ?? 0;
    const aside = movedAside === null ? null : basename(movedAside);
    const opened = { how, records, movedAside: aside, problems } as const;
    return { db, lock, witness, head, epochs: epochsOf(db), opened };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Opens and checks an existing file; no database where it is damaged, with the reasons. */
function openSound(settings: WriterSettings): {
  readonly db: Sqlite | null;
  readonly problems: readonly string[];
} {
  const file = journalFile(settings.dir);
  let db: Sqlite | null = null;
  try {
    db = openForWriting(file, settings.limits.quotaPages);
    const misshapen = findMisshape(db);
    if (misshapen.length === 0) migrate(db);
    const problems = misshapen.length > 0 ? misshapen : findDamage(db, file, settings);
    if (problems.length === 0) return { db, problems };
    db.close();
    return { db: null, problems };
  } catch (error) {
    db?.close();
    if (!isDamage(error)) throw error;
    return { db: null, problems: [`The database cannot be read: ${error.message}.`] };
  }
}

function isDamage(error: unknown): error is Error {
  if (!(error instanceof Database.SqliteError)) return false;
  return /^SQLITE_(CORRUPT|NOTADB)/.test(error.code);
}

/** A number of the shape without the table, or the table without the number: one of them is damaged. */
function findMisshape(db: Sqlite): readonly string[] {
  const shape = Number(db.pragma("user_version", { simple: true }));
  const tables = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'journal'";
  const found = db.prepare<[], number>(tables).pluck().get() === 1;
  if (shape > 0 === found) return [];
  return [`The database has shape ${shape} and ${found ? "a" : "no"} journal in it.`];
}

function findDamage(db: Sqlite, file: string, settings: WriterSettings): readonly string[] {
  const { checkWholeBytes, checkNewestRecords } = settings.limits;
  const problems: string[] = [];
  if (statSync(file).size <= checkWholeBytes) {
    const answers = db.prepare<[], string>("PRAGMA quick_check(5)").pluck().all();
    problems.push(...answers.filter((answer) => answer !== "ok").map((answer) => `${answer}.`));
  }
  if (problems.length > 0) return problems;
  const newest = db.prepare<[number], JournalRow>(
    `SELECT ${rowColumns} FROM journal ORDER BY place DESC LIMIT ?`,
  );
  let after: JournalRow | null = null;
  let current: string | null = null;
  for (const row of newest.iterate(checkNewestRecords)) {
    current ??= row.epoch;
    if (hashRow(row, row.prev) !== row.hash)
      return [`Record ${row.seq} of epoch ${row.epoch} is not what its hash says.`];
    // Epochs before the newest may have the holes of an earlier salvage.
    const follows = after === null || row.epoch !== current || isNext(row, after);
    if (!follows)
      return [`Record ${after?.seq} of epoch ${row.epoch} does not follow record ${row.seq}.`];
    after = row;
  }
  return [];
}

function isNext(row: JournalRow, after: JournalRow): boolean {
  return after.seq === row.seq + 1 && after.prev === row.hash;
}

function assertStation(left: ChainHead | null, { dir, station }: WriterSettings): void {
  if (left === null || left.station === station) return;
  throw new JournalRefusal(
    "journal-other-station",
    `The journal in ${dir} is that of station ${left.station}, not ${station}. Name the station ${left.station}, or another directory.`,
  );
}

/** Records that were acknowledged in this directory and are not in the database. */
function lostRecords(
  db: Sqlite,
  left: ChainHead | null,
  settings: WriterSettings,
): readonly string[] {
  const witnessed = readWitness(settings.dir);
  if (witnessed === null) return [];
  const { epoch, seq, hash } = witnessed;
  const kept = db
    .prepare<[string, number], string>("SELECT hash FROM journal WHERE epoch = ? AND seq = ?")
    .pluck()
    .get(epoch, seq);
  if (kept === hash) return [];
  if (kept !== undefined) return [`Record ${seq} of epoch ${epoch} is another than was committed.`];
  const last = left === null || left.epoch !== epoch ? "none of that epoch" : `${left.seq}`;
  return [`Record ${seq} of epoch ${epoch} was committed and is gone; the newest left is ${last}.`];
}

function beginEpoch(
  db: Sqlite,
  settings: WriterSettings,
  previous: ChainHead | null,
  mended: boolean,
): ChainHead {
  const { station, publicKey, opening } = settings;
  const reason = previous === null && !mended ? "created" : "restored";
  return openEpoch(db, { ...opening, station, publicKey, reason, previous });
}
