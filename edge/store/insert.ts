// The one place where a record gets its seq, its prev and its hash, and its row in the journal.
import type { Sqlite } from "./database.ts";
import type { DraftRow } from "./messages.ts";
import { createChanger } from "./projections.ts";
import { hashRow, type JournalRow, rowColumns } from "./record-text.ts";

export type ChainHead = {
  readonly station: string;
  readonly epoch: string;
  readonly seq: number;
  readonly hash: string;
};

const insertSql = `INSERT INTO journal (${rowColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Gives a function that puts one finished row into the journal. */
export function createInserter(db: Sqlite): (row: Omit<JournalRow, "place">) => void {
  const insert = db.prepare<(string | number | null)[]>(insertSql);
  return (row) => {
    const { epoch, seq, station, id, at, kind, v, actor, run, body, prev, hash } = row;
    insert.run(null, epoch, seq, station, id, at, kind, v, actor, run, body, prev, hash);
  };
}

/** Gives a function that appends drafts behind a head, projections included, inside a transaction. */
export function createAppender(db: Sqlite) {
  const insert = createInserter(db);
  const change = createChanger(db);
  return (head: ChainHead, rows: readonly DraftRow[]): readonly string[] => {
    const { station, epoch } = head;
    const hashes: string[] = [];
    let prev = head.hash;
    let seq = head.seq;
    for (const [id, at, kind, v, actor, run, body, changes] of rows) {
      seq += 1;
      const unhashed = { epoch, seq, station, id, at, kind, v, actor, run, body };
      const hash = hashRow(unhashed, prev);
      const row = { place: 0, epoch, seq, station, id, at, kind, v, actor, run, body, prev, hash };
      insert(row);
      change(changes);
      hashes.push(hash);
      prev = hash;
    }
    return hashes;
  };
}

/** The newest record of the journal, or null while it has none. */
export function headOf(db: Sqlite): ChainHead | null {
  const newest = db.prepare<[], ChainHead>(
    "SELECT station, epoch, seq, hash FROM journal ORDER BY place DESC LIMIT 1",
  );
  return newest.get() ?? null;
}

/** The head of an epoch without records; `genesis` is what its first record names as `prev`. */
export function emptyHead(station: string, epoch: string, genesis: string): ChainHead {
  return { station, epoch, seq: 0, hash: genesis };
}
