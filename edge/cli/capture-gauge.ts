// `proofline gauges capture`: what an unknown gauge sends, kept as a recording for `gauges learn`.
import { type Command, Option } from "commander";
import {
  createLine,
  createRecorder,
  type GaugeModel,
  type LineSink,
  parseModel,
  portRemedy,
} from "../../gauges/index.ts";
import { hexWords, visibleText } from "./byte-words.ts";
import type { Exit } from "./commands.ts";
import { wholeNumber } from "./simulate-gauge.ts";
import { lineFor, openRecording } from "./try-gauge.ts";
import { EXIT, type World } from "./world.ts";

export type CaptureOptions = {
  readonly baud: number;
  readonly bits: string;
  readonly parity: string;
  readonly stop: string;
  readonly send?: string;
  readonly every: number;
};

export function addCaptureCommand(gauges: Command, world: World, exit: Exit): void {
  const command = gauges
    .command("capture <port> <file>")
    .description("keep what a gauge without a model sends; Ctrl-C ends. PORT: a path or host:port")
    .option("--every <ms>", "ask every so many milliseconds", wholeNumber, 500);
  addLineOptions(command).action((port: string, file: string, options: CaptureOptions) =>
    capture(port, file, options, world, exit),
  );
}

/** How the port is set and what asks the gauge, for a gauge that no model describes. */
export function addLineOptions(command: Command): Command {
  const choice = (flags: string, words: string, choices: string[], first: string) =>
    new Option(flags, words).choices(choices).default(first);
  return command
    .option("--baud <rate>", "bits per second", wholeNumber, 9600)
    .addOption(choice("--bits <n>", "data bits", ["7", "8"], "8"))
    .addOption(choice("--parity <parity>", "parity", ["none", "even", "odd"], "none"))
    .addOption(choice("--stop <n>", "stop bits", ["1", "2"], "1"))
    .option("--send <question>", "what asks the gauge, with \\r and \\n as two characters");
}

/** The question as typed on a command line → the characters that are sent. */
export function questionOf(typed: string | undefined): string | null {
  return typed?.replaceAll("\\r", "\r").replaceAll("\\n", "\n") ?? null;
}

async function capture(
  port: string,
  file: string,
  options: CaptureOptions,
  world: World,
  exit: Exit,
): Promise<void> {
  const model = anyModel(options);
  const line = lineFor(model, port, {});
  const recording = openRecording(file);
  if (line === null || typeof recording === "string") {
    world.warn(typeof recording === "string" ? recording : "There is no such port.");
    exit(EXIT.failure);
    return;
  }
  const clock = { wall: world.now, monotonicMs: world.monotonicMs };
  const recorder = createRecorder({ model: model.id, line: "frames" }, clock, recording.put);
  const heard = (chunk: Uint8Array) => world.say(`  ${hexWords(chunk)}   ${visibleText(chunk)}`);
  const poll = options.send === undefined ? {} : { pollMs: Math.max(20, options.every) };
  const running = createLine(
    { id: "capture", model: model.id, line, ...poll },
    ...([model, quietSink(world), clock, world.random, heard, { wrap: recorder.wrap }] as const),
  );
  running.start();
  await world.ended();
  await running.stop();
  recording.close();
}

/** Only the way of the line matters: what came is shown as bytes. */
function quietSink(world: World): LineSink {
  return {
    reading: () => undefined,
    sample: () => undefined,
    rejected: () => undefined,
    state: (_, state, reason) => {
      world.say(`-- ${state}: ${reason}`);
      const remedy = state === "online" ? null : portRemedy(reason);
      if (remedy !== null) world.say(`   ${remedy}`);
    },
  };
}

/** A model that says how the line is set and understands nothing. */
function anyModel(options: CaptureOptions): GaugeModel {
  const question = questionOf(options.send);
  const waitMs = Math.min(30_000, Math.max(20, options.every));
  const poll = { send: JSON.stringify(question), timeoutMs: waitMs, minIntervalMs: 0, retries: 0 };
  const asked = Object.entries(poll).map(([key, value]) => `${key} = ${value}`);
  const asks = question === null ? "" : `[poll]\n${asked.join("\n")}\n`;
  const file = `id = "unknown-gauge"
vendor = "Unknown"
models = ["unknown"]
evidence = "unverified"
[line]
kind = "serial"
baud = [${options.baud}]
bits = ${options.bits}
parity = "${options.parity}"
stop = ${options.stop}
flow = "none"
[frame]
end = "\\n"
maxBytes = 4096
${asks}[[rule]]
match = '^.*$'
status = "no-data"
[[rule]]
match = '^(?<value>\\d)$'
status = "ok"
number = { form = "decimal" }
${`[[example]]\nbytes = "1"\ngives = { fault = "frame-incomplete" }\n`.repeat(3)}`;
  const { model, errors } = parseModel("unknown.toml", Buffer.from(file));
  if (model === null) throw new Error(errors.map(({ what }) => what).join("; "));
  return model;
}
