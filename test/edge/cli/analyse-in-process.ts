// `proofline analyse` run inside the test: what it says on both streams, and its exit code.
import { addAnalyseCommand } from "../../../edge/cli/analyse-command.ts";
import { runInProcess } from "./in-process.ts";

/** Arguments as after the word `analyse`. A fault of the options is 2, as in the real command. */
export function analyseInProcess(words: readonly string[]) {
  return runInProcess(addAnalyseCommand, ["analyse", ...words]);
}
