import { copyFileSync, existsSync, readdirSync, rmSync, statSync, truncateSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import {
  exportJournal,
  openJournal,
  rebuildProjections,
  restoreJournal,
  verifyJournal,
} from "../../../edge/store/index.ts";
import { canonicalText, type QualityRecord } from "../../../sync/records/index.ts";
import {
  dismissed,
  measurement,
  newId,
  nowIso,
  openScratch,
  optionsFor,
  planned,
  rejected,
  runStep,
  scratchDir,
  unassigned,
  voided,
} from "./scratch.ts";

/** A closed journal with some of everything; 1 epoch, `extra` measurements at its end. */
async function filledDir(extra = 0): Promise<string> {
  const dir = scratchDir();
  const journal = await openJournal(optionsFor(dir));
  await journal.append([planned("R1"), runStep("run.started", "R1"), planned("R2")]);
  await journal.append([unassigned(null), unassigned("R1"), rejected(), unassigned(null)]);
  await journal.append([measurement("R1", 1, { source: 6 }), dismissed(7), voided("R1", 9)]);
  await journal.append([measurement("R1", 1), runStep("run.held", "R1")]);
  for (let at = 0; at < extra; at += 100)
    await journal.append(
      Array.from({ length: Math.min(100, extra - at) }, (_, n) => measurement("R1", at + n + 2)),
    );
  await journal.close();
  return dir;
}

function tables(dir: string): unknown {
  const db = new Database(join(dir, "journal.db"), { readonly: true });
  const all = ["inbox", "run", "measurement"].map((table) =>
    db.prepare(`SELECT * FROM ${table}`).all(),
  );
  db.close();
  return all;
}

function change(dir: string, ...sql: readonly string[]): void {
  const db = new Database(join(dir, "journal.db"));
  try {
    for (const statement of sql) db.exec(statement);
  } finally {
    db.close();
  }
}

const unguarded = "DROP TRIGGER journal_never_changed; DROP TRIGGER journal_never_deleted";

test("files a voided measurement as voided, and only that one", async () => {
  const dir = await filledDir();
  const db = new Database(join(dir, "journal.db"), { readonly: true });
  const flags = db.prepare("SELECT seq, voided FROM measurement ORDER BY seq").all();
  db.close();
  expect(flags).toEqual([
    { seq: 9, voided: 1 },
    { seq: 12, voided: 0 },
  ]);
});

describe("the journal's history", () => {
  test("refuses UPDATE, DELETE and REPLACE whoever asks", async () => {
    const dir = await filledDir();
    expect(() => change(dir, "UPDATE journal SET actor = 'x' WHERE seq = 3")).toThrow(
      /append-only/,
    );
    expect(() => change(dir, "DELETE FROM journal WHERE seq = 3")).toThrow(/append-only/);
    expect(() =>
      change(
        dir,
        "REPLACE INTO journal SELECT place, epoch, seq, station, id, at, kind, v, 'x', run, body, prev, hash FROM journal WHERE seq = 3",
      ),
    ).toThrow(/append-only/);
    expect((await verifyJournal(dir, { projections: true })).ok).toBe(true);
  });

  test("shows a changed body, a missing record and a wrong filing at their seq", async () => {
    const dir = await filledDir();
    change(
      dir,
      unguarded,
      `UPDATE journal SET body = replace(body, '12.345', '12.346') WHERE seq = 9`,
    );
    const changed = await verifyJournal(dir);
    expect(changed.problems.map(({ seq }) => seq)).toEqual([9]);
    expect(changed.problems[0]?.what).toMatch(/hash is not that of its content/);

    const other = await filledDir();
    change(
      other,
      unguarded,
      "DELETE FROM journal WHERE seq = 5",
      "UPDATE journal SET run = 'R9' WHERE seq = 3",
    );
    const { problems } = await verifyJournal(other);
    expect(problems.map(({ seq }) => seq)).toEqual([3, 6]);
    expect(problems[1]?.what).toMatch(/5 was due/);
  });

  test("shows a record that was changed together with its own hash at the record behind it", async () => {
    const dir = await filledDir();
    change(dir, unguarded, `UPDATE journal SET hash = '${"0".repeat(64)}' WHERE seq = 4`);
    const { problems } = await verifyJournal(dir);
    expect(problems.map(({ seq }) => seq)).toEqual([4, 5]);
  });

  test("projects inbox, runs and measurements, and a rebuild gives the same rows to the last bit", async () => {
    const dir = await filledDir();
    const journal = await openJournal(optionsFor(dir));
    const { total, entries } = await journal.inbox(10);
    expect(total).toBe(2);
    expect(entries.map(({ seq, kind, text }) => [seq, kind, text])).toEqual([
      [8, "unassigned", "12.345"],
      [5, "unassigned", "12.345"],
    ]);
    expect(await journal.runs()).toEqual([
      { run: "R2", state: "planned", partNumber: "KL-22", target: 200 },
      { run: "R1", state: "held", partNumber: "KL-22", target: 200 },
    ]);
    await journal.close();
    const kept = tables(dir);
    change(
      dir,
      "UPDATE measurement SET value = '0'; DELETE FROM inbox; UPDATE run SET phase = 'closed'",
    );
    const { problems } = await verifyJournal(dir, { projections: true });
    expect(problems.length).toBe(3);
    expect(tables(dir)).not.toEqual(kept);
    expect(rebuildProjections(dir)).toEqual({ records: 13 });
    expect(tables(dir)).toEqual(kept);
    expect((await verifyJournal(dir, { projections: true })).ok).toBe(true);
  });

  test("is exported as one canonical line for each record", async () => {
    const dir = await filledDir();
    const lines: string[] = [];
    for await (const line of exportJournal(dir)) lines.push(line);
    const journal = await openScratch(dir);
    const records: readonly QualityRecord[] = await journal.read(1, 1000);
    expect(lines).toEqual(records.map((record) => canonicalText(record)));
  });
});

describe("a backup", () => {
  test("is taken under load as one file that verifies, and restoring it opens a new epoch", async () => {
    const dir = await filledDir(3_000);
    const file = join(scratchDir(), "nightly.db");
    const journal = await openJournal(optionsFor(dir));
    const acts = Array.from({ length: 500 }, (_, at) => [measurement("R1", at + 1)]);
    await Promise.all([...acts.map((act) => journal.append(act)), journal.backup(file)]);
    const backedUp = await verifyJournal(file, { projections: true });
    expect(backedUp.problems).toEqual([]);
    expect(backedUp.records).toBeGreaterThanOrEqual(3_013);
    await journal.append([rejected()]);
    const old = journal.head();
    await journal.close();

    const { head, movedAside } = await restoreJournal(file, dir, { nowIso, newId });
    expect(movedAside !== null && existsSync(movedAside)).toBe(true);
    expect(head.seq).toBe(1);
    expect(head.epoch).not.toBe(old.epoch);
    const again = await openScratch(dir);
    expect(again.opened.how).toBe("continued");
    expect(again.epochs()).toEqual([old.epoch, head.epoch]);
    const [opening] = await again.read(1, 1);
    expect(opening).toMatchObject({
      kind: "epoch.opened",
      body: { reason: "restored", previous: { epoch: old.epoch, seq: backedUp.head?.seq } },
    });
    expect((await again.append([measurement("R1", 1)]))[0]?.seq).toBe(2);
    const epochsOfRun = (await again.readRun("R1")).map(({ epoch }) => epoch);
    expect(epochsOfRun.at(0)).toBe(old.epoch);
    expect(epochsOfRun.at(-1)).toBe(head.epoch);
    expect((await verifyJournal(dir, { projections: true })).problems).toEqual([]);
  });

  test("that does not verify is not restored, and nothing is changed", async () => {
    const dir = await filledDir();
    const file = join(scratchDir(), "bad.db");
    copyFileSync(join(dir, "journal.db"), file);
    const db = new Database(file);
    db.exec(`${unguarded}; UPDATE journal SET at = '1970' WHERE seq = 2`);
    db.close();
    const restored = restoreJournal(file, dir, { nowIso, newId });
    await expect(restored).rejects.toMatchObject({ code: "journal-damaged" });
    expect((await openScratch(dir)).opened.how).toBe("continued");
  });
});

describe("a damaged journal", () => {
  test("is moved aside, its whole records are taken over, and a new epoch follows", async () => {
    const dir = await filledDir(2_000);
    const before = await verifyJournal(dir);
    await garble(join(dir, "journal.db"), 400 * 4096, 4096);
    const journal = await openScratch(dir);
    const { how, problems, movedAside, records } = journal.opened;
    expect(how).toBe("salvaged");
    expect(problems.length).toBeGreaterThan(1);
    expect(existsSync(join(dir, movedAside ?? ""))).toBe(true);
    expect(records).toBeGreaterThan(before.records - 20);
    expect(journal.head()).toMatchObject({ seq: 1 });
    expect(journal.epochs().at(-1)).not.toBe(before.head?.epoch);
    const [opening] = await journal.read(1, 1);
    const { epoch, seq, hash } = before.head ?? {};
    expect(opening?.body).toMatchObject({ reason: "restored", previous: { epoch, seq, hash } });
    await journal.append([rejected()]);
    await journal.close();
    const again = await openScratch(dir);
    expect(again.opened.how).toBe("continued");
    expect(again.epochs()).toEqual(journal.epochs());
    const holes = (await verifyJournal(dir, { projections: true })).problems;
    expect(holes.map(({ what }) => what).join(" ")).toMatch(/was due/);
  });

  test("of which nothing can be read still lets the station start, with the file kept", async () => {
    const dir = await filledDir();
    await garble(join(dir, "journal.db"), 0, 8192);
    const journal = await openScratch(dir);
    expect(journal.opened).toMatchObject({ how: "salvaged", records: 1 });
    expect(readdirSync(dir).some((name) => name.startsWith("journal-damaged-"))).toBe(true);
    await journal.append([rejected()]);
  });

  test("whose newest commits have vanished says so and opens a new epoch", async () => {
    const dir = await filledDir();
    const older = join(scratchDir(), "older.db");
    copyFileSync(join(dir, "journal.db"), older);
    const journal = await openJournal(optionsFor(dir));
    await journal.append([rejected(), rejected()]);
    const lost = journal.head();
    await journal.close();
    rmSync(join(dir, "journal.db"));
    copyFileSync(older, join(dir, "journal.db"));
    const again = await openScratch(dir);
    expect(again.opened.how).toBe("reopened");
    expect(again.opened.problems[0]).toMatch(`Record ${lost.seq} of epoch ${lost.epoch}`);
    expect(again.head().epoch).not.toBe(lost.epoch);
    expect((await verifyJournal(dir)).problems).toEqual([]);
  });

  test("is never opened in silence, whichever bytes of it are garbled or cut off", async () => {
    const source = await filledDir(600);
    const whole = await verifyJournal(source);
    const size = statSync(join(source, "journal.db")).size;
    for (let seed = 1; seed <= 12; seed += 1) {
      const dir = scratchDir();
      for (const name of ["journal.db", "journal.head"])
        copyFileSync(join(source, name), join(dir, name));
      const file = join(dir, "journal.db");
      if (seed % 4 === 0) truncateSync(file, Math.floor(size * (seed / 16)));
      else if (seed === 1) await garble(file, 60, 4);
      else await garble(file, (seed * 7919 * 131) % size, 1 + ((seed * 613) % 4096));
      const journal = await openJournal(optionsFor(dir));
      await journal.append([rejected()]);
      await journal.close();
      if (journal.opened.how !== "continued") continue;
      expect((await verifyJournal(dir)).records).toBe(whole.records + 1);
      expect((await verifyJournal(dir)).problems).toEqual([]);
    }
  });
});

async function garble(file: string, from: number, length: number): Promise<void> {
  const handle = await open(file, "r+");
  await handle.write(Buffer.alloc(length, 0xa5), 0, length, from);
  await handle.close();
}
