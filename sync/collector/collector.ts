// Decides what the plant takes from its stations: the collector, from the broker to the commit and back.
import { createHash } from "node:crypto";
import type { IPublishPacket, MqttClient } from "mqtt";
import { generate } from "mqtt-packet";
import { type Clock, createLink, type Link, type LinkUp } from "../publisher/index.ts";
import { readQuestion, readState } from "../records/index.ts";
import { parseTopic, topicFilter } from "../topics.ts";
import { type Answers, createAnswers } from "./answers.ts";
import { type Database, openDatabase } from "./database.ts";
import { type Arrival, createIntake, type Intake } from "./intake.ts";
import type { Written } from "./ledger.ts";
import { type CollectorSettings, limits } from "./settings.ts";
import { type Quarantined, type Sorted, sortBatch } from "./sort-batch.ts";

/** What happens at the collector; `quarantined` and `flawed` are alarms. */
export type CollectorEvent =
  | { readonly type: "broker-up"; readonly protocol: 5 | 4; readonly sessionPresent: boolean }
  | { readonly type: "broker-down"; readonly reason: string }
  | { readonly type: "database-up" }
  | { readonly type: "database-down"; readonly reason: string }
  | {
      /** After the commit, before PUBACK and answer. */
      readonly type: "committed";
      readonly inserted: number;
      readonly repeated: number;
      readonly messages: number;
    }
  | ({ readonly type: "quarantined" } & Pick<
      Quarantined,
      "station" | "epoch" | "seq" | "reason" | "detail"
    >)
  | {
      readonly type: "flawed";
      readonly station: string;
      readonly epoch: string;
      readonly seq: number;
      readonly flaw: string;
    };

export type CollectorStatus = {
  readonly broker: "connected" | "disconnected";
  readonly database: "up" | "down";
  /** Since the start. */
  readonly inserted: number;
  readonly repeated: number;
  readonly quarantined: number;
  /** Messages that wait for their commit. */
  readonly waiting: number;
  readonly reason: string | null;
};

export type Collector = {
  /** Resolves when the schema is in place and the broker's subscriptions stand. */
  readonly ready: Promise<void>;
  status(): CollectorStatus;
  stop(): Promise<void>;
};

export type CollectorDeps = {
  readonly settings: CollectorSettings;
  readonly clock: Pick<Clock, "monotonicMs">;
  readonly random: () => number;
  readonly onEvent?: (event: CollectorEvent) => void;
};

/** Which of the 256 shares of a plant a station belongs to. */
export function shareOf(station: string): number {
  return createHash("sha256").update(station).digest().readUInt8(0);
}

class PlantCollector implements Collector {
  readonly ready: Promise<void>;
  readonly #settings: CollectorSettings;
  readonly #emit: (event: CollectorEvent) => void;
  readonly #database: Database;
  readonly #intake: Intake;
  readonly #answers: Answers = createAnswers();
  readonly #link: Link;
  #client: MqttClient | null = null;
  #stopping: Promise<void> | null = null;
  #databaseUp = false;
  #databaseReason: string | null = "starting";
  #brokerReason: string | null = "starting";
  #counts = { inserted: 0, repeated: 0, quarantined: 0 };
  #subscribed: () => void = () => undefined;

  constructor({ settings, clock, random, onEvent }: CollectorDeps) {
    this.#settings = settings;
    this.#emit = onEvent ?? (() => undefined);
    this.#database = openDatabase(settings.database, (reason) => this.#intake.lost(reason));
    this.#intake = createIntake(
      this.#database,
      {
        onWritten: (written, group) => this.#written(written, group),
        onHeld: (arrival, held) => {
          const { content, topic } = arrival;
          if (content.is === "question") {
            this.#answers.tell(topic, held, { asked: content.question.nonce });
          } else this.#answers.tell(topic, held, { hello: true });
        },
        onDatabase: (state, reason) => this.#databaseIs(state, reason),
      },
      random,
    );
    const { shard = null, broker } = settings;
    const name = shard === null ? "" : `-${shard.index}-of-${shard.of}`;
    this.#link = createLink(
      broker,
      {
        clientId: broker.clientId ?? `proofline-collector${name}`,
        clean: false,
        sessionExpirySeconds: limits.sessionExpirySeconds,
        receiveMaximum: settings.receiveMaximum ?? limits.receiveMaximum,
        will: null,
      },
      {
        onClient: (client, protocol) => this.#listen(client, protocol),
        onUp: (up) => this.#connected(up),
        onDown: (reason) => this.#disconnected(reason),
      },
      { random, clock },
    );
    const subscribed = new Promise<void>((resolve) => {
      this.#subscribed = resolve;
    });
    this.ready = this.#open(subscribed);
  }

  /** The database first: what comes before the schema stands would only wait. */
  async #open(subscribed: Promise<void>): Promise<void> {
    await this.#intake.open();
    this.#link.start();
    await subscribed;
  }

  status(): CollectorStatus {
    return {
      broker: this.#client === null ? "disconnected" : "connected",
      database: this.#databaseUp ? "up" : "down",
      ...this.#counts,
      waiting: this.#intake.waiting(),
      reason: this.#databaseReason ?? this.#brokerReason,
    };
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    await this.#intake.stop();
    await this.#link.stop(true);
    this.#answers.stop();
    await this.#database.close();
    this.#client = null;
    this.#brokerReason = "stopped";
    this.#subscribed();
  }

  #databaseIs(state: "up" | "down", reason: string | null): void {
    this.#databaseUp = state === "up";
    this.#databaseReason = state === "up" ? null : `database-${reason}`;
    if (state === "up") this.#emit({ type: "database-up" });
    else this.#emit({ type: "database-down", reason: reason ?? "unknown" });
  }

  #connected({ client, protocol, sessionPresent }: LinkUp): void {
    const { within } = this.#settings;
    const filters = (["rec", "cmd", "state"] as const).map((channel) =>
      topicFilter(channel, within),
    );
    client.subscribe(filters, { qos: 1 }, (error) => {
      if (!client.connected) return;
      if (error !== null) {
        this.#link.renew("subscription-refused");
        return;
      }
      this.#client = client;
      this.#answers.use(client);
      this.#brokerReason = null;
      this.#emit({ type: "broker-up", protocol, sessionPresent });
      this.#subscribed();
    });
  }

  #disconnected(reason: string): void {
    this.#client = null;
    this.#answers.use(null);
    this.#intake.forget();
    this.#brokerReason = reason;
    this.#emit({ type: "broker-down", reason });
  }

  /**
   * mqtt.js sends PUBACK when its handler returns and reads nothing more until then, pings included.
   * A commit may take as long as a database is away, hence the PUBACK is our own: to mqtt.js the
   * message is QoS 0, and the broker hears of it after the commit.
   */
  #listen(client: MqttClient, protocol: 5 | 4): void {
    client.on("packetreceive", (packet) => {
      if (packet.cmd !== "publish" || packet.qos !== 1) return;
      const { messageId } = packet;
      packet.qos = 0;
      this.#received(
        packet,
        () => {
          if (messageId === undefined || !client.connected) return;
          const version = { protocolVersion: protocol };
          client.stream.write(generate({ cmd: "puback", messageId, reasonCode: 0 }, version));
        },
        client,
      );
    });
  }

  #received(packet: IPublishPacket, done: () => void, client: MqttClient): void {
    const { topic } = packet;
    const payload = Buffer.from(packet.payload);
    const arrival = this.#arrivalOf(topic, payload, packet.retain, done);
    if (arrival === null) done();
    else if (!this.#intake.add(arrival) && client === this.#client)
      this.#link.renew("too-much-waiting");
  }

  #arrivalOf(topic: string, payload: Buffer, retained: boolean, done: () => void): Arrival | null {
    const parsed = parseTopic(topic);
    if (parsed === null) return null;
    const { address, channel } = parsed;
    const { shard = null } = this.#settings;
    if (shard !== null && shareOf(address.station) % shard.of !== shard.index) return null;
    if (channel === "rec") {
      const sorted = sortBatch(topic, address.station, payload);
      return { topic, done, content: { is: "batch", sorted } };
    }
    const text = payload.toString("utf8");
    const question = channel === "cmd" ? readQuestion(text) : null;
    if (question !== null && question.station === address.station) {
      return { topic, done, content: { is: "question", question } };
    }
    const state = channel === "state" && retained ? readState(text) : null;
    if (state?.online === true && state.station === address.station) {
      const { station, epoch } = state;
      return { topic, done, content: { is: "greeting", station, epoch } };
    }
    return null;
  }

  #written(written: Written, group: readonly Sorted[]): void {
    const { inserted, repeated, quarantined, flawed, held } = written;
    this.#counts.inserted += inserted;
    this.#counts.repeated += repeated;
    this.#counts.quarantined += quarantined.length;
    this.#emit({ type: "committed", inserted, repeated, messages: group.length });
    for (const { station, epoch, seq, reason, detail } of quarantined) {
      this.#emit({ type: "quarantined", station, epoch, seq, reason, detail });
    }
    for (const { record, flaw } of flawed) {
      const { station, epoch, seq } = record;
      this.#emit({ type: "flawed", station, epoch, seq, flaw: flaw ?? "" });
    }
    const topics = new Map(group.map((message) => [message.station, message.topic]));
    for (const one of held) {
      const topic = topics.get(one.station);
      if (topic !== undefined) this.#answers.held(topic, one);
    }
  }
}

/**
 * Starts the plant's collector and returns at once; `ready` tells when it takes records. A broker or a
 * database that is away is waited for. Throws a TypeError or RangeError on unusable settings.
 */
export async function startCollector(deps: CollectorDeps): Promise<Collector> {
  return new PlantCollector(deps);
}
