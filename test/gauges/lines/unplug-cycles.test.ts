// The cable out and in again, many times, idle and in mid-stream: every unplug is seen within a second, costs no
// processor time while it lasts, and nothing asked meanwhile is sent afterwards.
import { performance } from "node:perf_hooks";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { GaugeLine } from "../../../gauges/line.ts";
import { createLine } from "../../../gauges/lines/create-line.ts";
import { openPort, readPort } from "../../../gauges/lines/serial-binding.ts";
import { sized, tell } from "../../fakes/long-runs.ts";
import { needs } from "../../fakes/needs.ts";
import { createPtyPair, type PtyPair } from "../../fakes/pty-pair.ts";
import { frameModel } from "./catalogue.ts";
import { createRecorder, pause, type Recorder, realClock, until } from "./recording-sink.ts";

const CYCLES = sized(20, 200);
const AWAY_MS = 120;

let pair: PtyPair;
let recorder: Recorder;
let line: GaugeLine;

/** The gauge's end: what it hears, and a way to write. */
async function gaugeEnd() {
  const { port } = await openPort({
    ...{ path: pair.gauge, baudRate: 115_200, dataBits: 8, parity: "none", stopBits: 1 },
    ...{ flow: "none", dtr: true, rts: true },
  });
  const heard: string[] = [];
  const over = readPort(port, (chunk) => void heard.push(Buffer.from(chunk).toString("latin1")));
  return {
    heard,
    write: (text: string) => port.write(Buffer.from(text)).catch(() => undefined),
    async close() {
      if (port.isOpen) await port.close().catch(() => undefined);
      await over;
    },
  };
}

type Cycle = { readonly seenMs: number; readonly cpuMs: number; readonly awayMs: number };

async function cycle(number: number): Promise<Cycle> {
  const end = await gaugeEnd();
  const streaming = number % 2 === 1;
  const stream = streaming ? setInterval(() => void end.write("1.25 N\r\n".repeat(20)), 1) : null;
  await pause(20 + ((number * 37) % 60));
  const pulledMs = performance.now();
  await pair.pullOut();
  await until(() => recorder.states.at(-1)?.state === "away", `away in cycle ${number}`, 3000);
  const seenMs = (recorder.states.at(-1)?.atMs ?? 0) - pulledMs;
  if (stream !== null) clearInterval(stream);
  await end.close();
  const told = recorder.rejections.length;
  line.ask?.();
  expect(recorder.rejections[told]).toMatchObject({ fault: "timeout" });
  const before = process.cpuUsage();
  const fromMs = performance.now();
  await new Promise((resolve) => setTimeout(resolve, AWAY_MS));
  const { user, system } = process.cpuUsage(before);
  return { seenMs, cpuMs: (user + system) / 1000, awayMs: performance.now() - fromMs };
}

needs("socat")(`${CYCLES} times out and in`, () => {
  beforeEach(async () => {
    pair = await createPtyPair();
    recorder = createRecorder();
    const place = { kind: "serial" as const, path: pair.station, baud: 115_200 };
    const settings = { id: "g", model: "mark10-series5", line: place };
    line = createLine(settings, frameModel("mark10-series5"), recorder, realClock, () => 0);
    line.start();
  });

  afterEach(async () => {
    await line.stop();
    await pair.remove();
  });

  it(
    "each is seen within a second, spins nothing and leaves nothing to be sent",
    async () => {
      const cycles: Cycle[] = [];
      let stale = 0;
      await until(() => recorder.states.at(-1)?.state === "online", "online");
      for (let number = 0; number < CYCLES; number += 1) {
        cycles.push(await cycle(number));
        await pair.plugIn();
        const end = await gaugeEnd();
        await until(() => recorder.states.at(-1)?.state === "online", `back in ${number}`, 6000);
        await pause(15);
        stale += end.heard.length;
        await end.close();
      }
      const slowest = Math.max(...cycles.map(({ seenMs }) => seenMs));
      const sum = (part: (one: Cycle) => number) => cycles.reduce((all, one) => all + part(one), 0);
      const share = sum(({ cpuMs }) => cpuMs) / sum(({ awayMs }) => awayMs);
      const figures = `slowest ${slowest.toFixed(0)} ms, CPU while away ${(share * 100).toFixed(1)} %`;
      tell(`unplugged ${CYCLES} times: ${figures}, stale writes ${stale}`);
      expect(slowest).toBeLessThan(1000);
      expect(share).toBeLessThan(0.2);
      expect(stale).toBe(0);
      expect(recorder.readings.every(({ text }) => text === "1.25")).toBe(true);
    },
    CYCLES * 1500 + 10_000,
  );
});
