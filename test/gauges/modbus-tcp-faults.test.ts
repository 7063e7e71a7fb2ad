import type { Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { createModbusBench, tcpReply } from "../fakes/modbus-bench.ts";
import { type Recorder, recorder } from "./modbus-recorder.ts";

const bench = createModbusBench();
const { byteServer } = bench;
afterEach(() => bench.stop());

const host = "127.0.0.1";
const line = (port: number, seen: Recorder, timeoutMs = 300) =>
  bench.line({ kind: "modbus-tcp", host, port }, seen, { minIntervalMs: 60, timeoutMs });

describe("a device that misbehaves on Modbus TCP", () => {
  it("that goes silent is told once, dropped, connected to anew", async () => {
    let silent = false;
    let connections = 0;
    const known = new Set<Socket>();
    const port = await byteServer((request, socket) => {
      if (!known.has(socket)) connections++;
      known.add(socket);
      if (!silent) socket.write(tcpReply(request, 4321));
    });
    const seen = recorder();
    line(port, seen, 500);
    await seen.until(() => seen.samples.length >= 2);
    silent = true;
    await seen.until(() => connections >= 2);
    expect(seen.rejected.map(({ fault }) => fault)).toEqual(["timeout"]);
    expect(seen.states.at(-1)).toEqual({ state: "away", reason: "no answer within 500 ms" });
    await wait(2000);
    expect(seen.states.filter(({ state }) => state === "away")).toHaveLength(1);
    silent = false;
    const count = seen.samples.length;
    await seen.until(() => seen.samples.length >= count + 2);
    expect(seen.samples.at(-1)?.readings[0]?.text).toBe("4321");
  });

  it("that answers late never has its late answer taken for the next one", async () => {
    let served = 0;
    const latest: number[] = [];
    const port = await byteServer((request, socket) => {
      const value = ++served;
      latest.push(value);
      const late = value % 10 === 0 ? 61 + ((value * 37) % 500) : 0;
      setTimeout(() => socket.destroyed || socket.write(tcpReply(request, value)), late);
    });
    const seen = recorder();
    let wrong = 0;
    seen.onSample = (sample) => {
      if (sample.readings[0]?.value !== latest.at(-1)) wrong++;
    };
    const quick = { timeoutMs: 60, minIntervalMs: 5 };
    bench.line({ kind: "modbus-tcp", host, port }, seen, quick);
    await seen.until(() => seen.samples.length >= 300, 100_000);
    process.stderr.write(`tcp late: ${seen.samples.length} samples of ${served}, wrong ${wrong}\n`);
    expect(wrong).toBe(0);
    expect(served - seen.samples.length).toBeGreaterThan(20);
  }, 120_000);

  it("that answers for another unit, or rubbish, gives no value", async () => {
    let how: "right" | "unit" | "rubbish" = "unit";
    const port = await byteServer((request, socket) => {
      if (how === "rubbish") socket.write(Buffer.alloc(40, 0xff));
      else socket.write(tcpReply(request, 7, how === "unit" ? 9 : undefined));
    });
    const seen = recorder();
    line(port, seen, 1000);
    await seen.until(() => seen.rejected.length >= 1);
    how = "rubbish";
    await wait(1500);
    expect(seen.samples).toEqual([]);
    expect(seen.rejected.every(({ fault }) => fault === "frame-unknown")).toBe(true);
    expect(seen.rejected).toHaveLength(1);
    how = "right";
    await seen.until(() => seen.samples.length >= 2);
  });

  it("that closes the connection after each answer is connected to anew", async () => {
    let served = 0;
    const port = await byteServer((request, socket) => socket.end(tcpReply(request, ++served)));
    const seen = recorder();
    line(port, seen, 1000);
    await seen.until(() => seen.samples.length >= 3);
    const values = seen.samples.map((sample) => sample.readings[0]?.value);
    expect(values.slice(0, 3)).toEqual([1, 2, 3]);
    expect(seen.states.map(({ state }) => state)).toContain("away");
  });

  it("that is not there is told once as away, and nobody throws", async () => {
    const port = await byteServer(() => undefined);
    await bench.stop();
    const seen = recorder();
    line(port, seen);
    await seen.until(() => seen.states.some(({ state }) => state === "away"));
    await wait(1200);
    expect(seen.states.filter(({ state }) => state === "away")).toHaveLength(1);
    expect(seen.samples).toEqual([]);
  });
});
