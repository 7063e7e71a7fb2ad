// Decides what the plant takes from its stations: the collector, from the broker to the commit and back.
import type { IPublishPacket, MqttClient } from "mqtt";
import { generate } from "mqtt-packet";
import { createLink, type Link, type LinkUp } from "../publisher/index.ts";
import { topicFilter } from "../topics.ts";
import { type Answers, createAnswers } from "./answers.ts";
import { arrivalOf } from "./arrival.ts";
import type { Collector, CollectorDeps, CollectorEvent, CollectorStatus } from "./contract.ts";
import { type Database, openDatabase } from "./database.ts";
import { type Arrival, createIntake, type Intake } from "./intake.ts";
import type { Claim } from "./lease.ts";
import type { Written } from "./ledger.ts";
import type { Told } from "./presence.ts";
import { type CollectorSettings, limits } from "./settings.ts";
import type { Sorted } from "./sort-batch.ts";

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
  readonly #twice = new Set<string>();
  #subscribed: () => void = () => undefined;

  constructor({ settings, clock, random, onEvent }: CollectorDeps) {
    this.#settings = settings;
    this.#emit = onEvent ?? (() => undefined);
    this.#database = openDatabase(settings.database, (reason) => this.#intake.lost(reason));
    this.#intake = createIntake(
      this.#database,
      {
        onWritten: (written, group) => this.#written(written, group),
        onTold: (arrival, told) => this.#told(arrival, told),
        onRefused: (claims) => this.#refused(claims),
        onDatabase: (state, reason) => this.#databaseIs(state, reason),
      },
      random,
      (settings.leaseSeconds ?? limits.leaseSeconds) * 1_000,
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
    const { shard = null } = this.#settings;
    const arrival = arrivalOf({ topic, payload, retained: packet.retain }, shard, done);
    if (arrival === null) done();
    else if (!this.#intake.add(arrival) && client === this.#client)
      this.#link.renew("too-much-waiting");
  }

  #told({ content, topic }: Arrival, { held, refused }: Told): void {
    if (content.is === "greeting") {
      this.#answers.tell(topic, { ...held, instance: content.instance }, { hello: true });
    } else if (content.is === "question") {
      const { station, epoch, instance, nonce: asked } = content.question;
      this.#answers.tell(topic, held, refused ? { asked, refused: "station-twice" } : { asked });
      if (refused && instance !== undefined) this.#alarmTwice({ station, epoch, instance, topic });
    }
  }

  /** Tells those whose station's name is another's, so that they wait and say why. */
  #refused(claims: readonly Claim[]): void {
    for (const claim of claims) {
      const { station, epoch, instance, topic } = claim;
      const held = { station, epoch, instance, contiguous: 0, gaps: [], rows: 0 };
      this.#answers.tell(topic, held, { refused: "station-twice" });
      this.#alarmTwice(claim);
    }
  }

  /** One alarm for each process that is refused, however often it asks. */
  #alarmTwice({ station, epoch, instance, topic }: Claim): void {
    if (this.#twice.has(instance)) return;
    if (this.#twice.size >= limits.pending) this.#twice.clear();
    this.#twice.add(instance);
    this.#emit({ type: "station-twice", station, epoch, instance, topic });
  }

  #written(written: Written, group: readonly Sorted[]): void {
    const { inserted, repeated, quarantined, flawed, held, refused } = written;
    this.#refused(refused);
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
