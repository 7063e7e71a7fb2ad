// Tests of records that are longer than a message of the broker may be: cut, joined, never silent.
import fc from "fast-check";
import { connectAsync } from "mqtt";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { nextMessage } from "../../sync/publisher/next-message.ts";
import { asSent } from "../../sync/publisher/outbox.ts";
import { cutPiece, piecesOf } from "../../sync/publisher/pieces.ts";
import {
  canonicalText,
  GENESIS_HASH,
  hashRecord,
  jsonOf,
  type QualityRecord,
  readPart,
} from "../../sync/records/index.ts";
import { topicOf } from "../../sync/topics.ts";
import { needs } from "../fakes/needs.ts";
import { type Postgres, startPostgres } from "../fakes/postgres.ts";
import { type Bench, openBench } from "./bench.ts";
import {
  address,
  type MemoryJournal,
  makeJournal,
  makeRecord,
  oneTo,
  storedSeqs,
  until,
} from "./plant.ts";

/** A record whose body has about so many bytes, some of them in the middle of a character. */
function appendLong(journal: MemoryJournal, bytes: number): void {
  const { station, epoch, records } = journal;
  const prev = records.at(-1)?.hash ?? GENESIS_HASH;
  const { hash: _short, ...record } = makeRecord(station, epoch, records.length + 1, prev);
  const reason = "Ø 4,2 → ×".repeat(bytes / 13);
  const content = { ...record, body: { ...record.body, reason } };
  records.push({ ...content, hash: hashRecord(content) });
}

needs("mosquitto", "postgresql")("a record longer than a message may be", () => {
  let postgres: Postgres;
  let bench: Bench;
  let journal: MemoryJournal;

  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.remove());
  beforeEach(() => {
    bench = openBench(postgres);
    journal = makeJournal();
    journal.append(20);
    appendLong(journal, 150_000);
    journal.append(1);
    appendLong(journal, 9_000);
    appendLong(journal, 60_000);
    journal.append(30);
  });
  afterEach(() => bench.close());

  async function stored(): Promise<unknown[]> {
    const { rows } = await bench.pool.query(
      "SELECT seq::int, hash, body FROM quality_record WHERE epoch = $1 ORDER BY seq",
      [journal.epoch],
    );
    return rows;
  }

  async function allArrives(): Promise<void> {
    const { length } = journal.records;
    await until("all confirmed", async () => (await journal.confirmed()) === length, 60_000);
    expect(await stored()).toEqual(
      journal.records.map(({ seq, hash, body }) => ({ seq, hash, body })),
    );
    const { rows } = await bench.pool.query("SELECT count(*)::int AS n FROM record_part");
    expect(rows).toEqual([{ n: 0 }]);
    expect(bench.events.filter((event) => event.type === "quarantined")).toEqual([]);
  }

  it.each([
    ["announces its limit", "max_packet_size 8000", {}],
    ["refuses what is too long", "message_size_limit 8000", {}],
    ["ends the connection without a word", "max_packet_size 8000", { protocol: 4 }],
    ["takes it over and drops it", "message_size_limit 8000", { protocol: 4 }],
  ] as const)(
    "goes through a broker that %s",
    async (_what, line, protocol) => {
      const { url } = await bench.mosquitto([line]);
      const collector = await bench.collect({ url, ...protocol });
      await collector.ready;
      const publisher = bench.publish(journal, { url, ...protocol, ackTimeoutMs: 1_000 });
      await allArrives();
      expect(publisher.status()).toMatchObject({ state: "connected", waiting: 0, reason: null });
      publisher.notify(journal.append(1));
      await allArrives();
    },
    180_000,
  );

  it("is joined though the collector is started anew between its pieces", async () => {
    const { url } = await bench.mosquitto(["max_packet_size 2000"]);
    appendLong(journal, 400_000);
    for (let round = 0; round < 3; round += 1) {
      const collector = await bench.collect({ url });
      await collector.ready;
      if (round === 0) bench.publish(journal, { url, ackTimeoutMs: 1_000 });
      if (round === 2) break;
      const { waiting } = collector.status();
      await until("work", () => collector.status().inserted > 0 || waiting > 0 || round > 0);
      await collector.stop();
    }
    await allArrives();
  }, 180_000);

  it("is joined from the pieces that came last where earlier ones were cut otherwise", async () => {
    const { url } = await bench.mosquitto();
    const collector = await bench.collect({ url });
    await collector.ready;
    const one = makeJournal();
    appendLong(one, 9_000);
    const { seq, hash, text } = asSent(one.records[0] as QualityRecord);
    const { epoch } = one;
    const header = { station: address.station, epoch, sentAt: "", instance: "i" };
    const client = await connectAsync(url, { protocolVersion: 5 });
    bench.after(() => client.endAsync(true));
    const send = (said: string, part: number) =>
      client.publishAsync(
        topicOf(address, "rec"),
        cutPiece({ seq, hash, text: said }, header, part, 4),
        { qos: 1 },
      );
    await send("x".repeat(Buffer.byteLength(text)), 1);
    await send("x".repeat(Buffer.byteLength(text)), 2);
    for (const part of oneTo(4)) await send(text, part);
    await until("stored", async () => (await storedSeqs(bench.pool, epoch)).length === 1);
    expect(bench.events.filter((event) => event.type === "quarantined")).toEqual([]);
  }, 60_000);

  it("is held and says so where the broker takes next to nothing", async () => {
    const { url } = await bench.mosquitto(["max_packet_size 900"]);
    const publisher = bench.publish(journal, { url });
    await until("reason", () => publisher.status().reason === "broker-packets-too-small");
    expect(publisher.status()).toMatchObject({ sent: 0, waiting: journal.records.length });
    expect(bench.reasons).toContain("broker-packets-too-small");
  });
});

describe("the pieces of a record", () => {
  const header = { ...address, epoch: "e", sentAt: "2026-11-22T10:00:00.000Z", instance: "i" };
  const { station, epoch, sentAt, instance } = header;
  const said = { station, epoch, sentAt, instance };

  it("fit the message, and joined in order are the text again", () => {
    const text = fc.string({ unit: "binary", minLength: 1, maxLength: 5_000 });
    fc.assert(
      fc.property(text, fc.integer({ min: 500, max: 4_000 }), (made, bytes) => {
        const record = { seq: 7, hash: "a".repeat(64), text: made };
        const of = piecesOf(record, said, bytes);
        if (of === null) throw new Error("no pieces");
        const parts = oneTo(of).map((part) => {
          const message = cutPiece(record, said, part, of);
          expect(Buffer.byteLength(message)).toBeLessThanOrEqual(bytes);
          return readPart(message);
        });
        const joined = parts.map((part) => Buffer.from(part?.base64 ?? "", "base64"));
        expect(Buffer.concat(joined).equals(Buffer.from(made))).toBe(true);
      }),
    );
  });

  it("are those of one text, whether the record is at hand or was read again", () => {
    const record = makeRecord(address.station, epoch, 1, GENESIS_HASH);
    const { station: of, ...rest } = { ...record, body: { b: 1, a: { "10": 1, "9": 2 } } };
    const turned = { ...rest, station: of, body: { a: { "9": 2, "10": 1 }, b: 1 } };
    expect(jsonOf(turned)).toBe(jsonOf({ station: of, ...rest }));
    expect(jsonOf(turned)).toBe(canonicalText(turned));
  });

  it("are made only of what does not fit whole", () => {
    const size = { limit: 2_000, tooSmall: false };
    const record = (seq: number, length: number) => ({
      ...{ seq, hash: "a".repeat(64), text: JSON.stringify("x".repeat(length)) },
    });
    const short = [record(1, 100), record(2, 100)];
    expect(nextMessage(short, 0, said, size)).toMatchObject({ is: "batch", to: 2 });
    expect(nextMessage([record(1, 1_700)], 0, said, size)).toMatchObject({ is: "batch", to: 1 });
    expect(nextMessage([record(1, 1_995)], 0, said, size)).toMatchObject({ is: "piece" });
    expect(nextMessage([record(1, 40_000_000)], 0, said, size)).toEqual({
      ...{ is: "held", code: "record-too-long" },
    });
  });
});
