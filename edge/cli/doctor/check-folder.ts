// The folder of the journal: can it be written, is there room, is the journal this station's, does the key fit.
import { accessSync, constants, existsSync, statfsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { JournalRefusal, type JournalSnapshot, openSnapshot } from "../../store/index.ts";
import { StartRefusal } from "../start-refusal.ts";
import { assertKeyOfJournal, readStationKey } from "../station-key.ts";
import { codeOf, type Finding, look, ok, wrong } from "./finding.ts";

const MIB = 1024 * 1024;
/** A week of readings at one a second is about half a GiB. */
const LITTLE_ROOM = 1024 * MIB;
const NO_ROOM = 64 * MIB;

/** Findings on the folder, and the newest record's wall clock where there is a journal. Changes nothing. */
export async function checkFolder(
  dir: string,
  station: string | null,
): Promise<{ readonly findings: readonly Finding[]; readonly newestAt: string | null }> {
  const findings = [checkRights(dir), checkRoom(dir)];
  if (!existsSync(join(dir, "journal.db"))) {
    findings.push(ok("journal", `none in ${dir} yet; the first start makes it`));
    return { findings, newestAt: null };
  }
  try {
    const journal = openSnapshot(dir);
    try {
      findings.push(checkStation(journal, dir, station), await checkKey(journal, dir));
      const { epoch, seq } = journal.head;
      const [newest] = await journal.readEpoch(epoch, seq, 1);
      return { findings, newestAt: newest?.at ?? null };
    } finally {
      journal.close();
    }
  } catch (error) {
    if (!(error instanceof JournalRefusal)) throw error;
    // A start brings an older journal into today's shape by itself.
    const older = error.code === "journal-older-version";
    findings.push(older ? look("journal", error.message) : wrong("journal", error.message));
    return { findings, newestAt: null };
  }
}

/** The folder, or the nearest one above it that is there and would hold it. */
function standing(dir: string): string {
  let place = resolve(dir);
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  return place;
}

function checkRights(dir: string): Finding {
  const place = standing(dir);
  const remedy = "Give --dir a folder that the station's user may write to.";
  if (!statSync(place).isDirectory()) return wrong("folder", `${place} is a file`, remedy);
  try {
    accessSync(place, constants.W_OK | constants.X_OK);
  } catch (error) {
    return wrong("folder", `${place} cannot be written to by this user (${codeOf(error)})`, remedy);
  }
  const made = place === resolve(dir) ? "can be written to" : "is not there yet and can be made";
  return ok("folder", `${dir} ${made}`);
}

function checkRoom(dir: string): Finding {
  const { bavail, bsize } = statfsSync(standing(dir));
  const free = bavail * bsize;
  const what = `${Math.floor(free / MIB)} MiB free for ${dir}`;
  if (free < NO_ROOM)
    return wrong("disk", what, "Make room: readings are kept waiting when the disk is full.");
  return free < LITTLE_ROOM ? look("disk", what, "Make room before a long run.") : ok("disk", what);
}

function checkStation({ head }: JournalSnapshot, dir: string, station: string | null): Finding {
  if (station === null || head.station === station)
    return ok("journal", `of station ${head.station}, ${head.seq} records in its newest epoch`);
  const remedy = `Name the station ${head.station}, or give --dir another folder.`;
  return wrong("journal", `${dir} is that of station ${head.station}, not ${station}`, remedy);
}

async function checkKey(journal: JournalSnapshot, dir: string): Promise<Finding> {
  try {
    await assertKeyOfJournal(readStationKey(dir), journal, dir);
    return ok("key", "the one that the journal names");
  } catch (error) {
    if (!(error instanceof StartRefusal)) throw error;
    return wrong("key", error.message);
  }
}
