// Turns one link's bytes into readings and kept faults: framing, rules, unit, bounce, wrong parity.
import {
  createFrameDecoder,
  type FrameDecoder,
  type FrameOutcome,
  type ReadingParts,
} from "../decode/decode-frame.ts";
import type { GaugeSettings, LineClock, LineSink } from "../line.ts";
import type { FrameModel } from "../model/gauge-model.ts";
import type { FrameFault, Reading } from "../reading.ts";
import { type BounceGuard, bounceMark, createBounceGuard } from "./bounce.ts";
import { createFramer, type Framer } from "./framer.ts";
import { type LineIdentity, reasonFor, rejectedFrame, wrongSettingsWords } from "./rejecting.ts";

/**
 * How a frame's readings leave: asked for by the timer, they are a sample of a rig; the answer to a
 * question that was given up is kept, but is no reading.
 */
export type Delivery = "reading" | "sample" | "late";

export type IntakeHooks = {
  /** Called for each frame the gauge sent that was understood; says how its readings leave. */
  answered(outcome: FrameOutcome): Delivery;
  unitAnswered(): void;
  /** A frame came that was not understood, or half of one. */
  damaged?(): void;
};

/** Owns the framer and what is remembered of one link: the last frame and the unit told. */
export class FrameIntake {
  readonly framer: Framer;
  readonly #settings: GaugeSettings;
  readonly #model: FrameModel;
  readonly #identity: LineIdentity;
  readonly #sink: LineSink;
  readonly #clock: LineClock;
  readonly #hooks: IntakeHooks;
  readonly #decode: FrameDecoder;
  readonly #asksUnit: boolean;
  readonly #bounced: BounceGuard = createBounceGuard();
  #unitTold: string | null = null;

  constructor(
    settings: GaugeSettings,
    model: FrameModel,
    port: string,
    outside: { readonly sink: LineSink; readonly clock: LineClock; readonly hooks: IntakeHooks },
  ) {
    this.#settings = settings;
    this.#model = model;
    this.#identity = { gauge: settings.id, port, model: { id: model.id, hash: model.hash } };
    this.#sink = outside.sink;
    this.#clock = outside.clock;
    this.#hooks = outside.hooks;
    this.#decode = createFrameDecoder(model);
    this.#asksUnit = model.rule.some(({ unit }) => unit !== undefined && "ask" in unit);
    this.framer = createFramer(model.frame, {
      frame: (raw, text) => this.#take(raw, text),
      fault: (fault, raw) => {
        this.#hooks.damaged?.();
        this.reject(fault, reasonFor(fault), raw);
      },
    });
  }

  /** The link ended: the operator may change the unit before it is back. */
  forgetUnit(): void {
    this.#unitTold = null;
  }

  reject(fault: FrameFault, detail: string, raw: Uint8Array): void {
    const settings = this.#model.frame.eightBit ? null : wrongSettingsWords(raw);
    const cause = settings === null ? fault : "wrong-parity-or-bits";
    const words = settings ?? detail;
    this.#sink.rejected(rejectedFrame(this.#identity, this.#clock, cause, words, raw));
  }

  #take(raw: Buffer, text: string): void {
    const outcome = this.#decode(text);
    if (outcome.kind === "refused") {
      this.#hooks.damaged?.();
      this.reject(outcome.fault, outcome.detail, raw);
      return;
    }
    if (outcome.kind === "unit") {
      this.#unitTold = outcome.unit;
      this.#hooks.unitAnswered();
      return;
    }
    const delivery = this.#hooks.answered(outcome);
    if (delivery === "late") {
      this.reject(
        "timeout",
        "an answer that came after its question was given up or repeated",
        raw,
      );
      return;
    }
    if (outcome.kind === "readings") {
      this.#deliver(outcome.parts, raw, delivery);
      return;
    }
    const says = outcome.says === null ? "" : ` (${outcome.says})`;
    this.reject("frame-unknown", `an answer about ${outcome.query}${says}, not a reading`, raw);
  }

  #deliver(parts: readonly ReadingParts[], raw: Buffer, delivery: Delivery): void {
    const monotonicMs = this.#clock.monotonicMs();
    const receivedAt = this.#clock.wall();
    const { gauge, port, model } = this.#identity;
    // Every field by name: spreading an object first costs as much as all the rest of this.
    const complete = (part: ReadingParts, mark: string | null): Reading => ({
      gauge,
      port,
      model,
      channel: part.channel,
      text: part.text,
      value: part.value,
      unit: this.#unitOf(part),
      status: part.status,
      kind: part.kind,
      entry: "gauge",
      raw,
      receivedAt,
      monotonicMs,
      marks: this.#marksOf(part, mark),
      file: null,
    });
    if (delivery === "sample") {
      const readings = parts.map((part) => complete(part, null));
      this.#sink.sample({ gauge: this.#settings.id, monotonicMs, receivedAt, readings });
      return;
    }
    const repeat = this.#bounced(raw, monotonicMs) ? bounceMark : null;
    for (const part of parts) {
      this.#sink.reading(complete(part, part.text === null ? null : repeat));
    }
  }

  #unitOf(part: ReadingParts): string | null {
    if (part.text === null) return null;
    return part.unit ?? this.#unitTold ?? this.#settings.unit ?? null;
  }

  #marksOf(part: ReadingParts, mark: string | null): readonly string[] {
    const marks = [...part.marks];
    if (part.code !== null) marks.push(`code:${part.code}`);
    if (mark !== null) marks.push(mark);
    const unsure = this.#asksUnit && this.#unitTold === null && part.unit === null;
    if (unsure && part.text !== null) marks.push("unit-not-confirmed");
    return marks;
  }
}
