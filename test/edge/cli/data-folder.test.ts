import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

const main = fileURLToPath(new URL("../../../dist/edge/main.js", import.meta.url));
const example = fileURLToPath(new URL("../../../config/examples/station.toml", import.meta.url));
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "proofline-dir-"));
  writeFileSync(join(folder, "file"), "");
});
afterAll(() => rmSync(folder, { recursive: true }));

const proofline = (...args: string[]) =>
  spawnSync(process.execPath, [main, ...args], { encoding: "utf8", timeout: 120_000 });

it.each([["demo"], ["start", "--config", example]])(
  "%s in a folder that cannot be made ends with one sentence and its remedy",
  (...command) => {
    const below = join(folder, "file", "x");
    const { status, stderr } = proofline(...command, "--dir", below);
    expect(status).toBe(1);
    expect(stderr).toBe(
      `${below} cannot be the folder of the journal: a part of the path is a file. ` +
        "Give --dir a folder that this user may write to.\n",
    );
  },
  180_000,
);

it.runIf(existsSync("/proc"))(
  "a folder in a file system that makes none is refused as well, not waited for",
  () => {
    const { status, stderr } = proofline("demo", "--dir", "/proc/x/y");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^\/proc\/x\/y cannot be the folder of the journal: .* Give --dir/);
  },
  180_000,
);
