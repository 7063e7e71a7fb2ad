// `proofline analyse` run inside the test: what it says on both streams, and its exit code.
import { Command, CommanderError } from "commander";
import { addAnalyseCommand } from "../../../edge/cli/analyse-command.ts";
import type { World } from "../../../edge/cli/world.ts";

/** Arguments as after the word `analyse`. A fault of the options is 2, as in the real command. */
export function analyseInProcess(words: readonly string[]) {
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
  const program = new Command().exitOverride().configureOutput({
    writeErr: (text) => warned.push(text),
    writeOut: (text) => said.push(text),
  });
  addAnalyseCommand(program, world, (one) => {
    code = one;
  });
  try {
    program.parse(["node", "proofline", "analyse", ...words]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    code = error.exitCode === 0 ? 0 : 2;
  }
  return { said, warned, code };
}
