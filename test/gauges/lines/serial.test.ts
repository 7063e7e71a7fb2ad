// A serial gauge on real pseudo-terminals: cable in and out, split frames, noise, questions.
import { execFile } from "node:child_process";
import { performance } from "node:perf_hooks";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createLine } from "../../../gauges/lines/create-line.ts";
import { openPort, readPort } from "../../../gauges/lines/serial-binding.ts";
import { needs } from "../../fakes/needs.ts";
import type { PtyPair } from "../../fakes/pty-pair.ts";
import { createSerialBench, type SerialBench } from "../../fakes/serial-bench.ts";
import { frameModel } from "./catalogue.ts";
import { createRecorder, pause, type Recorder, realClock, until } from "./recording-sink.ts";

let bench: SerialBench;
let pair: PtyPair;
let recorder: Recorder;

needs("socat")("a serial line", () => {
  beforeEach(async () => {
    bench = await createSerialBench();
    ({ pair, recorder } = bench);
  });

  afterEach(() => bench.stop());

  it("reads frames that come in pieces and glued, and keeps the noise between", async () => {
    bench.start("mitutoyo-ascii", { idleMs: 20_000 });
    await bench.online();
    const { write } = await bench.gaugeEnd("deaf");
    for (const byte of Buffer.from("01A+0001.500\r")) {
      await write(Buffer.of(byte));
      await pause(1);
    }
    await write("01A+0002.500\r01A-0003.500\rnoise\r911\r");
    await until(() => recorder.readings.length === 4, "four readings");
    expect(recorder.texts()).toEqual(["1.500", "2.500", "-3.500", null]);
    expect(recorder.readings[3]).toMatchObject({ status: "no-data", channel: "1" });
    expect(recorder.rejections.map(({ fault, raw }) => [fault, raw.toString()])).toEqual([
      ["frame-unknown", "noise\r"],
    ]);
    expect(recorder.readings[0]).toMatchObject({ port: pair.station, entry: "gauge", unit: null });
  });

  /** Lets 11,700 bytes wait for so long before they are read; gives how many came first. */
  async function firstPiece(waitMs: number): Promise<number> {
    const { port } = await openPort({
      ...{ path: pair.station, baudRate: 9600, dataBits: 8, parity: "none", stopBits: 1 },
      ...{ flow: "none", dtr: true, rts: true },
    });
    const { write, close } = await bench.gaugeEnd("deaf");
    await write("01A+0001.500\r".repeat(900));
    await pause(waitMs);
    const pieces: number[] = [];
    const over = readPort(port, (chunk) => void pieces.push(chunk.length));
    await until(() => pieces.reduce((sum, one) => sum + one, 0) === 11_700, "all that waited");
    await port.close();
    await over;
    await close();
    return pieces[0] ?? 0;
  }

  it("takes what waits in one go, so that no frame is cut by the work on those before it", async () => {
    // Nothing tells when the cable has carried all of it: on a busy machine it is given longer.
    let most = 0;
    for (let waitMs = 500; waitMs <= 4000 && most <= 8_000; waitMs *= 2)
      most = await firstPiece(waitMs);
    expect(most).toBeGreaterThan(8_000);
  });

  it("marks a bouncing key and keeps both readings", async () => {
    bench.start("mitutoyo-ascii");
    await bench.online();
    const { write } = await bench.gaugeEnd("deaf");
    await write("01A+0001.500\r01A+0001.500\r01A+0001.501\r");
    await until(() => recorder.readings.length === 3, "three readings");
    expect(recorder.readings.map(({ marks }) => marks)).toEqual([[], ["bounce"], []]);
    await pause(320);
    await write("01A+0001.501\r");
    await until(() => recorder.readings.length === 4, "four readings");
    expect(recorder.readings[3]?.marks).toEqual([]);
  });

  it("notices a pulled cable within a second, idle and streaming, and comes back", async () => {
    bench.start("mitutoyo-ascii");
    const noticedMs: number[] = [];
    for (let cycle = 0; cycle < 6; cycle += 1) {
      await bench.online();
      const { write } = await bench.gaugeEnd("deaf");
      const streaming = cycle % 2 === 1;
      const stream = streaming
        ? setInterval(() => void write("01A+0001.500\r".repeat(20)).catch(() => undefined), 1)
        : null;
      await pause(60 + 7 * cycle);
      const pulledMs = performance.now();
      await pair.pullOut();
      await bench.away();
      noticedMs.push((recorder.states.at(-1)?.atMs ?? 0) - pulledMs);
      if (stream !== null) clearInterval(stream);
      await pair.plugIn();
    }
    // A busy machine may hold up one of them; each kind of three has its middle one in time.
    for (const kind of [0, 1]) {
      const [, middle] = noticedMs.filter((_, at) => at % 2 === kind).sort((a, b) => a - b);
      expect(middle).toBeLessThan(1000);
    }
    await bench.online();
    const { write } = await bench.gaugeEnd("deaf");
    const before = recorder.readings.length;
    await write("01A+0007.000\r");
    await until(() => recorder.readings.length > before, "a reading after the last plug-in");
    expect(recorder.texts().at(-1)).toBe("7.000");
  });

  it("delivers half a frame as a fault when the cable goes, never as a value", async () => {
    bench.start("mark10-series5");
    await bench.online();
    const { write } = await bench.gaugeEnd("deaf");
    await write("12.34");
    await bench.received(5);
    await pair.pullOut();
    await until(() => recorder.rejections.length === 1, "the half frame");
    expect(recorder.rejections[0]).toMatchObject({ fault: "frame-incomplete" });
    expect(recorder.rejections[0]?.raw.toString()).toBe("12.34");
    expect(recorder.readings).toEqual([]);
  });

  it("gives up half a frame after the model's silence and reads the next one", async () => {
    bench.start("mark10-series5");
    await bench.online();
    const { write } = await bench.gaugeEnd("deaf");
    await write("99.9");
    await until(() => recorder.rejections.length === 1, "the half frame");
    await write("1.25 N\r\n");
    await until(() => recorder.readings.length === 1, "the next frame");
    expect(recorder.texts()).toEqual(["1.25"]);
  });

  it("sends nothing late: a question put while away does not come out after the reconnect", async () => {
    const line = bench.start("mark10-series5");
    await bench.online();
    await pair.pullOut();
    await bench.away();
    line.ask?.();
    expect(recorder.rejections.map(({ fault }) => fault)).toEqual(["timeout"]);
    await pair.plugIn();
    await bench.online();
    const { heard } = await bench.gaugeEnd();
    await pause(300);
    expect(heard).toEqual([]);
  });

  it("waits for a port that is not there and takes it when it appears", async () => {
    await pair.pullOut();
    bench.start("mitutoyo-ascii");
    await bench.away();
    await pause(300);
    expect(recorder.states.map(({ state }) => state)).toEqual(["connecting", "away"]);
    await pair.plugIn();
    await bench.online();
  });

  it("has the port alone: a second line says why it must wait, and takes over", async () => {
    const first = bench.start("mitutoyo-ascii");
    await bench.online();
    const second = createRecorder();
    const settings = {
      id: "g2",
      model: "m",
      line: { kind: "serial" as const, path: pair.station },
    };
    const model = frameModel("mitutoyo-ascii");
    const line = createLine(settings, model, second, realClock, () => 0);
    bench.stopLater(line);
    line.start();
    await until(() => second.states.at(-1)?.state === "away", "the second is away");
    expect(second.states.at(-1)?.reason).toMatch(/lock/i);
    await first.stop();
    await until(() => second.states.at(-1)?.state === "online", "the second is online");
  });

  it("opens the port without hanging up on close, and with the model's settings", async () => {
    bench.start("heidenhain-nd522");
    await bench.online();
    const { stdout } = await promisify(execFile)("stty", ["-a", "-F", pair.station]);
    // Data bits and parity can't be seen here: a pseudo-terminal always has eight and none.
    for (const word of ["-hupcl", "cstopb", "ixon", "-crtscts"]) {
      expect(stdout.split(/[\s;]+/), word).toContain(word);
    }
    expect(stdout).toContain("speed 9600 baud");
  });

  it("keeps every byte of a megabyte without an end, in bounded pieces", async () => {
    bench.start("mitutoyo-ascii");
    await bench.online();
    const { write } = await bench.gaugeEnd("deaf");
    const beforeBytes = process.memoryUsage().rss;
    let sent = 0;
    const block = Buffer.alloc(4000, "7");
    while (sent < 1_000_000) {
      await write(block);
      sent += block.length;
    }
    await write("\r01A+0001.500\r");
    await until(() => recorder.readings.length === 1, "the frame after the flood", 50_000);
    const kept = recorder.rejections.reduce((sum, { raw }) => sum + raw.length, 0);
    expect(kept).toBe(sent + 1);
    expect(recorder.rejections.every(({ fault }) => fault === "frame-too-long")).toBe(true);
    expect(Math.max(...recorder.rejections.map(({ raw }) => raw.length))).toBeLessThanOrEqual(4096);
    expect(process.memoryUsage().rss - beforeBytes).toBeLessThan(100 * 1024 * 1024);
  });
});
