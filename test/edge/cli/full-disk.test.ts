// A disk without room, before a station runs: one sentence with its remedy, and no half of a file.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { runProgram } from "../../fakes/station-process.ts";
import { withMount } from "../store/where-possible.ts";

const atMount = withMount();
const KIB = 1024;

atMount("a full disk takes no journal, no restored one and no report, and says so", async () => {
  const folder = mkdtempSync(join(tmpdir(), "proofline-full-"));
  const full = mkdtempSync(join(tmpdir(), "proofline-tmpfs-"));
  expect(spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", full]).status).toBe(0);
  try {
    const dir = join(folder, "var");
    const played = ["demo", "--dir", dir, "--port", "0", "--target", "10", "--speed", "1000"];
    expect(await runProgram([...played, "--until", "closed"])).toMatchObject({ code: 0 });
    const leave = (kib: number) => writeFileSync(join(full, "fill"), new Uint8Array(kib * KIB));

    leave(960);
    const inFull = join(full, "var");
    const started = await runProgram(["demo", "--dir", inFull, "--port", "0"]);
    expect(started.code).toBe(1);
    expect(started.stderr).toMatch(/^The journal in \S+ cannot be written: the disk is full .*\n$/);
    rmSync(inFull, { recursive: true });
    const restored = await runProgram(["restore", join(dir, "journal.db"), "--dir", inFull]);
    expect(restored.code).toBe(1);
    expect(restored.stderr).toMatch(/cannot be written: the disk is full/);
    expect(restored.stderr.trim().split("\n")).toHaveLength(1);
    expect(readdirSync(inFull).filter((name) => name.startsWith("journal-"))).toEqual([]);
    rmSync(inFull, { recursive: true });

    const report = join(full, "report.pdf");
    writeFileSync(report, "the one before");
    leave(1000);
    const args = ["report", "PR-2026-001", "--dir", dir, "-o", report];
    const refused = await runProgram(args);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`${report} cannot be written`);
    expect(statSync(report).size).toBe("the one before".length);
    expect(readdirSync(full).sort()).toEqual(["fill", "report.pdf"]);
  } finally {
    spawnSync("umount", [full]);
    rmdirSync(full);
    rmSync(folder, { recursive: true });
  }
});
