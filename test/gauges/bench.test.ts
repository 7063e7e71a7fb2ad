// The simulated process and gauges: the same for the same seed, and understood by their own models.
import { describe, expect, it } from "vitest";
import { createProcess } from "../../gauges/bench/process.ts";
import { simulatedFrame } from "../../gauges/bench/simulated-frame.ts";

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
    const wear = { perPart: 0.5, toolLife: 3 };
    expect(draw(1, { mean: 1, sd: 0, wear }, 4)).toEqual([1, 1.5, 2, 1]);
  });
});

describe("a simulated frame", () => {
  it("puts sign, size, meant points and offsets where the template has them", () => {
    expect(simulatedFrame("{sign}{size:000V000}", "-9.891")).toBe("-009891");
    expect(simulatedFrame("{sign:10}{size:000.00}", "-11.7")).toBe("0011.70");
    expect(simulatedFrame("{value} {offset:75}", "74.9658")).toBe("74.9658 -0.0342");
    expect(simulatedFrame("{value:>8} g", "245.6")).toBe("   245.6 g");
  });

  it("throws for a value that has no room", () => {
    expect(() => simulatedFrame("{value:00.0}", "123.4")).toThrow("no room");
  });
});
