// Tests of a station without a collector: what the broker took over is remembered over a restart.
import { connectAsync } from "mqtt";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type { OutboxJournal, Publisher } from "../../sync/publisher/index.ts";
import { checkBatch, type QualityRecord } from "../../sync/records/index.ts";
import { topicOf } from "../../sync/topics.ts";
import type { Mosquitto } from "../fakes/mosquitto.ts";
import { needs } from "../fakes/needs.ts";
import { type Postgres, startPostgres } from "../fakes/postgres.ts";
import { type Bench, openBench } from "./bench.ts";
import { address, type MemoryJournal, makeJournal, oneTo, storedSeqs, until } from "./plant.ts";

needs("mosquitto", "postgresql")("a station that no collector answers", () => {
  let postgres: Postgres;
  let bench: Bench;
  let mosquitto: Mosquitto;
  let journal: MemoryJournal;

  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.remove());
  beforeEach(async () => {
    bench = openBench(postgres);
    mosquitto = await bench.mosquitto();
    journal = makeJournal();
  });
  afterEach(() => bench.close());

  /** What a subscriber of the records hears, as epoch and seq. */
  async function listen(url: string): Promise<{ epoch: string; seq: number }[]> {
    const heard: { epoch: string; seq: number }[] = [];
    const client = await connectAsync(url, { protocolVersion: 5 });
    bench.after(() => client.endAsync(true));
    client.on("message", (_topic, payload) => {
      const check = checkBatch(payload.toString());
      if (!check.ok) throw new Error(check.detail);
      for (const record of check.batch.records) {
        const { epoch, seq } = record as QualityRecord;
        heard.push({ epoch, seq });
      }
    });
    await client.subscribeAsync(topicOf(address, "rec"), { qos: 1 });
    return heard;
  }

  const seqs = (heard: readonly { seq: number }[]) => heard.map(({ seq }) => seq);
  const allSent = (publisher: Publisher) => () => publisher.status().waiting === 0;

  it("goes on after a restart where the broker had taken over", async () => {
    const heard = await listen(mosquitto.url);
    journal.append(300);
    const first = bench.publish(journal, { url: mosquitto.url });
    await until("all sent", allSent(first));
    await first.stop();
    journal.append(20);
    const second = bench.publish(journal, { url: mosquitto.url });
    await until("the rest sent", () => heard.length >= 320 && allSent(second)());
    expect(seqs(heard)).toEqual(oneTo(320));
    expect(second.status()).toMatchObject({ sent: 320, confirmed: 0, waiting: 0 });
  });

  it("keeps the place while it runs, so that a killed station repeats little", async () => {
    journal.append(300);
    bench.publish(journal, { url: mosquitto.url });
    await until("kept", () => [...journal.takenPlaces.values()].includes(300));
  });

  it("begins again for another broker, which took over nothing", async () => {
    journal.append(50);
    const first = bench.publish(journal, { url: mosquitto.url });
    await until("all sent", allSent(first));
    await first.stop();
    const other = await bench.mosquitto();
    const heard = await listen(other.url);
    bench.publish(journal, { url: other.url });
    await until("all heard there", () => heard.length >= 50);
    expect(seqs(heard)).toEqual(oneTo(50));
  });

  it("gives a collector that comes after the restart the whole history", async () => {
    journal.append(200);
    const first = bench.publish(journal, { url: mosquitto.url });
    await until("all sent", allSent(first));
    await first.stop();
    bench.publish(journal, { url: mosquitto.url });
    const collector = await bench.collect({ url: mosquitto.url });
    await collector.ready;
    await until("all confirmed", async () => (await journal.confirmed()) === 200);
    expect(await storedSeqs(bench.pool, journal.epoch)).toEqual(oneTo(200));
  });

  it("sends earlier epochs once, and again to a collector that comes late", async () => {
    const past = makeJournal();
    past.append(30);
    journal.append(10);
    const both: OutboxJournal = {
      ...journal,
      epochs: () => [past.epoch, journal.epoch],
      readEpoch: (_epoch, from, limit) => past.read(from, limit),
    };
    const heard = await listen(mosquitto.url);
    const first = bench.publish(both, { url: mosquitto.url });
    await until("all sent", () => heard.length >= 40 && allSent(first)());
    await first.stop();
    const second = bench.publish(both, { url: mosquitto.url });
    await until("nothing owed", allSent(second));
    expect(heard).toHaveLength(40);
    const collector = await bench.collect({ url: mosquitto.url });
    await collector.ready;
    await until("all confirmed", async () => (await journal.confirmed()) === 10);
    expect(await storedSeqs(bench.pool, past.epoch)).toEqual(oneTo(30));
    expect(await storedSeqs(bench.pool, journal.epoch)).toEqual(oneTo(10));
  });
});
