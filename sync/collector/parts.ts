// Decides when the pieces of a long record are whole: kept in the database until the last is there.
import type { ClientBase } from "pg";
import { RECORD_BYTES, type RecordPart } from "../records/index.ts";
import { type Sorted, sortJoined } from "./sort-batch.ts";
import { transact } from "./transact.ts";

type PartMessage = Sorted & { readonly part: RecordPart };

const isPart = (message: Sorted): message is PartMessage => message.part !== null;
const keyOf = ({ station, epoch, seq, hash, of }: RecordPart) =>
  JSON.stringify([station, epoch, seq, hash, of]);

/** Whether a group holds pieces, which joinParts must deal with before the group is written. */
export function hasParts(group: readonly Sorted[]): boolean {
  return group.some(isPart);
}

/**
 * Stores the pieces of a group in a transaction of its own and puts whole records in their place.
 * Pieces that still lack others leave nothing to write; those of a record that is held already leave
 * an empty message, so that the station is told so.
 */
export async function joinParts(
  client: ClientBase,
  group: readonly Sorted[],
): Promise<readonly Sorted[]> {
  return await transact(client, async () => {
    const messages = group.filter(isPart);
    const held = await heldUpto(client, messages);
    const isHeld = ({ part }: PartMessage) =>
      part.seq <= (held.get(JSON.stringify([part.station, part.epoch])) ?? 0);
    await storeParts(
      client,
      messages.filter((message) => !isHeld(message)).map(({ part }) => part),
    );
    const last = new Map(messages.map((message) => [keyOf(message.part), message]));
    const joined: Sorted[] = [];
    for (const message of group) {
      if (!isPart(message)) joined.push(message);
      else if (isHeld(message)) joined.push({ ...message, part: null });
      else if (last.get(keyOf(message.part)) === message) {
        const whole = await readWhole(client, message);
        if (whole !== null) joined.push(whole);
      }
    }
    return joined;
  });
}

async function heldUpto(
  client: ClientBase,
  messages: readonly PartMessage[],
): Promise<Map<string, number>> {
  const { rows } = await client.query<{ station: string; epoch: string; contiguous: string }>(
    `SELECT DISTINCT c.station, c.epoch, c.contiguous FROM station_cursor c
     JOIN unnest($1::text[], $2::text[]) AS u (s, e) ON c.station = u.s AND c.epoch = u.e`,
    [messages.map(({ part }) => part.station), messages.map(({ part }) => part.epoch)],
  );
  return new Map(
    rows.map((row) => [JSON.stringify([row.station, row.epoch]), Number(row.contiguous)]),
  );
}

/** The piece that came last counts, so that a record sent again is made of one text alone. */
async function storeParts(client: ClientBase, all: readonly RecordPart[]): Promise<void> {
  if (all.length === 0) return;
  const parts = [...new Map(all.map((part) => [`${keyOf(part)} ${part.part}`, part])).values()];
  await client.query(
    `INSERT INTO record_part (station, epoch, seq, hash, total, part, content)
     SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::int[], $6::int[],
       $7::text[])
     ON CONFLICT (station, epoch, seq, hash, total, part) DO UPDATE SET content = excluded.content`,
    [
      parts.map((part) => part.station),
      parts.map((part) => part.epoch),
      parts.map((part) => part.seq),
      parts.map((part) => part.hash),
      parts.map((part) => part.of),
      parts.map((part) => part.part),
      parts.map((part) => part.base64),
    ],
  );
}

/** The record whose last piece this was; null while pieces are missing. */
async function readWhole(client: ClientBase, message: PartMessage): Promise<Sorted | null> {
  const { station, epoch, seq, hash, of } = message.part;
  const place = [station, epoch, seq, hash, of];
  const where = "station = $1 AND epoch = $2 AND seq = $3 AND hash = $4 AND total = $5";
  const { rows: sums } = await client.query<{ parts: number; length: string }>(
    `SELECT count(*)::int AS parts, sum(length(content)) AS length
     FROM record_part WHERE ${where}`,
    place,
  );
  if ((sums[0]?.parts ?? 0) < of) return null;
  if ((Number(sums[0]?.length) / 4) * 3 > RECORD_BYTES) return sortJoined(message, null);
  const { rows } = await client.query<{ content: string }>(
    `SELECT content FROM record_part WHERE ${where} ORDER BY part`,
    place,
  );
  const bytes = rows.map(({ content }) => Buffer.from(content, "base64"));
  return sortJoined(message, Buffer.concat(bytes).toString("utf8"));
}

/** Removes the pieces of what an epoch now holds, in the transaction that holds it. */
export async function dropParts(
  client: ClientBase,
  station: string,
  epoch: string,
  upto: number,
): Promise<void> {
  await client.query("DELETE FROM record_part WHERE station = $1 AND epoch = $2 AND seq <= $3", [
    station,
    epoch,
    upto,
  ]);
}
