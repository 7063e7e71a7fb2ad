// Tests of the whole way: journal, publisher, a real broker, the collector, a real PostgreSQL.
import { connectAsync } from "mqtt";
import type pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { type Collector, type CollectorEvent, startCollector } from "../../sync/collector/index.ts";
import { createPublisher, type Publisher } from "../../sync/publisher/index.ts";
import { topicOf } from "../../sync/topics.ts";
import { type Mosquitto, startMosquitto } from "../fakes/mosquitto.ts";
import { needs } from "../fakes/needs.ts";
import { type Postgres, startPostgres } from "../fakes/postgres.ts";
import { startTcpProxy } from "../fakes/tcp-proxy.ts";
import {
  address,
  clock,
  connectTo,
  type MemoryJournal,
  makeJournal,
  oneTo,
  storedSeqs,
  until,
} from "./plant.ts";

const plant = needs("mosquitto", "postgresql");
/** The first reconnect then comes after half a second. */
const random = () => 0;

plant("a station's records on their way to the plant", () => {
  let postgres: Postgres;
  let mosquitto: Mosquitto;
  let pool: pg.Pool;
  let database = "";
  let count = 0;
  let journal: MemoryJournal;
  let ends: (() => Promise<void>)[] = [];
  let events: CollectorEvent[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(async () => {
    await postgres.remove();
  });
  beforeEach(async () => {
    count += 1;
    database = `plant_${count}`;
    postgres.createDatabase(database);
    pool = connectTo(postgres, database);
    mosquitto = await startMosquitto();
    journal = makeJournal();
    events = [];
  });
  afterEach(async () => {
    for (const end of ends.reverse()) await end();
    ends = [];
    await pool.end();
    await mosquitto.remove();
  });

  async function collect(
    url = mosquitto.url,
    onEvent: (event: CollectorEvent) => void = () => undefined,
  ): Promise<Collector> {
    const { host, port, user } = postgres;
    const collector = await startCollector({
      settings: { broker: { url }, database: { host, port, user, database } },
      clock,
      random,
      onEvent: (event) => {
        events.push(event);
        onEvent(event);
      },
    });
    ends.push(() => collector.stop());
    return collector;
  }

  function publish(source = journal, url = mosquitto.url, ackTimeoutMs = 2_000): Publisher {
    const settings = { ...address, station: source.station, url, ackTimeoutMs };
    const publisher = createPublisher({ journal: source, settings, clock, random });
    ends.push(() => publisher.stop());
    publisher.start();
    return publisher;
  }

  const stored = async () => (await storedSeqs(pool, journal.epoch)).length;
  const confirmed = async (n: number) => (await journal.confirmed()) === n;

  it("stores a backlog once and in order, and confirms it to the journal", async () => {
    journal.append(1_234);
    const collector = await collect();
    await collector.ready;
    const publisher = publish();
    await until("all confirmed", () => confirmed(1_234));
    expect(await storedSeqs(pool, journal.epoch)).toEqual(oneTo(1_234));
    expect(publisher.status()).toEqual({
      ...{ state: "connected", sent: 1_234, confirmed: 1_234, waiting: 0, reason: null },
    });
    expect(collector.status()).toMatchObject({ inserted: 1_234, quarantined: 0, reason: null });
    expect(events.filter((event) => event.type === "broker-up")[0]).toMatchObject({ protocol: 5 });
  });

  it("takes live records from memory, without reading the journal", async () => {
    const collector = await collect();
    await collector.ready;
    // Asked sooner, a busy collector would make it look into the journal.
    const publisher = publish(journal, mosquitto.url, 60_000);
    await until("connected", () => publisher.status().state === "connected");
    for (let i = 0; i < 50; i += 1) publisher.notify(journal.append(1));
    await until("all confirmed", () => confirmed(50));
    expect(journal.reads()).toBe(0);
    const committed = events.filter((event) => event.type === "committed");
    expect(committed.length).toBeLessThan(10);
  });

  it("sends what the broker lost when it was killed after its PUBACK", async () => {
    const collector = await collect();
    await collector.ready;
    journal.append(300);
    const publisher = publish();
    await until("first part confirmed", () => confirmed(300));
    await collector.stop();
    publisher.notify(journal.append(700));
    await until("taken over by the broker", () => publisher.status().sent === 1_000);
    await mosquitto.kill();
    await mosquitto.start();
    const next = await collect();
    await next.ready;
    await until("all confirmed", () => confirmed(1_000));
    expect(await storedSeqs(pool, journal.epoch)).toEqual(oneTo(1_000));
  });

  it("goes on where it was when the broker stops and comes back", async () => {
    const collector = await collect();
    await collector.ready;
    const publisher = publish();
    for (let round = 1; round <= 3; round += 1) {
      publisher.notify(journal.append(400));
      await mosquitto.stop();
      publisher.notify(journal.append(100));
      await until("loss seen", () => publisher.status().state === "disconnected");
      await mosquitto.start();
      await until("all confirmed", () => confirmed(500 * round));
    }
    expect(await storedSeqs(pool, journal.epoch)).toEqual(oneTo(1_500));
    expect(events.filter((event) => event.type === "quarantined")).toEqual([]);
  });

  it("loses and doubles nothing when the collector dies between commit and answer", async () => {
    const proxy = await startTcpProxy(mosquitto.port);
    ends.push(() => proxy.close());
    let deaths = 0;
    const collector = await collect(`mqtt://127.0.0.1:${proxy.port}`, (event) => {
      if (event.type !== "committed" || event.inserted === 0 || deaths >= 3) return;
      deaths += 1;
      proxy.reset();
    });
    await collector.ready;
    journal.append(9_000);
    publish();
    await until("all confirmed", () => confirmed(9_000));
    expect(deaths).toBe(3);
    expect(collector.status().repeated).toBeGreaterThan(0);
    expect(await storedSeqs(pool, journal.epoch)).toEqual(oneTo(9_000));
  });

  it("holds everything while PostgreSQL is away, killed or stopped", async () => {
    const collector = await collect();
    await collector.ready;
    journal.append(500);
    const publisher = publish();
    await until("first part confirmed", () => confirmed(500));
    for (const [end, total] of [
      [() => postgres.kill(), 1_000],
      [() => postgres.stop(), 1_500],
    ] as const) {
      await end();
      publisher.notify(journal.append(500));
      await until("fault shown", () => collector.status().database === "down");
      expect(await journal.confirmed()).toBe(total - 500);
      await postgres.start();
      await until("all confirmed", () => confirmed(total));
    }
    expect(await stored()).toBe(1_500);
    expect(collector.status()).toMatchObject({ database: "up", reason: null });
    expect(events.map((event) => event.type)).toContain("database-down");
  });

  it("gives a collector that comes late the whole history", async () => {
    journal.append(450);
    const publisher = publish();
    await until("taken over by the broker", () => publisher.status().sent === 450);
    expect(await journal.confirmed()).toBe(0);
    const collector = await collect();
    await collector.ready;
    await until("all confirmed", () => confirmed(450));
    expect(await storedSeqs(pool, journal.epoch)).toEqual(oneTo(450));
  });

  it("sends again what the plant lost when its database was restored from a copy", async () => {
    const collector = await collect();
    await collector.ready;
    journal.append(600);
    const publisher = publish();
    await until("all confirmed", () => confirmed(600));
    await collector.stop();
    await pool.query("DELETE FROM quality_record WHERE seq > 200");
    await pool.query(
      `UPDATE station_cursor SET contiguous = 200, highest = 200,
         head_hash = (SELECT hash FROM quality_record WHERE seq = 200)`,
    );
    const next = await collect();
    await next.ready;
    await until("all there again", async () => (await stored()) === 600);
    expect(publisher.status().confirmed).toBe(600);
  });

  it("keeps the order over a slow link that breaks again and again", async () => {
    const proxy = await startTcpProxy(mosquitto.port);
    ends.push(() => proxy.close());
    proxy.delay(5);
    const collector = await collect();
    await collector.ready;
    const publisher = publish(journal, `mqtt://127.0.0.1:${proxy.port}`);
    for (let round = 0; round < 4; round += 1) {
      publisher.notify(journal.append(500));
      await until("connected", () => publisher.status().state === "connected");
      proxy.reset();
    }
    await until("all confirmed", () => confirmed(2_000));
    expect(await storedSeqs(pool, journal.epoch)).toEqual(oneTo(2_000));
    const { rows } = await pool.query(
      `SELECT count(*)::int AS late FROM quality_record a JOIN quality_record b
         ON b.seq = a.seq + 1 AND b.received_at < a.received_at`,
    );
    expect(rows).toEqual([{ late: 0 }]);
  });

  it("says online with its backlog, and offline when it dies or leaves", async () => {
    const states: { online: boolean; backlog: number | null; version: string }[] = [];
    const watcher = await connectAsync(mosquitto.url);
    ends.push(() => watcher.endAsync(true));
    watcher.on("message", (_topic, payload) => states.push(JSON.parse(payload.toString())));
    await watcher.subscribeAsync(topicOf(address, "state"), { qos: 1 });
    const proxy = await startTcpProxy(mosquitto.port);
    ends.push(() => proxy.close());
    journal.append(7);
    const publisher = publish(journal, `mqtt://127.0.0.1:${proxy.port}`);
    await until("online", () => states.at(-1)?.online === true);
    expect(states.at(-1)?.backlog).toBe(7);
    proxy.reset();
    await until("last will", () => states.some((state) => !state.online));
    await until("online again", () => states.at(-1)?.online === true);
    await publisher.stop();
    await until("offline", () => states.at(-1)?.online === false);
  });
});
