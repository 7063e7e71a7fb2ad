// What can be done with a journal: verify, export, backup beside a running station; rebuild, restore without one.
import type { Command } from "commander";
import {
  exportJournal,
  JournalRefusal,
  openSnapshot,
  rebuildProjections,
  restoreJournal,
  verifyJournal,
} from "../store/index.ts";
import type { Exit } from "./commands.ts";
import { assertNoPartOfJournal } from "./data-folder.ts";
import { StartRefusal } from "./start-refusal.ts";
import { openStationKey } from "./station-key.ts";
import { EXIT, type World } from "./world.ts";

const DEFAULT_DIR = "./var";

export function addJournalCommands(program: Command, world: World, exit: Exit): void {
  const journal = program.command("journal").description("verify, rebuild or export the journal");

  journal
    .command("verify")
    .description("recompute every hash of the chain and say what is wrong, where")
    .option("--dir <dir>", "folder of the journal", DEFAULT_DIR)
    .option("--json", "print one JSON document")
    .action((options: { dir: string; json?: boolean }) =>
      refusable(world, exit, async () => {
        const verdict = await verifyJournal(options.dir);
        if (options.json === true) world.say(JSON.stringify(verdict));
        else sayVerdict(verdict, world);
        if (!verdict.ok) exit(EXIT.failure);
      }),
    );

  journal
    .command("rebuild")
    .description("drop every table made from the records and make it again from them")
    .option("--dir <dir>", "folder of the journal", DEFAULT_DIR)
    .action((options: { dir: string }) =>
      refusable(world, exit, async () => {
        const { records } = rebuildProjections(options.dir);
        world.say(`Rebuilt from ${records} records.`);
      }),
    );

  journal
    .command("export")
    .description("write every record as one line of JSON")
    .option("--dir <dir>", "folder of the journal", DEFAULT_DIR)
    .action((options: { dir: string }) =>
      refusable(world, exit, async () => {
        for await (const line of exportJournal(options.dir)) world.say(line);
      }),
    );

  program
    .command("backup <file>")
    .description("copy the journal into one file")
    .option("--dir <dir>", "folder of the journal", DEFAULT_DIR)
    .action((file: string, options: { dir: string }) =>
      refusable(world, exit, () => backUp(file, options.dir, world)),
    );

  program
    .command("restore <file>")
    .description("put a backup in place; the journal goes on in a new epoch")
    .option("--dir <dir>", "folder of the journal", DEFAULT_DIR)
    .option("--despite-problems", "also a backup with holes, such as that of a mended journal")
    .action((file: string, options: { dir: string; despiteProblems?: boolean }) =>
      refusable(world, exit, async () => {
        const { publicKey } = openStationKey(options.dir);
        const { dir, despiteProblems = false } = options;
        const { now: nowIso, newId } = world;
        const { head } = await restoreJournal(file, dir, {
          ...{ publicKey, nowIso, newId, despiteProblems },
        });
        world.say(`Restored ${file} to ${dir}; epoch ${head.epoch} begins.`);
      }),
    );
}

async function backUp(file: string, dir: string, world: World): Promise<void> {
  assertNoPartOfJournal(file, dir);
  const journal = openSnapshot(dir);
  try {
    await journal.backup(file);
    world.say(`Copied ${journal.head.seq} records of this epoch, and earlier ones, to ${file}.`);
  } finally {
    journal.close();
  }
}

function sayVerdict(verdict: Awaited<ReturnType<typeof verifyJournal>>, world: World): void {
  if (verdict.ok) {
    world.say(`${verdict.records} records in ${verdict.epochs.length} epochs: every hash holds.`);
    return;
  }
  for (const problem of verdict.problems) {
    world.warn(`epoch ${problem.epoch} seq ${problem.seq}: ${problem.what}`);
  }
}

/** Runs the work; a refusal of the journal or of a start is said and becomes exit code 1. */
export async function refusable(
  world: World,
  exit: Exit,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof JournalRefusal || error instanceof StartRefusal)) throw error;
    world.warn(error.message);
    exit(EXIT.failure);
  }
}
