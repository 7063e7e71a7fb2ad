// A command of Proofline run inside the test: what it says on both streams, and its exit code.
import { Command, CommanderError } from "commander";
import type { Exit } from "../../../edge/cli/commands.ts";
import type { World } from "../../../edge/cli/world.ts";

type Add = (program: Command, world: World, exit: Exit) => void;

function captured(add: Add) {
  const said: string[] = [];
  const warned: string[] = [];
  let code = 0;
  const world: World = {
    now: () => "2026-11-22T00:00:00.000Z",
    wallMs: () => 0,
    monotonicMs: () => 0,
    newId: () => "",
    random: () => 0.5,
    say: (line) => said.push(line),
    warn: (line) => warned.push(line),
    ended: async () => "SIGTERM",
    ...{ version: "0", node: "20", platform: "test", zone: "UTC" },
  };
  const program = new Command("proofline").exitOverride().configureOutput({
    writeErr: (text) => warned.push(text),
    writeOut: (text) => said.push(text),
  });
  add(program, world, (one) => {
    code = one;
  });
  /** A fault of the options is 2, as in the real command. */
  const faulted = (error: unknown): void => {
    if (!(error instanceof CommanderError)) throw error;
    code = error.exitCode === 0 ? 0 : 2;
  };
  return { program, faulted, result: () => ({ said, warned, code }) };
}

/** For commands that end before they return. Words as after `proofline`. */
export function runInProcess(add: Add, words: readonly string[]) {
  const { program, faulted, result } = captured(add);
  try {
    program.parse(words, { from: "user" });
  } catch (error) {
    faulted(error);
  }
  return result();
}

/** As a process would show it: both streams as texts, and the exit code. Words as after `proofline`. */
export async function callInProcess(add: Add, words: readonly string[]) {
  const { program, faulted, result } = captured(add);
  await program.parseAsync(words, { from: "user" }).catch(faulted);
  const { said, warned, code } = result();
  const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");
  return { stdout: text(said), stderr: text(warned), status: code };
}
