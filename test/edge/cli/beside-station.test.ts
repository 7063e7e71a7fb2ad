// Reports, copies and checks beside a running station: they take no lock and change nothing.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runProgram, startProgram } from "../../fakes/station-process.ts";

const dir = mkdtempSync(join(tmpdir(), "proofline-beside-"));
let demo: ReturnType<typeof startProgram>;
beforeAll(async () => {
  demo = startProgram(["demo", "--dir", dir, "--port", "0", "--target", "20", "--speed", "200"]);
  await demo.says(/Ctrl-C ends it/);
}, 180_000);
afterAll(async () => {
  await demo.kill();
  rmSync(dir, { recursive: true });
});

it("every format of the report, a copy, a check and an export work while the station runs", async () => {
  for (const format of ["pdf", "xlsx", "csv", "dfq", "qif", "bundle"]) {
    const out = join(dir, `out.${format}`);
    const args = ["report", "PR-2026-001", "--format", format, "--dir", dir, "-o", out];
    expect(await runProgram(args)).toMatchObject({ code: 0, stderr: "" });
  }
  expect(await runProgram(["verify", join(dir, "out.bundle")])).toMatchObject({ code: 0 });
  const copy = join(dir, "copy.db");
  expect(await runProgram(["backup", copy, "--dir", dir])).toMatchObject({ code: 0, stderr: "" });
  expect(await runProgram(["journal", "verify", "--dir", copy])).toMatchObject({ code: 0 });
  expect(await runProgram(["journal", "verify", "--dir", dir])).toMatchObject({ code: 0 });
  expect(await runProgram(["journal", "export", "--dir", dir])).toMatchObject({ code: 0 });
  const rebuilt = await runProgram(["journal", "rebuild", "--dir", dir]);
  expect(rebuilt).toMatchObject({ code: 1, stdout: "" });
  expect(rebuilt.stderr).toContain("is in use by another running process");
}, 120_000);

it("no report and no copy is written over the journal itself", async () => {
  const journal = join(dir, "journal.db");
  for (const args of [
    ["report", "PR-2026-001", "--dir", dir, "-o", journal],
    ["backup", journal, "--dir", dir],
    ["backup", join(dir, "station-key.pem"), "--dir", dir],
  ]) {
    const { code, stderr } = await runProgram(args);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining("is part of the journal. Give another file to write."),
    });
  }
  expect(readFileSync(journal).subarray(0, 15).toString()).toBe("SQLite format 3");
}, 180_000);
