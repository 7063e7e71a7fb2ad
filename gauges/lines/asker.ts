// Asks a gauge that must be asked: one question in flight, a bounded wait, a bounded number of tries; and
// tells an answer from one that comes too late, for that is the value of an earlier part.
import type { LineClock } from "../line.ts";

/** Who wants the reading; a person's wish outranks the timer's. */
export type AskedBy = "person" | "timer";

export type AskerSettings = {
  readonly timeoutMs: number;
  readonly retries: number;
  readonly minIntervalMs: number;
};

export type AskerHandlers = {
  /** Puts the question on the wire; false when offline. */
  send(): boolean;
  /** Told once per person's question, and for the timer once until an answer came again. */
  failed(detail: string): void;
  /** Nothing was answered so many questions long that the port may have stopped to receive. */
  deaf(): void;
};

/** Questions in a row without an answer after which a port counts as deaf. */
export const DEAF_AFTER = 20;

/**
 * After a question without an answer nothing new is asked for so many time-outs, unless what was late
 * comes before: a new question would get the old answer.
 */
const QUIET_TIMEOUTS = 2;

/** Owns the timer of the question in flight. */
export class Asker {
  readonly #settings: AskerSettings;
  readonly #clock: LineClock;
  readonly #handlers: AskerHandlers;
  #waiting: AskedBy | null = null;
  /** A person's wish while a question is in flight; more of them are met by the same answer. */
  #next = false;
  #tries = 0;
  #silent = false;
  #unanswered = 0;
  #lastSentMs = Number.NEGATIVE_INFINITY;
  /** Questions on the wire whose answers have not come; forgotten after the quiet time. */
  #owed = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(settings: AskerSettings, clock: LineClock, handlers: AskerHandlers) {
    this.#settings = settings;
    this.#clock = clock;
    this.#handlers = handlers;
  }

  ask(by: AskedBy): void {
    if (this.#waiting === null) this.#begin(by);
    else if (by === "person") this.#next = true;
  }

  /**
   * A reading came; tells who had asked, null if the gauge sent it by itself, `late` if it answers a
   * question that was given up or had been asked again.
   */
  answered(): AskedBy | null | "late" {
    if (this.#quietMs() <= 0) this.#owed = 0;
    const isOwed = this.#owed > 0;
    if (isOwed) this.#owed -= 1;
    if (this.#waiting === null || this.#tries === 0) return isOwed ? this.#late() : null;
    const by = this.#waiting;
    this.#waiting = null;
    this.#silent = false;
    this.#unanswered = 0;
    this.#rest();
    this.#goOn();
    return by;
  }

  /** A frame came that nobody understands: most likely the answer, damaged; no second one is owed. */
  damaged(): void {
    if (this.#owed > 0) this.#owed -= 1;
  }

  /** The link is gone: a person's open question fails, the timer's is dropped. */
  lost(): void {
    this.#next = false;
    if (this.#waiting === "person") this.#fail("the gauge went away before it answered");
    this.stop();
  }

  /** The link is opened anew to wake a deaf port: a silence that was told is not told again. */
  renewed(): void {
    const silent = this.#silent;
    this.lost();
    this.#silent = silent;
  }

  stop(): void {
    this.#waiting = null;
    this.#next = false;
    this.#silent = false;
    this.#rest();
  }

  #begin(by: AskedBy): void {
    this.#waiting = by;
    this.#tries = 0;
    this.#put();
  }

  /** A slow gauge is no deaf one; once all that was owed has come, the next question may go out. */
  #late(): "late" {
    this.#unanswered = 0;
    if (this.#owed === 0 && this.#waiting !== null) this.#put();
    return "late";
  }

  /** How long an answer to what was asked last may still be under way. */
  #quietMs(): number {
    const { timeoutMs } = this.#settings;
    return this.#lastSentMs + (1 + QUIET_TIMEOUTS) * timeoutMs - this.#clock.monotonicMs();
  }

  #goOn(): void {
    if (!this.#next) return;
    this.#next = false;
    this.#begin("person");
  }

  #put(): void {
    if (this.#waiting === null) return;
    const restMs = this.#lastSentMs + this.#settings.minIntervalMs - this.#clock.monotonicMs();
    const dueMs = Math.max(restMs, this.#tries === 0 && this.#owed > 0 ? this.#quietMs() : 0);
    if (dueMs > 0) {
      this.#later(Math.ceil(dueMs), () => this.#put());
      return;
    }
    this.#lastSentMs = this.#clock.monotonicMs();
    this.#tries += 1;
    const sent = this.#handlers.send();
    if (sent) this.#owed = this.#tries === 1 ? 1 : this.#owed + 1;
    if (sent) this.#later(this.#settings.timeoutMs, () => this.#expire());
    else this.#fail("the gauge is away, the question was not sent");
  }

  #expire(): void {
    if (this.#tries <= this.#settings.retries) this.#put();
    else this.#fail(`no answer within ${this.#settings.timeoutMs} ms, asked ${this.#tries} times`);
  }

  #fail(detail: string): void {
    const by = this.#waiting;
    this.#waiting = null;
    this.#rest();
    if (by === "person" || !this.#silent) this.#handlers.failed(detail);
    this.#silent = true;
    this.#goOn();
    this.#unanswered += 1;
    if (this.#unanswered % DEAF_AFTER === 0) this.#handlers.deaf();
  }

  #later(ms: number, step: () => void): void {
    this.#rest();
    this.#timer = setTimeout(step, ms);
  }

  #rest(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
