// Modbus at its worst, many times over: late answers among thousands of reads, and every kind of fault that comes
// and goes. No value may be wrong, and each outage ends within two polls after its fault.
import type { Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { createRandom } from "../../gauges/bench/process.ts";
import { sized, tell } from "../fakes/long-runs.ts";
import { createModbusBench, tcpException, tcpReply } from "../fakes/modbus-bench.ts";
import { needs } from "../fakes/needs.ts";
import { clock, type Recorder, recorder } from "./modbus-recorder.ts";

const bench = createModbusBench();
afterEach(() => bench.stop());

const host = "127.0.0.1";
const TIMEOUT_MS = 20;
const quick = { timeoutMs: TIMEOUT_MS, minIntervalMs: 5 };
/** Long enough for a busy machine: only the device's own faults may count. */
const calm = { timeoutMs: 500, minIntervalMs: 5 };
const EXCEPTIONS = [1, 2, 3, 4, 5, 6, 10, 11];

/** 10 % late by the time-out and 1 to 500 ms more; the rest at once. */
function lateness(seed: number): () => number {
  const random = createRandom(seed);
  return () => (random() < 0.1 ? TIMEOUT_MS + 1 + Math.floor(random() * 500) : 0);
}

/** Counts samples that are not the answer to the newest request. */
function watch(seen: Recorder, newest: () => number): { wrong(): number } {
  let wrong = 0;
  seen.onSample = (sample) => {
    if (sample.readings[0]?.value !== newest()) wrong += 1;
  };
  return { wrong: () => wrong };
}

type Late = { readonly reads: number; readonly values: number; readonly wrong: number };

function total(lines: readonly Late[]): Late {
  const sum = (part: (one: Late) => number) => lines.reduce((all, one) => all + part(one), 0);
  return { reads: sum((a) => a.reads), values: sum((a) => a.values), wrong: sum((a) => a.wrong) };
}

async function lateTcp(seed: number, reads: number): Promise<Late> {
  const late = lateness(seed);
  let served = 0;
  const port = await bench.byteServer((request, socket) => {
    const value = ++served;
    const send = () => socket.destroyed || socket.write(tcpReply(request, value));
    const ms = late();
    if (ms === 0) send();
    else setTimeout(send, ms);
  });
  const seen = recorder();
  const watched = watch(seen, () => served);
  bench.line({ kind: "modbus-tcp", host, port }, seen, quick);
  await seen.until(() => served >= reads, 240_000);
  return { reads: served, values: seen.samples.length, wrong: watched.wrong() };
}

async function lateRtu(seed: number, reads: number): Promise<Late> {
  const { station, gauge } = await bench.cable();
  const counting = await bench.countingSlave(gauge);
  const late = lateness(seed);
  counting.blocks.late = () => late();
  const seen = recorder();
  const watched = watch(seen, counting.served);
  bench.line({ kind: "modbus-rtu", path: station, baud: 115_200 }, seen, quick);
  await seen.until(() => counting.requests() >= reads, 240_000);
  return { reads: counting.requests(), values: seen.samples.length, wrong: watched.wrong() };
}

async function storm(
  name: string,
  one: (seed: number, reads: number) => Promise<Late>,
  { lines, reads }: { readonly lines: number; readonly reads: number },
): Promise<void> {
  const startMs = clock.monotonicMs();
  const each = Math.ceil(reads / lines);
  const done = await Promise.all(Array.from({ length: lines }, (_, seed) => one(seed + 1, each)));
  const all = total(done);
  const seconds = ((clock.monotonicMs() - startMs) / 1000).toFixed(0);
  const figures = `${all.values} values, ${all.wrong} wrong, ${lines} lines, ${seconds} s`;
  tell(`late answers, ${name}: ${all.reads} reads, ${figures}`);
  expect(all.wrong).toBe(0);
  expect(all.values).toBeLessThan(all.reads * 0.97);
  // On a busy machine most answers are late; some must come in time.
  expect(all.values).toBeGreaterThan(all.reads * 0.02);
}

describe("late answers over Modbus TCP", () => {
  it("never become a value", async () => {
    await storm("TCP", lateTcp, sized({ lines: 4, reads: 800 }, { lines: 4, reads: 10_000 }));
  }, 300_000);
});

needs("socat")("late answers over Modbus RTU", () => {
  it("never become a value", async () => {
    await storm("RTU", lateRtu, sized({ lines: 6, reads: 600 }, { lines: 20, reads: 10_000 }));
  }, 300_000);
});

/** One device that can be put into a fault and out of it. */
type Device = {
  readonly seen: Recorder;
  /** Requests that reached the device. */
  requests(): number;
  set(fault: string | null): void;
  wrong(): number;
};

async function faultyTcp(): Promise<Device> {
  let served = 0;
  let requests = 0;
  let fault: string | null = null;
  const sockets = new Set<Socket>();
  const answer: Record<string, (request: Buffer, socket: Socket) => void> = {
    unit: (request, socket) => socket.write(tcpReply(request, served, 9)),
    rubbish: (_, socket) => socket.write(Buffer.alloc(40, 0xff)),
    "half-open": () => undefined,
    RST: (_, socket) => socket.resetAndDestroy(),
    FIN: (_, socket) => socket.end(),
    short: (request, socket) => socket.write(tcpReply(request, served).subarray(0, 12)),
  };
  for (const code of EXCEPTIONS) {
    answer[`exception ${code}`] = (request, socket) => socket.write(tcpException(request, code));
  }
  const port = await bench.byteServer((request, socket) => {
    sockets.add(socket);
    requests += 1;
    if (fault !== null) return answer[fault]?.(request, socket);
    served += 1;
    socket.write(tcpReply(request, served));
  });
  const seen = recorder();
  const watched = watch(seen, () => served);
  bench.line({ kind: "modbus-tcp", host, port }, seen, calm);
  return {
    ...{ seen, requests: () => requests, wrong: watched.wrong },
    set(next) {
      fault = next;
      if (next === "RST") for (const socket of sockets) socket.resetAndDestroy();
    },
  };
}

async function faultyRtu(): Promise<Device> {
  const { station, gauge } = await bench.cable();
  const { slave, blocks, served, requests } = await bench.countingSlave(gauge);
  const seen = recorder();
  const watched = watch(seen, served);
  bench.line({ kind: "modbus-rtu", path: station, baud: 115_200 }, seen, calm);
  return {
    ...{ seen, requests, wrong: watched.wrong },
    set(fault) {
      const code = /^exception (\d+)$/.exec(fault ?? "")?.[1];
      blocks.exception = code === undefined ? null : Number(code);
      const spoils = ["crc", "unit", "short", "silent"] as const;
      slave.spoil(spoils.find((how) => how === fault) ?? null);
    },
  };
}

/** Lets each fault come and go; tells the most requests it took from its end to the next value. */
async function comeAndGo(device: Device, faults: readonly string[], rounds: number) {
  const { seen } = device;
  const worst = { requests: 0, fault: "" };
  const { onSample } = seen;
  let back: number | null = null;
  // Counted with the value: before anyone looks, more may have been asked.
  seen.onSample = (sample) => {
    onSample(sample);
    back ??= device.requests();
  };
  await seen.until(() => seen.samples.length > 0);
  for (let round = 0; round < rounds; round += 1) {
    for (const fault of faults) {
      const told = seen.states.length;
      device.set(fault);
      await seen.until(() => seen.states.slice(told).some(({ state }) => state === "away"));
      await wait((round % 4) * 15);
      device.set(null);
      const before = device.requests();
      back = null;
      await seen.until(() => back !== null);
      const took = (back ?? 0) - before;
      if (took > worst.requests) Object.assign(worst, { requests: took, fault });
    }
  }
  return worst;
}

describe("faults that come and go over Modbus TCP", () => {
  it("leave no wrong value, and the second poll after them is right", async () => {
    const exceptions = EXCEPTIONS.map((code) => `exception ${code}`);
    const faults = [...exceptions, "unit", "rubbish", "short", "RST", "FIN", "half-open"];
    const device = await faultyTcp();
    const rounds = sized(1, 10);
    const worst = await comeAndGo(device, faults, rounds);
    const count = rounds * faults.length;
    tell(
      `TCP: ${count} faults, ${device.wrong()} wrong, back after ${worst.requests} requests at most`,
    );
    expect(device.wrong()).toBe(0);
    expect(worst.requests, worst.fault).toBeLessThanOrEqual(2);
  }, 300_000);
});

needs("socat")("faults that come and go over Modbus RTU", () => {
  it("leave no wrong value, and the second poll after them is right", async () => {
    const exceptions = EXCEPTIONS.map((code) => `exception ${code}`);
    const faults = [...exceptions, "crc", "unit", "short", "silent"];
    const device = await faultyRtu();
    const rounds = sized(1, 10);
    const worst = await comeAndGo(device, faults, rounds);
    const count = rounds * faults.length;
    tell(
      `RTU: ${count} faults, ${device.wrong()} wrong, back after ${worst.requests} requests at most`,
    );
    expect(device.wrong()).toBe(0);
    // A poll after damage is a probe and the block: two polls are four requests.
    expect(worst.requests, worst.fault).toBeLessThanOrEqual(4);
  }, 300_000);
});
