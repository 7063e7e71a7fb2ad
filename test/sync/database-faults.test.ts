// Tests of a database that is slow, full, read-only, closed or another's: the collector keeps the order,
// says why it waits, and goes on by itself.
import type pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { type Collector, explainDatabaseReason } from "../../sync/collector/index.ts";
import type { Publisher } from "../../sync/publisher/index.ts";
import { type Mosquitto, startMosquitto } from "../fakes/mosquitto.ts";
import { needs } from "../fakes/needs.ts";
import { type Postgres, startPostgres } from "../fakes/postgres.ts";
import { startTcpProxy } from "../fakes/tcp-proxy.ts";
import { type Bench, openBench } from "./bench.ts";
import { connectTo, type MemoryJournal, makeJournal, oneTo, storedSeqs, until } from "./plant.ts";

needs("mosquitto", "postgresql")("a database with a fault", () => {
  let postgres: Postgres;
  let mosquitto: Mosquitto;
  let admin: pg.Pool;
  let bench: Bench;
  let journal: MemoryJournal;

  beforeAll(async () => {
    postgres = await startPostgres();
    mosquitto = await startMosquitto();
    admin = connectTo(postgres, "postgres");
  });
  afterAll(async () => {
    await admin.end();
    await mosquitto.remove();
    await postgres.remove();
  });
  beforeEach(() => {
    bench = openBench(postgres);
    // A station of its own for every test: they share the broker and what it retains.
    journal = makeJournal(bench.database);
  });
  afterEach(() => bench.close());

  type Database = NonNullable<Parameters<Bench["collect"]>[1]>["database"];

  async function collect(database: Database = {}): Promise<Collector> {
    const broker = { url: mosquitto.url, clientId: `c-${Math.random()}` };
    return await bench.collect(broker, { database });
  }

  function publish(): Publisher {
    const { station } = journal;
    return bench.publish(journal, { url: mosquitto.url, station, ackTimeoutMs: 1_000 });
  }

  async function saysAndWaits(collector: Collector, code: string): Promise<void> {
    await until(`database-${code}`, () => collector.status().reason === `database-${code}`).catch(
      (error: unknown) => {
        throw new Error(`${error}; it says ${collector.status().reason}`);
      },
    );
    expect(collector.status().database).toBe("down");
    expect(bench.events).toContainEqual({ type: "database-down", reason: code });
    expect(explainDatabaseReason(code)).not.toContain(code);
  }

  async function allHeld(): Promise<void> {
    const { length } = journal.records;
    await until("all confirmed", async () => (await journal.confirmed()) === length, 40_000);
    expect(await storedSeqs(bench.pool, journal.epoch)).toEqual(oneTo(length));
    const { rows } = await bench.pool.query(
      `SELECT count(*)::int AS late FROM quality_record a JOIN quality_record b
         ON b.epoch = a.epoch AND b.seq = a.seq + 1 AND b.received_at < a.received_at`,
    );
    expect(rows).toEqual([{ late: 0 }]);
    expect(bench.events.filter((event) => event.type === "quarantined")).toEqual([]);
  }

  /** Runs to the fault with records on the way, mends it, and sees that everything is held. */
  async function survives(
    code: string,
    breaks: () => Promise<unknown>,
    mends: () => Promise<unknown>,
    database: Database = {},
  ): Promise<void> {
    const collector = await collect(database);
    await collector.ready;
    const publisher = publish();
    publisher.notify(journal.append(300));
    await allHeld();
    await breaks();
    for (let i = 0; i < 20; i += 1) publisher.notify(journal.append(25));
    await saysAndWaits(collector, code);
    expect(await journal.confirmed()).toBe(300);
    await mends();
    await allHeld();
    expect(collector.status()).toMatchObject({ database: "up", reason: null });
  }

  const sql = (text: string) => bench.pool.query(text);
  const cutConnections = () =>
    admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = $1 AND application_name = 'proofline-collector'`,
      [bench.database],
    );

  it("is too slow: a table is locked for longer than a statement may take", async () => {
    const other = await bench.pool.connect();
    await survives(
      "57014",
      async () => {
        await other.query("BEGIN");
        await other.query("LOCK TABLE quality_record IN ACCESS EXCLUSIVE MODE");
      },
      async () => {
        await other.query("ROLLBACK");
        other.release();
      },
      { statementSeconds: 1 },
    );
  }, 180_000);

  it("vanishes behind a network that swallows everything", async () => {
    const proxy = await startTcpProxy(postgres.port);
    bench.after(() => proxy.close());
    await survives(
      "no-answer",
      async () => proxy.swallow("all"),
      async () => {
        proxy.swallow("nothing");
        proxy.reset();
      },
      { host: "127.0.0.1", port: proxy.port, statementSeconds: 1 },
    );
  }, 180_000);

  it("has a full disk", async () => {
    await survives(
      "53100",
      async () => {
        await sql(`CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$`);
        await sql(`CREATE TRIGGER full_disk BEFORE INSERT ON quality_record
          FOR EACH ROW EXECUTE FUNCTION full_disk()`);
      },
      () => sql("DROP TRIGGER full_disk ON quality_record"),
    );
  }, 180_000);

  it("is read-only", async () => {
    const set = `ALTER DATABASE ${bench.database} SET default_transaction_read_only TO`;
    await survives(
      "25006",
      async () => {
        await admin.query(`${set} on`);
        await cutConnections();
      },
      async () => {
        await admin.query(`${set} off`);
        await cutConnections();
      },
    );
  }, 180_000);

  it("takes rights away", async () => {
    const user = `clerk_${bench.database}`;
    await admin.query(`CREATE ROLE ${user} LOGIN`);
    await sql(`GRANT CREATE ON SCHEMA public TO ${user}`);
    await survives(
      "42501",
      () => sql(`REVOKE INSERT ON quality_record FROM ${user}`),
      () => sql(`GRANT INSERT ON quality_record TO ${user}`),
      { user },
    );
  }, 180_000);

  it("is emptied while everything runs, and gets everything again", async () => {
    const collector = await collect();
    await collector.ready;
    const publisher = publish();
    publisher.notify(journal.append(300));
    await allHeld();
    await sql("DROP SCHEMA public CASCADE");
    await sql("CREATE SCHEMA public");
    publisher.notify(journal.append(50));
    await until("all there again", async () => {
      const { rows } = await sql("SELECT to_regclass('quality_record') AS table");
      return (
        rows[0]?.table !== null && (await storedSeqs(bench.pool, journal.epoch)).length === 350
      );
    });
  }, 180_000);

  it.each([
    ["3D000", { database: "nowhere" }],
    ["28000", { user: "nobody_here" }],
    ["42501", { user: "clerk" }],
    ["ECONNREFUSED", { host: "127.0.0.1", port: 1 }],
    ["schema-not-utf8", { database: "latin" }],
  ])("answers %s from the start, which is said and waited for", async (code, database) => {
    await admin.query("DO $$ BEGIN CREATE ROLE clerk LOGIN; EXCEPTION WHEN OTHERS THEN END $$");
    if (code === "schema-not-utf8") {
      await admin.query("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
    }
    const collector = await collect(database);
    await saysAndWaits(collector, code);
    expect(collector.status().broker).toBe("disconnected");
  });

  it.each([
    ["schema-newer", "INSERT INTO schema_version (version, name) VALUES (999, '999-later.sql')"],
    ["schema-other", "UPDATE schema_version SET name = '001-orders.sql' WHERE version = 1"],
  ])("is refused as %s until it is the right one", async (code, change) => {
    const first = await collect();
    await first.ready;
    await first.stop();
    await sql(change);
    const collector = await collect();
    await saysAndWaits(collector, code);
    await sql("DELETE FROM schema_version WHERE version = 999");
    await sql("UPDATE schema_version SET name = '001-records.sql' WHERE version = 1");
    await collector.ready;
    expect(collector.status().database).toBe("up");
  });

  it("serves two collectors that hear everything twice", async () => {
    const collectors = [await collect(), await collect()];
    for (const collector of collectors) await collector.ready;
    const publisher = publish();
    for (let i = 0; i < 100; i += 1) publisher.notify(journal.append(30));
    await allHeld();
    const inserted = () => collectors.reduce((sum, one) => sum + one.status().inserted, 0);
    const repeated = () => collectors.reduce((sum, one) => sum + one.status().repeated, 0);
    await until("both done", () => inserted() + repeated() >= 6_000);
    expect(inserted()).toBe(3_000);
    expect(bench.events.filter((event) => event.type === "database-down")).toEqual([]);
  });
});
