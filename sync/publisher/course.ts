// Decides where in the journal the publisher stands: which epoch, what is safe, when to go back.
import type { Ack } from "../records/index.ts";
import { type Outbox, type OutboxJournal, openOutboxes, type Tail } from "./outbox.ts";
import {
  confirmed,
  mayBeSent,
  reconnected,
  type SendCursor,
  sent,
  sentPiece,
  startCursor,
  steppedOver,
  takenOver,
  wentBack,
} from "./send-cursor.ts";
import { limits } from "./settings.ts";
import type { WatermarkKeeper } from "./watermark.ts";

/** `sentUpto`: what had left when it was asked; the answer counts for no more than that. */
type Question = { readonly nonce: string; readonly askedAt: number; readonly sentUpto: number };

/** What an answer of the collector asks of the publisher. */
export type Consequence = "ask" | "go-back" | "begin-again" | null;

/** Where the stream's places are kept, and under which name of the broker. */
export type Keeping = {
  readonly road: string;
  readonly confirmed: WatermarkKeeper;
  readonly taken: WatermarkKeeper;
};

/** How often the collector lacked the same record though the broker had taken it over. */
type Lack = { readonly at: number; readonly weight: number };
/** An answer to a question weighs two: it counts only what had left before it was asked. */
const LACKING = 4;

/** The outboxes of all epochs still owed, and the send cursor of the first of them. */
export class Course {
  readonly #journal: OutboxJournal;
  readonly #tail: Tail;
  readonly #keeping: Keeping;
  #outboxes: readonly Outbox[] = [];
  #cursor: SendCursor = startCursor(0, false);
  #currentConfirmed = 0;
  #question: Question | null = null;
  #progressAt = 0;
  #backAt = Number.NEGATIVE_INFINITY;
  /** Until then an earlier epoch waits for its first answer. */
  #heldUntil = Number.NEGATIVE_INFINITY;
  #rounds = 0;
  #takenKept = 0;
  /** An epoch was left on the broker's word alone. */
  #leftUnconfirmed = false;
  #lack: Lack = { at: 0, weight: 0 };

  constructor(journal: OutboxJournal, tail: Tail, keeping: Keeping) {
    this.#journal = journal;
    this.#tail = tail;
    this.#keeping = keeping;
  }

  /** The epoch being sent; undefined before the first connection. */
  get active(): Outbox | undefined {
    return this.#outboxes[0];
  }

  get next(): number {
    return this.#cursor.next;
  }

  /** Pieces of the next record that have left, 0 when it goes whole. */
  get pieces(): number {
    return this.#cursor.pieces;
  }

  /** Whether the broker takes records over again and again that the collector never gets. */
  get lacking(): boolean {
    return this.#lack.weight >= LACKING;
  }

  /** Records of the active epoch that have not been sent. */
  get waiting(): number {
    return (this.active?.head() ?? 0) - this.#cursor.next + 1;
  }

  /** Whether anything is left to send, or an earlier epoch to be left behind. */
  get owes(): boolean {
    return this.waiting > 0 || this.active?.current === false;
  }

  get counts(): { readonly sent: number; readonly confirmed: number; readonly waiting: number } {
    const { seq } = this.#journal.head();
    const { active } = this;
    const onCurrent = active?.current === true;
    const taken = onCurrent ? this.#cursor.taken : this.#currentConfirmed;
    const owed = onCurrent || active === undefined ? 0 : active.head() - this.#cursor.taken;
    return {
      sent: taken,
      confirmed: onCurrent ? this.#cursor.confirmed : this.#currentConfirmed,
      waiting: Math.max(0, seq - taken) + Math.max(0, owed),
    };
  }

  /** For a new connection: reads the watermarks at first, afterwards goes back to what is safe. */
  async resume(now: number): Promise<void> {
    await this.settled();
    const renewed = this.#outboxes.at(-1)?.epoch !== this.#journal.head().epoch;
    if (renewed || (this.#leftUnconfirmed && this.#cursor.collector)) await this.#open();
    else this.#cursor = reconnected(this.#cursor);
    this.#question = null;
    this.#progressAt = now;
    this.#hold(now);
  }

  #hold(now: number): void {
    const known = this.active?.current !== false || this.#cursor.confirmed > 0;
    this.#heldUntil = known ? Number.NEGATIVE_INFINITY : now + limits.firstAnswerMs;
  }

  async #open(): Promise<void> {
    const opened = await openOutboxes(this.#journal, this.#tail, this.#keeping.road);
    const known = this.#currentConfirmed;
    this.#currentConfirmed = Math.max(known, opened.at(-1)?.startsAt ?? 0);
    const collector = this.#cursor.collector || opened.some((outbox) => outbox.startsAt > 0);
    this.#outboxes = opened;
    this.#leftUnconfirmed = false;
    this.#begin(collector);
  }

  #begin(collector: boolean): void {
    const { active } = this;
    const before = Math.min(active?.takenBefore ?? 0, active?.head() ?? 0);
    this.#takenKept = before;
    this.#cursor = startCursor(active?.startsAt ?? 0, collector, before);
  }

  /** Resolves when the journal has every place that it was given. */
  async settled(): Promise<void> {
    await this.#keeping.confirmed.settled();
    await this.#keeping.taken.settled();
  }

  /** Has the journal keep how far the broker took over; with a collector its word alone counts. */
  keepTaken(): void {
    const { active } = this;
    const { taken, collector } = this.#cursor;
    if (active === undefined || collector || taken <= this.#takenKept) return;
    this.#takenKept = taken;
    this.#keeping.taken.keep(active, taken);
  }

  /** An earlier epoch is left behind once it is safe; only then the next one begins. */
  leaveFinished(now: number): boolean {
    const { active } = this;
    if (active === undefined || active.current || now < this.#heldUntil) return false;
    const { collector } = this.#cursor;
    const safe = collector ? this.#cursor.confirmed : this.#cursor.taken;
    if (safe < active.head()) return false;
    this.keepTaken();
    this.#leftUnconfirmed ||= !collector;
    return this.#leave(now);
  }

  #leave(now: number): true {
    this.#outboxes = this.#outboxes.slice(1);
    this.#begin(this.#cursor.collector);
    this.#rounds = 0;
    this.#hold(now);
    return true;
  }

  hasRoom(window: number, now: number): boolean {
    return now >= this.#heldUntil && mayBeSent(this.#cursor, window, limits.ahead);
  }

  /** The journal has nothing before `seq` any more. Only earlier epochs may have such holes. */
  stepOver(seq: number): void {
    this.#cursor = steppedOver(this.#cursor, seq);
  }

  /** A message up to `to` leaves; returns the id that its PUBACK is told with. */
  sent(to: number): number {
    const { nextId } = this.#cursor;
    this.#cursor = sent(this.#cursor, to);
    return nextId;
  }

  /** A piece of the next record leaves, not its last; returns the id as sent() does. */
  sentPiece(): number {
    const { nextId } = this.#cursor;
    this.#cursor = sentPiece(this.#cursor);
    return nextId;
  }

  /** What the broker has not taken over is sent again, on the same connection. */
  tryAgain(): void {
    this.#cursor = wentBack(this.#cursor, this.#cursor.taken + 1);
  }

  /** The broker took a message over; true when the next epoch has begun with that. */
  taken(id: number, now: number): boolean {
    this.#cursor = takenOver(this.#cursor, id);
    return this.leaveFinished(now);
  }

  asked(nonce: string, now: number): void {
    this.#question = { nonce, askedAt: now, sentUpto: this.#cursor.next - 1 };
  }

  /**
   * An answer of the collector. Its watermark is kept; the cursor moves down only for the answer to
   * the latest question, or for a gap below what the broker has taken over.
   */
  answered(ack: Ack, now: number): Consequence {
    const { active } = this;
    if (active === undefined || ack.epoch !== active.epoch)
      return ack.hello === true ? "ask" : null;
    const before = this.#cursor;
    if (this.#leftUnconfirmed) {
      this.#cursor = { ...before, collector: true };
      return "begin-again";
    }
    const upto = Math.min(ack.upto, active.head());
    const first = !before.collector;
    if (upto > before.confirmed || first) this.#progressAt = now;
    this.#cursor = confirmed(before, upto);
    if (upto > before.confirmed) this.#keep(active, upto);
    if (upto >= this.#lack.at) this.#lack = { at: 0, weight: 0 };
    if (ack.asked !== undefined && ack.asked === this.#question?.nonce) {
      this.#heldUntil = Number.NEGATIVE_INFINITY;
    }
    if (this.leaveFinished(now)) return "ask";
    return this.#consequence(ack, upto, before, now);
  }

  #keep(active: Outbox, upto: number): void {
    this.#rounds = 0;
    if (active.current) this.#currentConfirmed = upto;
    this.#keeping.confirmed.keep(active, upto);
  }

  #consequence(ack: Ack, upto: number, before: SendCursor, now: number): Consequence {
    const question = this.#question;
    if (question !== null && ack.asked === question.nonce) {
      this.#question = null;
      return upto < question.sentUpto ? this.#missing(upto, question.sentUpto, now) : null;
    }
    if (ack.hello === true || !before.collector) return "ask";
    const gap = ack.gaps.length > 0 && upto < before.taken;
    if (!gap || now - this.#backAt <= limits.gapBackoffMs) return null;
    this.#lacks(upto + 1, 1);
    return this.#goBack(upto, now);
  }

  /** A record that the broker took over in this connection, and that the collector has not. */
  #lacks(seq: number, weight: number): void {
    if (this.#cursor.taken < seq) return;
    const known = this.#lack.at === seq ? this.#lack.weight : 0;
    this.#lack = { at: seq, weight: known + weight };
  }

  /** What the collector lacks is sent again; what the journal lacks too is given up in the end. */
  #missing(upto: number, sentUpto: number, now: number): Consequence {
    const { active } = this;
    const all = active !== undefined && !active.current && sentUpto >= active.head();
    if (all && this.#rounds >= limits.rounds) {
      this.#leave(now);
      return "ask";
    }
    if (all) this.#rounds += 1;
    this.#lacks(upto + 1, 2);
    return this.#goBack(upto, now);
  }

  #goBack(upto: number, now: number): "go-back" {
    this.#backAt = now;
    this.#cursor = wentBack(this.#cursor, upto + 1);
    return "go-back";
  }

  /** Whether the collector owes an answer for so long that it should be asked. */
  isOverdue(now: number, timeoutMs: number): boolean {
    const owed = this.#cursor.confirmed < this.#cursor.next - 1;
    if (!owed) this.#progressAt = now;
    const askedAt = this.#question?.askedAt ?? Number.NEGATIVE_INFINITY;
    const quiet = now - Math.max(this.#progressAt, askedAt) > timeoutMs;
    return this.#cursor.collector && owed && quiet;
  }

  /** Whether a known collector has confirmed nothing for minutes though something waits. */
  isSilent(now: number): boolean {
    if (!this.#cursor.collector || this.#cursor.confirmed >= (this.active?.head() ?? 0)) {
      return false;
    }
    return now - this.#progressAt > limits.notConfirmingMs;
  }
}
