// Prepares what we are measured beside, outside the project: Node-RED's flow and the bare script.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { root } from "../../config/setup/run.mjs";

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "proofline-bench");

/**
 * Gives the folder of the prepared peer, or why there is none. The set-up script of the shared folder
 * is run without its C programs, which this measurement replaces; once prepared it is kept.
 */
export function preparePeer(say) {
  const shared = process.env.PROOFLINE_SHARED ?? join(root, "..", "shared");
  const script = resolve(shared, "bench", "setup.sh");
  if (!existsSync(script)) return { missing: "no shared folder with bench/ (PROOFLINE_SHARED)" };
  const lines = readFileSync(script, "utf8").split("\n");
  const steps = lines.filter((line) => !line.startsWith("gcc ")).join("\n");
  const version = createHash("sha256").update(steps).digest("hex").slice(0, 12);
  const folder = join(cache, `peer-${version}`);
  const mark = join(folder, "prepared");
  if (existsSync(mark)) return { folder };
  say("Preparing Node-RED and the bare script; this takes minutes, once.");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const made = spawnSync("bash", ["-c", steps, script, folder], { encoding: "utf8" });
  if (made.status !== 0) {
    const [why] = `${made.stderr ?? made.error}`.trim().split("\n").slice(-1);
    return { missing: `its set-up failed: ${why}` };
  }
  writeFileSync(mark, "");
  return { folder };
}

/** Compiles the gauge and the listener beside the peer; gives their paths, or why not. */
export function compilePrograms() {
  const folder = join(cache, "programs");
  mkdirSync(folder, { recursive: true });
  const programs = {};
  for (const name of ["gauge", "listener"]) {
    const source = join(import.meta.dirname, `${name}.c`);
    // Another checkout's bench may run at the same time from another source.
    const version = createHash("sha256").update(readFileSync(source)).digest("hex").slice(0, 8);
    programs[name] = join(folder, `${name}-${version}`);
    const made = spawnSync("gcc", ["-O2", "-o", programs[name], source], { encoding: "utf8" });
    if (made.status !== 0) return { missing: `gcc: ${made.stderr ?? made.error?.message}` };
  }
  return { programs };
}
