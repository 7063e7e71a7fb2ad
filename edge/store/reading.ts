// Reads for the station: short, on a connection of their own, in pages between which the event loop has its turn.
import { setImmediate as turnOfTheLoop } from "node:timers/promises";
import type { QualityRecord, RecordPlace } from "../../sync/records/index.ts";
import { openForReading, type Sqlite } from "./database.ts";
import type { InboxEntry, Journal } from "./journal.ts";
import type { StoreLimits } from "./limits.ts";
import { type JournalRow, recordOf, rowColumns } from "./record-text.ts";

export type JournalReader = ReturnType<typeof createReader>;

/**
 * Opens a read-only connection. Reads run on the calling thread: a page of at most 200 records or 1 MiB
 * takes some milliseconds, while rows sent from another thread would have to be copied and then parsed
 * here all the same.
 */
export function createReader(file: string, limits: StoreLimits) {
  const db = openForReading(file);
  const ofEpoch = db.prepare<[string, number, number], JournalRow>(
    `SELECT ${rowColumns} FROM journal WHERE epoch = ? AND seq >= ? ORDER BY seq LIMIT ?`,
  );
  const ofRun = db.prepare<[string, number, number], JournalRow>(
    `SELECT ${rowColumns} FROM journal WHERE run = ? AND place > ? ORDER BY place LIMIT ?`,
  );
  // The kinds stand here as in the index, so that SQLite can use it.
  const ofGauges = db.prepare<[number, number], JournalRow>(
    `SELECT ${rowColumns} FROM journal ` +
      "WHERE kind IN ('gauge.commissioned', 'gauge.calibrated', 'gauge.adapter') " +
      "AND place > ? ORDER BY place LIMIT ?",
  );
  const byId = db.prepare<[string], RecordPlace>("SELECT epoch, seq FROM journal WHERE id = ?");
  const inEntry = db.prepare<[string, number], unknown>(
    "SELECT 1 FROM inbox WHERE epoch = ? AND seq = ?",
  );
  return {
    epoch: (epoch: string, from: number, limit: number) =>
      readPages(Math.min(limit, limits.readRecords), (last, left) =>
        pageOf(ofEpoch.iterate(epoch, last === null ? from : last.seq + 1, left), left, limits),
      ),
    run: (run: string) =>
      readPages(Number.POSITIVE_INFINITY, (last, left) =>
        pageOf(ofRun.iterate(run, last?.place ?? 0, limits.pageRecords), left, limits),
      ),
    gaugeRecords: () =>
      readPages(Number.POSITIVE_INFINITY, (last, left) =>
        pageOf(ofGauges.iterate(last?.place ?? 0, limits.pageRecords), left, limits),
      ),
    runs: () => runsOf(db),
    inbox: (epochs: readonly string[], limit: number) =>
      inboxOf(db, epochs, Math.min(limit, limits.readRecords)),
    inInbox: ({ epoch, seq }: RecordPlace) => inEntry.get(epoch, seq) !== undefined,
    placeOf: (id: string) => byId.get(id) ?? null,
    confirmed: (epoch: string) =>
      db
        .prepare<[string], number>("SELECT seq FROM confirmed WHERE epoch = ?")
        .pluck()
        .get(epoch) ?? 0,
    taken: (epoch: string, road: string) =>
      db
        .prepare<[string, string], number>("SELECT seq FROM taken WHERE epoch = ? AND road = ?")
        .pluck()
        .get(epoch, road) ?? 0,
    close: () => db.close(),
  };
}

/** A row of the list of runs. */
type ListedRun = Awaited<ReturnType<Journal["runs"]>>[number];

type Page = (last: JournalRow | null, left: number) => readonly JournalRow[];

async function readPages(limit: number, next: Page): Promise<readonly QualityRecord[]> {
  const records: QualityRecord[] = [];
  let last: JournalRow | null = null;
  while (records.length < limit) {
    if (last !== null) await turnOfTheLoop();
    const page: readonly JournalRow[] = next(last, limit - records.length);
    for (const row of page) records.push(recordOf(row));
    last = page.at(-1) ?? null;
    if (last === null) break;
  }
  return records;
}

function pageOf(
  rows: IterableIterator<JournalRow>,
  left: number,
  { pageRecords, pageBytes }: StoreLimits,
): readonly JournalRow[] {
  const page: JournalRow[] = [];
  let bytes = 0;
  for (const row of rows) {
    page.push(row);
    bytes += row.body.length;
    if (page.length >= Math.min(pageRecords, left) || bytes >= pageBytes) break;
  }
  return page;
}

function runsOf(db: Sqlite): readonly ListedRun[] {
  return db
    .prepare<[], ListedRun>(
      "SELECT run.run, run.phase AS state, run.part_number AS partNumber, run.target " +
        "FROM run JOIN journal USING (epoch, seq) " +
        "ORDER BY journal.place DESC LIMIT 10000",
    )
    .all();
}

/** Newest first: epochs in the order of the journal, whatever the clocks said when they began. */
function inboxOf(db: Sqlite, epochs: readonly string[], limit: number) {
  const total = db.prepare<[], number>("SELECT count(*) FROM inbox").pluck().get() ?? 0;
  const ofEpoch = db.prepare<[string, number], InboxEntry>(
    "SELECT epoch, seq, at, kind, gauge, reason, text, unit, raw FROM inbox " +
      "WHERE epoch = ? ORDER BY seq DESC LIMIT ?",
  );
  const entries: InboxEntry[] = [];
  for (const epoch of [...epochs].reverse()) {
    if (entries.length >= Math.min(limit, total)) break;
    entries.push(...ofEpoch.all(epoch, limit - entries.length));
  }
  return { total, entries };
}
