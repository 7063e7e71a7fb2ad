// Installs what package-lock.json asks for when it isn't there yet, and proves that the native parts load.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { fail, npm, root, run, say, whereIs } from "./run.mjs";

const oldest = [20, 19];
const nativeParts = {
  "better-sqlite3": "new (require('better-sqlite3'))(':memory:').close()",
  "@serialport/bindings-cpp": "require('@serialport/bindings-cpp').autoDetect()",
};

/** Installs quietly; says what it does when that takes more than a moment. */
export async function install() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1]))
    fail(`Proofline needs Node ${oldest.join(".")} or newer; this is ${process.version}.`);

  if (!installedAsLocked()) {
    say("Installing packages (a few minutes where native parts must be compiled) …");
    const started = performance.now();
    const { code, output } = await npm(["ci", "--loglevel=error"], {
      quiet: true,
      env: nativeEnv(),
    });
    if (code !== 0) fail(`npm ci failed:\n${output}\n${compilerAdvice()}`);
    say(`Packages installed in ${seconds(started)}.`);
  }
  await proveNativeParts();
}

/** Whether node_modules holds every package of the lockfile in its version; npm notes what it installed. */
function installedAsLocked() {
  const noted = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(noted)) return false;
  const installed = JSON.parse(readFileSync(noted, "utf8")).packages;
  const locked = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(locked).every(([path, wanted]) => {
    if (path === "") return true;
    const found = installed[path];
    if (found === undefined) return wanted.optional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

/** Loads each native part in a process of its own, once per Node version; rebuilds what fails. */
async function proveNativeParts() {
  const stamp = join(root, "node_modules", ".proofline-native");
  const proven = `${process.version} ${process.platform} ${process.arch}`;
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === proven) return;
  for (const [part, trial] of Object.entries(nativeParts)) {
    if ((await load(trial)).code === 0) continue;
    say(`Compiling ${part} for Node ${process.version} (about a minute) …`);
    const { output } = await npm(["rebuild", part, "--build-from-source"], {
      quiet: true,
      env: nativeEnv(),
    });
    const again = await load(trial);
    if (again.code === 0) continue;
    rmSync(stamp, { force: true });
    fail(`${part} does not load:\n${again.output}\n${output}\n${compilerAdvice()}`);
  }
  writeFileSync(stamp, proven);
}

function load(trial) {
  return run(process.execPath, ["-e", trial], { quiet: true });
}

/** Makes native parts compile against the headers installed with this Node instead of fetching them. */
function nativeEnv() {
  for (const prefix of [dirname(dirname(process.execPath)), "/usr", "/usr/local"]) {
    const header = join(prefix, "include", "node", "node_version.h");
    if (!existsSync(header)) continue;
    const text = readFileSync(header, "utf8");
    const version = ["MAJOR", "MINOR", "PATCH"].map(
      (part) => new RegExp(`NODE_${part}_VERSION (\\d+)`).exec(text)?.[1],
    );
    if (version.join(".") === process.versions.node)
      return { npm_config_nodedir: prefix, npm_config_jobs: "max" };
  }
  return { npm_config_jobs: "max" };
}

function compilerAdvice() {
  if (process.platform === "win32")
    return "If a compiler is missing: install Visual Studio Build Tools (C++) and Python 3, then try again.";
  const missing = ["c++", "make", "python3"].filter((program) => whereIs(program) === undefined);
  if (missing.length === 0) return "The compiler is there; the lines above say what it refused.";
  const remedy =
    process.platform === "darwin"
      ? "run xcode-select --install"
      : "on Debian: apt-get install g++ make python3";
  return `Missing: ${missing.join(", ")}. To compile native parts ${remedy}, then try again.`;
}

function seconds(started) {
  return `${((performance.now() - started) / 1000).toFixed(0)} s`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await install();
