// Tests of two stations with one name: noticed, named, nothing mixed; and of stations started again.
import { connectAsync } from "mqtt";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { judgeClaim, type Lease } from "../../sync/collector/lease.ts";
import type { Publisher } from "../../sync/publisher/index.ts";
import { topicOf } from "../../sync/topics.ts";
import type { Mosquitto } from "../fakes/mosquitto.ts";
import { needs } from "../fakes/needs.ts";
import { type Postgres, startPostgres } from "../fakes/postgres.ts";
import { startTcpProxy } from "../fakes/tcp-proxy.ts";
import { type Bench, openBench } from "./bench.ts";
import {
  address,
  batch,
  chain,
  type MemoryJournal,
  makeJournal,
  oneTo,
  storedSeqs,
  until,
} from "./plant.ts";

needs("mosquitto", "postgresql")("a station's name", () => {
  let postgres: Postgres;
  let mosquitto: Mosquitto;
  let bench: Bench;

  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.remove());
  beforeEach(async () => {
    bench = openBench(postgres);
    mosquitto = await bench.mosquitto();
  });
  afterEach(() => bench.close());

  async function collect(leaseSeconds?: number): Promise<void> {
    const collector = await bench.collect({ url: mosquitto.url }, { leaseSeconds });
    await collector.ready;
  }

  function publish(journal: MemoryJournal, more: Partial<{ clientId: string; line: string }> = {}) {
    return bench.publish(journal, { url: mosquitto.url, ackTimeoutMs: 1_000, ...more });
  }

  const confirmed = (journal: MemoryJournal, seq: number) => async () =>
    (await journal.confirmed()) === seq;
  const twice = (publisher: Publisher) => () => publisher.status().reason === "station-twice";
  const alarms = () => bench.events.filter((event) => event.type === "station-twice");
  const quarantined = () => bench.events.filter((event) => event.type === "quarantined");

  /** A journal with the same epoch and the same records, as on a copied disk. */
  function copyOf(journal: MemoryJournal): MemoryJournal {
    const copy = makeJournal(journal.station);
    const records = [...journal.records];
    return {
      ...copy,
      epoch: journal.epoch,
      records,
      append(count) {
        const from = copy.append(count).map((record) => ({ ...record, epoch: journal.epoch }));
        records.push(...from.map((record, at) => ({ ...record, seq: records.length + at + 1 })));
        return records.slice(-count);
      },
      read: async (from, limit) => records.slice(from - 1, from - 1 + limit),
      head: () => ({ station: journal.station, epoch: journal.epoch, seq: records.length }),
    };
  }

  it("belongs to the first of two stations that have it; the other waits and says so", async () => {
    await collect();
    const first = makeJournal();
    const second = makeJournal();
    const one = publish(first, { clientId: "one" });
    one.notify(first.append(50));
    await until("first confirmed", confirmed(first, 50));
    second.append(20);
    const two = publish(second, { clientId: "two", line: "line-2" });
    await until("told", twice(two));
    one.notify(first.append(50));
    await until("first goes on", confirmed(first, 100));
    expect(one.status().reason).toBeNull();
    expect(two.status()).toMatchObject({ state: "connected", confirmed: 0 });
    expect(await second.confirmed()).toBe(0);
    expect(await storedSeqs(bench.pool, second.epoch)).toEqual([]);
    expect(alarms()).toMatchObject([{ station: address.station, epoch: second.epoch }]);
    await one.stop();
    await until("second has its turn", confirmed(second, 20));
    expect(two.status().reason).toBeNull();
  }, 180_000);

  it("is not shared by a copied disk: its records never count as held", async () => {
    await collect();
    const original = makeJournal();
    original.append(30);
    const one = publish(original, { clientId: "one" });
    await until("original confirmed", confirmed(original, 30));
    const copy = copyOf(original);
    const two = publish(copy, { clientId: "two" });
    two.notify(copy.append(40));
    await until("told", twice(two));
    one.notify(original.append(40));
    await until("original goes on", confirmed(original, 70));
    expect(await copy.confirmed()).toBe(0);
    expect(quarantined()).toEqual([]);
    const { rows } = await bench.pool.query("SELECT hash FROM quality_record ORDER BY seq");
    expect(rows.map(({ hash }) => hash)).toEqual(original.records.map(({ hash }) => hash));
  }, 180_000);

  it("is not passed to and fro by two clients with one client id", async () => {
    await collect();
    const first = makeJournal();
    const second = makeJournal();
    first.append(10);
    publish(first);
    await until("first confirmed", confirmed(first, 10));
    second.append(10);
    // The broker throws the first out: it looks as if the station had been started again.
    publish(second);
    await until("second confirmed", confirmed(second, 10));
    await until("noticed", () => alarms().length > 0);
    expect(alarms()).toMatchObject([{ epoch: first.epoch }]);
    expect(quarantined()).toEqual([]);
  }, 180_000);

  it("is its own again at once after a kill and after a farewell", async () => {
    const journal = makeJournal();
    await collect();
    const proxy = await startTcpProxy(mosquitto.port);
    bench.after(() => proxy.close());
    const url = `mqtt://127.0.0.1:${proxy.port}`;
    const killed = bench.publish(journal, { url });
    killed.notify(journal.append(10));
    await until("confirmed", confirmed(journal, 10));
    proxy.refuse(true);
    proxy.reset();
    const next = publish(journal);
    next.notify(journal.append(10));
    await until("after the kill", confirmed(journal, 20), 20_000);
    await next.stop();
    const last = publish(journal);
    last.notify(journal.append(10));
    await until("after the farewell", confirmed(journal, 30), 20_000);
    expect(alarms()).toEqual([]);
  }, 180_000);

  it.each([5, 4] as const)(
    "is its own again at once after its machine vanished and came back, over MQTT %s",
    async (protocol) => {
      const journal = makeJournal();
      await collect();
      const proxy = await startTcpProxy(mosquitto.port);
      bench.after(() => proxy.close());
      const url = `mqtt://127.0.0.1:${proxy.port}`;
      const vanished = bench.publish(journal, { url, protocol });
      vanished.notify(journal.append(10));
      await until("confirmed", confirmed(journal, 10));
      // The broker still believes in the connection; the client id takes it over, will and all.
      proxy.refuse(true);
      proxy.swallow("all");
      bench.publish(journal, { url: mosquitto.url, protocol }).notify(journal.append(10));
      await until("after the return", confirmed(journal, 20), 20_000);
      expect(alarms()).toEqual([]);
    },
    60_000,
  );

  it("is free again when its holder has been quiet for the length of the lease", async () => {
    await collect(5);
    const first = makeJournal();
    first.append(10);
    const client = await connectAsync(mosquitto.url, { protocolVersion: 5 });
    bench.after(() => client.endAsync(true));
    const question = {
      ...{ v: 1, station: address.station, epoch: "e", ask: "cursor" },
      ...{ nonce: "n", instance: "vanished without a will" },
    };
    await client.publishAsync(topicOf(address, "cmd"), JSON.stringify(question), { qos: 1 });
    await until("lease taken", async () => {
      const { rows } = await bench.pool.query("SELECT instance FROM station_lease");
      return rows.length === 1;
    });
    const publisher = publish(first);
    await until("told", twice(publisher));
    await until("free", confirmed(first, 10));
    expect(await storedSeqs(bench.pool, first.epoch)).toEqual(oneTo(10));
  }, 180_000);
});

needs("mosquitto", "postgresql")("the collector", () => {
  it("is not stopped by names that the database cannot hold", async () => {
    const postgres = await startPostgres();
    const bench = openBench(postgres);
    try {
      const { url } = await bench.mosquitto();
      const collector = await bench.collect({ url });
      await collector.ready;
      const client = await connectAsync(url, { protocolVersion: 5 });
      bench.after(() => client.endAsync(true));
      const say = (channel: "rec" | "cmd" | "state", message: object) =>
        client.publishAsync(topicOf(address, channel), JSON.stringify(message), { qos: 1 });
      const from = { v: 1, station: address.station, epoch: "e" };
      const present = { ...from, version: "", backlog: 0, head: 0, at: "" };
      const records = chain("e", 1);
      for (const strange of ["\0", "\ud800"]) {
        const instance = strange;
        await say("cmd", { ...from, epoch: strange, ask: "cursor", nonce: "n" });
        await say("cmd", { ...from, ask: "cursor", nonce: "n", instance });
        await say("state", { ...present, online: true, instance });
        await say("state", { ...present, online: false, instance });
        await say("rec", { ...from, from: 1, to: 1, sentAt: "", instance, records });
      }
      await say("rec", JSON.parse(batch("e", 1, records)));
      await until("stored", async () => (await storedSeqs(bench.pool, "e")).length === 1);
      expect(collector.status()).toMatchObject({ database: "up", inserted: 1, quarantined: 2 });
    } finally {
      await bench.close();
      await postgres.remove();
    }
  }, 60_000);
});

describe("the lease of a name", () => {
  const lease: Lease = { instance: "a", released: false, earlier: ["z"], quietMs: 0 };
  const judge = (instance: string, change: Partial<Lease> = {}) =>
    judgeClaim({ ...lease, ...change }, instance, 60_000);

  it("passes to a new instance when it was released or its holder is quiet", () => {
    expect(judgeClaim(null, "a", 60_000)).toBe("passed");
    expect(judge("b")).toBe("refused");
    expect(judge("b", { quietMs: 59_999 })).toBe("refused");
    expect(judge("b", { quietMs: 60_001 })).toBe("passed");
    expect(judge("b", { released: true })).toBe("passed");
  });

  it("stays with its holder, and is renewed now and then", () => {
    expect(judge("a")).toBe("kept");
    expect(judge("a", { quietMs: 11_000 })).toBe("renewed");
    expect(judge("a", { released: true })).toBe("renewed");
  });

  it("does not go back to an instance that had to give way, until much later", () => {
    expect(judge("z", { released: true })).toBe("refused");
    expect(judge("z", { quietMs: 70_000 })).toBe("refused");
    expect(judge("z", { quietMs: 240_001 })).toBe("passed");
  });
});
