import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { afterEach, expect, it } from "vitest";
import { createLoadTestWatcher, type FinishedLoadTest } from "../../../edge/intake/index.ts";
import {
  createLine,
  createVirtualRig,
  type GaugeLine,
  loadModels,
  type VirtualRig,
} from "../../../gauges/index.ts";
import { until } from "../../fakes/gauge-station.ts";

const { models } = loadModels(fileURLToPath(new URL("../../../gauges/models/", import.meta.url)));
let rig: VirtualRig | null = null;
let line: GaugeLine | null = null;

afterEach(async () => {
  await line?.stop();
  await rig?.close();
});

it("a pull on the virtual rig becomes a load test with the rig's peak, three times over", async () => {
  const clock = {
    wall: () => new Date().toISOString(),
    monotonicMs: () => performance.now(),
  };
  rig = await createVirtualRig({
    listen: { kind: "tcp", host: "127.0.0.1", port: 0 },
    unitId: 1,
    seed: 11,
    monotonicMs: clock.monotonicMs,
  });
  const model = models.get("laumas-tlb");
  if (model === undefined) throw new Error("no Laumas model");
  const watcher = createLoadTestWatcher({
    procedure: "ramp-to-break",
    startAt: 500,
    breakDrop: 0.5,
    maxSeconds: 60,
  });
  const tests: FinishedLoadTest[] = [];
  let online = false;
  line = createLine(
    {
      id: "rig",
      model: model.id,
      line: { kind: "modbus-tcp", host: "127.0.0.1", port: rig.port ?? 0 },
    },
    model,
    {
      reading: () => undefined,
      rejected: () => undefined,
      state(_gauge, state) {
        online = state === "online";
      },
      sample({ monotonicMs, readings }) {
        const [gross, , peak] = readings;
        const force = gross?.text ?? null;
        for (const event of watcher.feed({ monotonicMs, force, peak: peak?.text ?? null })) {
          if (event.type === "finished") tests.push(event);
        }
      },
    },
    clock,
    Math.random,
  );
  line.start();
  await until(() => online);
  const pulls = [
    { peak: 24_310, seconds: 1.5 },
    { peak: 22_875, seconds: 1.5, breakDrop: 0.7 },
    { peak: 12_000, seconds: 2.5, breakDrop: 0, holdSeconds: 1.5 },
  ];
  for (const [before, pull] of pulls.entries()) {
    await rig.pull(pull);
    await until(() => tests.length > before);
  }
  expect(tests.map(({ outcome, peak, peakSource }) => [outcome, peak, peakSource])).toEqual([
    ["break", "24310", "rig"],
    ["break", "22875", "rig"],
    ["released", "12000", "rig"],
  ]);
  expect(tests[2]?.holdMs).toBeGreaterThan(400);
  for (const [index, asked] of [24_310 / 1.5, 22_875 / 1.5].entries()) {
    const rate = tests[index]?.ratePerSecond ?? 0;
    expect(Math.abs(rate - asked) / asked).toBeLessThan(0.15);
  }
});
