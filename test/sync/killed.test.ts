// Tests that kill real processes: the collector between commit and answer, the broker, the database;
// and how fast a backlog drains.
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { createPublisher, type Publisher } from "../../sync/publisher/index.ts";
import { type Mosquitto, startMosquitto } from "../fakes/mosquitto.ts";
import { needs } from "../fakes/needs.ts";
import { type Postgres, startPostgres } from "../fakes/postgres.ts";
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

const program = fileURLToPath(new URL("./collector-process.mjs", import.meta.url));

needs("mosquitto", "postgresql")("with processes that are killed", () => {
  let postgres: Postgres;
  let mosquitto: Mosquitto;
  let pool: pg.Pool;
  let database = "";
  let count = 0;
  let journal: MemoryJournal;
  let made = 0;
  let ends: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(async () => {
    await postgres.remove();
  });
  beforeEach(async () => {
    mosquitto = await startMosquitto();
    // One of its own for every test: a killed station's name is another's only after a while.
    count += 1;
    database = `killed_${count}`;
    postgres.createDatabase(database);
    pool = connectTo(postgres, database);
    // A name of its own: that of a station killed in another test is held for it for a while.
    made += 1;
    journal = makeJournal(`st-killed-${made}`);
  });
  afterEach(async () => {
    for (const end of ends.reverse()) await end();
    ends = [];
    await pool.end();
    await mosquitto.remove();
  });

  function gone(child: ChildProcess): Promise<unknown> {
    if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => child.once("exit", resolve));
  }

  /** Starts the collector; resolves with the process and what it has said so far. */
  async function collect(fate = "lives"): Promise<{ child: ChildProcess; said: () => string }> {
    const { host, port, user } = postgres;
    const settings = { broker: { url: mosquitto.url }, database: { host, port, user, database } };
    const child = spawn(process.execPath, [program, JSON.stringify(settings), fate], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-100_000);
    });
    ends.push(() => {
      child.kill("SIGKILL");
      return gone(child);
    });
    const { length } = text;
    await until("collector runs", () => length < text.length || child.signalCode !== null);
    return { child, said: () => text };
  }

  function publish(): Publisher {
    const { station } = journal;
    const settings = { ...address, station, url: mosquitto.url, ackTimeoutMs: 1_000 };
    const publisher = createPublisher({ journal, settings, clock, random: () => 0 });
    ends.push(() => publisher.stop());
    publisher.start();
    return publisher;
  }

  const confirmed = (n: number) => async () => (await journal.confirmed()) === n;

  it("has every record once after the collector died again and again before its answer", async () => {
    journal.append(12_000);
    publish();
    for (let death = 0; death < 4; death += 1) {
      const { child } = await collect("dies-after-commit");
      await gone(child);
      expect(child.signalCode).toBe("SIGKILL");
    }
    const stored = await storedSeqs(pool, journal.epoch);
    expect(stored.length).toBeGreaterThan(0);
    expect(stored.length).toBeLessThan(12_000);
    expect(await journal.confirmed()).toBeLessThanOrEqual(stored.length);
    await collect();
    await until("all confirmed", confirmed(12_000), 60_000);
    expect(await storedSeqs(pool, journal.epoch)).toEqual(oneTo(12_000));
  }, 180_000);

  it("has every record once when all three are killed in turn under load", async () => {
    const publisher = publish();
    let collector = await collect();
    const load = setInterval(() => publisher.notify(journal.append(20)), 40);
    ends.push(async () => clearInterval(load));
    for (let round = 0; round < 3; round += 1) {
      await until("load", () => journal.records.length > 400 * (3 * round + 1));
      collector.child.kill("SIGKILL");
      await gone(collector.child);
      collector = await collect();
      await until("load", () => journal.records.length > 400 * (3 * round + 2));
      await mosquitto.kill();
      await mosquitto.start();
      await until("load", () => journal.records.length > 400 * (3 * round + 3));
      await postgres.kill();
      await postgres.start();
    }
    clearInterval(load);
    const total = journal.records.length;
    await until("all confirmed", confirmed(total), 60_000);
    expect(await storedSeqs(pool, journal.epoch)).toEqual(oneTo(total));
    expect(collector.said()).not.toContain('"quarantined"');
  }, 180_000);

  it("drains a backlog of 20,000 records in groups, thousands a second", async () => {
    journal.append(20_000);
    const { said } = await collect();
    const before = performance.now();
    publish();
    await until("all confirmed", confirmed(20_000), 60_000);
    const seconds = (performance.now() - before) / 1_000;
    const rate = Math.round(20_000 / seconds);
    process.stderr.write(`20,000 records confirmed in ${seconds.toFixed(1)} s: ${rate} a second\n`);
    expect(await storedSeqs(pool, journal.epoch)).toEqual(oneTo(20_000));
    // A busy machine may make it slower; how many commits it takes depends on the code alone.
    const commits = said().match(/"committed"/g)?.length ?? 0;
    expect(commits).toBeGreaterThan(0);
    expect(commits).toBeLessThan(20_000 / 100);
  }, 120_000);
});
