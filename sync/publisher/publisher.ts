// Decides what leaves the station: the journal in order, in batches, again from where it is safe.
import type { MqttClient } from "mqtt";
import { type QualityRecord, readAck } from "../records/index.ts";
import { topicOf } from "../topics.ts";
import type { Publisher, PublisherDeps, PublisherStatus } from "./contract.ts";
import { Course } from "./course.ts";
import { createLink, type Link, type LinkUp } from "./link.ts";
import { batchText, createTail, fillBatch, type Outbox } from "./outbox.ts";
import { limits } from "./settings.ts";
import { createVoice, type Voice } from "./voice.ts";
import { createWatermark, type WatermarkKeeper } from "./watermark.ts";

/** A connection that is ready: subscribed to the answers. */
type Road = { readonly client: MqttClient; readonly window: number };

class StationPublisher implements Publisher {
  readonly #deps: PublisherDeps;
  readonly #topics: { readonly rec: string; readonly ack: string };
  readonly #tail = createTail({ records: limits.tailRecords, characters: limits.tailCharacters });
  readonly #voice: Voice;
  readonly #watermark: WatermarkKeeper;
  readonly #course: Course;
  readonly #link: Link;
  #road: Road | null = null;
  #reason: string | null = "not-started";
  #journalFault: string | null = null;
  #watermarkFault: string | null = null;
  #due = false;
  #gather: NodeJS.Timeout | undefined;
  #tick: NodeJS.Timeout | undefined;
  #pumping = false;
  #pumpAgain = false;
  #shown = { state: "", numbers: "" };
  #stopping: Promise<void> | null = null;

  constructor(deps: PublisherDeps) {
    this.#deps = deps;
    const { settings, clock, random, journal } = deps;
    this.#topics = { rec: topicOf(settings, "rec"), ack: topicOf(settings, "ack") };
    this.#voice = createVoice(settings, journal.head, clock);
    this.#watermark = createWatermark((fault) => {
      this.#watermarkFault = fault;
    });
    this.#course = new Course(journal, this.#tail, this.#watermark);
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

  start(): void {
    this.#reason = "connecting";
    this.#tick = setInterval(() => this.#ticked(), limits.tickMs);
    this.#link.start();
  }

  notify(records: readonly QualityRecord[]): void {
    const { epoch } = this.#deps.journal.head();
    this.#tail.keep(records.filter((record) => record.epoch === epoch));
    if (this.#road === null) return;
    if (this.#course.waiting >= limits.batchRecords) this.#pump();
    else this.#gatherThenPump();
  }

  status(): PublisherStatus {
    return {
      state: this.#road === null ? "disconnected" : "connected",
      ...this.#course.counts,
      reason: this.#reason ?? this.#fault(),
    };
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    clearInterval(this.#tick);
    clearTimeout(this.#gather);
    await this.#voice.sayOffline();
    this.#road = null;
    this.#voice.use(null);
    await this.#link.stop(true);
    await this.#watermark.settled();
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
      const own = this.#deps.settings.window ?? limits.window;
      void this.#openRoad({ client, window: Math.min(own, up.receiveMaximum) });
    });
  }

  async #openRoad(road: Road): Promise<void> {
    const now = this.#deps.clock.monotonicMs();
    try {
      await this.#course.resume(now);
      this.#journalFault = null;
    } catch {
      this.#journalFault = "journal-unreadable";
      this.#link.renew("journal-unreadable");
      return;
    }
    if (!road.client.connected || this.#stopping !== null) return;
    this.#road = road;
    this.#voice.use(road.client);
    this.#reason = null;
    this.#due = true;
    this.#ask();
    this.#voice.sayState(this.#course.counts.confirmed);
    this.#show();
    this.#pump();
  }

  #disconnected(reason: string): void {
    this.#road = null;
    this.#voice.use(null);
    this.#reason = reason;
    clearTimeout(this.#gather);
    this.#gather = undefined;
    this.#show();
  }

  #gatherThenPump(): void {
    if (this.#gather !== undefined) return;
    this.#gather = setTimeout(() => {
      this.#gather = undefined;
      this.#due = true;
      this.#pump();
    }, this.#deps.settings.gatherMs ?? limits.gatherMs);
  }

  #pump(): void {
    this.#pumpAgain = true;
    if (!this.#pumping) void this.#pumpAll();
  }

  /** One reader at a time; what happens meanwhile makes it look again. */
  async #pumpAll(): Promise<void> {
    this.#pumping = true;
    try {
      while (this.#pumpAgain) {
        this.#pumpAgain = false;
        while (await this.#sendOne());
      }
      this.#journalFault = null;
    } catch {
      this.#journalFault = "journal-unreadable";
    } finally {
      this.#pumping = false;
      this.#show();
    }
  }

  /** Sends one batch if there is one and room for it; says whether to look for another. */
  async #sendOne(): Promise<boolean> {
    const road = this.#road;
    const course = this.#course;
    const { active, next, waiting } = course;
    if (road === null || active === undefined) return false;
    if (!course.hasRoom(road.window, this.#deps.clock.monotonicMs())) return false;
    if (waiting <= 0) {
      this.#due = false;
      return false;
    }
    if (waiting < limits.batchRecords && !this.#due) {
      this.#gatherThenPump();
      return false;
    }
    const read = await active.read(next, limits.batchRecords);
    // Meanwhile the connection may have gone or the cursor moved: then look again.
    if (this.#road !== road || course.active !== active || course.next !== next) return true;
    const first = read[0]?.seq ?? next;
    if (first > next && !active.current) {
      course.stepOver(first);
      return true;
    }
    const batch = fillBatch(read, next, limits.batchBytes);
    if (batch.length === 0) throw new Error(`the journal has no record ${next}`);
    this.#publish(road, active, batchText(this.#header(active), batch), next + batch.length - 1);
    return true;
  }

  #header(outbox: Outbox): { station: string; epoch: string; sentAt: string } {
    const { station } = this.#deps.journal.head();
    return { station, epoch: outbox.epoch, sentAt: this.#deps.clock.wall() };
  }

  #publish(road: Road, outbox: Outbox, text: string, to: number): void {
    const id = this.#course.sent(to);
    road.client.publish(this.#topics.rec, text, { qos: 1 }, (error) => {
      if (this.#road !== road || this.#course.active !== outbox) return;
      // Refused (quota, rights) or lost: a new connection starts again above what is safe.
      if (error) this.#link.renew("publish-refused");
      else if (this.#course.taken(id, this.#deps.clock.monotonicMs())) this.#ask();
      this.#pump();
    });
  }

  #heard(client: MqttClient, topic: string, payload: Buffer): void {
    if (client !== this.#road?.client || topic !== this.#topics.ack) return;
    const ack = readAck(payload.toString("utf8"));
    if (ack === null || ack.station !== this.#deps.journal.head().station) return;
    const consequence = this.#course.answered(ack, this.#deps.clock.monotonicMs());
    if (consequence === "ask") this.#ask();
    if (consequence === "go-back") this.#due = true;
    this.#pump();
  }

  /** Asks the collector where it stands; its answer alone may move the cursor down. */
  #ask(): void {
    const { active } = this.#course;
    if (this.#road === null || active === undefined) return;
    this.#course.asked(this.#voice.ask(active.epoch), this.#deps.clock.monotonicMs());
  }

  #fault(): string | null {
    const now = this.#deps.clock.monotonicMs();
    const silent = this.#course.isSilent(now) ? "not-confirming" : null;
    return this.#journalFault ?? this.#watermarkFault ?? silent;
  }

  #ticked(): void {
    if (this.#road !== null) {
      const now = this.#deps.clock.monotonicMs();
      const timeout = this.#deps.settings.ackTimeoutMs ?? limits.ackTimeoutMs;
      if (this.#course.isOverdue(now, timeout)) this.#ask();
      this.#voice.sayStateNowAndThen(this.#course.counts.confirmed);
      if (this.#course.waiting > 0) this.#gatherThenPump();
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
