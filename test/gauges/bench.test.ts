// The simulated process and gauges: the same for the same seed, and understood by their own models.
import { describe, expect, it } from "vitest";
import { createProcess } from "../../gauges/bench/process.ts";
import { simulatedFrame } from "../../gauges/bench/simulated-frame.ts";
import { isFrameModel } from "../../gauges/model/gauge-model.ts";
import { models } from "./lines/catalogue.ts";
import { play } from "./vectors/play.ts";

function draw(seed: number, settings: Parameters<typeof createProcess>[1], count: number) {
  const process = createProcess(seed, settings);
  return Array.from({ length: count }, () => process.next());
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe("a simulated process", () => {
  it("repeats itself for the same seed only", () => {
    const settings = { mean: 10, sd: 0.1 };
    expect(draw(7, settings, 50)).toEqual(draw(7, settings, 50));
    expect(draw(7, settings, 50)).not.toEqual(draw(8, settings, 50));
  });

  it("has the mean and the spread it was given", () => {
    const values = draw(1, { mean: 10, sd: 0.1 }, 20_000);
    const center = mean(values);
    const variance = mean(values.map((value) => (value - center) ** 2));
    expect(Math.abs(center - 10)).toBeLessThan(0.003);
    expect(Math.abs(Math.sqrt(variance) - 0.1)).toBeLessThan(0.002);
  });

  it("drifts and steps where told", () => {
    expect(draw(1, { mean: 1, sd: 0, driftPerPart: 0.5 }, 3)).toEqual([1, 1.5, 2]);
    expect(draw(1, { mean: 1, sd: 0, step: { at: 3, by: 2 } }, 4)).toEqual([1, 1, 3, 3]);
  });
});

describe("a simulated frame", () => {
  const simulated = [...models.values()]
    .filter(isFrameModel)
    .flatMap((model) => (model.simulate === undefined ? [] : [[model.id, model] as const]));

  it.each(simulated)("of %s is read by its own model as the value pressed", (_, model) => {
    const template = model.simulate?.frame ?? "";
    const bytes = Buffer.from(simulatedFrame(template, "12.00"), "latin1");
    const { readings, rejected } = play(model, [bytes]);
    expect(rejected).toEqual([]);
    expect(readings.map(({ value, status }) => [value, status])).toEqual([[12, "ok"]]);
  });

  it("throws for a value that has no room", () => {
    expect(() => simulatedFrame("{value:00.0}", "123.4")).toThrow("no room");
  });
});
