import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openScratch, rejected } from "../store/scratch.ts";

const main = fileURLToPath(new URL("../../../dist/edge/main.js", import.meta.url));
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "proofline-restore-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const restore = (...args: string[]) =>
  spawnSync(process.execPath, [main, "restore", ...args], { encoding: "utf8", timeout: 60_000 });

it("a backup with a hole is refused with the remedy, and restored when that is asked for", async () => {
  const journal = await openScratch();
  await journal.append([rejected(), rejected(), rejected()]);
  const copy = join(folder, "copy.db");
  await journal.backup(copy);
  const holed = new Database(copy);
  holed.exec("DROP TRIGGER journal_never_deleted; DELETE FROM journal WHERE seq = 3");
  holed.close();
  const dir = join(folder, "var");
  const refused = restore(copy, "--dir", dir);
  expect([refused.status, refused.stderr]).toEqual([
    1,
    expect.stringContaining("or restore it --despite-problems"),
  ]);
  const done = restore(copy, "--dir", dir, "--despite-problems");
  expect([done.status, done.stderr]).toEqual([0, ""]);
}, 120_000);
