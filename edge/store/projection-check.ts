// Whether the projections are what a replay of the journal gives, row for row.
import { readFileSync } from "node:fs";
import Database from "better-sqlite3";
import type { Sqlite } from "./database.ts";
import { createProjector, projectionTables } from "./projections.ts";
import { type JournalRow, rowColumns } from "./record-text.ts";

const shape = new URL("./migrations/0002-projections.sql", import.meta.url);

/** One sentence per projection that differs from the replay, which is made in memory. */
export function compareProjections(db: Sqlite): readonly string[] {
  const replay = new Database(":memory:");
  try {
    replay.exec(readFileSync(shape, "utf8"));
    const project = createProjector(replay);
    const rows = db.prepare<[], JournalRow>(`SELECT ${rowColumns} FROM journal ORDER BY place`);
    for (const row of rows.iterate()) project(row);
    return projectionTables.flatMap((table) => compareTable(db, replay, table));
  } finally {
    replay.close();
  }
}

function compareTable(db: Sqlite, replay: Sqlite, table: string): readonly string[] {
  const keys = table === "run" ? "run" : "epoch, seq";
  const sql = `SELECT * FROM ${table} ORDER BY ${keys}`;
  const kept = db.prepare<[], Record<string, unknown>>(sql).iterate();
  const made = replay.prepare<[], Record<string, unknown>>(sql).all();
  let at = 0;
  for (const row of kept) {
    if (JSON.stringify(row) !== JSON.stringify(made[at]))
      return [`The projection ${table} differs from the journal in row ${at + 1}; rebuild it.`];
    at += 1;
  }
  if (at < made.length)
    return [`The projection ${table} lacks ${made.length - at} rows; rebuild it.`];
  return [];
}
