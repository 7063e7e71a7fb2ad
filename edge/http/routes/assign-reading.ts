// What a person does with an entry of the inbox: assign its value to a cell, or dismiss it for a reason.
import type { Reading } from "../../../gauges/index.ts";
import type { RecordedReading } from "../../../sync/records/index.ts";
import { placeReading, runningRun, takeReading } from "../../intake/index.ts";
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
  if (!(await journal.inInbox(seq))) return dealtWith(seq);
  const reading = readingOf(record.body.reading);
  return station.act((state, source) => {
    // Another command may have dealt with it meanwhile and still wait for the disk.
    if (state.answered.has(seq)) return dealtWith(seq);
    const run = runningRun(state);
    if (run === null) {
      return refuse("no-active-run", "No run is running.", "Start a run on the run page.");
    }
    const open = openCell(run, cell.characteristic, cell.unitIndex);
    if (isCommandRefusal(open)) return open;
    const gauge = { id: reading.gauge, serves: [], calibrationDue: null };
    const actor = actorOf(state.operator);
    const named = { ...cell, run: run.run };
    const options = { actor, cell: named, source: seq, confirmed: true };
    const place = placeReading(state, gauge, reading, options);
    if ("reason" in place) return notAssignable(place.reason);
    return takeReading(state, gauge, reading, source, options);
  });
}

function notAssignable(reason: string): CommandRefusal {
  return refuse(
    reason,
    `The reading cannot stand in this cell: ${reason}.`,
    "Choose a cell of the same kind and unit, or dismiss the reading with a reason.",
  );
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

/** Takes an unassigned reading or an unreadable frame out of the inbox; it stays in the journal. */
export async function dismissReading(
  { station, journal }: HttpDeps,
  seq: number,
  reason: string,
): Promise<Committed | CommandRefusal> {
  const [record] = await journal.read(seq, 1);
  const kind = record?.seq === seq ? record.kind : null;
  if (kind !== "reading.unassigned" && kind !== "frame.rejected") {
    return refuse("no-such-reading", `Record ${seq} is no entry of the inbox.`, "Reload the page.");
  }
  if (!(await journal.inInbox(seq))) return dealtWith(seq);
  return station.act((state, source) => {
    if (state.answered.has(seq)) return dealtWith(seq);
    return [
      {
        id: source.newId(),
        at: source.now(),
        kind: "reading.dismissed",
        v: 1,
        actor: actorOf(state.operator),
        body: { reading: seq, reason },
      },
    ];
  });
}

function dealtWith(seq: number): CommandRefusal {
  return refuse("answered", `Entry ${seq} was dealt with already.`, "Reload the page.");
}
