// A plant side for one test: a database of its own, collectors and publishers that are stopped after it.
import type pg from "pg";
import {
  type Collector,
  type CollectorEvent,
  type CollectorSettings,
  startCollector,
} from "../../sync/collector/index.ts";
import {
  createPublisher,
  type OutboxJournal,
  type Publisher,
  type PublisherSettings,
} from "../../sync/publisher/index.ts";
import { type Mosquitto, startMosquitto } from "../fakes/mosquitto.ts";
import type { Postgres } from "../fakes/postgres.ts";
import { address, clock, connectTo } from "./plant.ts";

/** The first reconnect then comes after half a second. */
const random = () => 0;

export type Bench = {
  readonly pool: pg.Pool;
  readonly database: string;
  readonly events: CollectorEvent[];
  /** Everything that publishers said of themselves, newest last, without repeats. */
  readonly reasons: (string | null)[];
  /** A broker with these lines of configuration. */
  mosquitto(lines?: readonly string[]): Promise<Mosquitto>;
  collect(broker: CollectorSettings["broker"], more?: Partial<CollectorMore>): Promise<Collector>;
  publish(journal: OutboxJournal, settings: BenchPublisher): Publisher;
  /** Ended after the test, the last one first. */
  after(end: () => Promise<unknown>): void;
  close(): Promise<void>;
};

type CollectorMore = Omit<CollectorSettings, "broker" | "database"> & {
  readonly database: Partial<CollectorSettings["database"]>;
};
type BenchPublisher = Partial<PublisherSettings> & { readonly url: string };

let made = 0;

export function openBench(postgres: Postgres): Bench {
  made += 1;
  const database = `bench_${process.pid}_${made}`;
  postgres.createDatabase(database);
  const pool = connectTo(postgres, database);
  const events: CollectorEvent[] = [];
  const reasons: (string | null)[] = [];
  const ends: (() => Promise<unknown>)[] = [];
  const after = (end: () => Promise<unknown>) => void ends.push(end);

  return {
    pool,
    database,
    events,
    reasons,
    after,
    async mosquitto(lines = []) {
      const mosquitto = await startMosquitto(lines);
      after(() => mosquitto.remove());
      return mosquitto;
    },
    async collect(broker, { database: other, ...more } = {}) {
      const { host, port, user } = postgres;
      const settings = { broker, database: { host, port, user, database, ...other }, ...more };
      const onEvent = (event: CollectorEvent) => void events.push(event);
      const collector = await startCollector({ settings, clock, random, onEvent });
      after(() => collector.stop());
      return collector;
    },
    publish(journal, settings) {
      const publisher = createPublisher({
        ...{ journal, clock, random, settings: { ...address, ...settings } },
        onStatus: ({ reason }) => {
          if (reasons.at(-1) !== reason) reasons.push(reason);
        },
      });
      after(() => publisher.stop());
      publisher.start();
      return publisher;
    },
    async close() {
      for (const end of ends.reverse()) await end();
      await pool.end();
    },
  };
}
