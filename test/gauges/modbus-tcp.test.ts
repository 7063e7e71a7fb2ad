import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { createModbusLine, pduAddress } from "../../gauges/lines/modbus-line.ts";
import { tell } from "../fakes/long-runs.ts";
import { createModbusBench } from "../fakes/modbus-bench.ts";
import { bestRate, clock, model, type Recorder, random, recorder } from "./modbus-recorder.ts";

const bench = createModbusBench();
afterEach(() => bench.stop());

const host = "127.0.0.1";
const rig = () => bench.rig({ kind: "tcp", host, port: 0 });
const line = (port: number, seen: Recorder) =>
  bench.line({ kind: "modbus-tcp", host, port }, seen, { minIntervalMs: 60, timeoutMs: 3000 });

describe("a rig on Modbus TCP", () => {
  it("is polled at least twelve times a second, value and status in one block", async () => {
    const { port } = await rig();
    const seen = recorder();
    line(port ?? 0, seen);
    await seen.until(() => seen.samples.length >= 1);
    const rate = await bestRate(seen);
    tell(`tcp: ${rate.toFixed(1)} polls/s`);
    expect(rate).toBeGreaterThan(12);
    const [sample] = seen.samples;
    expect(
      sample?.readings.map(({ channel, text, unit, status }) => [channel, text, unit, status]),
    ).toEqual([
      ["gross", "0", "N", "ok"],
      ["net", "0", "N", "ok"],
      ["peak", "0", "N", "ok"],
    ]);
    expect(sample?.readings[0]?.raw).toHaveLength(6 + 3 + 16);
    expect(seen.rejected).toEqual([]);
  });

  it("shows a pull with its peak latched until the next", async () => {
    const made = await rig();
    const seen = recorder();
    line(made.port ?? 0, seen);
    await seen.until(() => seen.samples.length >= 1);
    await made.pull({ peak: 22_345, seconds: 2, breakDrop: 0.9 });
    const last = () => seen.samples.at(-1)?.readings.map(({ text }) => text) ?? [];
    await seen.until(() => last()[0] === "0" && last()[2] === "22345");
    const forces = seen.samples.map((sample) => sample.readings[0]?.value ?? Number.NaN);
    expect(Math.max(...forces)).toBeGreaterThan(15_000);
    expect(seen.samples.some((sample) => sample.readings[0]?.status === "unstable")).toBe(true);
    const next = made.pull({ peak: 500, seconds: 0.3 });
    await seen.until(() => Number(last()[2]) <= 500);
    await next;
  });

  it("tells an exception once per outage and recovers from it", async () => {
    const made = await rig();
    const seen = recorder();
    line(made.port ?? 0, seen);
    await seen.until(() => seen.samples.length >= 2);
    made.fail(6);
    await seen.until(() => seen.rejected.length >= 1);
    await wait(700);
    expect(seen.rejected).toHaveLength(1);
    expect(seen.rejected[0]).toMatchObject({ fault: "modbus-exception" });
    expect(seen.rejected[0]?.detail).toContain("exception 6");
    expect(seen.states.at(-1)?.state).toBe("away");
    made.fail(null);
    const count = seen.samples.length;
    await seen.until(() => seen.samples.length > count);
    expect(seen.states.at(-1)?.state).toBe("online");
    made.fail(2);
    await seen.until(() => seen.rejected.length >= 2);
    expect(seen.rejected[1]?.detail).toContain("exception 2");
  });

  it("tells each exception of an outage by its code", async () => {
    const made = await rig();
    const seen = recorder();
    line(made.port ?? 0, seen);
    await seen.until(() => seen.samples.length >= 1);
    const codes = [1, 2, 3, 4, 5, 6, 10, 11];
    for (const code of codes) {
      made.fail(code);
      await seen.until(
        () => seen.rejected.at(-1)?.detail.startsWith(`exception ${code}:`) === true,
      );
    }
    expect(seen.rejected).toHaveLength(codes.length);
    made.fail(null);
    const count = seen.samples.length;
    await seen.until(() => seen.samples.length > count);
  });

  it("gives no value while the cell is broken, and stays online", async () => {
    const made = await rig();
    const seen = recorder();
    line(made.port ?? 0, seen);
    await seen.until(() => seen.samples.length >= 1);
    made.setErrorBits(1);
    await seen.until(() => seen.samples.at(-1)?.readings[0]?.status === "sensor-error");
    for (const reading of seen.samples.at(-1)?.readings ?? []) {
      expect(reading).toMatchObject({ text: null, value: null, status: "sensor-error" });
    }
    made.setErrorBits(0);
    await seen.until(() => seen.samples.at(-1)?.readings[0]?.status === "ok");
  });

  it("comes back after a reset of the connection and after the rig was gone", async () => {
    const made = await rig();
    const seen = recorder();
    line(made.port ?? 0, seen);
    await seen.until(() => seen.samples.length >= 2);
    made.reset();
    await seen.until(() => seen.states.at(-1)?.state === "away");
    const count = seen.samples.length;
    await seen.until(() => seen.samples.length >= count + 2);
    expect(seen.states.at(-1)?.state).toBe("online");
  });

  it("delivers readings to a person who asks, from the next block", async () => {
    const made = await rig();
    const seen = recorder();
    const asked = line(made.port ?? 0, seen);
    await seen.until(() => seen.samples.length >= 1);
    asked.ask?.();
    await seen.until(() => seen.readings.length === 3);
    await wait(200);
    expect(seen.readings.map(({ channel }) => channel)).toEqual(["gross", "net", "peak"]);
  });

  it("says nothing more after it was stopped", async () => {
    const made = await rig();
    const seen = recorder();
    const stopped = line(made.port ?? 0, seen);
    await seen.until(() => seen.samples.length >= 1);
    await stopped.stop();
    const counts = [seen.samples.length, seen.states.length];
    await wait(300);
    expect([seen.samples.length, seen.states.length]).toEqual(counts);
  });
});

describe("what is asked on the wire", () => {
  it("is the manual's register less its origin", () => {
    expect(pduAddress(40_007, 1)).toBe(6);
    expect(pduAddress(400_007, 1)).toBe(6);
    expect(pduAddress(30_001, 1)).toBe(0);
    expect(pduAddress(7, 1)).toBe(6);
    expect(pduAddress(0x2000, 0)).toBe(0x2000);
  });

  it("needs a chosen word order where the model says verify", () => {
    const float = model("generic-float");
    const settings = {
      id: "f",
      model: float.id,
      line: { kind: "modbus-tcp", host: "127.0.0.1", port: 1 },
    } as const;
    const make = (wordOrder?: "ABCD") =>
      createModbusLine({ ...settings, wordOrder }, float, recorder().sink, clock, random);
    expect(() => make()).toThrow(/word order/);
    expect(make("ABCD").gauge).toBe("f");
  });
});
