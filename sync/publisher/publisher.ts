// Decides what leaves the station: the journal in order, in batches, again from where it is safe.
import { randomUUID } from "node:crypto";
import type { MqttClient } from "mqtt";
import { type Ack, type QualityRecord, readAck } from "../records/index.ts";
import { topicOf } from "../topics.ts";
import { type Clock, createLink, type Link, type LinkUp } from "./link.ts";
import {
  batchText,
  createTail,
  fillBatch,
  type Outbox,
  type OutboxJournal,
  openOutboxes,
} from "./outbox.ts";
import {
  confirmed,
  mayBeSent,
  reconnected,
  type SendCursor,
  sent,
  startCursor,
  takenOver,
  wentBack,
} from "./send-cursor.ts";
import { limits, type PublisherSettings } from "./settings.ts";

export type PublisherStatus = {
  readonly state: "connected" | "disconnected";
  /** Last seq of the current epoch that the broker took over. */
  readonly sent: number;
  /** Last seq of the current epoch that the collector holds durably. */
  readonly confirmed: number;
  /** Records not yet taken over by the broker, those of earlier epochs included. */
  readonly waiting: number;
  /** A stable code of what is wrong, null when nothing is. */
  readonly reason: string | null;
};

export type Publisher = {
  start(): void;
  /** Records just committed, in order. */
  notify(records: readonly QualityRecord[]): void;
  status(): PublisherStatus;
  /** Says "offline" and leaves; what was not sent stays in the journal. */
  stop(): Promise<void>;
};

export type PublisherDeps = {
  readonly journal: OutboxJournal;
  readonly settings: PublisherSettings;
  readonly clock: Clock;
  readonly random: () => number;
  readonly onStatus?: (status: PublisherStatus) => void;
};

/** A connection that is ready: subscribed to the answers. */
type Road = { readonly client: MqttClient; readonly window: number };

class StationPublisher implements Publisher {
  readonly #deps: PublisherDeps;
  readonly #topics: { rec: string; ack: string; state: string; cmd: string };
  readonly #tail = createTail({ records: limits.tailRecords, characters: limits.tailCharacters });
  readonly #link: Link;
  #road: Road | null = null;
  #outboxes: readonly Outbox[] = [];
  #cursor: SendCursor = startCursor(0, false);
  #currentConfirmed = 0;
  #reason: string | null = "not-started";
  #journalFault: string | null = null;
  #due = false;
  #gather: NodeJS.Timeout | undefined;
  #tick: NodeJS.Timeout | undefined;
  #pumping = false;
  #pumpAgain = false;
  #question: { readonly nonce: string; readonly askedAt: number } | null = null;
  #progressAt = 0;
  #backAt = Number.NEGATIVE_INFINITY;
  #stateAt = Number.NEGATIVE_INFINITY;
  #stateUnderWay = false;
  #saving: Promise<void> | null = null;
  #shown = "";
  #stopped = false;

  constructor(deps: PublisherDeps) {
    this.#deps = deps;
    const { settings, clock, random } = deps;
    this.#topics = {
      rec: topicOf(settings, "rec"),
      ack: topicOf(settings, "ack"),
      state: topicOf(settings, "state"),
      cmd: topicOf(settings, "cmd"),
    };
    const { enterprise, site, area, line, station } = settings;
    const path = [enterprise, site, area, line, station].join("-");
    this.#link = createLink(
      settings,
      {
        clientId: settings.clientId ?? `proofline-${path}`,
        clean: true,
        sessionExpirySeconds: 0,
        receiveMaximum: 64,
        will: { topic: this.#topics.state, payload: this.#stateText(false) },
      },
      {
        onClient: (client) => {
          client.on("message", (topic, payload) => this.#heard(topic, payload));
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
    const full = this.#head() - this.#cursor.next + 1 >= limits.batchRecords;
    if (full) this.#pump();
    else this.#gatherThenPump();
  }

  status(): PublisherStatus {
    const { seq } = this.#deps.journal.head();
    const active = this.#outboxes[0];
    const onCurrent = active?.current ?? false;
    const taken = onCurrent ? this.#cursor.taken : this.#currentConfirmed;
    const owed = onCurrent || active === undefined ? 0 : active.head() - this.#cursor.taken;
    return {
      state: this.#road === null ? "disconnected" : "connected",
      sent: taken,
      confirmed: onCurrent ? this.#cursor.confirmed : this.#currentConfirmed,
      waiting: Math.max(0, seq - taken) + Math.max(0, owed),
      reason: this.#reason ?? this.#journalFault ?? (this.#isSilent() ? "not-confirming" : null),
    };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#tick);
    clearTimeout(this.#gather);
    const road = this.#road;
    if (road !== null) await this.#sayOffline(road.client);
    this.#road = null;
    await this.#link.stop(true);
    await this.#saving;
    this.#reason = "stopped";
    this.#show();
  }

  #connected(up: LinkUp): void {
    const { client } = up;
    client.subscribe(this.#topics.ack, { qos: 1 }, (error) => {
      if (!client.connected) return;
      if (error !== null) return this.#link.renew("answers-refused");
      this.#openRoad({
        client,
        window: Math.min(this.#deps.settings.window ?? limits.window, up.receiveMaximum),
      });
    });
  }

  async #openRoad(road: Road): Promise<void> {
    try {
      await this.#saving;
      if (this.#outboxes.length === 0) await this.#openOutboxes();
      else this.#cursor = reconnected(this.#cursor);
    } catch (error) {
      this.#journalFault = "journal-unreadable";
      this.#link.renew(`journal-${error instanceof Error ? error.name : "fault"}`);
      return;
    }
    if (!road.client.connected || this.#stopped) return;
    this.#road = road;
    this.#reason = null;
    this.#journalFault = null;
    this.#due = true;
    this.#progressAt = this.#deps.clock.monotonicMs();
    this.#ask();
    this.#sayState();
    this.#show();
    this.#pump();
  }

  async #openOutboxes(): Promise<void> {
    const opened = await openOutboxes(this.#deps.journal, this.#tail);
    this.#currentConfirmed = opened.at(-1)?.startsAt ?? 0;
    const collector = this.#cursor.collector || opened.some((outbox) => outbox.startsAt > 0);
    this.#outboxes = opened;
    this.#cursor = startCursor(opened[0]?.startsAt ?? 0, collector);
    this.#leaveFinished();
  }

  /** An earlier epoch is left behind once it is safe; only then the next one begins. */
  #leaveFinished(): void {
    for (;;) {
      const [active, next] = this.#outboxes;
      if (active === undefined || next === undefined) return;
      const safe = this.#cursor.collector ? this.#cursor.confirmed : this.#cursor.taken;
      if (safe < active.head()) return;
      this.#outboxes = this.#outboxes.slice(1);
      this.#cursor = startCursor(next.startsAt, this.#cursor.collector);
      this.#ask();
    }
  }

  #disconnected(reason: string): void {
    this.#road = null;
    this.#reason = reason;
    this.#question = null;
    clearTimeout(this.#gather);
    this.#gather = undefined;
    this.#show();
  }

  #head(): number {
    return this.#outboxes[0]?.head() ?? 0;
  }

  #gatherThenPump(): void {
    if (this.#gather !== undefined) return;
    this.#gather = setTimeout(() => {
      this.#gather = undefined;
      this.#due = true;
      this.#pump();
    }, this.#deps.settings.gatherMs ?? limits.gatherMs);
  }

  /** One reader at a time; what happens meanwhile makes it look again. */
  async #pump(): Promise<void> {
    this.#pumpAgain = true;
    if (this.#pumping) return;
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
    const [outbox] = this.#outboxes;
    if (road === null || outbox === undefined) return false;
    if (!mayBeSent(this.#cursor, road.window, limits.ahead)) return false;
    const from = this.#cursor.next;
    const waiting = outbox.head() - from + 1;
    if (waiting <= 0) {
      this.#due = false;
      return false;
    }
    if (waiting < limits.batchRecords && !this.#due) {
      this.#gatherThenPump();
      return false;
    }
    const read = await outbox.read(from, limits.batchRecords);
    if (this.#road !== road || this.#outboxes[0] !== outbox || this.#cursor.next !== from) {
      return true;
    }
    const batch = fillBatch(read, from, limits.batchBytes);
    if (batch.length === 0) throw new Error(`the journal has no record ${from}`);
    const { station } = this.#deps.journal.head();
    const header = { station, epoch: outbox.epoch, sentAt: this.#deps.clock.wall() };
    const id = this.#cursor.nextId;
    this.#cursor = sent(this.#cursor, from + batch.length - 1);
    road.client.publish(this.#topics.rec, batchText(header, batch), { qos: 1 }, (error) => {
      this.#puback(road, outbox, id, error ?? null);
    });
    return true;
  }

  #puback(road: Road, outbox: Outbox, id: number, error: Error | null): void {
    if (this.#road !== road || this.#outboxes[0] !== outbox) return;
    if (error !== null) {
      // Refused (quota, rights) or lost: a new connection starts again above what is safe.
      this.#link.renew("publish-refused");
      return;
    }
    this.#cursor = takenOver(this.#cursor, id);
    this.#leaveFinished();
    this.#pump();
  }

  #heard(topic: string, payload: Buffer): void {
    if (topic !== this.#topics.ack) return;
    const ack = readAck(payload.toString("utf8"));
    const { station } = this.#deps.journal.head();
    if (ack === null || ack.station !== station) return;
    const [outbox] = this.#outboxes;
    if (outbox === undefined || ack.epoch !== outbox.epoch) {
      if (ack.hello === true) this.#ask();
      return;
    }
    this.#answered(ack, outbox);
    this.#pump();
  }

  #answered(ack: Ack, outbox: Outbox): void {
    const now = this.#deps.clock.monotonicMs();
    const upto = Math.min(ack.upto, outbox.head());
    const first = !this.#cursor.collector;
    if (upto > this.#cursor.confirmed || first) this.#progressAt = now;
    const before = this.#cursor;
    this.#cursor = confirmed(before, upto);
    if (this.#cursor.confirmed > before.confirmed) this.#saveConfirmed(outbox);
    const answer = this.#question !== null && ack.asked === this.#question.nonce;
    const gap = ack.gaps.length > 0 && upto < before.taken;
    if (answer) {
      this.#question = null;
      if (upto + 1 < this.#cursor.next) this.#goBack(upto, now);
    } else if (ack.hello === true || first) {
      this.#ask();
    } else if (gap && now - this.#backAt > limits.gapBackoffMs) {
      this.#goBack(upto, now);
    }
    this.#leaveFinished();
  }

  #goBack(upto: number, now: number): void {
    this.#backAt = now;
    this.#due = true;
    this.#cursor = wentBack(this.#cursor, upto + 1);
  }

  /** Keeps the newest watermark; one write at a time, later ones wait as one. */
  #saveConfirmed(outbox: Outbox): void {
    if (outbox.current) this.#currentConfirmed = this.#cursor.confirmed;
    if (this.#saving !== null) return;
    const seq = this.#cursor.confirmed;
    this.#saving = outbox
      .setConfirmed(seq)
      .catch(() => {
        this.#journalFault = "journal-unwritable";
      })
      .then(() => {
        this.#saving = null;
        const same = this.#outboxes[0] === outbox;
        if (same && this.#cursor.confirmed > seq && !this.#stopped) this.#saveConfirmed(outbox);
      });
  }

  /** Asks the collector where it stands; its answer alone may move the cursor down. */
  #ask(): void {
    const [outbox] = this.#outboxes;
    if (this.#road === null || outbox === undefined) return;
    const now = this.#deps.clock.monotonicMs();
    const nonce = randomUUID();
    this.#question = { nonce, askedAt: now };
    const { station } = this.#deps.journal.head();
    const text = JSON.stringify({ v: 1, station, epoch: outbox.epoch, ask: "cursor", nonce });
    this.#send(this.#topics.cmd, text, false, 60);
  }

  #isSilent(): boolean {
    if (this.#road === null || !this.#cursor.collector) return false;
    if (this.#cursor.confirmed >= this.#head()) return false;
    return this.#deps.clock.monotonicMs() - this.#progressAt > limits.notConfirmingMs;
  }

  #ticked(): void {
    if (this.#road === null) return;
    const now = this.#deps.clock.monotonicMs();
    const timeout = this.#deps.settings.ackTimeoutMs ?? limits.ackTimeoutMs;
    const askedAt = this.#question?.askedAt ?? Number.NEGATIVE_INFINITY;
    const owed = this.#cursor.confirmed < this.#cursor.next - 1;
    if (!owed) this.#progressAt = now;
    const quiet = now - Math.max(this.#progressAt, askedAt) > timeout;
    if (this.#cursor.collector && owed && quiet) this.#ask();
    if (now - this.#stateAt > limits.stateMs) this.#sayState();
    if (this.#head() >= this.#cursor.next) this.#gatherThenPump();
    this.#show();
  }

  #stateText(online: boolean): string {
    const { station, epoch, seq } = this.#deps.journal.head();
    return JSON.stringify({
      v: 1,
      station,
      epoch,
      online,
      version: this.#deps.settings.version ?? "",
      backlog: online ? Math.max(0, seq - this.status().confirmed) : null,
      head: online ? seq : null,
      at: this.#deps.clock.wall(),
    });
  }

  #sayState(): void {
    if (this.#stateUnderWay) return;
    this.#stateUnderWay = true;
    this.#stateAt = this.#deps.clock.monotonicMs();
    this.#send(this.#topics.state, this.#stateText(true), true, null, () => {
      this.#stateUnderWay = false;
    });
  }

  #send(
    topic: string,
    text: string,
    retain: boolean,
    expirySeconds: number | null,
    done: () => void = () => undefined,
  ): void {
    const client = this.#road?.client;
    if (client === undefined || !client.connected) return done();
    const expires = client.options.protocolVersion === 5 && expirySeconds !== null;
    const properties = expires ? { messageExpiryInterval: expirySeconds } : undefined;
    client.publish(topic, text, { qos: 1, retain, properties }, done);
  }

  #sayOffline(client: MqttClient): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, 1_000);
      client.publish(this.#topics.state, this.#stateText(false), { qos: 1, retain: true }, () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** Tells the listener when something that matters changed. */
  #show(): void {
    const status = this.status();
    const text = JSON.stringify(status);
    if (text === this.#shown) return;
    this.#shown = text;
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
