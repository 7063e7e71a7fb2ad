// Decides what leaves the station: the journal in order, in batches, again from where it is safe.
import { randomUUID } from "node:crypto";
import type { MqttClient } from "mqtt";
import { type QualityRecord, readAck } from "../records/index.ts";
import { topicOf } from "../topics.ts";
import { createComplaints } from "./complaints.ts";
import type { Publisher, PublisherDeps, PublisherStatus } from "./contract.ts";
import { type Consequence, Course } from "./course.ts";
import { createLink, type Link, type LinkUp } from "./link.ts";
import { createTail } from "./outbox.ts";
import { type Road, Sender } from "./sender.ts";
import { limits } from "./settings.ts";
import { createSizeKeeper, type SizeKeeper } from "./size-keeper.ts";
import { createVoice, type Voice } from "./voice.ts";
import { createWatermark } from "./watermark.ts";

class StationPublisher implements Publisher {
  readonly #deps: PublisherDeps;
  readonly #topics: { readonly rec: string; readonly ack: string };
  readonly #tail = createTail({ records: limits.tailRecords, characters: limits.tailCharacters });
  /** Names this process among all that may say that they are this station. */
  readonly #instance = randomUUID();
  readonly #complaints = createComplaints();
  readonly #voice: Voice;
  readonly #course: Course;
  readonly #sizes: SizeKeeper;
  readonly #sender: Sender;
  readonly #link: Link;
  #road: Road | null = null;
  #reason: string | null = "not-started";
  /** While another station has this one's name: when to ask again. */
  #askAgainAt = Number.POSITIVE_INFINITY;
  #keptTakenAt = 0;
  #tick: NodeJS.Timeout | undefined;
  #shown = { state: "", numbers: "" };
  #stopping: Promise<void> | null = null;

  constructor(deps: PublisherDeps) {
    this.#deps = deps;
    const { settings, clock, random, journal } = deps;
    this.#topics = { rec: topicOf(settings, "rec"), ack: topicOf(settings, "ack") };
    this.#voice = createVoice(settings, journal.head, clock, this.#instance);
    this.#sizes = createSizeKeeper(this.#topics.rec);
    const onFault = (fault: string | null) => this.#complaints.set("places", fault);
    this.#course = new Course(journal, this.#tail, {
      road: `${settings.url} ${this.#topics.rec}`,
      confirmed: createWatermark((outbox, seq) => outbox.setConfirmed(seq), onFault),
      taken: createWatermark((outbox, seq) => outbox.setTaken(seq), onFault),
    });
    this.#sender = this.#createSender();
    const { enterprise, site, area, line, station } = settings;
    const path = [enterprise, site, area, line, station].join("-");
    this.#link = createLink(
      settings,
      {
        clientId: settings.clientId ?? `proofline-${path}`,
        clean: true,
        sessionExpirySeconds: 0,
        receiveMaximum: limits.receiveMaximum,
        will: this.#voice.lastWill(),
      },
      {
        onClient: (client) => {
          client.on("message", (topic, payload) => this.#heard(client, topic, payload));
        },
        onUp: (up) => this.#connected(up),
        onDown: (reason) => this.#disconnected(reason),
      },
      { random, clock },
    );
  }

  #createSender(): Sender {
    const { journal, clock, settings } = this.#deps;
    return new Sender({
      course: this.#course,
      sizes: this.#sizes,
      complaints: this.#complaints,
      head: journal.head,
      clock,
      topic: this.#topics.rec,
      instance: this.#instance,
      gatherMs: settings.gatherMs ?? limits.gatherMs,
      ask: () => this.#ask(),
      renew: (reason) => this.#link.renew(reason),
      onRest: () => this.#show(),
    });
  }

  start(): void {
    this.#reason = "connecting";
    this.#tick = setInterval(() => this.#ticked(), limits.tickMs);
    this.#link.start();
  }

  notify(records: readonly QualityRecord[]): void {
    const { epoch } = this.#deps.journal.head();
    this.#tail.keep(records.filter((record) => record.epoch === epoch));
    if (this.#road === null) return;
    if (this.#course.waiting >= limits.batchRecords) this.#sender.pump();
    else this.#sender.soon();
  }

  status(): PublisherStatus {
    return {
      state: this.#road === null ? "disconnected" : "connected",
      ...this.#course.counts,
      reason: this.#reason ?? this.#complaints.worst(),
    };
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    clearInterval(this.#tick);
    await this.#voice.sayOffline();
    this.#useRoad(null);
    await this.#link.stop(true);
    this.#course.keepTaken();
    await this.#course.settled();
    this.#reason = "stopped";
    this.#show(true);
  }

  #connected(up: LinkUp): void {
    const { client } = up;
    client.subscribe(this.#topics.ack, { qos: 1 }, (error) => {
      if (!client.connected) return;
      if (error !== null) {
        this.#link.renew("answers-refused");
        return;
      }
      this.#sizes.connected(up.maximumPacketSize);
      const own = this.#deps.settings.window ?? limits.window;
      void this.#openRoad({ client, window: Math.min(own, up.receiveMaximum) });
    });
  }

  async #openRoad(road: Road): Promise<void> {
    const now = this.#deps.clock.monotonicMs();
    try {
      await this.#course.resume(now);
      this.#complaints.set("journal", null);
    } catch {
      this.#complaints.set("journal", "journal-unreadable");
      this.#link.renew("journal-unreadable");
      return;
    }
    if (!road.client.connected || this.#stopping !== null) return;
    this.#useRoad(road);
    this.#reason = null;
    this.#ask();
    this.#voice.sayState(this.#course.counts.confirmed);
    this.#show();
    this.#sender.pump();
  }

  #useRoad(road: Road | null): void {
    this.#road = road;
    this.#voice.use(road?.client ?? null);
    this.#sender.use(road);
  }

  #disconnected(reason: string): void {
    this.#useRoad(null);
    this.#sizes.lost(reason);
    this.#reason = reason;
    this.#show();
  }

  #heard(client: MqttClient, topic: string, payload: Buffer): void {
    if (client !== this.#road?.client || topic !== this.#topics.ack) return;
    const ack = readAck(payload.toString("utf8"));
    if (ack === null || ack.station !== this.#deps.journal.head().station) return;
    // Another station with this name may hear the same topic: its watermark is not ours.
    if (ack.to !== undefined && ack.to !== this.#instance) return;
    const now = this.#deps.clock.monotonicMs();
    this.#complaints.set("twice", ack.refused ?? null);
    this.#link.giveWay(ack.refused !== undefined);
    this.#askAgainAt =
      ack.refused === undefined ? Number.POSITIVE_INFINITY : now + limits.refusedMs;
    if (ack.refused === undefined) this.#follow(this.#course.answered(ack, now));
    this.#sender.pump();
  }

  #follow(consequence: Consequence): void {
    const { lacking } = this.#course;
    this.#complaints.set("lacking", lacking ? "not-arriving" : null);
    if (consequence === "ask") this.#ask();
    if (consequence === "go-back") {
      this.#sizes.wentBack(lacking);
      this.#sender.hurry();
    }
    const road = this.#road;
    if (consequence !== "begin-again" || road === null) return;
    this.#useRoad(null);
    void this.#openRoad({ ...road });
  }

  /** Asks the collector where it stands; its answer alone may move the cursor down. */
  #ask(): void {
    const { active } = this.#course;
    if (this.#road === null || active === undefined) return;
    this.#course.asked(this.#voice.ask(active.epoch), this.#deps.clock.monotonicMs());
  }

  #ticked(): void {
    const now = this.#deps.clock.monotonicMs();
    this.#complaints.set("silent", this.#course.isSilent(now) ? "not-confirming" : null);
    if (now - this.#keptTakenAt > limits.takenMs) {
      this.#keptTakenAt = now;
      this.#course.keepTaken();
    }
    if (this.#road !== null) {
      const timeout = this.#deps.settings.ackTimeoutMs ?? limits.ackTimeoutMs;
      if (now >= this.#askAgainAt) {
        this.#askAgainAt = now + limits.refusedMs;
        this.#ask();
      } else if (this.#course.isOverdue(now, timeout)) this.#ask();
      this.#voice.sayStateNowAndThen(this.#course.counts.confirmed);
      if (this.#course.owes) this.#sender.soon();
    }
    this.#show(true);
  }

  /** Tells the listener of a new state at once, of new numbers with every tick. */
  #show(withNumbers = false): void {
    const status = this.status();
    const state = `${status.state} ${status.reason}`;
    const numbers = JSON.stringify(status);
    if (state === this.#shown.state && !(withNumbers && numbers !== this.#shown.numbers)) return;
    this.#shown = { state, numbers };
    this.#deps.onStatus?.(status);
  }
}

/**
 * Sends the journal upstream. Throws a RangeError or TypeError at once when a name or the address
 * cannot be used; everything that goes wrong later is in status().
 */
export function createPublisher(deps: PublisherDeps): Publisher {
  return new StationPublisher(deps);
}
