// Decides which rows are new, which repeat and which contradict; and writes the quarantine.
import type { ClientBase } from "pg";
import { contentOf, type Quarantined, type Row, type Sorted, setAside } from "./sort-batch.ts";

type KeyRow = { station: string; epoch: string; seq: string; hash: string };

/** One text per (station, epoch, seq), whatever the names hold. */
export const keyOf = (station: string, epoch: string, seq: number | string) =>
  JSON.stringify([station, epoch, Number(seq)]);

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/** Milliseconds of an ISO time, null when it is none: a wrong clock is no reason to lose a record. */
function timeOf(at: string): number | null {
  const ms = ISO.test(at) ? Date.parse(at) : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}

type Inserted = {
  readonly fresh: readonly Row[];
  readonly repeated: number;
  readonly conflicts: readonly Quarantined[];
};

/** Inserts the rows of a group; the hash decides between a repeat and a conflict. */
export async function insertRows(client: ClientBase, group: readonly Sorted[]): Promise<Inserted> {
  const all = group.flatMap((message) =>
    message.rows.map((row) => ({ row, topic: message.topic })),
  );
  if (all.length === 0) return { fresh: [], repeated: 0, conflicts: [] };
  const records = all.map(({ row }) => row.record);
  const { rows: inserted } = await client.query<KeyRow>(
    `INSERT INTO quality_record
       (station, epoch, seq, id, at, at_time, kind, v, actor, body, prev, hash, flaw)
     SELECT station, epoch, seq, id, at, to_timestamp(ms / 1000.0), kind, v, actor, body::jsonb,
       prev, hash, flaw
     FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::float8[],
       $7::text[], $8::int[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])
       AS u (station, epoch, seq, id, at, ms, kind, v, actor, body, prev, hash, flaw)
     ON CONFLICT DO NOTHING
     RETURNING station, epoch, seq, hash`,
    [
      records.map((record) => record.station),
      records.map((record) => record.epoch),
      records.map((record) => record.seq),
      records.map((record) => record.id),
      records.map((record) => record.at),
      records.map((record) => timeOf(record.at)),
      records.map((record) => record.kind),
      records.map((record) => record.v),
      records.map((record) => record.actor),
      all.map(({ row }) => row.body),
      records.map((record) => record.prev),
      records.map((record) => record.hash),
      all.map(({ row }) => row.flaw),
    ],
  );
  const stored = new Map(inserted.map((row) => [keyOf(row.station, row.epoch, row.seq), row.hash]));
  return { ...(await compareRest(client, all, stored)), repeated: all.length - inserted.length };
}

/** Rows that were not inserted are repeats, or conflicts when the stored hash is another. */
async function compareRest(
  client: ClientBase,
  all: readonly { readonly row: Row; readonly topic: string }[],
  stored: Map<string, string>,
): Promise<Omit<Inserted, "repeated">> {
  const keyed = all.map((one) => {
    const { station, epoch, seq } = one.row.record;
    return { ...one, key: keyOf(station, epoch, seq) };
  });
  const fresh: Row[] = [];
  const seen = new Set<string>();
  for (const { row, key } of keyed) {
    if (stored.get(key) === row.record.hash && !seen.has(key)) fresh.push(row);
    if (stored.has(key)) seen.add(key);
  }
  const unknown = keyed.filter(({ key }) => !stored.has(key)).map(({ row }) => row.record);
  if (unknown.length > 0) {
    const { rows } = await client.query<KeyRow>(
      `SELECT r.station, r.epoch, r.seq, r.hash FROM quality_record r
       JOIN unnest($1::text[], $2::text[], $3::bigint[]) AS u (s, e, q)
         ON r.station = u.s AND r.epoch = u.e AND r.seq = u.q`,
      [
        unknown.map((record) => record.station),
        unknown.map((record) => record.epoch),
        unknown.map((record) => record.seq),
      ],
    );
    for (const row of rows) stored.set(keyOf(row.station, row.epoch, row.seq), row.hash);
  }
  const conflicts = keyed
    .filter(({ row, key }) => stored.get(key) !== row.record.hash)
    .map(({ row, topic, key }) => conflict(row, topic, stored.get(key) ?? "nothing"));
  return { fresh, conflicts };
}

function conflict(row: Row, topic: string, held: string): Quarantined {
  const { station, epoch, seq, prev, hash } = row.record;
  const place = { topic, station, epoch, seq, prev, hash };
  const aside = setAside(place, row.record, "conflicting-hash", `held with ${held}`);
  return { ...aside, settles: false };
}

/** Keeps what was set aside; says what was not there before. */
export async function insertQuarantine(
  client: ClientBase,
  aside: readonly Quarantined[],
): Promise<readonly Quarantined[]> {
  if (aside.length === 0) return [];
  const contents = aside.map(contentOf);
  const { rows } = await client.query<{ content: string; reason: string }>(
    `INSERT INTO quarantine
       (station, content, reason, detail, epoch, seq, prev, hash, settles, topic, payload)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[],
       $7::text[], $8::text[], $9::bool[], $10::text[], $11::bytea[])
     ON CONFLICT DO NOTHING RETURNING content, reason`,
    [
      aside.map((one) => one.station),
      contents,
      aside.map((one) => one.reason),
      aside.map((one) => one.detail),
      aside.map((one) => one.epoch),
      aside.map((one) => one.seq),
      aside.map((one) => one.prev),
      aside.map((one) => one.hash),
      aside.map((one) => one.settles),
      aside.map((one) => one.topic),
      aside.map((one) => one.payload),
    ],
  );
  const fresh = new Set(rows.map((row) => `${row.content} ${row.reason}`));
  return aside.filter((one, index) => {
    const name = `${contents[index]} ${one.reason}`;
    return fresh.delete(name);
  });
}
