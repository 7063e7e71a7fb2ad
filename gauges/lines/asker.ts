// Asks a gauge that must be asked: one question in flight, a bounded wait, a bounded number of tries.
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

  /** An answer came; tells who had asked, null if nobody was waiting. */
  answered(): AskedBy | null {
    const by = this.#waiting;
    this.#waiting = null;
    this.#silent = false;
    this.#unanswered = 0;
    this.#rest();
    this.#goOn();
    return by;
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

  #goOn(): void {
    if (!this.#next) return;
    this.#next = false;
    this.#begin("person");
  }

  #put(): void {
    if (this.#waiting === null) return;
    const dueMs = this.#lastSentMs + this.#settings.minIntervalMs - this.#clock.monotonicMs();
    if (dueMs > 0) {
      this.#later(Math.ceil(dueMs), () => this.#put());
      return;
    }
    this.#lastSentMs = this.#clock.monotonicMs();
    this.#tries += 1;
    if (this.#handlers.send()) this.#later(this.#settings.timeoutMs, () => this.#expire());
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
