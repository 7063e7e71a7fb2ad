import { setTimeout as wait } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { createModbusBuses } from "../../gauges/lines/modbus-buses.ts";
import { tell } from "../fakes/long-runs.ts";
import { createModbusBench } from "../fakes/modbus-bench.ts";
import { needs } from "../fakes/needs.ts";
import { bestRate, recorder } from "./modbus-recorder.ts";

const bench = createModbusBench();
afterEach(() => bench.stop());

const at = (path: string, unitId?: number) =>
  ({ kind: "modbus-rtu", path, baud: 115_200, unitId }) as const;
const rig = (path: string) => bench.rig({ kind: "pty", path, baud: 115_200 });

/** Long enough for a busy machine: only what a test does to the rig may be told. */
const usual = { timeoutMs: 3000, minIntervalMs: 60 };
const quick = { timeoutMs: 50, minIntervalMs: 10 };

needs("socat")("a rig on Modbus RTU", () => {
  it("is polled at least twelve times a second", async () => {
    const { station, gauge } = await bench.cable();
    await rig(gauge);
    const seen = recorder();
    bench.line(at(station), seen, usual);
    await seen.until(() => seen.samples.length >= 1);
    const rate = await bestRate(seen);
    tell(`rtu: ${rate.toFixed(1)} polls/s`);
    expect(rate).toBeGreaterThan(12);
    expect(seen.rejected).toEqual([]);
    expect(seen.samples[0]?.readings[0]?.raw).toHaveLength(21);
  });

  it("shows a pull, its break and its peak", async () => {
    const { station, gauge } = await bench.cable();
    const made = await rig(gauge);
    const seen = recorder();
    bench.line(at(station), seen, usual);
    await seen.until(() => seen.samples.length >= 1);
    await made.pull({ peak: 24_000, seconds: 1 });
    const last = () =>
      seen.samples
        .at(-1)
        ?.readings.map(({ text }) => text)
        .join(" ");
    await seen.until(() => last() === "0 0 24000");
  });

  it("never takes a late answer for the next one", async () => {
    const { station, gauge } = await bench.cable();
    const { served, blocks } = await bench.countingSlave(gauge);
    blocks.late = (next) => (next % 10 === 0 ? 51 + ((next * 7919) % 500) : 0);
    const seen = recorder();
    const wrong: string[] = [];
    seen.onSample = (sample) => {
      const value = sample.readings[0]?.value;
      if (value !== served()) wrong.push(`${value} for ${served()}`);
    };
    bench.line(at(station), seen, quick);
    await seen.until(() => seen.samples.length >= 200, 100_000);
    process.stderr.write(
      `rtu late: ${seen.samples.length} samples of ${served()} answers, wrong ${wrong.length}\n`,
    );
    expect(wrong).toEqual([]);
    expect(served() - seen.samples.length).toBeGreaterThan(15);
  }, 120_000);

  it("tells silence, damage and foreign answers once each and recovers from them", async () => {
    const { station, gauge } = await bench.cable();
    const made = await rig(gauge);
    const seen = recorder();
    bench.line(at(station), seen, { timeoutMs: 500, minIntervalMs: 70 });
    for (const [how, fault] of [
      ["silent", "timeout"],
      ["crc", "frame-unknown"],
      ["unit", "frame-unknown"],
      ["short", "frame-unknown"],
    ] as const) {
      await seen.until(() => seen.states.at(-1)?.state === "online");
      const [told, count] = [seen.rejected.length, seen.samples.length];
      made.spoil(how);
      await seen.until(() => seen.rejected.length > told);
      await wait(2000);
      expect(
        seen.rejected.slice(told).map((frame) => frame.fault),
        how,
      ).toEqual([fault]);
      expect(seen.samples.length, how).toBeLessThanOrEqual(count + 1);
      expect(seen.states.at(-1)?.state).toBe("away");
      made.spoil(null);
      const before = seen.samples.length;
      await seen.until(() => seen.samples.length > before);
    }
    const [silence, damage] = seen.rejected;
    expect(silence?.raw).toHaveLength(0);
    expect(damage?.raw.length).toBeGreaterThan(0);
  });

  it("tells an exception with its code and bytes", async () => {
    const { station, gauge } = await bench.cable();
    const made = await rig(gauge);
    const seen = recorder();
    bench.line(at(station), seen, usual);
    await seen.until(() => seen.samples.length >= 1);
    made.fail(2);
    await seen.until(() => seen.rejected.length >= 1);
    expect(seen.rejected[0]).toMatchObject({ fault: "modbus-exception" });
    expect(seen.rejected[0]?.detail).toContain("exception 2");
    expect(Buffer.from(seen.rejected[0]?.raw ?? []).toString("hex")).toBe("018302c0f1");
    made.fail(null);
    const count = seen.samples.length;
    await seen.until(() => seen.samples.length > count);
  });

  it("is away when the cable is pulled and back when it is plugged in", async () => {
    const wire = await bench.cable();
    const first = await rig(wire.gauge);
    const seen = recorder();
    bench.line(at(wire.station), seen, usual);
    await seen.until(() => seen.samples.length >= 2);
    await wire.pullOut();
    await seen.until(() => seen.states.at(-1)?.state === "away");
    await first.close();
    await wire.plugIn();
    await rig(wire.gauge);
    const count = seen.samples.length;
    await seen.until(() => seen.samples.length >= count + 2);
    expect(seen.states.at(-1)?.state).toBe("online");
  });
});

needs("socat")("two gauges on one RTU bus", () => {
  it("share the port, one request at a time, each with its own unit", async () => {
    const { station, gauge } = await bench.cable();
    const { slave } = await bench.countingSlave(gauge);
    const buses = createModbusBuses();
    const [one, two] = [recorder(), recorder()];
    const slow = { timeoutMs: 800, minIntervalMs: 30 };
    bench.line(at(station), one, slow, { id: "one", buses });
    bench.line(at(station, 2), two, slow, { id: "two", buses });
    await one.until(() => one.samples.length >= 20, 50_000);
    expect(two.samples).toEqual([]);
    expect(two.rejected.map(({ gauge, fault }) => [gauge, fault])).toEqual([["two", "timeout"]]);
    expect(one.rejected).toEqual([]);
    await slave.close();
  });

  it("can't have it with different settings, and says so", async () => {
    const { station, gauge } = await bench.cable();
    await rig(gauge);
    const buses = createModbusBuses();
    const [one, two] = [recorder(), recorder()];
    bench.line(at(station), one, usual, { buses });
    bench.line({ ...at(station), baud: 9600 }, two, usual, { id: "two", buses });
    await one.until(() => one.samples.length >= 1);
    expect(two.states).toHaveLength(1);
    expect(two.states[0]?.state).toBe("away");
    expect(two.states[0]?.reason).toContain("in use with 115200 baud 8N1");
  });
});
