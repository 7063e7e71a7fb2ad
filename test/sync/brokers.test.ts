// Tests of the connection itself: when the collector says PUBACK, other brokers, pings, credentials.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Aedes } from "aedes";
import { connectAsync } from "mqtt";
import type pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import {
  type Collector,
  type CollectorEvent,
  type CollectorSettings,
  startCollector,
} from "../../sync/collector/index.ts";
import { createPublisher, type PublisherSettings } from "../../sync/publisher/index.ts";
import { topicOf } from "../../sync/topics.ts";
import { startMosquitto } from "../fakes/mosquitto.ts";
import { needs } from "../fakes/needs.ts";
import { type Postgres, startPostgres } from "../fakes/postgres.ts";
import {
  address,
  batch,
  chain,
  clock,
  connectTo,
  makeJournal,
  oneTo,
  storedSeqs,
  until,
} from "./plant.ts";

needs("mosquitto", "postgresql")("a connection to the broker", () => {
  let postgres: Postgres;
  let pool: pg.Pool;
  let database = "";
  let count = 0;
  let ends: (() => Promise<unknown>)[] = [];
  let events: CollectorEvent[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(async () => {
    await postgres.remove();
  });
  beforeEach(() => {
    count += 1;
    database = `brokers_${count}`;
    postgres.createDatabase(database);
    pool = connectTo(postgres, database);
    events = [];
  });
  afterEach(async () => {
    for (const end of ends.reverse()) await end();
    ends = [];
    await pool.end();
  });

  async function collect(broker: CollectorSettings["broker"]): Promise<Collector> {
    const { host, port, user } = postgres;
    const settings = { broker, database: { host, port, user, database } };
    const onEvent = (event: CollectorEvent) => void events.push(event);
    const collector = await startCollector({ settings, clock, random: () => 0, onEvent });
    ends.push(() => collector.stop());
    return collector;
  }

  function publish(journal: ReturnType<typeof makeJournal>, more: Partial<PublisherSettings>) {
    const settings = { ...address, url: "mqtt://127.0.0.1:1", ...more };
    const publisher = createPublisher({ journal, settings, clock, random: () => 0 });
    ends.push(() => publisher.stop());
    publisher.start();
    return publisher;
  }

  async function mosquittoWith(lines: readonly string[] = []) {
    const mosquitto = await startMosquitto(lines);
    ends.push(() => mosquitto.remove());
    return mosquitto;
  }

  it("is told of a message only after the commit: what is not stored comes again", async () => {
    const { url } = await mosquittoWith();
    const first = await collect({ url });
    await first.ready;
    await postgres.stop();
    const epoch = "0199-puback";
    const client = await connectAsync(url);
    ends.push(() => client.endAsync(true));
    await client.publishAsync(topicOf(address, "rec"), batch(epoch, 1, chain(epoch, 3)), {
      qos: 1,
    });
    await until("fault seen", () => first.status().database === "down");
    await pause(300);
    await first.stop();
    await postgres.start();
    const second = await collect({ url });
    await second.ready;
    await until("stored", async () => (await storedSeqs(pool, epoch)).length === 3);
  });

  it("is told of every message that was stored, so that none comes again", async () => {
    const { url } = await mosquittoWith();
    const first = await collect({ url });
    await first.ready;
    const client = await connectAsync(url);
    ends.push(() => client.endAsync(true));
    const epoch = "0199-told";
    for (const record of chain(epoch, 30)) {
      const text = batch(epoch, record.seq, [record]);
      await client.publishAsync(topicOf(address, "rec"), text, { qos: 1 });
    }
    await until("stored", () => first.status().inserted === 30);
    await pause(100);
    await first.stop();
    const second = await collect({ url });
    await second.ready;
    await pause(300);
    expect(events.filter((event) => event.type === "broker-up")).toEqual([
      { type: "broker-up", protocol: 5, sessionPresent: false },
      { type: "broker-up", protocol: 5, sessionPresent: true },
    ]);
    expect(second.status()).toMatchObject({ inserted: 0, repeated: 0 });
  });

  it("stays while the database is away for longer than its keepalive", async () => {
    const { url } = await mosquittoWith();
    const collector = await collect({ url, keepaliveSeconds: 2 });
    await collector.ready;
    await postgres.stop();
    const journal = makeJournal();
    journal.append(2_500);
    publish(journal, { url });
    await pause(4_000);
    expect(events.filter((event) => event.type === "broker-down")).toEqual([]);
    await postgres.start();
    await until("all confirmed", async () => (await journal.confirmed()) === 2_500);
    expect(await storedSeqs(pool, journal.epoch)).toEqual(oneTo(2_500));
  });

  it("works with a broker that speaks MQTT 3.1.1 only, on both sides", async () => {
    const aedes = await Aedes.createBroker();
    const server = createServer(aedes.handle);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    ends.push(async () => {
      aedes.close();
      server.close();
    });
    const bound = server.address();
    const url = `mqtt://127.0.0.1:${typeof bound === "object" ? bound?.port : ""}`;
    const collector = await collect({ url });
    await collector.ready;
    const journal = makeJournal();
    journal.append(1_700);
    const publisher = publish(journal, { url });
    await until("all confirmed", async () => (await journal.confirmed()) === 1_700);
    publisher.notify(journal.append(1));
    await until("live one confirmed", async () => (await journal.confirmed()) === 1_701);
    expect(await storedSeqs(pool, journal.epoch)).toEqual(oneTo(1_701));
    expect(events.find((event) => event.type === "broker-up")).toMatchObject({ protocol: 4 });
  });

  it("says that it is refused, and takes a renewed password file at the next attempt", async () => {
    const directory = mkdtempSync(join(tmpdir(), "credentials-"));
    ends.push(async () => rmSync(directory, { recursive: true, force: true }));
    const passwords = join(directory, "passwords");
    const passwordFile = join(directory, "password");
    execFileSync("mosquitto_passwd", ["-b", "-c", passwords, "st-07", "right"]);
    const { url } = await mosquittoWith(["allow_anonymous false", `password_file ${passwords}`]);
    writeFileSync(passwordFile, "wrong\n");
    const publisher = publish(makeJournal(), { url, username: "st-07", passwordFile });
    await until("refused", () => /^connect-13[45]$/.test(publisher.status().reason ?? ""));
    writeFileSync(passwordFile, "right\n");
    await until("connected", () => publisher.status().state === "connected");
    expect(publisher.status().reason).toBeNull();
  });

  it("is waited for when the password file is not there", async () => {
    const { url } = await mosquittoWith();
    const passwordFile = join(tmpdir(), "no-such-password");
    const publisher = publish(makeJournal(), { url, username: "st-07", passwordFile });
    expect(publisher.status().reason).toBe("settings-unreadable-ENOENT");
  });
});
