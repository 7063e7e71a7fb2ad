// A serial gauge that must be asked, on real pseudo-terminals: questions, polls, units, silence.
import { afterEach, beforeEach, expect, it } from "vitest";
import { createVirtualGauge } from "../../../gauges/bench/virtual-gauge.ts";
import { createLine } from "../../../gauges/lines/create-line.ts";
import type { Connect } from "../../../gauges/lines/link.ts";
import { needs } from "../../fakes/needs.ts";
import type { PtyPair } from "../../fakes/pty-pair.ts";
import { createSerialBench, type SerialBench } from "../../fakes/serial-bench.ts";
import { frameModel } from "./catalogue.ts";
import { pause, type Recorder, realClock, until } from "./recording-sink.ts";

let bench: SerialBench;
let pair: PtyPair;
let recorder: Recorder;

needs("socat")("a serial gauge that must be asked", () => {
  beforeEach(async () => {
    bench = await createSerialBench();
    ({ pair, recorder } = bench);
  });

  afterEach(() => bench.stop());

  it("gives one reading per question, and a fault when nobody answers", async () => {
    const gauge = await createVirtualGauge(frameModel("mark10-series5"), {
      listen: { kind: "pty", path: pair.gauge },
      shows: "12.5",
    });
    const line = bench.start("mark10-series5");
    await bench.online();
    line.ask?.();
    await until(() => recorder.readings.length === 1, "the answer");
    expect(recorder.readings[0]).toMatchObject({ text: "12.5", unit: "N", value: 12.5 });
    await gauge.close();
    line.ask?.();
    await until(() => recorder.rejections.length === 1, "the time-out");
    expect(recorder.rejections[0]).toMatchObject({ fault: "timeout", raw: new Uint8Array() });
  });

  it("polls as samples and tells of an outage once", async () => {
    let force = 0;
    const gauge = await createVirtualGauge(frameModel("mark10-series5"), {
      listen: { kind: "pty", path: pair.gauge },
      answer: () => String(force++),
    });
    bench.start("mark10-series5", { pollMs: 50 });
    await until(() => recorder.samples.length >= 3, "three samples");
    expect(recorder.samples[1]?.readings[0]?.value).toBe(1);
    expect(recorder.readings).toEqual([]);
    await gauge.close();
    await pause(2500);
    expect(recorder.rejections.map(({ fault }) => fault)).toEqual(["timeout"]);
  });

  it("is opened anew, unseen, when it does not answer for long", async () => {
    let opened = 0;
    const wrap = (connect: Connect): Connect => {
      return (handlers) => {
        opened += 1;
        return connect(handlers);
      };
    };
    const model = frameModel("mark10-series5");
    const poll = { send: "?\r", timeoutMs: 20, retries: 0, minIntervalMs: 20 };
    const place = { kind: "serial" as const, path: pair.station };
    const settings = { id: "g1", model: model.id, line: place, pollMs: 20 };
    const tools = [recorder, realClock, () => 0, undefined, { wrap }] as const;
    const line = createLine(settings, { ...model, poll }, ...tools);
    bench.stopLater(line);
    line.start();
    await until(() => opened >= 3, "opened twice more");
    expect(recorder.states.map(({ state }) => state)).toEqual(["connecting", "online"]);
    expect(recorder.rejections.map(({ fault }) => fault)).toEqual(["timeout"]);
    await bench.online();
    const { write } = await bench.gaugeEnd("deaf");
    // What is written while the port is opened is lost, as on a real one.
    const writing = setInterval(() => void write("1.25 N\r\n"), 50);
    await until(() => recorder.samples.length + recorder.readings.length > 0, "a value");
    clearInterval(writing);
  });

  it("takes the unit of the settings, marked, from a gauge that doesn't tell it", async () => {
    bench.start("sylvac-opto-rs");
    await bench.online();
    const { write } = await bench.gaugeEnd("deaf");
    await write(" 1.25\r");
    await until(() => recorder.readings.length === 1, "a pushed value");
    expect(recorder.readings[0]).toMatchObject({ unit: null, marks: ["unit-not-confirmed"] });
  });

  it("drops the echo of the question and asks the unit after connecting", async () => {
    const gauge = await createVirtualGauge(frameModel("sylvac-opto-rs"), {
      listen: { kind: "pty", path: pair.gauge },
      shows: "-0.002",
    });
    const line = bench.start("sylvac-opto-rs");
    await bench.online();
    line.ask?.();
    await until(() => recorder.readings.length === 1, "the answer");
    expect(recorder.readings[0]).toMatchObject({ text: "-0.002", unit: "mm", marks: [] });
    expect(recorder.rejections).toEqual([]);
    await gauge.close();
  });
});
