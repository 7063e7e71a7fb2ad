// Decides what one transaction writes: records, quarantine and the stations' watermarks, together.
import type { ClientBase } from "pg";
import { insertQuarantine, insertRows, keyOf } from "./insert.ts";
import { type Claim, claimNames } from "./lease.ts";
import { dropParts } from "./parts.ts";
import { limits } from "./settings.ts";
import { type Quarantined, type Row, type Sorted, setAside } from "./sort-batch.ts";
import { transact } from "./transact.ts";
import { atGenesis, type Place, type Watermark, walk } from "./walk.ts";

/** What an epoch's row in station_cursor says after a commit, with the first gap above it. */
export type Held = {
  readonly station: string;
  readonly epoch: string;
  /** The process that is told; null for a station that does not say which it is. */
  readonly instance: string | null;
  readonly contiguous: number;
  readonly gaps: readonly (readonly [number, number])[];
  /** Rows of this epoch in the group, repeats included. */
  readonly rows: number;
};

export type Written = {
  readonly inserted: number;
  readonly repeated: number;
  readonly held: readonly Held[];
  /** Only what was not in the quarantine before. */
  readonly quarantined: readonly Quarantined[];
  /** Newly stored rows with a flaw. */
  readonly flawed: readonly Row[];
  /** Processes of which nothing was taken, because their station's name is another's. */
  readonly refused: readonly Claim[];
};

type Cursor = Watermark & { readonly highest: number };
type CursorRow = {
  station: string;
  epoch: string;
  contiguous: string;
  head_hash: string | null;
  highest: string;
};

const epochKey = (station: string, epoch: string) => JSON.stringify([station, epoch]);

/**
 * Writes a group of messages in one transaction and returns after its commit is on the disk.
 * Repeats change nothing. Throws what pg throws; nothing is kept then.
 * @param leaseMs how long a station's name stays with a process that is not heard
 */
export async function writeGroup(
  client: ClientBase,
  all: readonly Sorted[],
  leaseMs: number,
): Promise<Written> {
  return await transact(client, async () => {
    const refused = await claimNames(client, claimsOf(all), leaseMs);
    const isRefused = (message: Sorted) =>
      refused.some((one) => one.station === message.station && one.instance === message.instance);
    const group = refused.length === 0 ? all : all.filter((message) => !isRefused(message));
    const cursors = await lockCursors(client, group);
    const { fresh, repeated, conflicts } = await insertRows(client, group);
    const aside = [...group.flatMap((message) => message.quarantined), ...conflicts];
    const { held, broken } = await moveCursors(client, group, cursors, conflicts);
    const quarantined = await insertQuarantine(client, [...aside, ...broken]);
    const flawed = fresh.filter((row) => row.flaw !== null);
    return { inserted: fresh.length, repeated, held, quarantined, flawed, refused };
  });
}

/** Every process that speaks in a group, once, in the order of its first message. */
function claimsOf(group: readonly Sorted[]): readonly Claim[] {
  const claims = new Map<string, Claim>();
  for (const { station, epoch, topic, instance } of group) {
    const key = JSON.stringify([station, instance]);
    if (instance === null || epoch === null || claims.has(key)) continue;
    claims.set(key, { station, epoch, topic, instance });
  }
  return [...claims.values()];
}

/** Takes the epochs' rows in one order, so that two collectors cannot lock each other out. */
async function lockCursors(
  client: ClientBase,
  group: readonly Sorted[],
): Promise<Map<string, Cursor>> {
  const epochs = new Map<string, { station: string; epoch: string; topic: string }>();
  for (const { station, epoch, topic } of group) {
    if (epoch !== null) epochs.set(epochKey(station, epoch), { station, epoch, topic });
  }
  const sorted = [...epochs.keys()].sort().flatMap((key) => epochs.get(key) ?? []);
  if (sorted.length === 0) return new Map();
  const stations = sorted.map((row) => row.station);
  const names = sorted.map((row) => row.epoch);
  const topics = sorted.map((row) => row.topic);
  await client.query(
    `INSERT INTO station_cursor (station, epoch, contiguous, head_hash, topic)
     SELECT s, e, 0, $4, t FROM unnest($1::text[], $2::text[], $3::text[]) AS u (s, e, t)
     ON CONFLICT DO NOTHING`,
    [stations, names, topics, atGenesis.headHash],
  );
  const { rows } = await client.query<CursorRow>(
    `SELECT c.station, c.epoch, c.contiguous, c.head_hash, c.highest
     FROM station_cursor c
     JOIN unnest($1::text[], $2::text[]) AS u (s, e) ON c.station = u.s AND c.epoch = u.e
     ORDER BY c.station, c.epoch FOR UPDATE OF c`,
    [stations, names],
  );
  return new Map(
    rows.map((row) => [
      epochKey(row.station, row.epoch),
      {
        contiguous: Number(row.contiguous),
        headHash: row.head_hash,
        highest: Number(row.highest),
      },
    ]),
  );
}

/** Moves every epoch's watermark over what the group and earlier commits hold. */
async function moveCursors(
  client: ClientBase,
  group: readonly Sorted[],
  cursors: ReadonlyMap<string, Cursor>,
  conflicts: readonly Quarantined[],
): Promise<{ readonly held: readonly Held[]; readonly broken: readonly Quarantined[] }> {
  const held: Held[] = [];
  const broken: Quarantined[] = [];
  const refused = new Set(
    conflicts.map((one) => keyOf(one.station, one.epoch ?? "", one.seq ?? 0)),
  );
  for (const [key, cursor] of cursors) {
    const messages = group.filter(
      ({ station, epoch }) => epoch !== null && epochKey(station, epoch) === key,
    );
    const first = messages[0];
    if (first === undefined || first.epoch === null) continue;
    const { station, epoch, topic } = first;
    const places = placesOf(messages, refused);
    const highest = Math.max(cursor.highest, ...places.keys());
    const moved = await walkOn(client, { station, epoch }, cursor, highest, places);
    const { contiguous, headHash } = moved.watermark;
    await client.query(
      `UPDATE station_cursor SET contiguous = $3, head_hash = $4, highest = $5, updated_at = now()
       WHERE station = $1 AND epoch = $2`,
      [station, epoch, contiguous, headHash, Math.max(highest, contiguous)],
    );
    const gaps = highest > contiguous ? await firstGap(client, station, epoch, contiguous) : [];
    const rows = messages.reduce((sum, message) => sum + message.rows.length, 0);
    const instance = messages.at(-1)?.instance ?? null;
    held.push({ station, epoch, instance, contiguous, gaps, rows });
    if (messages.some((message) => message.joined)) {
      await dropParts(client, station, epoch, contiguous);
    }
    for (const seq of moved.broken) {
      const place = places.get(seq) ?? { seq, prev: null, hash: null };
      const text = "prev is not the hash of the record before it";
      const aside = setAside({ ...place, station, epoch, topic }, place, "chain-broken", text);
      broken.push({ ...aside, settles: false });
    }
  }
  return { held, broken };
}

/** The places that a group adds to an epoch; a sound record goes before one that was set aside. */
function placesOf(messages: readonly Sorted[], refused: ReadonlySet<string>): Map<number, Place> {
  const places = new Map<number, Place>();
  for (const message of messages) {
    for (const { settles, seq, prev, hash } of message.quarantined) {
      if (settles && seq !== null) places.set(seq, { seq, prev, hash });
    }
  }
  for (const message of messages) {
    for (const { record } of message.rows) {
      const { station, epoch, seq, prev, hash } = record;
      if (!refused.has(keyOf(station, epoch, seq))) places.set(seq, { seq, prev, hash });
    }
  }
  return places;
}

/** Walks over the group's places and, where they meet what came earlier, over the stored ones. */
async function walkOn(
  client: ClientBase,
  { station, epoch }: { readonly station: string; readonly epoch: string },
  cursor: Cursor,
  highest: number,
  places: Map<number, Place>,
): Promise<ReturnType<typeof walk>> {
  let moved = walk(cursor, places);
  const broken = [...moved.broken];
  while (moved.watermark.contiguous < highest) {
    const { contiguous } = moved.watermark;
    const { rows } = await client.query<{ seq: string; prev: string | null; hash: string | null }>(
      `SELECT seq, prev, hash FROM (
         SELECT seq, prev, hash, 1 AS worth FROM quality_record
         WHERE station = $1 AND epoch = $2 AND seq BETWEEN $3 AND $4
         UNION ALL
         SELECT seq, prev, hash, 0 FROM quarantine
         WHERE station = $1 AND epoch = $2 AND seq BETWEEN $3 AND $4 AND settles
       ) p ORDER BY worth`,
      [station, epoch, contiguous + 1, contiguous + limits.walkRows],
    );
    const stored = new Map(places);
    for (const row of rows) {
      const seq = Number(row.seq);
      stored.set(seq, { seq, prev: row.prev, hash: row.hash });
    }
    moved = walk(moved.watermark, stored);
    broken.push(...moved.broken);
    if (moved.watermark.contiguous === contiguous) break;
  }
  return { watermark: moved.watermark, broken };
}

async function firstGap(
  client: ClientBase,
  station: string,
  epoch: string,
  contiguous: number,
): Promise<[number, number][]> {
  const { rows } = await client.query<{ seq: string | null }>(
    `SELECT min(seq) AS seq FROM quality_record
     WHERE station = $1 AND epoch = $2 AND seq > $3`,
    [station, epoch, contiguous],
  );
  const above = rows[0]?.seq ?? null;
  return above === null ? [] : [[contiguous + 1, Number(above) - 1]];
}

/** How far one epoch is held; zero when it was never heard of. */
export async function readHeld(client: ClientBase, station: string, epoch: string): Promise<Held> {
  const { rows } = await client.query<CursorRow>(
    "SELECT * FROM station_cursor WHERE station = $1 AND epoch = $2",
    [station, epoch],
  );
  const contiguous = Number(rows[0]?.contiguous ?? 0);
  const highest = Number(rows[0]?.highest ?? 0);
  const gaps = highest > contiguous ? await firstGap(client, station, epoch, contiguous) : [];
  return { station, epoch, instance: null, contiguous, gaps, rows: 0 };
}
