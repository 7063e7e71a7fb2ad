// Properties of the send cursor: whatever a broker and a collector do, nothing is skipped.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  confirmed,
  inFlight,
  mayBeSent,
  reconnected,
  type SendCursor,
  sent,
  startCursor,
  takenOver,
  wentBack,
} from "../../sync/publisher/send-cursor.ts";

const WINDOW = 4;
const AHEAD = 6;

type Step =
  | { readonly do: "append" | "send"; readonly n: number }
  | { readonly do: "puback" | "drop" | "store" | "answer" | "cut" };

/** A broker that loses what it likes, a collector that stores in order of arrival. */
class Plant {
  cursor: SendCursor;
  head = 0;
  onWire: { id: number; from: number; to: number }[] = [];
  atBroker: { from: number; to: number }[] = [];
  readonly stored = new Set<number>();
  readonly withCollector: boolean;

  constructor(withCollector: boolean) {
    this.withCollector = withCollector;
    this.cursor = startCursor(0, withCollector);
  }

  get held(): number {
    let upto = 0;
    while (this.stored.has(upto + 1)) upto += 1;
    return upto;
  }

  send(n: number): void {
    const { next, nextId } = this.cursor;
    if (next > this.head || !mayBeSent(this.cursor, WINDOW, AHEAD)) return;
    const to = Math.min(this.head, next + n - 1);
    this.cursor = sent(this.cursor, to);
    this.onWire.push({ id: nextId, from: next, to });
  }

  /** The broker takes the oldest message over; without a collector it is safe there. */
  puback(): void {
    const message = this.onWire.shift();
    if (message === undefined) return;
    this.cursor = takenOver(this.cursor, message.id);
    this.atBroker.push(message);
    if (!this.withCollector) this.store();
  }

  store(): void {
    const message = this.atBroker.shift();
    for (let seq = message?.from ?? 1; seq <= (message?.to ?? 0); seq += 1) this.stored.add(seq);
  }

  /** An answer to a question asked after everything on its way: the truth. */
  answer(): void {
    if (!this.withCollector) return;
    this.cursor = confirmed(this.cursor, this.held);
    const arrived = this.onWire.length === 0 && this.atBroker.length === 0;
    if (arrived && this.held < this.cursor.next - 1) {
      this.cursor = wentBack(this.cursor, this.held + 1);
    }
  }

  cut(): void {
    this.onWire = [];
    this.cursor = reconnected(this.cursor);
  }

  take(step: Step): void {
    if (step.do === "append") this.head += step.n;
    else if (step.do === "send") this.send(step.n);
    else if (step.do === "puback") this.puback();
    else if (step.do === "store") this.store();
    else if (step.do === "answer") this.answer();
    else if (step.do === "cut") this.cut();
    else if (this.withCollector) this.atBroker.pop();
  }
}

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom("append", "send"), n: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ do: fc.constantFrom("puback", "drop", "store", "answer", "cut") }),
);

describe("the send cursor", () => {
  it("never leaves a record behind, with or without a collector", () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(step, { maxLength: 120 }), (withCollector, steps) => {
        const plant = new Plant(withCollector);
        for (const one of steps) {
          plant.take(one);
          const { cursor } = plant;
          expect(inFlight(cursor)).toBeLessThanOrEqual(WINDOW);
          expect(cursor.flights.length).toBeLessThanOrEqual(AHEAD + WINDOW);
          expect(cursor.next).toBeGreaterThan(cursor.confirmed);
          expect(cursor.next).toBeLessThanOrEqual(plant.head + 1);
          expect(cursor.confirmed).toBeLessThanOrEqual(plant.held);
          if (!withCollector) expect(cursor.taken).toBeLessThanOrEqual(plant.held);
        }
        for (let i = 0; i <= plant.head + 2 && plant.held < plant.head; i += 1) {
          while (plant.onWire.length > 0) plant.puback();
          while (plant.atBroker.length > 0) plant.store();
          plant.answer();
          plant.send(5);
        }
        expect(plant.held).toBe(plant.head);
      }),
      { numRuns: 500 },
    );
  });

  it("starts again above the confirmed once a collector is known, else above the taken", () => {
    const alone = takenOver(sent(startCursor(0, false), 10), 1);
    expect(reconnected(sent(alone, 20)).next).toBe(11);
    const known = takenOver(sent(startCursor(3, true), 10), 1);
    expect(reconnected(sent(known, 20)).next).toBe(4);
  });

  it("counts a PUBACK that overtakes another one only when the gap is closed", () => {
    const two = sent(sent(startCursor(0, false), 5), 9);
    const second = takenOver(two, 2);
    expect(second.taken).toBe(0);
    expect(takenOver(second, 1).taken).toBe(9);
  });

  it("keeps what is under way in the window after going back", () => {
    const two = sent(sent(startCursor(0, true), 5), 9);
    const back = wentBack(two, 1);
    expect(back.next).toBe(1);
    expect(inFlight(back)).toBe(2);
    const late = takenOver(back, 1);
    expect(inFlight(late)).toBe(1);
    expect(late.taken).toBe(0);
  });

  it("never lowers what is confirmed", () => {
    expect(confirmed(startCursor(7, true), 3).confirmed).toBe(7);
  });
});
