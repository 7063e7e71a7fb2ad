// The station's key: lost, damaged or another's is refused in words; a restored journal goes on with a new one.
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runProgram } from "../../fakes/station-process.ts";

const folder = mkdtempSync(join(tmpdir(), "proofline-key-"));
const dir = join(folder, "var");
const key = join(dir, "station-key.pem");
const own = join(folder, "own-key.pem");
const bundle = join(folder, "bundle.zip");
const play = (...more: string[]) =>
  runProgram(["demo", "--dir", dir, "--port", "0", "--target", "10", "--speed", "1000", ...more]);
const report = (format: string) =>
  runProgram(["report", "PR-2026-001", "--format", format, "--dir", dir, "-o", bundle]);

beforeAll(async () => {
  expect(await play("--until", "closed")).toMatchObject({ code: 0, stderr: "" });
  renameSync(key, own);
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true }));

it("that is gone signs no bundle, and a report needs none", async () => {
  const { code, stderr } = await report("bundle");
  expect(code).toBe(1);
  expect(stderr).toBe(
    `There is no key at ${key}, so nothing can be signed. Put the station's own key back.\n`,
  );
  expect(existsSync(key)).toBe(false);
  expect(await report("csv")).toMatchObject({ code: 0, stderr: "" });
}, 180_000);

it("that is damaged starts no station and signs nothing, in one sentence", async () => {
  writeFileSync(key, "");
  for (const { code, stderr } of [await report("bundle"), await play()]) {
    expect(code).toBe(1);
    expect(stderr).toMatch(/^\S+ is no Ed25519 key\. Put the station's own key back; .*\n$/);
  }
  rmSync(key);
}, 180_000);

it("that is new does not go on with the journal of another, until that is restored to it", async () => {
  const refused = await play();
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("is not the one of this journal");
  const copy = join(folder, "copy.db");
  expect(await runProgram(["backup", copy, "--dir", dir])).toMatchObject({ code: 0 });
  expect(await runProgram(["restore", copy, "--dir", dir])).toMatchObject({ code: 0 });
  expect(await play("--until", "closed")).toMatchObject({ code: 0, stderr: "" });
  expect(await report("bundle")).toMatchObject({ code: 0, stderr: "" });
  expect(await runProgram(["verify", bundle])).toMatchObject({ code: 0, stderr: "" });
}, 120_000);
