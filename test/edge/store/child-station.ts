// Starts append-until-killed.mjs as a process of its own and collects the seqs it was given.
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

export const childScript = fileURLToPath(new URL("./append-until-killed.mjs", import.meta.url));

export type ChildStation = {
  readonly child: ChildProcess;
  /** hash by seq, of every append that was acknowledged. */
  readonly acked: Map<number, string>;
  readonly opened: Promise<string>;
  readonly exited: Promise<number | null>;
  readonly stderr: () => string;
};

export function startChild(dir: string, ...args: readonly string[]): ChildStation {
  return follow(spawn(process.execPath, [childScript, dir, ...args]));
}

export function follow(child: ChildProcess): ChildStation {
  const acked = new Map<number, string>();
  let stderr = "";
  child.stderr?.on("data", (bytes) => {
    stderr += String(bytes);
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  if (child.stdout === null) throw new Error("the child's output is not piped");
  const lines = createInterface({ input: child.stdout });
  const opened = new Promise<string>((resolve) => {
    lines.on("line", (line) => {
      const [word = "", rest = ""] = line.split(" ");
      if (word === "opened") resolve(rest);
      // A killed process leaves half a line at most: a hash that is not whole was not heard.
      else if (rest.length === 64) acked.set(Number(word), rest);
    });
  });
  const exited = new Promise<number | null>((resolve) => {
    child.on("close", (code) => resolve(code));
  });
  return { child, acked, opened, exited, stderr: () => stderr };
}
