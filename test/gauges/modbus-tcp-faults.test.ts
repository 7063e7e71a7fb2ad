import { createServer, type Server, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { GaugeLine } from "../../gauges/index.ts";
import { createModbusBuses } from "../../gauges/lines/modbus-buses.ts";
import { createModbusLine } from "../../gauges/lines/modbus-line.ts";
import { clock, model, random, recorder } from "./modbus-recorder.ts";

const open: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.stop();
});

function line(port: number, seen: ReturnType<typeof recorder>, timeoutMs = 300): GaugeLine {
  const laumas = model("laumas-tlb");
  const made = createModbusLine(
    { id: "rig", model: laumas.id, line: { kind: "modbus-tcp", host: "127.0.0.1", port } },
    { ...laumas, poll: { minIntervalMs: 70, ...laumas.poll, timeoutMs } },
    seen.sink,
    clock,
    random,
    createModbusBuses(),
  );
  open.push(made);
  made.start();
  return made;
}

/** A server of bytes: every request is handed to `answer`. */
async function byteServer(answer: (request: Buffer, socket: Socket) => void): Promise<number> {
  const server: Server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (request) => answer(request, socket));
    open.push({
      async stop() {
        socket.destroy();
      },
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push({
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  });
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** The answer of a TCP device to one request, all eight registers 0 but the ones given. */
function reply(request: Buffer, gross: number, unitId = request.readUInt8(6)): Buffer {
  const registers = [0x0800, gross >>> 16, gross & 0xffff, 0, 0, 0, 0, 0x0406];
  const count = request.readUInt16BE(10);
  const frame = Buffer.alloc(9 + 2 * count);
  request.copy(frame, 0, 0, 4);
  frame.writeUInt16BE(3 + 2 * count, 4);
  frame.writeUInt8(unitId, 6);
  frame.writeUInt8(3, 7);
  frame.writeUInt8(2 * count, 8);
  registers.slice(0, count).forEach((word, index) => {
    frame.writeUInt16BE(word, 9 + 2 * index);
  });
  return frame;
}

describe("a device that misbehaves on Modbus TCP", () => {
  it("that goes silent is told once, dropped, connected to anew", async () => {
    let silent = false;
    let connections = 0;
    const known = new Set<Socket>();
    const port = await byteServer((request, socket) => {
      if (!known.has(socket)) connections++;
      known.add(socket);
      if (!silent) socket.write(reply(request, 4321));
    });
    const seen = recorder();
    line(port, seen, 100);
    await seen.until(() => seen.samples.length >= 2);
    silent = true;
    await seen.until(() => connections >= 2, 5000);
    expect(seen.rejected.map(({ fault }) => fault)).toEqual(["timeout"]);
    expect(seen.states.at(-1)).toEqual({ state: "away", reason: "no answer within 100 ms" });
    await wait(1000);
    expect(seen.states.filter(({ state }) => state === "away")).toHaveLength(1);
    silent = false;
    const count = seen.samples.length;
    await seen.until(() => seen.samples.length >= count + 2, 4000);
    expect(seen.samples.at(-1)?.readings[0]?.text).toBe("4321");
  });

  it("that answers late never has its late answer taken for the next one", async () => {
    let served = 0;
    const latest: number[] = [];
    const port = await byteServer((request, socket) => {
      const value = ++served;
      latest.push(value);
      const late = value % 10 === 0 ? 61 + ((value * 37) % 500) : 0;
      setTimeout(() => socket.destroyed || socket.write(reply(request, value)), late);
    });
    const seen = recorder();
    let wrong = 0;
    seen.onSample = (sample) => {
      if (sample.readings[0]?.value !== latest.at(-1)) wrong++;
    };
    const laumas = model("laumas-tlb");
    const made = createModbusLine(
      {
        id: "late",
        model: laumas.id,
        line: { kind: "modbus-tcp", host: "127.0.0.1", port },
        pollMs: 5,
      },
      { ...laumas, poll: { timeoutMs: 60, minIntervalMs: 5 } },
      seen.sink,
      clock,
      random,
      createModbusBuses(),
    );
    open.push(made);
    made.start();
    await seen.until(() => seen.samples.length >= 300, 20_000);
    process.stderr.write(`tcp late: ${seen.samples.length} samples of ${served}, wrong ${wrong}\n`);
    expect(wrong).toBe(0);
    expect(served - seen.samples.length).toBeGreaterThan(20);
  });

  it("that answers for another unit, or rubbish, gives no value", async () => {
    let how: "right" | "unit" | "rubbish" = "unit";
    const port = await byteServer((request, socket) => {
      if (how === "rubbish") socket.write(Buffer.alloc(40, 0xff));
      else socket.write(reply(request, 7, how === "unit" ? 9 : undefined));
    });
    const seen = recorder();
    line(port, seen, 100);
    await seen.until(() => seen.rejected.length >= 1);
    how = "rubbish";
    await wait(800);
    expect(seen.samples).toEqual([]);
    expect(seen.rejected.every(({ fault }) => fault === "frame-unknown")).toBe(true);
    expect(seen.rejected).toHaveLength(1);
    how = "right";
    await seen.until(() => seen.samples.length >= 2, 6000);
  });

  it("that closes the connection after each answer is connected to anew", async () => {
    let served = 0;
    const port = await byteServer((request, socket) => socket.end(reply(request, ++served)));
    const seen = recorder();
    line(port, seen, 100);
    await seen.until(() => seen.samples.length >= 3, 8000);
    expect(seen.samples.map((sample) => sample.readings[0]?.value)).toEqual([1, 2, 3]);
    expect(seen.states.map(({ state }) => state)).toContain("away");
  });

  it("that is not there is told once as away, and nobody throws", async () => {
    const port = await byteServer(() => undefined);
    for (const one of open.splice(0)) await one.stop();
    const seen = recorder();
    line(port, seen);
    await seen.until(() => seen.states.some(({ state }) => state === "away"));
    await wait(1200);
    expect(seen.states.filter(({ state }) => state === "away")).toHaveLength(1);
    expect(seen.samples).toEqual([]);
  });
});
