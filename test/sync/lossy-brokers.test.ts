// Tests of brokers that lose, limit or know less: killed under load, small queues, dropped publishes,
// and MQTT 3.1.1 only.
import { rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { needs } from "../fakes/needs.ts";
import { type Postgres, startPostgres } from "../fakes/postgres.ts";
import { type Bench, openBench } from "./bench.ts";
import { type MemoryJournal, makeJournal, oneTo, storedSeqs, until } from "./plant.ts";

needs("mosquitto", "postgresql")("a broker that loses or limits", () => {
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
  });
  afterEach(() => bench.close());

  async function allHeld(): Promise<void> {
    const { length } = journal.records;
    await until("all confirmed", async () => (await journal.confirmed()) === length, 60_000);
    expect(await storedSeqs(bench.pool, journal.epoch)).toEqual(oneTo(length));
    expect(bench.events.filter((event) => event.type === "quarantined")).toEqual([]);
  }

  it("is killed again and again under load, with everything it had queued", async () => {
    const mosquitto = await bench.mosquitto();
    const collector = await bench.collect({ url: mosquitto.url });
    await collector.ready;
    const publisher = bench.publish(journal, { url: mosquitto.url, ackTimeoutMs: 1_000 });
    const load = setInterval(() => publisher.notify(journal.append(10)), 20);
    bench.after(async () => clearInterval(load));
    for (let death = 1; death <= 5; death += 1) {
      await until("load", () => publisher.status().sent > 150 * death);
      await mosquitto.kill();
      await mosquitto.start();
    }
    clearInterval(load);
    await allHeld();
  }, 180_000);

  it("keeps ten messages for a collector that is away, and drops the others", async () => {
    const { url } = await bench.mosquitto(["max_queued_messages 10", "max_inflight_messages 5"]);
    const first = await bench.collect({ url });
    await first.ready;
    journal.append(1);
    const publisher = bench.publish(journal, { url, ackTimeoutMs: 1_000, gatherMs: 1 });
    await until("known", async () => (await journal.confirmed()) === 1);
    await first.stop();
    for (let i = 0; i < 120; i += 1) {
      publisher.notify(journal.append(1));
      await until("sent alone", () => publisher.status().sent === journal.records.length);
    }
    const second = await bench.collect({ url });
    await second.ready;
    await allHeld();
    expect(publisher.status()).toMatchObject({ waiting: 0, reason: null });
  }, 180_000);

  it("takes records over without the right to write and drops them, which is said", async () => {
    const acl = join(tmpdir(), `acl-${process.pid}`);
    const others = ["state", "cmd", "ack"].map(
      (one) => `topic write proofline/v1/+/+/+/+/+/${one}`,
    );
    bench.after(async () => rmSync(acl, { force: true }));
    writeFileSync(acl, `topic read #\n${others.join("\n")}\n`);
    const { url } = await bench.mosquitto([`acl_file ${acl}`]);
    const collector = await bench.collect({ url });
    await collector.ready;
    journal.append(40);
    // MQTT 3.1.1 has no way to refuse a publish.
    const publisher = bench.publish(journal, { url, protocol: 4, ackTimeoutMs: 500 });
    await until("said", () => publisher.status().reason === "not-arriving", 40_000);
    expect(await storedSeqs(bench.pool, journal.epoch)).toEqual([]);
    expect(await journal.confirmed()).toBe(0);
  }, 180_000);

  it.each([
    ["resets", (socket: Socket) => socket.resetAndDestroy()],
    ["ends", (socket: Socket) => socket.end()],
    ["answers with return code 1 to", (socket: Socket) => socket.end(Buffer.of(0x20, 2, 0, 1))],
  ])("knows MQTT 3.1.1 only and %s every MQTT 5 connection", async (_what, refuse) => {
    const mosquitto = await bench.mosquitto();
    const front = createServer((near) => {
      near.on("error", () => undefined);
      near.once("data", (first: Buffer) => {
        // The protocol level stands behind the name "MQTT".
        const level = first[first.indexOf("MQTT") + 4];
        if (level === 5) {
          refuse(near);
          return;
        }
        const far = connect(mosquitto.port, "127.0.0.1");
        far.on("error", () => near.destroy());
        far.write(first);
        near.pipe(far).pipe(near);
      });
    });
    await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
    bench.after(async () => front.close());
    const bound = front.address();
    const url = `mqtt://127.0.0.1:${typeof bound === "object" ? bound?.port : ""}`;
    const collector = await bench.collect({ url });
    await collector.ready;
    journal.append(300);
    bench.publish(journal, { url });
    await allHeld();
    expect(bench.events).toContainEqual({
      ...{ type: "broker-up", protocol: 4, sessionPresent: false },
    });
  });
});
