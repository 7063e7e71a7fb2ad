// Runs a test where the machine allows it; says why where not, and fails in CI for what can be installed.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pathOf } from "../../fakes/needs.ts";

type Titled = (title: string, body: () => Promise<void>) => void;

export function withStrace(): Titled {
  if (pathOf("strace") !== "") return (title, body) => test(title, body);
  if (process.env.CI)
    return (title) => test(title, () => expect.fail("In CI strace may not be missing."));
  return (title, body) => skip(title, body, "strace is not installed");
}

/** Mounting a file system of its own takes the rights of root, which not every machine gives. */
export function withMount(): Titled {
  const dir = mkdtempSync(join(tmpdir(), "proofline-mount-"));
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", dir]).status === 0;
  if (mounted) spawnSync("umount", [dir]);
  rmdirSync(dir);
  if (mounted) return (title, body) => test(title, body);
  return (title, body) => skip(title, body, "this user may not mount a file system");
}

function skip(title: string, body: () => Promise<void>, reason: string): void {
  process.stderr.write(`skipped: ${title}: ${reason}\n`);
  test.skip(title, body);
}
