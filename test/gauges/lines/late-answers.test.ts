// A gauge that answers too late: the value of the part before must not become that of the part now.
import { expect, it } from "vitest";
import { Asker } from "../../../gauges/lines/asker.ts";
import { createFrameLine } from "../../../gauges/lines/frame-line.ts";
import type { LinkHandlers } from "../../../gauges/lines/link.ts";
import { frameModel } from "./catalogue.ts";
import { createRecorder, realClock, until } from "./recording-sink.ts";

const poll = { send: "?\r", timeoutMs: 100, retries: 1, minIntervalMs: 0 };

/** A gauge in memory that answers each question after so many milliseconds, in order. */
async function slowGauge(delays: readonly number[], pollMs?: number) {
  const recorder = createRecorder();
  const sent: number[] = [];
  let link: LinkHandlers | null = null;
  const answer = (text: string) => link?.bytes(Buffer.from(`${text} N\r\n`));
  const line = createFrameLine({
    settings: { id: "g", model: "m", line: { kind: "serial", path: "x" }, pollMs },
    model: { ...frameModel("mark10-series5"), poll },
    port: "x",
    connect(handlers) {
      link = handlers;
      setImmediate(() => handlers.open(null));
      return {
        send() {
          const turn = sent.push(performance.now());
          const delay = delays[turn - 1];
          if (delay !== undefined) setTimeout(() => answer(`${turn}.0`), delay);
          return true;
        },
        close: async () => undefined,
      };
    },
    sink: recorder,
    clock: realClock,
    random: () => 0,
  });
  line.start();
  await until(() => recorder.states.some(({ state }) => state === "online"), "the link");
  return { line, recorder, sent, push: answer };
}

it("gives one reading when a slow answer made it ask twice", async () => {
  const { line, recorder, push } = await slowGauge([150, 150]);
  line.ask?.();
  await until(() => recorder.rejections.length === 1, "the second answer");
  expect(recorder.readings.map(({ text }) => text)).toEqual(["1.0"]);
  expect(recorder.rejections[0]).toMatchObject({ fault: "timeout", raw: Buffer.from("2.0 N\r\n") });
  push("9.0");
  expect(recorder.readings.map(({ text }) => text)).toEqual(["1.0", "9.0"]);
  await line.stop();
});

it("does not take the answer of a question given up for the answer of the next one", async () => {
  const { line, recorder, sent } = await slowGauge([250, 250, 10]);
  line.ask?.();
  await until(() => recorder.rejections.length === 1, "the question given up");
  line.ask?.();
  await until(() => recorder.readings.length === 1, "the answer to the second wish");
  expect(recorder.readings.map(({ text }) => text)).toEqual(["3.0"]);
  const late = recorder.rejections.slice(1).map(({ raw }) => Buffer.from(raw).toString());
  expect(late).toEqual(["1.0 N\r\n", "2.0 N\r\n"]);
  expect(sent).toHaveLength(3);
  await line.stop();
});

it("books nothing that came too late while it was polled", async () => {
  const late = Array.from({ length: 40 }, (_, turn) => (turn % 4 === 3 ? 5 : 230));
  const { line, recorder } = await slowGauge(late, 20);
  await until(() => recorder.samples.length >= 2, "two samples in time");
  await line.stop();
  expect(recorder.readings).toEqual([]);
  expect(recorder.rejections.length).toBeGreaterThan(2);
});

it("waits no longer than two time-outs for what never comes, and takes a pressed key after", async () => {
  const { line, recorder, sent, push } = await slowGauge([]);
  line.ask?.();
  await until(() => recorder.rejections.length === 1, "the question given up");
  line.ask?.();
  await until(() => sent.length === 3, "the next question");
  expect((sent[2] ?? 0) - (sent[1] ?? 0)).toBeGreaterThanOrEqual(290);
  push("4.0");
  expect(recorder.readings.map(({ text }) => text)).toEqual(["4.0"]);
  await line.stop();
});

it("owes one answer per question, and forgets what never came", () => {
  let nowMs = 0;
  const clock = { wall: () => "", monotonicMs: () => nowMs };
  const handlers = { send: () => true, failed: () => undefined, deaf: () => undefined };
  const asker = new Asker({ timeoutMs: 10_000, retries: 0, minIntervalMs: 0 }, clock, handlers);
  asker.ask("timer");
  expect(asker.answered()).toBe("timer");
  expect(asker.answered()).toBeNull();
  asker.ask("person");
  asker.stop();
  expect(asker.answered()).toBe("late");
  expect(asker.answered()).toBeNull();
  asker.ask("person");
  asker.stop();
  nowMs += 30_000;
  expect(asker.answered()).toBeNull();
});
