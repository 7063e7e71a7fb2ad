// Reports from the command line: the pilot-run report of a journal, and the check of a bundle.
import { lstatSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { type Command, Option } from "commander";
import { foldRun } from "../runs/index.ts";
import { type JournalSnapshot, openSnapshot } from "../store/index.ts";
import type { Exit } from "./commands.ts";
import { assertNoPartOfJournal } from "./data-folder.ts";
import { readBounded } from "./file-bytes.ts";
import { refusable } from "./journal-commands.ts";
import {
  type DocumentParts,
  type ReportLanguage,
  runBundle,
  runPdf,
  runXlsx,
} from "./run-documents.ts";
import { StartRefusal } from "./start-refusal.ts";
import { assertKeyOfJournal, readStationKey } from "./station-key.ts";
import { EXIT, type World } from "./world.ts";

type ReportOptions = {
  readonly format: "pdf" | "xlsx" | "csv" | "dfq" | "qif" | "bundle";
  readonly output: string;
  readonly lang: ReportLanguage;
  readonly dir: string;
  readonly preparedBy?: string;
};

export function addReportCommands(program: Command, world: World, exit: Exit): void {
  program
    .command("report <run>")
    .description("write the report of a pilot run")
    .addOption(
      new Option("--format <format>", "what to write")
        .choices(["pdf", "xlsx", "csv", "dfq", "qif", "bundle"])
        .default("pdf"),
    )
    .requiredOption("-o, --output <file>", "file to write")
    .addOption(new Option("--lang <lang>", "language").choices(["en", "zh-CN"]).default("en"))
    .option("--dir <dir>", "folder of the journal", "./var")
    .option("--prepared-by <name>", "who hands it out, on its first page and in the bundle")
    .action((run: string, options: ReportOptions) =>
      refusable(world, exit, () => writeReport(run, options, world, exit)),
    );

  program
    .command("verify <bundle>")
    .description("recompute a bundle offline: chain, signature, every number")
    .option(
      "--key <base64>",
      "public key the station is known by; without it the bundle's own is used",
    )
    .option("--json", "print one JSON document")
    .action(async (file: string, options: { key?: string; json?: boolean }) => {
      const trusted = options.key === undefined ? {} : { trustedKey: options.key };
      const { BUNDLE_BYTES_MAX, verifyBundle } = await import("../reports/index.ts");
      const read = readBounded(file, BUNDLE_BYTES_MAX);
      if ("refused" in read) {
        world.warn(read.refused);
        return exit(EXIT.failure);
      }
      const verdict = verifyBundle(read.bytes, trusted);
      if (options.json === true) world.say(JSON.stringify(verdict));
      else if (verdict.ok) {
        world.say(
          `Holds: ${verdict.records} records of run ${verdict.run}, every hash and number.`,
        );
        world.say(`Signed by station ${verdict.station} with key ${verdict.publicKey}`);
        if (options.key === undefined) {
          world.say("Compare this key with the one the supplier gave you, or pass it with --key.");
        }
      } else
        for (const problem of verdict.problems) world.warn(`${problem.where}: ${problem.what}`);
      if (!verdict.ok) exit(EXIT.failure);
    });
}

async function writeReport(
  run: string,
  options: ReportOptions,
  world: World,
  exit: Exit,
): Promise<void> {
  assertNoPartOfJournal(options.output, options.dir);
  const journal = openSnapshot(options.dir);
  try {
    const made = await makeReport(journal, run, options, world);
    if (made === null) {
      const known = (await journal.runs()).map((one) => one.run).join(", ");
      world.warn(
        `The journal in ${options.dir} knows no run ${run}. It knows: ${known || "none"}.`,
      );
      exit(EXIT.failure);
      return;
    }
    writeOrRefuse(options.output, made);
    world.say(`Wrote ${options.output} (${made.length} bytes).`);
  } finally {
    journal.close();
  }
}

/** Writes a file that was asked for. Throws StartRefusal with the reason where it cannot be written. */
function writeOrRefuse(file: string, bytes: Uint8Array): void {
  const part = `${file}.part`;
  try {
    // A file that stands there is whole, or still the one before: a full disk leaves no half of one.
    if (isPlain(file)) {
      writeFileSync(part, bytes, { flush: true });
      renameSync(part, file);
    } else writeFileSync(file, bytes);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    rmSync(part, { force: true });
    throw new StartRefusal(`${file} cannot be written: ${error.message}`);
  }
}

/** False for a pipe or a device such as /dev/stdout, which no other file may take the place of. */
function isPlain(file: string): boolean {
  const found = lstatSync(file, { throwIfNoEntry: false });
  return found === undefined || found.isFile();
}

async function makeReport(
  journal: JournalSnapshot,
  run: string,
  options: ReportOptions,
  world: World,
): Promise<Uint8Array | null> {
  const { preparedBy } = options;
  const parts = { journal, world, setup: { name: journal.head.station }, preparedBy };
  switch (options.format) {
    case "pdf":
      return await runPdf(parts, run, options.lang);
    case "bundle":
      return await signedBundle(parts, run, options.dir);
    case "xlsx":
      return await runXlsx(parts, run);
    case "csv":
    case "dfq":
    case "qif": {
      const { dimensionalCsv, runDfq, runQif } = await import("../reports/index.ts");
      const state = foldRun(await journal.readRun(run));
      if (state === null) return null;
      const writers = { csv: dimensionalCsv, dfq: runDfq, qif: runQif };
      return Buffer.from(writers[options.format](state), "utf8");
    }
  }
}

async function signedBundle(parts: DocumentParts, run: string, dir: string) {
  const key = readStationKey(dir);
  await assertKeyOfJournal(key, parts.journal, dir);
  return await runBundle({ ...parts, key }, run);
}
