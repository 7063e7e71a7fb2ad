// Files that cannot be opened or written: said in words with exit code 1, never a stack trace.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { addJournalCommands } from "../../../edge/cli/journal-commands.ts";
import { addReportCommands } from "../../../edge/cli/report-commands.ts";
import { callInProcess } from "./in-process.ts";

const dir = mkdtempSync(join(tmpdir(), "proofline-refusals-"));
afterAll(() => rmSync(dir, { recursive: true }));

it("a bundle that is not there, or is a folder, is refused in words", async () => {
  const missing = join(dir, "none.bundle");
  const absent = await callInProcess(addReportCommands, ["verify", missing]);
  expect(absent).toMatchObject({ status: 1, stdout: "" });
  expect(absent.stderr).toContain(`${missing} cannot be read`);
  const folder = await callInProcess(addReportCommands, ["verify", dir]);
  expect(folder).toEqual({ status: 1, stdout: "", stderr: `${dir} is not a file\n` });
});

it("a journal that is not there is refused in words", async () => {
  const said = await callInProcess(addJournalCommands, ["journal", "verify", "--dir", dir]);
  expect(said).toMatchObject({ status: 1, stdout: "" });
  expect(said.stderr).toContain(`There is no journal at ${dir}`);
});
