// `proofline gauges learn` and `check`: a draft model from captured frames, and a model against its examples.
import { closeSync, openSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import {
  checkExamples,
  isRecording,
  type ProposalSettings,
  parseRecording,
  proposeModel,
} from "../../gauges/index.ts";
import { readHex } from "./byte-words.ts";
import { addLineOptions, questionOf } from "./capture-gauge.ts";
import { modelNamed } from "./catalogue.ts";
import type { Exit } from "./commands.ts";
import { readBounded } from "./file-bytes.ts";
import { MODELS_FOLDER } from "./models-folder.ts";
import { wholeNumber } from "./simulate-gauge.ts";
import { EXIT, type World } from "./world.ts";

type LearnCommandOptions = {
  readonly out: string;
  readonly id?: string;
  readonly hex?: boolean;
  readonly decimals?: number;
  readonly baud: number;
  readonly bits: "7" | "8";
  readonly parity: ProposalSettings["parity"];
  readonly stop: "1" | "2";
  readonly send?: string;
};

/** A capture is small: more of it than this teaches nothing further. */
const MOST_CAPTURE_BYTES = 4 * 1024 * 1024;

export function addLearnCommands(gauges: Command, world: World, exit: Exit): void {
  const command = gauges
    .command("learn <file>")
    .description("propose a model from 20 captured frames or more; nothing is activated by it")
    .requiredOption("-o, --out <model.toml>", "new file for the draft, outside the catalogue")
    .option("--id <id>", "id of the model; the draft's file name without it")
    .option("--hex", "the file holds hex text")
    .option("--decimals <n>", "digits behind a point that is not sent", wholeNumber);
  addLineOptions(command).action((file: string, options: LearnCommandOptions) =>
    learn(file, options, world, exit),
  );
  gauges
    .command("check <model>")
    .description(
      "play a model's own examples: whole, split at every byte, glued. MODEL: an id or a file",
    )
    .action((model: string) => check(model, world, exit));
}

function learn(file: string, options: LearnCommandOptions, world: World, exit: Exit): void {
  const out = resolve(options.out);
  const capture = readCapture(file, options.hex === true);
  const fault =
    "refused" in capture
      ? capture.refused
      : out.startsWith(resolve(MODELS_FOLDER))
        ? "The draft must not lie in the catalogue: put it in a folder that `models` of station.toml names."
        : null;
  if ("refused" in capture || fault !== null) {
    world.warn(fault ?? "");
    exit(EXIT.failure);
    return;
  }
  const proposal = proposeModel(capture.bytes, settingsOf(file, options));
  if (!("toml" in proposal)) {
    world.warn(`No model can be learned from ${file}: ${proposal.refused}.`);
    exit(EXIT.failure);
    return;
  }
  const refused = writeNew(out, proposal.toml);
  if (refused !== null) {
    world.warn(refused);
    exit(EXIT.failure);
    return;
  }
  const { frames, values, columns, doubts } = proposal;
  world.say(columns.map((one) => `  ${one}`).join("\n"));
  world.say(`${values} of ${frames} frames give a value. To decide before it is used:`);
  world.say(doubts.map((one) => `  - ${one}`).join("\n"));
  world.say(
    `${options.out} is a draft, unverified: read it, run \`proofline gauges check ${options.out}\`, ` +
      "put it in a folder that `models` of station.toml names, and commission the gauge.",
  );
}

function settingsOf(file: string, options: LearnCommandOptions): ProposalSettings {
  const named = options.out.replace(/^.*[/\\]/u, "").replace(/\.toml$/u, "");
  const id = (options.id ?? named).toLowerCase().replace(/[^a-z0-9-]+/gu, "-");
  return {
    id,
    baud: options.baud,
    bits: options.bits === "7" ? 7 : 8,
    parity: options.parity,
    stop: options.stop === "2" ? 2 : 1,
    send: questionOf(options.send),
    source: file.replace(/^.*[/\\]/u, ""),
    decimals: options.decimals,
  };
}

/** What the gauge sent: a recording's received bytes, hex text, or the bytes of the file. */
function readCapture(
  file: string,
  hex: boolean,
): { readonly bytes: Uint8Array } | { readonly refused: string } {
  const read = readBounded(file, MOST_CAPTURE_BYTES);
  if ("refused" in read) return read;
  if (isRecording(read.bytes)) {
    const recording = parseRecording(read.bytes.toString("utf8"));
    if ("refused" in recording) return { refused: `${file}: ${recording.refused}` };
    const heard = recording.entries.flatMap((one) => (one.is === "received" ? [one.bytes] : []));
    return { bytes: Buffer.concat(heard) };
  }
  if (!hex) return { bytes: read.bytes };
  const chunks = readHex(read.bytes.toString("latin1"));
  if ("badLine" in chunks) return { refused: `${file}: line ${chunks.badLine} is not hex` };
  return { bytes: Buffer.concat(chunks) };
}

/** Writes a file that must not be there yet; in words why it could not. */
function writeNew(file: string, text: string): string | null {
  try {
    const descriptor = openSync(file, "wx");
    writeSync(descriptor, text);
    closeSync(descriptor);
    return null;
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return error.code === "EEXIST"
      ? `${file} is there already: a draft never replaces a file.`
      : `${file} cannot be written: ${error.message}`;
  }
}

function check(name: string, world: World, exit: Exit): void {
  const model = modelNamed(name, world, exit);
  if (model === null) return;
  const faults = checkExamples(model);
  for (const { example, how, wanted, given } of faults) {
    world.warn(`example ${example}, ${how}: wanted ${wanted}; gave ${given || "nothing"}`);
  }
  if (faults.length > 0) {
    exit(EXIT.failure);
    return;
  }
  const count = model.example.length;
  world.say(
    `${model.id} (${model.evidence}) does what its ${count} examples say, split and glued.`,
  );
}
