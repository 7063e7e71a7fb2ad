// What the tests of sync share: a journal in memory, a way to wait, clients of the plant.
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import type { OutboxJournal } from "../../sync/publisher/index.ts";
import {
  type Envelope,
  GENESIS_HASH,
  hashRecord,
  type QualityRecord,
} from "../../sync/records/index.ts";
import type { Postgres } from "../fakes/postgres.ts";

export const address = {
  enterprise: "acme",
  site: "lyon",
  area: "hall-2",
  line: "line-1",
  station: "st-07",
} as const;

export const clock = {
  wall: () => new Date().toISOString(),
  monotonicMs: () => performance.now(),
};

export type MemoryJournal = OutboxJournal & {
  readonly station: string;
  readonly epoch: string;
  readonly records: QualityRecord[];
  /** Appends `count` records and returns them. */
  append(count: number): readonly QualityRecord[];
  readonly saved: number[];
  /** What brokers took over, by epoch and road. */
  readonly takenPlaces: Map<string, number>;
  /** How often records were read back. */
  readonly reads: () => number;
};

type DraftRecord = Omit<Extract<QualityRecord, { kind: "gauge.away" }>, "hash">;

/** A record that fits its schema, chained to `prev`. */
export function makeRecord(station: string, epoch: string, seq: number, prev: string) {
  const record: DraftRecord = {
    station,
    epoch,
    seq,
    id: randomUUID(),
    at: new Date(1_790_000_000_000 + seq).toISOString(),
    kind: "gauge.away",
    v: 1,
    actor: "station",
    body: { gauge: `G-${seq}`, port: "/dev/serial/by-id/a", reason: "unplugged" },
    prev,
  };
  return { ...record, hash: hashRecord(record) };
}

export function makeJournal(station: string = address.station, start = 0): MemoryJournal {
  const epoch = randomUUID();
  const records: QualityRecord[] = [];
  const saved: number[] = [];
  const takenPlaces = new Map<string, number>();
  let confirmed = start;
  let reads = 0;
  return {
    station,
    epoch,
    records,
    saved,
    takenPlaces,
    taken: async (ofEpoch, road) => takenPlaces.get(`${ofEpoch} ${road}`) ?? 0,
    async setTaken(ofEpoch, road, seq) {
      takenPlaces.set(`${ofEpoch} ${road}`, seq);
    },
    reads: () => reads,
    append(count) {
      const from = records.length;
      for (let i = 0; i < count; i += 1) {
        const prev = records.at(-1)?.hash ?? GENESIS_HASH;
        records.push(makeRecord(station, epoch, records.length + 1, prev));
      }
      return records.slice(from);
    },
    async read(from, limit) {
      reads += 1;
      return records.slice(from - 1, from - 1 + limit);
    },
    head: () => ({ station, epoch, seq: records.length }),
    confirmed: async () => confirmed,
    async setConfirmed(seq) {
      saved.push(seq);
      confirmed = seq;
    },
  };
}

/** Waits until the question is answered with yes; fails with `what` after the time. */
export async function until(
  what: string,
  question: () => boolean | Promise<boolean>,
  withinMs = 25_000,
): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await question())) {
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
    await pause(20);
  }
}

export function connectTo(postgres: Postgres, database: string): pg.Pool {
  const { host, port, user } = postgres;
  const pool = new pg.Pool({ host, port, user, database, max: 2 });
  pool.on("error", () => undefined);
  return pool;
}

/** seqs of a station in the order they were stored. */
export async function storedSeqs(pool: pg.Pool, epoch: string): Promise<number[]> {
  const { rows } = await pool.query<{ seq: string }>(
    "SELECT seq FROM quality_record WHERE epoch = $1 ORDER BY seq",
    [epoch],
  );
  return rows.map((row) => Number(row.seq));
}

export function oneTo(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i + 1);
}

/** A chain of records from seq 1 on; `change` may alter the content of a seq before it is hashed. */
export function chain(
  epoch: string,
  count: number,
  change: (content: Omit<Envelope, "hash">) => Omit<Envelope, "hash"> = (content) => content,
): Envelope[] {
  const made: Envelope[] = [];
  for (const seq of oneTo(count)) {
    const content = change({
      ...{ station: address.station, epoch, seq, id: randomUUID(), at: "2026-11-22T10:00:00.000Z" },
      ...{ kind: "gauge.back", v: 1, actor: "station", body: { gauge: "G-1", port: "p" } },
      prev: made.at(-1)?.hash ?? GENESIS_HASH,
    });
    made.push({ ...content, hash: hashRecord(content) });
  }
  return made;
}

export function batch(epoch: string, from: number, records: readonly unknown[]): string {
  const to = from + records.length - 1;
  return JSON.stringify({ v: 1, station: address.station, epoch, from, to, sentAt: "", records });
}
