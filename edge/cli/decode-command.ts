// `proofline decode`: what a gauge model makes of captured bytes, frame by frame.
import { type Command, Option } from "commander";
import {
  type CaptureEntry,
  decodeCapture,
  decodeRecording,
  type GaugeModel,
  isModbusModel,
  isRecording,
  needsWordOrder,
  parseRecording,
} from "../../gauges/index.ts";
import { hexWords, readHex, visibleText } from "./byte-words.ts";
import { modelNamed } from "./catalogue.ts";
import type { Exit } from "./commands.ts";
import { readBounded } from "./file-bytes.ts";
import { EXIT, type World } from "./world.ts";

export const WORD_ORDERS = ["ABCD", "CDAB", "BADC", "DCBA"] as const;
export type ChosenWordOrder = (typeof WORD_ORDERS)[number];

type DecodeOptions = {
  readonly model: string;
  readonly hex?: boolean;
  readonly json?: boolean;
  readonly unit?: string;
  readonly wordOrder?: ChosenWordOrder;
};

export function addDecodeCommand(program: Command, world: World, exit: Exit): void {
  program
    .command("decode <file>")
    .description("what a gauge model makes of captured bytes or a recording")
    .requiredOption("--model <id>", "gauge model, as `proofline gauges list` names it")
    .option("--hex", "the file holds hex text; for Modbus one answer per line")
    .option("--unit <unit>", "unit the gauge was set to, where its frames carry none")
    .addOption(new Option("--word-order <order>", "for Modbus maps that ask").choices(WORD_ORDERS))
    .option("--json", "print one JSON document")
    .action((file: string, options: DecodeOptions) => decode(file, options, world, exit));
}

function decode(file: string, options: DecodeOptions, world: World, exit: Exit): void {
  const model = modelNamed(options.model, world, exit);
  if (model === null) return;
  if (lacksWordOrder(model, options.wordOrder)) {
    world.warn(`Model ${model.id} needs --word-order, one of ${WORD_ORDERS.join(", ")}.`);
    exit(EXIT.usage);
    return;
  }
  const chosen = { unit: options.unit, wordOrder: options.wordOrder };
  const decoded = decodeBytes(file, model, options.hex === true, chosen);
  if ("refused" in decoded) {
    world.warn(decoded.refused);
    exit(EXIT.failure);
    return;
  }
  const { entries } = decoded;
  if (options.json === true) world.say(JSON.stringify(documentOf(model, file, entries)));
  else sayEntries(model, entries, world);
  // A result file is read whole or not at all; a refused one is a failure.
  const [first] = entries;
  if (model.line.kind === "file" && entries.length === 1 && first?.is === "rejected") {
    world.warn(`${file}: ${first.detail}`);
    exit(EXIT.failure);
  }
}

/** Does the model leave the word order open, and was none chosen? */
export function lacksWordOrder(model: GaugeModel, chosen: ChosenWordOrder | undefined): boolean {
  return isModbusModel(model) && needsWordOrder(model) && chosen === undefined;
}

/** Decodes a file of raw bytes, of hex text, or a recording, which is known by its first line. */
function decodeBytes(
  file: string,
  model: GaugeModel,
  hex: boolean,
  chosen: Parameters<typeof decodeCapture>[2],
): { readonly entries: CaptureEntry[] } | { readonly refused: string } {
  const read = readBounded(file);
  if ("refused" in read) return read;
  if (isRecording(read.bytes)) {
    const recording = parseRecording(read.bytes.toString("latin1"));
    if ("refused" in recording) return { refused: `${file}: ${recording.refused}` };
    return { entries: decodeRecording(model, recording, chosen) };
  }
  if (!hex) return { entries: decodeCapture(model, [read.bytes], chosen) };
  const chunks = readHex(read.bytes.toString("latin1"));
  if ("badLine" in chunks) return { refused: `${file}: line ${chunks.badLine} is not hex` };
  return { entries: decodeCapture(model, chunks, chosen) };
}

function documentOf(model: GaugeModel, file: string, entries: readonly CaptureEntry[]) {
  return {
    model: model.id,
    hash: model.hash,
    evidence: model.evidence,
    file,
    counts: countsOf(entries),
    entries: entries.map(({ raw, ...entry }) => ({
      ...entry,
      raw: hexWords(raw, Number.POSITIVE_INFINITY),
    })),
  };
}

function countsOf(entries: readonly CaptureEntry[]): Record<string, number> {
  const readings = entries.filter((entry) => entry.is === "reading");
  const values = readings.filter(({ text }) => text !== null).length;
  return { readings: readings.length, values, rejected: entries.length - readings.length };
}

function sayEntries(model: GaugeModel, entries: readonly CaptureEntry[], world: World): void {
  const rawWords = isModbusModel(model) ? hexWords : visibleText;
  const lines = entries.map((entry) => `${rawWords(entry.raw, 40)}  ${entryWords(entry)}`);
  const { readings, values, rejected } = countsOf(entries);
  const counts = `${readings} readings (${values} with a value), ${rejected} rejected frames.`;
  world.say([...lines, `${model.id} (${model.evidence}): ${counts}`].join("\n"));
}

/** One entry in words: rule, value, unit, status, marks; or why it was rejected. */
export function entryWords(entry: CaptureEntry): string {
  if (entry.is === "rejected") return `✗ ${entry.fault}: ${entry.detail}`;
  const rule = entry.rule === null ? "" : ` [rule ${entry.rule}]`;
  const value = entry.text === null ? "no value" : `${entry.text} ${entry.unit ?? "(no unit)"}`;
  const channel = entry.channel === null ? "" : ` channel ${entry.channel}`;
  const kind = entry.kind === null ? "" : ` ${entry.kind}`;
  const marks = entry.marks.length === 0 ? "" : ` (${entry.marks.join(", ")})`;
  return `→ ${value}, ${entry.status}${kind}${channel}${marks}${rule}`;
}
