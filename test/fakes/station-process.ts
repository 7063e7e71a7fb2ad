// The compiled command line as real processes: a station, the plant, one command; nothing outlives the tests.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const keptOutput = 200_000;
const startMs = 60_000;

const running = new Set<ChildProcess>();
let installed: string | null = null;
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});
afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
  if (installed !== null) rmSync(installed, { recursive: true, force: true });
  installed = null;
});

/** The program in a copy of the build: a build that is made meanwhile must not change what restarts. */
export function mainFile(): string {
  if (installed === null) {
    installed = mkdtempSync(join(tmpdir(), "installed-"));
    cpSync(join(root, "dist"), join(installed, "dist"), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(installed, "node_modules"));
  }
  return join(installed, "dist/edge/main.js");
}

export type Ended = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

export type ProgramProcess = {
  readonly pid: number;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves with how the process ended. */
  readonly ended: Promise<Ended>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<Ended>;
  /** SIGTERM; resolves when the process is gone. */
  stop(): Promise<Ended>;
  signal(signal: NodeJS.Signals): void;
  /** Resolves once stdout holds a line that matches; rejects when the process ends before. */
  says(line: RegExp): Promise<RegExpExecArray>;
};

export type StartOptions = {
  /** Arguments of Node itself, such as a module loaded before the program. */
  readonly node?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

/** Starts `proofline` with these arguments from the compiled project. */
export function startProgram(args: readonly string[], options: StartOptions = {}): ProgramProcess {
  const child = spawn(process.execPath, [...(options.node ?? []), mainFile(), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...options.env },
  });
  running.add(child);
  let stdout = "";
  let stderr = "";
  const heard = new Set<() => void>();
  child.stdout.on("data", (chunk: Buffer) => {
    stdout = (stdout + chunk.toString()).slice(-keptOutput);
    for (const listener of heard) listener();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-keptOutput);
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once("close", (code, signal) => {
      running.delete(child);
      resolve({ code, signal });
    });
  });
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return {
    pid: child.pid ?? 0,
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
    signal: (signal) => void child.kill(signal),
    says: (line) => {
      const said = new Promise<RegExpExecArray>((resolve) => {
        const look = () => {
          const found = line.exec(stdout);
          if (found === null) return;
          heard.delete(look);
          resolve(found);
        };
        heard.add(look);
        look();
      });
      const tooSoon = ended.then(({ code, signal }): never => {
        throw new Error(`ended with ${signal ?? code} before it said ${line}:\n${stdout}${stderr}`);
      });
      return Promise.race([said, tooSoon, late(line, () => stdout + stderr)]);
    },
  };
}

function late(line: RegExp, output: () => string): Promise<never> {
  return new Promise((_, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`not said within ${startMs} ms: ${line}\n${output()}`));
    }, startMs);
    timer.unref();
  });
}

export type StationProcess = ProgramProcess & {
  /** Address of its screens, such as `http://127.0.0.1:40123`. */
  readonly url: string;
};

/** Starts a station and resolves when it says READY. */
export async function startStation(
  config: string,
  dir: string,
  options: StartOptions = {},
): Promise<StationProcess> {
  const program = startProgram(["start", "--config", config, "--dir", dir], options);
  await program.says(/^READY$/m);
  const url = /runs on (http:\S+)/.exec(program.stdout())?.[1];
  if (url === undefined) throw new Error(`the station named no address: ${program.stdout()}`);
  return { ...program, url };
}

export type Outcome = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

/** Runs one command to its end; its whole output is kept. */
export async function runProgram(args: readonly string[]): Promise<Outcome> {
  const child = spawn(process.execPath, [mainFile(), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  await once(child, "close");
  running.delete(child);
  const text = (chunks: Buffer[]) => Buffer.concat(chunks).toString("utf8");
  return { code: child.exitCode, stdout: text(out), stderr: text(err) };
}
