// A recorded session played again gives what it gave: values, rejected frames, the end of the link.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSimulation } from "../../../gauges/bench/simulation.ts";
import { createVirtualGauge } from "../../../gauges/bench/virtual-gauge.ts";
import { decodeRecording } from "../../../gauges/capture.ts";
import type { LineSettings } from "../../../gauges/line.ts";
import { createLine, type LineOutside } from "../../../gauges/lines/create-line.ts";
import { createRecorder, parseRecording } from "../../../gauges/lines/recording.ts";
import type { GaugeModel } from "../../../gauges/model/gauge-model.ts";
import { frameModel, models } from "./catalogue.ts";
import {
  createRecorder as createSink,
  pause,
  type Recorder,
  realClock,
  until,
} from "./recording-sink.ts";

const open: { stop(): Promise<void> }[] = [];
const host = "127.0.0.1";
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "replay-"));
  file = join(folder, "session.txt");
});

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.stop();
  rmSync(folder, { recursive: true, force: true });
});

function read(model: GaugeModel, line: LineSettings, outside: LineOutside = {}): Recorder {
  const seen = createSink();
  const settings = { id: "g", model: model.id, line, unit: "mm", pollMs: undefined };
  const made = createLine(settings, model, seen, realClock, () => 0, undefined, outside);
  open.push(made);
  made.start();
  return seen;
}

const said = ({ readings, rejections }: Recorder) => ({
  values: readings.map(({ text, unit, status }) => [text, unit, status]),
  faults: rejections.map(({ fault, raw }) => [fault, Buffer.from(raw).toString("latin1")]),
});

describe("a recorded session of frames", () => {
  it("gives the same readings and faults again, marked, whatever the speed", async () => {
    const model = frameModel("mitutoyo-ascii");
    const gauge = await createVirtualGauge(model, { listen: { kind: "tcp", host, port: 0 } });
    open.push({ stop: () => gauge.close() });
    const lines: string[] = [];
    const about = { model: model.id, line: "frames" } as const;
    const { wrap } = createRecorder(about, realClock, (line) => void lines.push(line));
    const live = read(model, { kind: "tcp", host, port: gauge.port ?? 0 }, { wrap });
    await until(() => live.states.at(-1)?.state === "online", "online");
    gauge.press("1.5");
    await pause(400);
    gauge.press("1.5");
    gauge.send(Buffer.from("911\rno"));
    await pause(600);
    gauge.press("2.5");
    gauge.send(Buffer.from("01A+00"));
    await pause(50);
    await gauge.unplug(100);
    await until(() => live.states.at(-1)?.state === "online", "online again");
    gauge.press("3.5");
    await until(() => live.readings.length === 5, "the last value");
    writeFileSync(file, lines.join("\n"));
    for (const speed of [20, 2]) {
      const again = read(model, { kind: "replay", file, speed });
      await until(() => again.states.at(-1)?.reason === "the recording is over", "over");
      expect(said(again), `speed ${speed}`).toEqual(said(live));
      expect(again.states.filter(({ state }) => state === "away")).toHaveLength(2);
      expect(again.readings.map(({ marks }) => marks.at(-1))).toEqual(Array(5).fill("replayed"));
      expect(again.readings[0]?.port).toBe(`replay ${file}`);
    }
    const recording = parseRecording(lines.join("\n"));
    if ("refused" in recording) throw new Error(recording.refused);
    const entries = decodeRecording(model, recording, { unit: "mm" });
    const values = entries.flatMap((entry) => (entry.is === "reading" ? [entry.text] : []));
    expect(values).toEqual(live.readings.map(({ text }) => text));
  });
});

describe("a recorded session of Modbus", () => {
  it.each(["laumas-tlb", "hbm-wtx"])(
    "answers the requests of %s as they were answered",
    async (id) => {
      const model = models.get(id);
      if (model === undefined) throw new Error(`no model ${id}`);
      const device = await createSimulation(model, { kind: "tcp", host, port: 0 }, { seed: 1 });
      open.push({ stop: () => device.close() });
      const lines: string[] = [];
      const about = { model: id, line: "tcp" } as const;
      const { wrap } = createRecorder(about, realClock, (line) => void lines.push(line));
      const live = read(model, { kind: "modbus-tcp", host, port: device.port ?? 0 }, { wrap });
      for (const value of ["12", "-7"]) {
        await device.show(value);
        const before = live.samples.length;
        await until(() => live.samples.length > before + 2, value);
      }
      await device.trouble("noise");
      await until(() => live.rejections.length > 0, "an exception");
      await device.show("5");
      await until(() => live.states.at(-1)?.state === "online", "online again");
      for (const one of open.splice(0).reverse()) await one.stop();
      writeFileSync(file, lines.join("\n"));
      const again = read(model, { kind: "replay", file, speed: 1 });
      await until(() => again.states.at(-1)?.reason === "the recording is over", "over");
      const texts = (seen: Recorder) => seen.samples.map(({ readings }) => readings[0]?.text);
      expect(texts(again)).toEqual(texts(live));
      const details = (seen: Recorder) => seen.rejections.map(({ detail }) => detail);
      expect(details(again)).toEqual(details(live));
      expect(again.samples.at(-1)?.readings[0]?.marks).toEqual(["replayed"]);
    },
  );
});

describe("a recording", () => {
  it("that can't be read is away with the reason and its line", async () => {
    writeFileSync(file, "proofline recording 1\nmodel mitutoyo-ascii\nline frames\n5 < 3Z\n");
    const seen = read(frameModel("mitutoyo-ascii"), { kind: "replay", file });
    await until(() => seen.states.at(-1)?.state === "away", "away");
    expect(seen.states.at(-1)?.reason).toBe(`${file}: line 4 is no entry of a recording`);
    const missing = read(frameModel("mitutoyo-ascii"), { kind: "replay", file: `${file}x` });
    await until(() => missing.states.at(-1)?.state === "away", "away");
    expect(missing.states.at(-1)?.reason).toContain("no such file");
  });

  it("has a head, and times that never go back", () => {
    expect(parseRecording("hello")).toHaveProperty("refused");
    const head = "proofline recording 1\nmodel m\nline rtu\n";
    expect(parseRecording(`${head}7 < 01\n5 < 02\n`)).toEqual({
      refused: "line 5 goes back in time",
    });
    expect(parseRecording("proofline recording 1\nmodel m\n")).toHaveProperty("refused");
    expect(parseRecording(`${head}# said\n\n7 > 01 02\n9 - gone\n`)).toEqual({
      ...{ model: "m", line: "rtu" },
      entries: [
        { ms: 7, is: "sent", bytes: Buffer.from([1, 2]) },
        { ms: 9, is: "ended", words: "gone" },
      ],
    });
  });
});
