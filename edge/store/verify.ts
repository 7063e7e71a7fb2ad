// Whether a journal is what it says: every hash, every seq, every link, and the projections if asked.
import { statSync } from "node:fs";
import { setImmediate as turnOfTheLoop } from "node:timers/promises";
import { GENESIS_HASH, hashRecord, type QualityRecord } from "../../sync/records/index.ts";
import { openForReading, type Sqlite } from "./database.ts";
import type { JournalHead } from "./journal.ts";
import { journalFile } from "./opening.ts";
import { compareProjections } from "./projection-check.ts";
import { type JournalRow, recordOf, rowColumns } from "./record-text.ts";
import { JournalRefusal } from "./refusal.ts";

export type JournalProblem = {
  readonly epoch: string;
  readonly seq: number;
  /** English, one sentence. */
  readonly what: string;
};

export type JournalVerification = {
  readonly ok: boolean;
  readonly records: number;
  /** Oldest first. */
  readonly epochs: readonly string[];
  /** Null while the journal is empty. */
  readonly head: JournalHead | null;
  /** In the order of the journal, at most 1000. */
  readonly problems: readonly JournalProblem[];
};

const mostProblems = 1_000;

/** The database of a journal's directory, or the file itself; rejects where neither is. */
export function databaseOf(place: string): string {
  const found = statSync(place, { throwIfNoEntry: false });
  const file = found?.isDirectory() ? journalFile(place) : place;
  if (statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
  throw new JournalRefusal("journal-missing", `There is no journal at ${place}.`);
}

/** All rows in the order of the journal, a page at a time, with a turn of the event loop between pages. */
export async function* rowsOf(db: Sqlite): AsyncGenerator<JournalRow> {
  const page = db.prepare<[number], JournalRow>(
    `SELECT ${rowColumns} FROM journal WHERE place > ? ORDER BY place LIMIT 200`,
  );
  let rows = page.all(0);
  while (rows.length > 0) {
    yield* rows;
    await turnOfTheLoop();
    rows = page.all(rows.at(-1)?.place ?? 0);
  }
}

/**
 * Recomputes a journal without changing it; may run beside a station. `place` is its directory or a
 * database file such as a backup. A file that SQLite cannot read is a problem, not an error.
 */
export async function verifyJournal(
  place: string,
  { projections = false }: { readonly projections?: boolean } = {},
): Promise<JournalVerification> {
  const file = databaseOf(place);
  const chain = createChainCheck();
  let db: Sqlite | null = null;
  try {
    db = openForReading(file);
    for await (const row of rowsOf(db)) chain.check(row);
    if (projections) for (const what of compareProjections(db)) chain.report(chain.head(), what);
  } catch (error) {
    if (!(error instanceof Error && ("code" in error || error instanceof SyntaxError))) throw error;
    chain.report(chain.head(), `The journal cannot be read further: ${error.message}.`);
  } finally {
    db?.close();
  }
  return chain.result();
}

type Place = { readonly epoch: string; readonly seq: number };

function createChainCheck() {
  const problems: JournalProblem[] = [];
  const epochs: string[] = [];
  const ids = new Set<string>();
  let before: QualityRecord | null = null;
  let records = 0;

  const report = (at: Place | null, what: string): void => {
    if (problems.length < mostProblems)
      problems.push({ epoch: at?.epoch ?? "", seq: at?.seq ?? 0, what });
  };

  const check = (row: JournalRow): void => {
    records += 1;
    if (ids.has(row.id)) report(row, `Its id ${row.id} is that of an earlier record.`);
    ids.add(row.id);
    let record: QualityRecord;
    try {
      record = recordOf(row);
    } catch {
      report(row, "Its body is not JSON.");
      return;
    }
    const { hash, ...rest } = record;
    if (hashRecord(rest) !== hash) report(row, "Its hash is not that of its content.");
    const run = "run" in record.body ? record.body.run : null;
    if (run !== row.run) report(row, "The run it is filed under is not the one it names.");
    for (const what of linkFaults(before, record, epochs)) report(row, what);
    if (!epochs.includes(record.epoch)) epochs.push(record.epoch);
    before = record;
  };

  const head = (): JournalHead | null => before;
  const result = (): JournalVerification => {
    const last = head();
    const { station = "", epoch = "", seq = 0, hash = "" } = last ?? {};
    return {
      ok: problems.length === 0,
      records,
      epochs,
      head: last === null ? null : { station, epoch, seq, hash },
      problems,
    };
  };
  return { check, report, head, result };
}

/** What is wrong between a record and the one before it. */
function* linkFaults(
  before: QualityRecord | null,
  record: QualityRecord,
  epochs: readonly string[],
): Generator<string> {
  if (before !== null && before.station !== record.station)
    yield `It is of station ${record.station}, the one before of ${before.station}.`;
  if (before?.epoch === record.epoch) {
    const wanted = before.seq + 1;
    if (record.seq !== wanted) yield `It follows record ${before.seq}; ${wanted} was due.`;
    else if (record.prev !== before.hash) yield "Its prev is not the hash of the record before.";
    return;
  }
  if (epochs.includes(record.epoch)) yield "Its epoch had ended.";
  if (record.seq !== 1 || record.kind !== "epoch.opened") {
    yield "Its epoch does not begin with the record that opens it.";
    return;
  }
  if (record.prev !== GENESIS_HASH) yield "The first record of an epoch has no record before it.";
  const { previous } = record.body;
  const linked =
    previous?.epoch === before?.epoch &&
    previous?.seq === before?.seq &&
    previous?.hash === before?.hash;
  if (!linked) yield "It does not name the record that stood before its epoch.";
}
