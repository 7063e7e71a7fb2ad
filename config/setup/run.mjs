// Starts the programs of the set-up: npm, the tools of node_modules, and any other, without a shell.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder, whatever folder the command was started in. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Says one line of progress; stderr, so that a program's own output stays alone on stdout. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Ends with the sentence and exit code 1. */
export function fail(sentence) {
  say(sentence);
  process.exit(1);
}

/**
 * Runs a program to its end. Gives its exit code, and what it wrote when `quiet`.
 * A program that could not be started or was killed by a signal counts as code 1.
 */
export function run(program, args, { quiet = false, env = {}, cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", quiet ? "pipe" : "inherit", quiet ? "pipe" : "inherit"],
    });
    const written = [];
    child.stdout?.on("data", (bytes) => written.push(bytes));
    child.stderr?.on("data", (bytes) => written.push(bytes));
    child.on("error", (error) => resolve({ code: 1, output: error.message }));
    child.on("close", (code) =>
      resolve({ code: code ?? 1, output: Buffer.concat(written).toString() }),
    );
  });
}

/** Runs npm with this very Node; on Windows npm is a script that only a shell could start. */
export function npm(args, options) {
  const beside = join(process.execPath, "..", "node_modules", "npm", "bin", "npm-cli.js");
  const script = process.env.npm_execpath ?? (existsSync(beside) ? beside : undefined);
  if (script?.endsWith(".js")) return run(process.execPath, [script, ...args], options);
  return run("npm", args, options);
}

/** Runs a command of a package in node_modules, by the script its package.json names. */
export function tool(packageName, command, args, options) {
  const folder = join(root, "node_modules", packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const script = typeof bin === "string" ? bin : bin[command];
  return run(process.execPath, [join(folder, script), ...args], options);
}

/** The full path of a program on the PATH or in one of the folders, or undefined. */
export function whereIs(program, folders = []) {
  const names = process.platform === "win32" ? [`${program}.exe`, `${program}.cmd`] : [program];
  const places = [...(process.env.PATH ?? "").split(delimiter), ...folders].filter(Boolean);
  for (const place of places)
    for (const name of names) if (existsSync(join(place, name))) return join(place, name);
  return undefined;
}

/** True when a program answers `--version`-like arguments with exit code 0. */
export function answers(program, args) {
  return spawnSync(program, args, { stdio: "ignore" }).status === 0;
}
