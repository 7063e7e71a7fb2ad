// Tests of the publisher alone: other brokers, limits, order of epochs, memory.
import { createServer, type Server } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { Aedes } from "aedes";
import { connectAsync, type MqttClient } from "mqtt";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createPublisher,
  type OutboxJournal,
  type Publisher,
  type PublisherSettings,
  type PublisherStatus,
  reconnectDelay,
} from "../../sync/publisher/index.ts";
import { checkBatch, type QualityRecord } from "../../sync/records/index.ts";
import { topicOf } from "../../sync/topics.ts";
import { type Mosquitto, startMosquitto } from "../fakes/mosquitto.ts";
import { needs } from "../fakes/needs.ts";
import { startTcpProxy } from "../fakes/tcp-proxy.ts";
import { address, clock, makeJournal, oneTo, until } from "./plant.ts";

let ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.reverse()) await end();
  ends = [];
});

function publish(
  journal: OutboxJournal,
  url: string,
  more: Partial<PublisherSettings> = {},
  onStatus: (status: PublisherStatus) => void = () => undefined,
): Publisher {
  const settings = { ...address, url, ...more };
  const publisher = createPublisher({ journal, settings, clock, random: () => 0, onStatus });
  ends.push(() => publisher.stop());
  publisher.start();
  return publisher;
}

type Heard = { epoch: string; from: number; to: number; seqs: number[]; at: number };

/** A subscriber that notes the batches it hears and may answer like a collector. */
async function listen(url: string, protocolVersion: 4 | 5 = 5): Promise<[Heard[], MqttClient]> {
  const heard: Heard[] = [];
  const client = await connectAsync(url, { protocolVersion });
  ends.push(() => client.endAsync(true));
  client.on("message", (_topic, payload) => {
    const check = checkBatch(payload.toString());
    if (!check.ok) throw new Error(check.detail);
    const { epoch, from, to, records } = check.batch;
    const seqs = records.map((record) => (record as QualityRecord).seq);
    heard.push({ epoch, from, to, seqs, at: performance.now() });
  });
  await client.subscribeAsync(topicOf(address, "rec"), { qos: 1 });
  return [heard, client];
}

describe("the publisher and a broker of MQTT 3.1.1", () => {
  it("falls back from MQTT 5 and delivers everything in order", async () => {
    const aedes = await Aedes.createBroker();
    const server: Server = createServer(aedes.handle);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    ends.push(async () => {
      aedes.close();
      server.close();
    });
    const bound = server.address();
    const url = `mqtt://127.0.0.1:${typeof bound === "object" ? bound?.port : ""}`;
    const [heard] = await listen(url, 4);
    const journal = makeJournal();
    journal.append(950);
    const publisher = publish(journal, url);
    await until("all heard", () => heard.at(-1)?.to === 950);
    expect(heard.flatMap((batch) => batch.seqs)).toEqual(oneTo(950));
    await until("taken over", () => publisher.status().waiting === 0);
    expect(publisher.status()).toMatchObject({ state: "connected", sent: 950, confirmed: 0 });
  });
});

needs("mosquitto")("the publisher and mosquitto", () => {
  let mosquitto: Mosquitto;
  beforeEach(async () => {
    mosquitto = await startMosquitto(["max_inflight_messages 3"]);
    ends.push(() => mosquitto.remove());
  });

  it("lets a single record leave within the gathering time, and gathers a burst", async () => {
    const [heard] = await listen(mosquitto.url);
    const journal = makeJournal();
    const publisher = publish(journal, mosquitto.url);
    await until("connected", () => publisher.status().state === "connected");
    // Other programs may take a moment of one of them, not of all.
    let soonest = Number.POSITIVE_INFINITY;
    let singles = 0;
    while (singles < 20 && soonest >= 100) {
      await pause(100);
      const before = performance.now();
      publisher.notify(journal.append(1));
      singles += 1;
      await until("heard", () => heard.length === singles);
      soonest = Math.min(soonest, (heard.at(-1)?.at ?? 0) - before);
    }
    expect(soonest).toBeLessThan(100);
    const from = performance.now();
    for (let i = 0; i < 100; i += 1) {
      publisher.notify(journal.append(5));
      await pause(10);
    }
    const gatherings = (performance.now() - from) / 50;
    await until("all heard", () => heard.at(-1)?.to === singles + 500);
    expect(heard.flatMap((batch) => batch.seqs)).toEqual(oneTo(singles + 500));
    expect(heard.length - singles).toBeLessThan(gatherings + 10);
  });

  it("keeps batches at 64 KB and lets a larger record through alone", async () => {
    const [heard] = await listen(mosquitto.url);
    const journal = makeJournal();
    for (const record of journal.append(40)) {
      record.actor = "x".repeat(record.seq === 20 ? 200_000 : 5_000);
    }
    publish(journal, mosquitto.url);
    await until("all heard", () => heard.at(-1)?.to === 40);
    expect(heard.flatMap((batch) => batch.seqs)).toEqual(oneTo(40));
    expect(Math.max(...heard.map((batch) => batch.seqs.length))).toBeLessThanOrEqual(12);
    expect(heard.find((batch) => batch.seqs.includes(20))?.seqs).toEqual([20]);
  });

  /** Answers like a collector that holds `upto` of an epoch, whenever it is asked. */
  async function answer(client: MqttClient, epoch: string, upto: () => number): Promise<void> {
    const { station } = address;
    const text = (asked?: string) =>
      JSON.stringify({ v: 1, station, epoch, upto: upto(), gaps: [], asked });
    const asker = await connectAsync(mosquitto.url, { protocolVersion: 5 });
    ends.push(() => asker.endAsync(true));
    asker.on("message", (_topic, payload) => {
      const question = JSON.parse(payload.toString());
      if (question.epoch !== epoch) return;
      client.publish(topicOf(address, "ack"), text(question.nonce), { qos: 1 });
    });
    await asker.subscribeAsync(topicOf(address, "cmd"), { qos: 1 });
  }

  it("sends what earlier epochs still owe before the current one", async () => {
    const [heard, client] = await listen(mosquitto.url);
    const past = makeJournal();
    past.append(300);
    let held = 120;
    await answer(client, past.epoch, () => held);
    const journal = makeJournal();
    journal.append(100);
    const publisher = publish(
      {
        ...journal,
        epochs: () => [past.epoch, journal.epoch],
        readEpoch: (_epoch, from, limit) => past.read(from, limit),
      },
      mosquitto.url,
      { ackTimeoutMs: 500 },
    );
    await until("earlier epoch heard", () => heard.at(-1)?.to === 300);
    await pause(200);
    expect(heard.every((batch) => batch.epoch === past.epoch)).toBe(true);
    expect(publisher.status().waiting).toBe(100);
    held = 300;
    await until("current epoch heard", () => heard.at(-1)?.epoch === journal.epoch);
    // What the collector did not say to hold in time is sent again; each counts where it came first.
    const order = new Set(heard.flatMap(({ epoch, seqs }) => seqs.map((seq) => `${epoch} ${seq}`)));
    expect([...order]).toEqual([
      ...oneTo(300)
        .slice(120)
        .map((seq) => `${past.epoch} ${seq}`),
      ...oneTo(100).map((seq) => `${journal.epoch} ${seq}`),
    ]);
  });

  it("is not held up for ever by what an earlier epoch has lost", async () => {
    const [heard, client] = await listen(mosquitto.url);
    const past = makeJournal();
    past.append(300);
    const left = past.records.filter((record) => record.seq < 50 || record.seq > 80);
    await answer(client, past.epoch, () => 49);
    const journal = makeJournal();
    journal.append(10);
    const readEpoch: OutboxJournal["readEpoch"] = async (_epoch, from, limit) =>
      left.filter((record) => record.seq >= from).slice(0, limit);
    const epochs = () => [past.epoch, journal.epoch];
    publish({ ...journal, epochs, readEpoch }, mosquitto.url, { ackTimeoutMs: 300 });
    await until("current epoch heard", () => heard.at(-1)?.epoch === journal.epoch);
    const seqs = heard.flatMap((batch) => (batch.epoch === past.epoch ? batch.seqs : []));
    expect(new Set(seqs)).toEqual(new Set(left.slice(49).map((record) => record.seq)));
  });

  it.each([
    ["its own", 2, 2],
    ["the broker's", 32, 3],
  ])("keeps to %s limit of messages under way", async (_whose, window, limit) => {
    const proxy = await startTcpProxy(mosquitto.port);
    ends.push(() => proxy.close());
    const journal = makeJournal();
    const [heard] = await listen(mosquitto.url);
    const publisher = publish(journal, `mqtt://127.0.0.1:${proxy.port}`, { window });
    await until("connected", () => publisher.status().state === "connected");
    publisher.notify(journal.append(1));
    // With its PUBACK those of all that is said at first have come too.
    await until("taken over", () => heard.length === 1 && publisher.status().waiting === 0);
    proxy.swallow("answers");
    publisher.notify(journal.append(5_000));
    await until("as many as may be", () => heard.length > limit);
    await pause(300);
    expect(heard).toHaveLength(1 + limit);
    proxy.swallow("nothing");
    proxy.reset();
    await until("all heard", () => heard.at(-1)?.to === 5_001);
    expect(heard.map((batch) => batch.from).indexOf(2, 2)).toBe(1 + limit);
    expect(heard.slice(1 + limit).flatMap((batch) => batch.seqs)).toEqual(oneTo(5_001).slice(1));
  });

  it("says why it is not connected, and needs nothing of the broker to run", async () => {
    await mosquitto.stop();
    const seen: (string | null)[] = [];
    const journal = makeJournal();
    const publisher = publish(journal, mosquitto.url, {}, (status) => seen.push(status.reason));
    publisher.notify(journal.append(3));
    await until("reason", () => seen.includes("connect-ECONNREFUSED"));
    expect(publisher.status()).toMatchObject({ state: "disconnected", waiting: 3 });
  });

  it("keeps its memory while the broker is away, however much is committed", async () => {
    await mosquitto.stop();
    const journal = makeJournal();
    const [one] = journal.append(1);
    if (one === undefined) throw new Error("no record");
    let seq = 1;
    const head = () => ({ station: journal.station, epoch: journal.epoch, seq });
    const publisher = publish({ ...journal, head }, mosquitto.url);
    const commit = (count: number) => {
      for (let i = 0; i < count; i += 1) publisher.notify([{ ...one, seq: ++seq }]);
    };
    commit(20_000);
    global.gc?.();
    await pause(100);
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 20; i += 1) {
      commit(10_000);
      await pause(5);
    }
    global.gc?.();
    const grown = (process.memoryUsage().rss - before) / 2 ** 20;
    process.stderr.write(`rss grew by ${grown.toFixed(1)} MB over 200,000 records\n`);
    expect(grown).toBeLessThan(50);
    expect(publisher.status().waiting).toBe(220_001);
  });
});

describe("coming back", () => {
  it("waits longer each time, at most 90 s, spread by half to both sides", () => {
    expect([0, 1, 2, 3, 6, 20].map((n) => reconnectDelay(n, () => 0.5))).toEqual([
      1_000, 2_000, 4_000, 8_000, 60_000, 60_000,
    ]);
    expect(reconnectDelay(0, () => 0)).toBe(500);
    expect(reconnectDelay(9, () => 0.999)).toBeLessThanOrEqual(90_000);
  });

  it("refuses names and addresses that cannot be used, at once", () => {
    const journal = makeJournal();
    const deps = { journal, clock, random: () => 0 };
    const url = "mqtt://127.0.0.1:1";
    expect(() =>
      createPublisher({ ...deps, settings: { ...address, line: "line 1", url } }),
    ).toThrow(RangeError);
    expect(() => createPublisher({ ...deps, settings: { ...address, url: "http://x" } })).toThrow(
      TypeError,
    );
  });
});
