// Decides when the next message leaves: gathered, in order, as many as may be under way at once.
import type { MqttClient } from "mqtt";
import type { Complaints } from "./complaints.ts";
import type { Course } from "./course.ts";
import { type Clock, reasonCodeOf } from "./link.ts";
import { type NextMessage, nextMessage } from "./next-message.ts";
import type { MessageHeader, Outbox, OutboxJournal } from "./outbox.ts";
import { limits } from "./settings.ts";
import type { SizeKeeper } from "./size-keeper.ts";

/** A connection that is ready: subscribed to the answers. */
export type Road = { readonly client: MqttClient; readonly window: number };

export type SenderDeps = {
  readonly course: Course;
  readonly sizes: SizeKeeper;
  readonly complaints: Complaints;
  readonly head: OutboxJournal["head"];
  readonly clock: Clock;
  readonly topic: string;
  readonly instance: string;
  /** Live records are gathered this long, in milliseconds. */
  readonly gatherMs: number;
  /** Asks the collector where it stands. */
  readonly ask: () => void;
  /** Drops the connection for a reason and makes a new one. */
  readonly renew: (reason: string) => void;
  /** Called when it has sent what it could. */
  readonly onRest: () => void;
};

const TOO_LARGE = 149;

/** Owns the timer of the gathering; at most one message is being made at a time. */
export class Sender {
  readonly #deps: SenderDeps;
  #road: Road | null = null;
  #due = false;
  #gather: NodeJS.Timeout | undefined;
  #pumping = false;
  #pumpAgain = false;

  constructor(deps: SenderDeps) {
    this.#deps = deps;
  }

  /** The connection to send over; null while there is none. What waits leaves at once. */
  use(road: Road | null): void {
    this.#road = road;
    this.#due = road !== null;
    if (road !== null) return;
    clearTimeout(this.#gather);
    this.#gather = undefined;
  }

  /** What waits leaves without being gathered. */
  hurry(): void {
    this.#due = true;
    this.pump();
  }

  /** What waits leaves after the gathering. */
  soon(): void {
    if (this.#road === null) return;
    this.#gather ??= setTimeout(() => {
      this.#gather = undefined;
      this.hurry();
    }, this.#deps.gatherMs);
  }

  /** Sends what is due and has room. */
  pump(): void {
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
      this.#deps.complaints.set("journal", null);
    } catch {
      this.#deps.complaints.set("journal", "journal-unreadable");
    } finally {
      this.#pumping = false;
      this.#deps.onRest();
    }
  }

  /** Sends one message if there is one and room for it; says whether to look for another. */
  async #sendOne(): Promise<boolean> {
    const road = this.#road;
    const course = this.#deps.course;
    const now = this.#deps.clock.monotonicMs();
    if (course.leaveFinished(now)) {
      this.#deps.ask();
      return true;
    }
    const { active, next, pieces, waiting } = course;
    if (road === null || active === undefined || this.#deps.complaints.has("twice")) return false;
    if (!course.hasRoom(road.window, now)) return false;
    if (waiting <= 0) {
      this.#due = false;
      return false;
    }
    if (waiting < limits.batchRecords && !this.#due) {
      this.soon();
      return false;
    }
    const read = await active.read(next, pieces > 0 ? 1 : limits.batchRecords);
    // Meanwhile the connection may have gone or the cursor moved: then look again.
    const moved = course.active !== active || course.next !== next || course.pieces !== pieces;
    if (this.#road !== road || moved) return true;
    const first = read[0]?.seq ?? next;
    if (first > next && !active.current) {
      course.stepOver(first);
      return true;
    }
    const message = nextMessage(read, pieces, this.#header(active), this.#deps.sizes.size());
    if (message === null || first !== next) throw new Error(`the journal has no record ${next}`);
    return this.#dispatch(road, active, message);
  }

  #header(outbox: Outbox): MessageHeader {
    const { station } = this.#deps.head();
    const sentAt = this.#deps.clock.wall();
    return { station, epoch: outbox.epoch, sentAt, instance: this.#deps.instance };
  }

  #dispatch(road: Road, outbox: Outbox, message: NextMessage): boolean {
    const course = this.#deps.course;
    this.#deps.complaints.set(
      "size",
      message.is === "held" ? message.code : this.#deps.sizes.complaint(),
    );
    if (message.is === "held") return false;
    const whole = message.is === "batch" || message.last;
    const to = message.is === "batch" ? message.to : course.next;
    this.#publish(road, outbox, message.text, whole ? course.sent(to) : course.sentPiece());
    return true;
  }

  #publish(road: Road, outbox: Outbox, text: string, id: number): void {
    const bytes = Buffer.byteLength(text);
    this.#deps.sizes.sent(id, bytes);
    road.client.publish(this.#deps.topic, text, { qos: 1 }, (error) => {
      if (this.#road !== road || this.#deps.course.active !== outbox) return;
      if (error) this.#refused(road, reasonCodeOf(error), bytes);
      else this.#taken(id);
      this.pump();
    });
  }

  #taken(id: number): void {
    this.#deps.sizes.taken(id);
    this.#deps.complaints.set("refused", null);
    if (this.#deps.course.taken(id, this.#deps.clock.monotonicMs())) this.#deps.ask();
  }

  /** Too large is tried smaller; what else is refused (quota, rights) waits for a new connection. */
  #refused(road: Road, code: number | null, bytes: number): void {
    if (code === TOO_LARGE) {
      this.#deps.sizes.refused(bytes);
      this.#deps.course.tryAgain();
    } else if (code !== null) {
      this.#deps.complaints.set("refused", `publish-refused-${code}`);
      this.#deps.renew(`publish-refused-${code}`);
    } else if (road.client.connected) this.#deps.renew("publish-failed");
    // Otherwise the connection is gone, and the link is about to say why.
  }
}
