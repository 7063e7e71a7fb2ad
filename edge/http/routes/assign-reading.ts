// What a person does with an entry of the inbox: assign its value to a cell, or dismiss it for a reason.
import type { Static } from "typebox";
import type { Reading } from "../../../gauges/index.ts";
import {
  isAt,
  placeKey,
  type QualityRecord,
  type RecordedReading,
  type RecordPlace,
} from "../../../sync/records/index.ts";
import { type IntakeGauge, placeReading, takeReading } from "../../intake/index.ts";
import { type CommandRefusal, isCommandRefusal, openCell, refuse } from "../../runs/index.ts";
import type { Committed } from "../../station/index.ts";
import type { AssignCommand } from "../commands.ts";
import type { HttpDeps } from "../server.ts";
import { actorOf } from "./actor.ts";
import { askedRun } from "./asked-run.ts";

/** A keyed value, or a gauge that is no longer in the station's file. */
function noGaugeOfOurs(id: string): IntakeGauge {
  return { id, serves: [], calibrationDue: null };
}

export async function assignReading(
  { station, journal, floor }: HttpDeps,
  place: RecordPlace,
  { run: asked, characteristic, unitIndex }: Static<typeof AssignCommand>,
): Promise<Committed | CommandRefusal> {
  const record = await recordAt(journal, place);
  if (record?.kind !== "reading.unassigned") {
    return refuse(
      "no-such-reading",
      `Record ${place.seq} of epoch ${place.epoch} is no unassigned reading.`,
      "Only readings can be assigned; a frame nobody could read can be dismissed with a reason.",
    );
  }
  if (!(await journal.inInbox(place))) return dealtWith(place);
  const reading = readingOf(record.body.reading);
  return station.act((state, source) => {
    // Another command may have dealt with it meanwhile and still wait for the disk.
    if (state.answered.has(placeKey(place))) return dealtWith(place);
    const run = askedRun(state, asked);
    if (isCommandRefusal(run)) return run;
    const open = openCell(run, characteristic, unitIndex);
    if (isCommandRefusal(open)) return open;
    const gauge = floor.gauges.get(reading.gauge)?.gauge ?? noGaugeOfOurs(reading.gauge);
    const actor = actorOf(state.operator);
    const named = { characteristic, unitIndex, run: run.run };
    const options = { actor, cell: named, source: place, confirmed: true };
    const placed = placeReading(state, gauge, reading, options);
    if ("reason" in placed) return notAssignable(placed.reason);
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
  place: RecordPlace,
  reason: string,
): Promise<Committed | CommandRefusal> {
  const kind = (await recordAt(journal, place))?.kind;
  if (kind !== "reading.unassigned" && kind !== "frame.rejected") {
    return refuse(
      "no-such-reading",
      `Record ${place.seq} of epoch ${place.epoch} is no entry of the inbox.`,
      "Reload the page.",
    );
  }
  if (!(await journal.inInbox(place))) return dealtWith(place);
  return station.act((state, source) => {
    if (state.answered.has(placeKey(place))) return dealtWith(place);
    return [
      {
        id: source.newId(),
        at: source.now(),
        kind: "reading.dismissed",
        v: 1,
        actor: actorOf(state.operator),
        body: { reading: place.seq, epoch: place.epoch, reason },
      },
    ];
  });
}

async function recordAt(
  journal: HttpDeps["journal"],
  place: RecordPlace,
): Promise<QualityRecord | null> {
  const [record] = await journal.readEpoch(place.epoch, place.seq, 1);
  return record !== undefined && isAt(record, place) ? record : null;
}

function dealtWith({ seq }: RecordPlace): CommandRefusal {
  return refuse("answered", `Entry ${seq} was dealt with already.`, "Reload the page.");
}
