// What each record changes in the projections: pure functions from a record to statements, and the replay.
import type { Database, Statement } from "better-sqlite3";
import type { QualityRecord } from "../../sync/records/index.ts";
import { type JournalRow, recordOf, rowColumns } from "./record-text.ts";

type Value = string | number | null;
export type Change = readonly [sql: ProjectionSql, values: readonly Value[]];

const statements = {
  openEntry:
    "INSERT INTO inbox (epoch, seq, at, kind, gauge, reason, text, unit, raw) " +
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
  closeEntry: "DELETE FROM inbox WHERE epoch = ? AND seq = ?",
  takeMeasurement:
    "INSERT INTO measurement (epoch, seq, run, characteristic, unit, value, verdict, voided) " +
    "VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
  voidMeasurement: "UPDATE measurement SET voided = 1 WHERE epoch = ? AND seq = ?",
  planRun:
    "INSERT INTO run (run, epoch, seq, phase, part_number, target, planned_at) " +
    "VALUES (?, ?, ?, 'planned', ?, ?, ?) ON CONFLICT (run) DO NOTHING",
  moveRun: "UPDATE run SET phase = ? WHERE run = ?",
} as const;
type ProjectionSql = keyof typeof statements;

export const projectionTables = ["inbox", "run", "measurement"] as const;

const phases: Readonly<Record<string, string>> = {
  "run.started": "running",
  "run.held": "held",
  "run.resumed": "running",
  "run.closed": "closed",
  "run.assessed": "assessed",
};

const projected = new Set([
  ...["reading.unassigned", "frame.rejected", "reading.dismissed"],
  ...["measurement.taken", "measurement.voided", "run.planned"],
  ...Object.keys(phases),
]);

/** Whether records of the kind change a projection at all; spares parsing the bodies of others. */
export function isProjected(kind: string): boolean {
  return projected.has(kind);
}

/** What the record changes. A seq inside a body names a record of the same epoch unless told. */
export function changesOf(record: QualityRecord): readonly Change[] {
  const { epoch, seq, at } = record;
  switch (record.kind) {
    case "reading.unassigned": {
      const { gauge, text, unit, raw } = record.body.reading;
      const { reason } = record.body;
      return [["openEntry", [epoch, seq, at, "unassigned", gauge, reason, text, unit, raw]]];
    }
    case "frame.rejected": {
      const { gauge, reason, raw } = record.body;
      return [["openEntry", [epoch, seq, at, "rejected", gauge, reason, null, null, raw]]];
    }
    case "reading.dismissed":
      return [["closeEntry", [record.body.epoch ?? epoch, record.body.reading]]];
    case "measurement.taken": {
      const { run, characteristic, unit, value, verdict, source, sourceEpoch } = record.body;
      const taken: Change = [
        "takeMeasurement",
        [epoch, seq, run, characteristic, unit, value, verdict],
      ];
      return source === null ? [taken] : [taken, ["closeEntry", [sourceEpoch ?? epoch, source]]];
    }
    case "measurement.voided":
      return [["voidMeasurement", [record.body.epoch ?? epoch, record.body.measurement]]];
    case "run.planned": {
      const { run, plan, target } = record.body;
      return [["planRun", [run, epoch, seq, partNumberOf(plan), target, at]]];
    }
    case "run.started":
    case "run.held":
    case "run.resumed":
    case "run.closed":
    case "run.assessed":
      return [["moveRun", [phases[record.kind] ?? "", record.body.run]]];
    default:
      return [];
  }
}

function partNumberOf(plan: Readonly<Record<string, unknown>>): string {
  const part = plan.part;
  if (typeof part !== "object" || part === null || !("number" in part)) return "";
  return String(part.number);
}

/** Gives a function that makes changes, with its statements prepared once. */
export function createChanger(db: Database): (changes: readonly Change[]) => void {
  const prepared = new Map<ProjectionSql, Statement<Value[]>>();
  return (changes) => {
    for (const [sql, values] of changes) {
      let statement = prepared.get(sql);
      if (statement === undefined) {
        statement = db.prepare<Value[]>(statements[sql]);
        prepared.set(sql, statement);
      }
      statement.run(...values);
    }
  };
}

/** Gives a function that makes the changes of a record that stands in the journal. */
export function createProjector(db: Database): (row: JournalRow) => void {
  const change = createChanger(db);
  return (row) => {
    if (isProjected(row.kind)) change(changesOf(recordOf(row)));
  };
}

/** Empties the projections and replays the journal into them, in one transaction. */
export function replayProjections(db: Database): number {
  const rows = db.prepare<[number], JournalRow>(
    `SELECT ${rowColumns} FROM journal WHERE place > ? ORDER BY place LIMIT 500`,
  );
  return db
    .transaction(() => {
      for (const table of projectionTables) db.exec(`DELETE FROM ${table}`);
      const project = createProjector(db);
      let replayed = 0;
      let place = 0;
      for (;;) {
        const page = rows.all(place);
        for (const row of page) project(row);
        replayed += page.length;
        const last = page.at(-1);
        if (last === undefined) return replayed;
        place = last.place;
      }
    })
    .immediate();
}
