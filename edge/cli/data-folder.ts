// The folder a station keeps its journal and its key in: made where it is missing, or refused with one remedy.
import { accessSync, constants, existsSync, mkdirSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { StartRefusal } from "./start-refusal.ts";

const WHY: Readonly<Record<string, string>> = {
  EACCES: "this user may not write there",
  EPERM: "this user may not write there",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of the path is a file",
  ENOENT: "nothing can be made there",
};

/**
 * Makes the folder with its parents and checks that it can be written to. Throws StartRefusal where it
 * cannot. Not by mkdir's own recursion: in a file system such as /proc that never ends.
 */
export function makeDataFolder(dir: string): void {
  const whole = resolve(dir);
  const missing: string[] = [];
  for (let part = whole; !existsSync(part); part = dirname(part)) missing.unshift(part);
  try {
    for (const part of missing) mkdirSync(part);
    if (!statSync(whole).isDirectory()) throw refusal(dir, "it is a file");
    accessSync(whole, constants.W_OK | constants.X_OK);
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw refusal(dir, WHY[String(error.code)] ?? error.message);
  }
}

/** Files of a station's folder that nothing else may be written over. */
const STATION_FILES = /^(journal\.|journal-|station-key)/;

/** Throws StartRefusal for a file to be written that is one of the journal's own. */
export function assertNoPartOfJournal(file: string, dir: string): void {
  const own = dirname(resolve(file)) === resolve(dir) && STATION_FILES.test(basename(file));
  if (!own) return;
  throw new StartRefusal(`${file} is part of the journal. Give another file to write.`);
}

function refusal(dir: string, why: string): StartRefusal {
  return new StartRefusal(
    `${dir} cannot be the folder of the journal: ${why}. Give --dir a folder that this user may write to.`,
  );
}
