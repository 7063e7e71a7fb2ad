// Assigning a reading from the inbox to a cell: the value counts from now on, its origin stays named.
import type { Reading } from "../../../gauges/index.ts";
import type { RecordedReading } from "../../../sync/records/index.ts";
import { runningRun } from "../../intake/index.ts";
import { type CommandRefusal, isCommandRefusal, openCell, refuse } from "../../runs/index.ts";
import type { Committed } from "../../station/index.ts";
import type { HttpDeps } from "../server.ts";
import { actorOf } from "./actor.ts";

export async function assignReading(
  { station, journal }: HttpDeps,
  seq: number,
  cell: { characteristic: string; unitIndex: number },
): Promise<Committed | CommandRefusal> {
  const [record] = await journal.read(seq, 1);
  if (record?.seq !== seq || record.kind !== "reading.unassigned") {
    return refuse(
      "no-such-reading",
      `Record ${seq} is no unassigned reading.`,
      "Only readings can be assigned; a frame nobody could read can be dismissed with a reason.",
    );
  }
  const { entries } = await journal.inbox(Number.MAX_SAFE_INTEGER);
  if (!entries.some((entry) => entry.seq === seq)) {
    return refuse("answered", `Reading ${seq} was dealt with already.`, "Reload the page.");
  }
  const run = runningRun(station.shown);
  if (run === null) {
    return refuse("no-active-run", "No run is running.", "Start a run on the run page.");
  }
  const open = openCell(run, cell.characteristic, cell.unitIndex);
  if (isCommandRefusal(open)) return open;
  const reading = readingOf(record.body.reading);
  if (reading.value === null) {
    return refuse("no-value", "This reading carries no value.", "Dismiss it with a reason.");
  }
  const gauge = { id: reading.gauge, serves: [open.characteristic.gauge], calibrationDue: null };
  const actor = actorOf(station.shown.operator);
  return station.take(gauge, reading, { actor, armed: cell, source: seq, confirmed: true });
}

/** The reading as it stood when it came, with what only a wire knows left out. */
function readingOf(recorded: RecordedReading): Reading {
  return {
    ...recorded,
    value: recorded.text === null ? null : Number(recorded.text),
    raw: Buffer.from(recorded.raw, "hex"),
    marks: [],
    file: null,
    status: recorded.status === "unstable" ? "ok" : recorded.status,
  };
}
