// Reading a journal beside the station that writes it: no lock, no change, a copy of one moment.
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { openSnapshot, verifyJournal } from "../../../edge/store/index.ts";
import { measurement, openScratch, planned, rejected, scratchDir } from "./scratch.ts";

test("a journal that a station has open is read and copied while it writes", async () => {
  const dir = scratchDir();
  const journal = await openScratch(dir);
  await journal.append([planned("R1")]);
  for (let unit = 1; unit <= 2_000; unit += 100)
    await journal.append(Array.from({ length: 100 }, (_, at) => measurement("R1", unit + at)));
  const { seq } = journal.head();

  const snapshot = openSnapshot(dir);
  let copying = true;
  const file = join(scratchDir(), "copy.db");
  const copied = snapshot.backup(file).finally(() => {
    copying = false;
  });
  let acts = 0;
  for (; copying || acts < 50; acts += 1) await journal.append([measurement("R1", 3_000 + acts)]);
  await copied;
  expect(await snapshot.readRun("R1")).toHaveLength(2_001 + acts);
  expect(await snapshot.runs()).toMatchObject([{ run: "R1", state: "planned" }]);
  expect(snapshot.epochs()).toEqual(journal.epochs());
  const [first] = await snapshot.readEpoch(snapshot.head.epoch, 1, 1);
  expect(first?.kind).toBe("epoch.opened");
  snapshot.close();

  const verdict = await verifyJournal(file, { projections: true });
  expect({ ok: verdict.ok, head: verdict.head?.seq }).toEqual({ ok: true, head: seq });
  expect((await verifyJournal(dir)).ok).toBe(true);
});

test("a journal at rest is not changed by being read", async () => {
  const dir = scratchDir();
  const journal = await openScratch(dir);
  await journal.append([planned("R1"), rejected()]);
  await journal.close();
  const file = join(dir, "journal.db");
  const before = [readFileSync(file), statSync(file).mtimeMs];
  const snapshot = openSnapshot(dir);
  expect(await snapshot.readRun("R1")).toHaveLength(1);
  snapshot.close();
  expect([readFileSync(file), statSync(file).mtimeMs]).toEqual(before);
});

test("a journal of another shape, none, or no place for its copy is refused in words", async () => {
  const dir = scratchDir();
  expect(() => openSnapshot(dir)).toThrow("There is no journal at");
  const journal = await openScratch(dir);
  await journal.append([rejected()]);
  await journal.close();
  const snapshot = openSnapshot(dir);
  await expect(snapshot.backup(join(dir, "none", "copy.db"))).rejects.toMatchObject({
    code: "journal-backup-failed",
  });
  snapshot.close();
  const db = new Database(join(dir, "journal.db"));
  const shape = Number(db.pragma("user_version", { simple: true }));
  db.pragma(`user_version = ${shape - 1}`);
  expect(() => openSnapshot(dir)).toThrow(/run journal rebuild/);
  db.pragma(`user_version = ${shape + 1}`);
  expect(() => openSnapshot(dir)).toThrow(/Use a newer one/);
  db.close();
});
