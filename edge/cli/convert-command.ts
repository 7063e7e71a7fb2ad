// `proofline convert`: reads a result file of a measuring machine and writes it in another format.
import { closeSync, openSync, writeFileSync } from "node:fs";
import { type Command, Option } from "commander";
import {
  type FileModel,
  isFileModel,
  isRefused,
  type ReadResult,
  type ResultFile,
  readResultFile,
  recogniseFile,
  timesWithoutZone,
  toDfq,
  writeDfq,
  writeQif,
  writeResultCsv,
} from "../../gauges/index.ts";
import { modelNamed, openCatalogue } from "./catalogue.ts";
import type { Exit } from "./commands.ts";
import { resultDocument, valuesIn } from "./result-document.ts";
import { resultFileBytes } from "./result-file-bytes.ts";
import { EXIT, type World } from "./world.ts";

const ENCODINGS = ["utf-8", "latin1", "windows-1252", "gb18030"] as const;

type ConvertOptions = {
  readonly to: "csv" | "json" | "dfq" | "qif";
  readonly output?: string;
  readonly model?: string;
  readonly encoding?: (typeof ENCODINGS)[number];
  readonly zone?: string;
};

export function addConvertCommand(program: Command, world: World, exit: Exit): void {
  program
    .command("convert <file>")
    .description("read a result file (DFQ, QIF, DMIS, Calypso, delimited) and write another")
    .addOption(
      new Option("--to <format>", "what to write")
        .choices(["csv", "json", "dfq", "qif"])
        .default("json"),
    )
    .option("-o, --output <file>", "file to write; without it stdout")
    .option("--model <id>", "file model with the declared layout, where the file does not tell")
    .addOption(
      new Option("--encoding <name>", "encoding of the file, where not the model's").choices(
        ENCODINGS,
      ),
    )
    .option("--zone <name>", "zone of the machine's clock, such as Europe/Berlin, where not told")
    .action((file: string, options: ConvertOptions) => convert(file, options, world, exit));
}

function convert(file: string, options: ConvertOptions, world: World, exit: Exit): void {
  const named = options.model === undefined ? null : modelNamed(options.model, world, exit);
  if (options.model !== undefined && named === null) return;
  if (named !== null && !isFileModel(named)) {
    world.warn(`${named.id} is no model of a result file.`);
    exit(EXIT.usage);
    return;
  }
  const converted = converting(file, named, options, world);
  if ("refused" in converted) {
    world.warn(`${file}: ${converted.refused}`);
    exit(EXIT.failure);
    return;
  }
  for (const remark of converted.remarks) world.warn(`${file}: ${remark}`);
  if (options.output === undefined) {
    world.say([...converted.pieces].join("").replace(/\r?\n$/, ""));
  } else world.say(`Wrote ${options.output}: ${converted.values} values.`);
}

type Converted = {
  /** In order; a long document is never one text before it leaves. */
  readonly pieces: Iterable<string>;
  readonly values: number;
  readonly remarks: readonly string[];
};
type Refused = { readonly refused: string };

/** Reads, writes and saves; the file that was read is never touched. */
function converting(
  file: string,
  named: FileModel | null,
  { to, encoding, output, zone }: ConvertOptions,
  world: World,
): Converted | Refused {
  const bytes = resultFileBytes(file);
  if ("refused" in bytes) return bytes;
  const model = named ?? recognised(bytes.bytes, world);
  if ("unknown" in model) return { refused: model.unknown };
  const known = encoding ?? model.file.encoding;
  const definition = { ...model.file, encoding: known, zone: zone ?? model.file.zone };
  if (definition.zone !== undefined && !isZone(definition.zone)) {
    return { refused: `${definition.zone} is no zone of the IANA list` };
  }
  const read = readResultFile(definition, bytes.bytes);
  if (isRefused(read)) {
    return { refused: `refused as ${definition.format}: line ${read.line}: ${read.refused}` };
  }
  const pieces = write(read, model, to, definition.zone);
  if ("refused" in pieces) return pieces;
  const fault = output === undefined ? null : save(output, pieces);
  if (fault !== null) return { refused: fault };
  const remarks = lossesOf(read.file, to);
  const unknown = timesWithoutZone(read.file, definition.zone);
  if (unknown > 0) remarks.push(`${unknown} times without zone: name it with --zone`);
  return { pieces, values: valuesIn(read.file), remarks };
}

/** The file model that claims the file; a converter asks only what the catalogue knows. */
function recognised(bytes: Uint8Array, world: World): FileModel | { readonly unknown: string } {
  const models = [...openCatalogue(world).values()].filter(isFileModel);
  const found = recogniseFile(models, bytes);
  if (!("unknown" in found)) return found;
  const ids = models.map(({ id }) => id).join(", ");
  return { unknown: `${found.unknown}; name its layout with --model, one of ${ids}` };
}

function write(
  { file, dfq }: ReadResult,
  model: FileModel,
  to: ConvertOptions["to"],
  zone: string | undefined,
): Iterable<string> | Refused {
  switch (to) {
    case "json":
      return resultDocument(file, model, zone);
    case "csv":
      return [writeResultCsv(file)];
    case "dfq":
      return [writeDfq(dfq ?? toDfq(file))];
    case "qif": {
      const text = writeQif(file);
      return typeof text === "string" ? [text] : text;
    }
  }
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** What the other format has no place for, and what the reader could not use. */
function lossesOf(file: ResultFile, to: ConvertOptions["to"]): string[] {
  if (to === "json") return [];
  const samples = file.parts.reduce((sum, { curve }) => sum + (curve?.rows.length ?? 0), 0);
  const losses = samples === 0 ? [] : [`the curve of ${samples} samples is written by --to json`];
  return [...file.remarks, ...losses];
}

/** Writes a new file or replaces an old one; in words why not. */
function save(output: string, pieces: Iterable<string>): string | null {
  try {
    const file = openSync(output, "w");
    try {
      for (const piece of pieces) writeFileSync(file, piece);
    } finally {
      closeSync(file);
    }
    return null;
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return `${output} cannot be written: ${error.message}`;
  }
}
