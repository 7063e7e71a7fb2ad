// Tests of the collector with messages made by hand: repeats, contradictions, poison, gaps.
import { randomUUID } from "node:crypto";
import { connectAsync, type MqttClient } from "mqtt";
import type pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import {
  type Collector,
  type CollectorEvent,
  shareOf,
  startCollector,
} from "../../sync/collector/index.ts";
import { type Ack, hashRecord, readAck } from "../../sync/records/index.ts";
import { topicOf } from "../../sync/topics.ts";
import { type Mosquitto, startMosquitto } from "../fakes/mosquitto.ts";
import { needs } from "../fakes/needs.ts";
import { type Postgres, startPostgres } from "../fakes/postgres.ts";
import { address, batch, chain, clock, connectTo, oneTo, storedSeqs, until } from "./plant.ts";

const { station } = address;
const recTopic = topicOf(address, "rec");
const random = () => 0;

needs("mosquitto", "postgresql")("the collector", () => {
  let postgres: Postgres;
  let mosquitto: Mosquitto;
  let pool: pg.Pool;
  let collector: Collector;
  let client: MqttClient;
  let acks: Ack[] = [];
  let events: CollectorEvent[] = [];
  let epoch = "";

  beforeAll(async () => {
    postgres = await startPostgres();
    mosquitto = await startMosquitto();
    pool = connectTo(postgres, "postgres");
    await pool.query("ALTER DATABASE postgres SET synchronous_commit TO off");
    collector = await start();
    await collector.ready;
  });
  afterAll(async () => {
    await collector.stop();
    await pool.end();
    await mosquitto.remove();
    await postgres.remove();
  });
  beforeEach(async () => {
    epoch = randomUUID();
    events = [];
    acks = [];
    client = await connectAsync(mosquitto.url, { protocolVersion: 5 });
    client.on("message", (_topic, payload) => {
      const ack = readAck(payload.toString());
      if (ack?.epoch === epoch) acks.push(ack);
    });
    await client.subscribeAsync(topicOf(address, "ack"), { qos: 1 });
  });
  afterEach(() => client.endAsync(true));

  function start(shard?: { index: number; of: number }): Promise<Collector> {
    const { host, port, user, database } = postgres;
    const settings = { broker: { url: mosquitto.url }, database: { host, port, user, database } };
    return startCollector({
      settings: shard === undefined ? settings : { ...settings, shard },
      clock,
      random,
      onEvent: (event) => events.push(event),
    });
  }

  const send = (text: string | Buffer) => client.publishAsync(recTopic, text, { qos: 1 });
  const acked = (upto: number) => until(`answer ${upto}`, () => acks.at(-1)?.upto === upto);
  const alarms = () => events.flatMap((event) => (event.type === "quarantined" ? [event] : []));
  const quarantine = async () => {
    const { rows } = await pool.query(
      "SELECT seq::int, reason FROM quarantine WHERE epoch = $1 ORDER BY seq, reason",
      [epoch],
    );
    return rows;
  };

  it("changes nothing when a batch is repeated or overlaps, and answers again", async () => {
    const records = chain(epoch, 30);
    await send(batch(epoch, 1, records.slice(0, 20)));
    await acked(20);
    await send(batch(epoch, 1, records.slice(0, 20)));
    await send(batch(epoch, 11, records.slice(10)));
    await acked(30);
    expect(await storedSeqs(pool, epoch)).toEqual(oneTo(30));
    expect(alarms()).toEqual([]);
    acks = [];
    await send(batch(epoch, 1, records));
    await acked(30);
  });

  it("stores what lies above a gap, names the gap, and passes it once it is filled", async () => {
    const records = chain(epoch, 50);
    await send(batch(epoch, 1, records.slice(0, 10)));
    await send(batch(epoch, 21, records.slice(20, 30)));
    await send(batch(epoch, 41, records.slice(40)));
    await until("gap named", () => acks.at(-1)?.gaps[0]?.[0] === 11);
    expect(acks.at(-1)).toMatchObject({ upto: 10, gaps: [[11, 20]] });
    await send(batch(epoch, 11, records.slice(10, 20)));
    await acked(30);
    expect(acks.at(-1)?.gaps).toEqual([[31, 40]]);
    await send(batch(epoch, 31, records.slice(30, 40)));
    await acked(50);
    expect(acks.at(-1)?.gaps).toEqual([]);
    expect(alarms()).toEqual([]);
  });

  it("quarantines another record for a held place, with an alarm, and keeps the first", async () => {
    const first = chain(epoch, 3);
    const other = chain(epoch, 3);
    await send(batch(epoch, 1, first));
    await acked(3);
    await send(batch(epoch, 1, other));
    await until("alarms", () => alarms().length === 3);
    expect(alarms()[0]).toMatchObject({ station, epoch, seq: 1, reason: "conflicting-hash" });
    const { rows } = await pool.query("SELECT hash FROM quality_record WHERE epoch = $1", [epoch]);
    expect(rows.map((row) => row.hash).sort()).toEqual(first.map((record) => record.hash).sort());
    await send(batch(epoch, 1, other));
    await send(batch(epoch, 1, first));
    await acked(3);
    expect(await quarantine()).toHaveLength(3);
    expect(alarms()).toHaveLength(3);
  });

  it("takes contradictions within one group for what they are", async () => {
    const [first] = chain(epoch, 1);
    const [other] = chain(epoch, 1);
    await Promise.all([send(batch(epoch, 1, [first])), send(batch(epoch, 1, [other]))]);
    await until("alarm", () => alarms().length === 1);
    expect(await storedSeqs(pool, epoch)).toEqual([1]);
  });

  it("sets a forged record aside and is not stopped by it", async () => {
    const records: unknown[] = chain(epoch, 5);
    const forged = { ...chain(epoch, 5)[2], body: { gauge: "G-2", port: "p" } };
    await send(batch(epoch, 1, [...records.slice(0, 2), forged, ...records.slice(3)]));
    await acked(5);
    expect(await storedSeqs(pool, epoch)).toEqual([1, 2, 4, 5]);
    expect(alarms().map(({ seq, reason }) => [seq, reason])).toEqual([
      [3, "hash-mismatch"],
      [3, "chain-broken"],
      [4, "chain-broken"],
    ]);
    await send(batch(epoch, 3, [records[2]]));
    await until("the true one stored", async () => (await storedSeqs(pool, epoch)).length === 5);
  });

  it("keeps a record whose prev does not fit, and raises the alarm", async () => {
    const records = chain(epoch, 4, (content) =>
      content.seq === 3 ? { ...content, prev: "a".repeat(64) } : content,
    );
    await send(batch(epoch, 1, records));
    await acked(4);
    expect(await storedSeqs(pool, epoch)).toEqual(oneTo(4));
    expect(alarms().map(({ seq, reason }) => [seq, reason])).toEqual([[3, "chain-broken"]]);
  });

  it("finds a broken chain across two batches that came in the wrong order", async () => {
    const records = chain(epoch, 6, (content) =>
      content.seq === 4 ? { ...content, prev: "b".repeat(64) } : content,
    );
    await send(batch(epoch, 4, records.slice(3)));
    await send(batch(epoch, 1, records.slice(0, 3)));
    await acked(6);
    expect(alarms().map(({ seq }) => seq)).toEqual([4]);
  });

  it("sets aside what the database cannot hold, one record and not its neighbours", async () => {
    const records = chain(epoch, 8, (content) => {
      if (content.seq === 2) return { ...content, body: { gauge: "a\u0000b", port: "p" } };
      if (content.seq === 4) return { ...content, body: { gauge: "\ud800", port: "p" } };
      if (content.seq === 6) return { ...content, v: 2 ** 40 };
      if (content.seq === 7) return { ...content, body: { gauge: "\\u0000", port: "p" } };
      return content;
    });
    await send(batch(epoch, 1, records));
    await acked(8);
    expect(await storedSeqs(pool, epoch)).toEqual([1, 3, 5, 7, 8]);
    expect(await quarantine()).toEqual([
      { seq: 2, reason: "not-storable" },
      { seq: 4, reason: "not-storable" },
      { seq: 6, reason: "refused-by-database" },
    ]);
  });

  it("keeps a record of an unknown kind and says so", async () => {
    const records = chain(epoch, 1, (content) => ({ ...content, kind: "moon.rose" }));
    await send(batch(epoch, 1, records));
    await acked(1);
    const { rows } = await pool.query("SELECT flaw FROM quality_record WHERE epoch = $1", [epoch]);
    expect(rows).toEqual([{ flaw: "unknown-kind: moon.rose" }]);
    expect(events.map((event) => event.type)).toContain("flawed");
  });

  it.each([
    ["not-json", Buffer.from([0xff, 0x00, 0x01])],
    ["not-a-batch", "{}"],
    ["not-a-batch", "null"],
    ["wrong-topic", JSON.stringify({ ...JSON.parse(batch("e", 1, [1])), station: "st-99" })],
    ["range-mismatch", JSON.stringify({ ...JSON.parse(batch("e", 1, [1])), to: 9 })],
  ])("quarantines a message that is %s and goes on", async (reason, payload) => {
    await send(payload);
    await send(batch(epoch, 1, chain(epoch, 2)));
    await acked(2);
    const { rows } = await pool.query(
      "SELECT payload FROM quarantine WHERE reason = $1 AND payload = $2",
      [reason, Buffer.from(payload)],
    );
    expect(rows).toHaveLength(1);
  });

  it("answers a question with its name, also for an epoch it never heard of", async () => {
    const question = { v: 1, station, epoch, ask: "cursor", nonce: "n-1" };
    await client.publishAsync(topicOf(address, "cmd"), JSON.stringify(question), { qos: 1 });
    await until("answer", () => acks.length === 1);
    expect(acks[0]).toEqual({ v: 1, station, epoch, upto: 0, gaps: [], asked: "n-1" });
  });

  it("shows measurements as columns, and which of them were voided", async () => {
    const reading = {
      ...{ gauge: "G-1", channel: null, text: "12.30", unit: "mm", status: "ok", kind: null },
      ...{ entry: "gauge", raw: "00", model: { id: "m", hash: "h" }, port: "p" },
      ...{ receivedAt: "2026-11-22T10:00:00.000Z", monotonicMs: 1 },
    };
    const taken = {
      ...{ run: "R-1", characteristic: "C-1", unit: "U-1", unitIndex: 1, lot: null },
      ...{ operator: null, value: "12.30", uom: "mm", verdict: "ok", validity: "valid" },
      ...{ marks: [], reading, source: null, loadTest: null },
    };
    const voided = { run: "R-1", characteristic: "C-1", unit: "U-1", measurement: 1, reason: "x" };
    const records = chain(epoch, 3, (content) =>
      content.seq === 3
        ? { ...content, kind: "measurement.voided", body: voided }
        : { ...content, kind: "measurement.taken", body: taken },
    );
    await send(batch(epoch, 1, records));
    await acked(3);
    const columns = "seq::int, run, value::text, unit_index, gauge, voided, at_time";
    const ofEpoch = `SELECT ${columns} FROM measurement WHERE epoch = $1 ORDER BY seq`;
    const { rows } = await pool.query(ofEpoch, [epoch]);
    const at_time = new Date("2026-11-22T10:00:00.000Z");
    const same = { run: "R-1", value: "12.30", unit_index: 1, gauge: "G-1", at_time };
    expect(rows).toMatchObject([true, false].map((out) => ({ ...same, voided: out })));
    const again = { kind: "measurement.voided", body: { ...voided, measurement: 2, epoch } };
    const later = chain("later", 1, (content) => ({ ...content, ...again }));
    await send(batch("later", 1, later));
    const count = "SELECT 1 FROM measurement WHERE voided";
    await expect.poll(async () => (await pool.query(count)).rowCount).toBe(2);
  });

  it("gives back every record so that its hash can be computed again", async () => {
    const body = { gauge: "é\u2028\\u0041", port: "p", n: [0.1, 1e21, -0, 1e-7, 5e-324, 2 ** 53] };
    const records = chain(epoch, 1, (content) => ({ ...content, body }));
    await send(batch(epoch, 1, records));
    await acked(1);
    const { rows } = await pool.query(
      `SELECT station, epoch, seq::int, id, at, kind, v, actor, body, prev
       FROM quality_record WHERE epoch = $1`,
      [epoch],
    );
    expect(hashRecord(rows[0])).toBe(records[0]?.hash);
  });

  it("commits to the disk though the database is set to answer sooner", async () => {
    await pool.query(
      `CREATE TABLE seen (setting text);
       CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         INSERT INTO seen VALUES (current_setting('synchronous_commit')); RETURN NULL; END $$;
       CREATE TRIGGER see AFTER UPDATE ON station_cursor EXECUTE FUNCTION see()`,
    );
    await send(batch(epoch, 1, chain(epoch, 1)));
    await acked(1);
    const { rows } = await pool
      .query("DROP TRIGGER see ON station_cursor; SELECT 1")
      .then(() => pool.query("SELECT DISTINCT setting FROM seen"));
    expect(rows).toEqual([{ setting: "on" }]);
  });

  it("answers with a watermark that never falls", async () => {
    for (const record of chain(epoch, 40)) await send(batch(epoch, record.seq, [record]));
    await acked(40);
    const seen = acks.map((ack) => ack.upto);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it("leaves the stations of other shares alone", async () => {
    const of = 2;
    const other = await start({ index: 1 - (shareOf(station) % of), of });
    await other.ready;
    await send(batch(epoch, 1, chain(epoch, 5)));
    await acked(5);
    expect(other.status()).toMatchObject({ inserted: 0, repeated: 0, broker: "connected" });
    await other.stop();
  });
});
