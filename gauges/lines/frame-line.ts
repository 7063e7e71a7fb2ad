// A gauge that talks in frames, on whichever link: connects, asks if it must, delivers until stopped.
import type { GaugeLine, GaugeSettings, LineClock, LineSink } from "../line.ts";
import type { FrameModel } from "../model/gauge-model.ts";
import { Asker } from "./asker.ts";
import { type Delivery, FrameIntake } from "./frame-intake.ts";
import type { Connect } from "./link.ts";
import { createReconnecting, type Reconnecting } from "./reconnect.ts";

export type FrameLineParts = {
  readonly settings: GaugeSettings;
  readonly model: FrameModel;
  /** Port as readings name it. */
  readonly port: string;
  readonly connect: Connect;
  readonly sink: LineSink;
  readonly clock: LineClock;
  /** [0, 1), for the waits between attempts. */
  readonly random: () => number;
};

/** A line of the contract in ../line.ts over any link; `ask` is there when the model has [poll]. */
export function createFrameLine(parts: FrameLineParts): GaugeLine {
  const line = new FrameLine(parts);
  const contract = {
    gauge: parts.settings.id,
    start: () => line.start(),
    stop: () => line.stop(),
  };
  return parts.model.poll === undefined ? contract : { ...contract, ask: () => line.ask() };
}

/** Owns the link and the timers of one gauge. */
class FrameLine {
  readonly #settings: GaugeSettings;
  readonly #model: FrameModel;
  readonly #clock: LineClock;
  readonly #intake: FrameIntake;
  readonly #link: Reconnecting;
  readonly #asker: Asker | null;
  readonly #unitQuestion: UnitQuestion | null;
  #pollTimer: NodeJS.Timeout | null = null;
  #idleTimer: NodeJS.Timeout | null = null;
  #unitTimer: NodeJS.Timeout | null = null;
  /** A person asked while the unit question is still open: one question at a time. */
  #askLater = false;
  #renewing = false;

  constructor({ settings, model, port, connect, sink, clock, random }: FrameLineParts) {
    this.#settings = settings;
    this.#model = model;
    this.#clock = clock;
    this.#unitQuestion = unitQuestionOf(model);
    const hooks = {
      answered: ({ kind }: { kind: string }) => this.#delivery(kind === "readings"),
      unitAnswered: () => this.#ready(),
      damaged: () => this.#asker?.damaged(),
    };
    this.#intake = new FrameIntake(settings, model, port, { sink, clock, hooks });
    this.#link = createReconnecting(connect, clock, random, {
      opened: () => this.#opened(),
      bytes: (chunk) => this.#bytes(chunk),
      ended: () => this.#ended(),
      state: (state, reason) => sink.state(settings.id, state, reason),
    });
    const { poll } = model;
    this.#asker =
      poll === undefined
        ? null
        : new Asker(poll, clock, {
            send: () => this.#send(poll.send),
            failed: (detail) => this.#intake.reject("timeout", detail, new Uint8Array()),
            deaf: () => this.#renew(),
          });
  }

  start(): void {
    this.#link.start();
  }

  async stop(): Promise<void> {
    await this.#link.stop();
    this.#asker?.stop();
    this.#stopTimers();
  }

  ask(): void {
    if (this.#unitTimer !== null) this.#askLater = true;
    else this.#asker?.ask("person");
  }

  #delivery(isReading: boolean): Delivery {
    const by = isReading ? this.#asker?.answered() : null;
    if (by === "late") return "late";
    return by === "timer" ? "sample" : "reading";
  }

  #opened(): void {
    const question = this.#unitQuestion;
    if (question === null) {
      this.#ready();
      return;
    }
    // A gauge that doesn't tell its unit is read all the same; its readings are marked.
    this.#send(question.send);
    this.#unitTimer = setTimeout(() => this.#ready(), question.timeoutMs);
  }

  #bytes(chunk: Uint8Array): void {
    this.#intake.framer.push(chunk, this.#clock.monotonicMs());
    this.#watchIdle();
  }

  #ended(): void {
    this.#stopTimers();
    this.#intake.framer.close();
    this.#intake.forgetUnit();
    if (this.#askLater) this.#asker?.ask("person");
    this.#askLater = false;
    if (this.#renewing) this.#asker?.renewed();
    else this.#asker?.lost();
  }

  /** Some adapters stop to receive after hours; only opening the port anew wakes them. */
  #renew(): void {
    this.#renewing = true;
    this.#link.renew();
    this.#renewing = false;
  }

  #send(question: string): boolean {
    const bytes = Buffer.from(question, "latin1");
    if (this.#model.frame.ignoreEcho) this.#intake.framer.expectEcho(bytes);
    return this.#link.send(bytes);
  }

  /** The unit is settled, as far as it will be: questions for values may go out. */
  #ready(): void {
    if (this.#unitTimer !== null) clearTimeout(this.#unitTimer);
    this.#unitTimer = null;
    if (this.#askLater) this.#asker?.ask("person");
    this.#askLater = false;
    const { pollMs } = this.#settings;
    if (this.#asker === null || pollMs === undefined || this.#pollTimer !== null) return;
    const tick = () => this.#asker?.ask("timer");
    tick();
    this.#pollTimer = setInterval(tick, pollMs);
  }

  /** Half a frame is given up even when nothing ever follows it. */
  #watchIdle(): void {
    const idleMs = this.#model.frame.idleResetMs;
    const { framer } = this.#intake;
    if (idleMs === undefined || this.#idleTimer !== null || framer.pending === 0) return;
    this.#idleTimer = setTimeout(() => {
      this.#idleTimer = null;
      framer.idle(this.#clock.monotonicMs());
      this.#watchIdle();
    }, idleMs);
  }

  #stopTimers(): void {
    if (this.#pollTimer !== null) clearInterval(this.#pollTimer);
    if (this.#idleTimer !== null) clearTimeout(this.#idleTimer);
    if (this.#unitTimer !== null) clearTimeout(this.#unitTimer);
    this.#pollTimer = null;
    this.#idleTimer = null;
    this.#unitTimer = null;
  }
}

type UnitQuestion = { readonly send: string; readonly timeoutMs: number };

function unitQuestionOf(model: FrameModel): UnitQuestion | null {
  for (const { unit } of model.rule) if (unit !== undefined && "ask" in unit) return unit.ask;
  return null;
}
