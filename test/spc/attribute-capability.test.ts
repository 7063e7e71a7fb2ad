// Capability of counted parts, against R 4.2.2, Minitab's published examples and the definitions.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";
import { uniformSource } from "./chance.ts";

function answer<T>(got: spc.Refusal | T): T {
  if (spc.isRefusal(got)) throw new Error(got.why);
  return got;
}

describe("capability of nonconforming parts", () => {
  it("has the interval of R's binom.test, in parts per million and as Z", () => {
    const got = answer(spc.binomialCapability([3, 4], [250, 250]));
    expect(got).toMatchObject({ samples: 2, inspected: 500, nonconforming: 7, proportion: 0.014 });
    expect(got.interval.lower).toBeCloseTo(0.00564676107032443, 13);
    expect(got.interval.upper).toBeCloseTo(0.02863161618333609, 13);
    expect(got.ppm.upper).toBeCloseTo(28631.61618333609, 6);
    expect(got.z.value).toBeCloseTo(2.197286376641052, 12);
    expect(got.z.lower).toBeCloseTo(1.901296155428855, 11);
    expect(got.z.upper).toBeCloseTo(2.533482989846501, 11);
    expect(got.equivalentPpk.value).toBeCloseTo(2.197286376641052 / 3, 12);
    const ninety = answer(spc.binomialCapability([37], [1200], 0.9));
    expect(ninety.interval.lower).toBeCloseTo(0.02307690232494112, 13);
    expect(ninety.interval.upper).toBeCloseTo(0.04036476530452959, 13);
  });

  it("has Minitab's process Z of its unanswered calls: 226427 ppm, Z 0.7507", () => {
    const got = answer(spc.binomialCapability([226_427], [1_000_000]));
    expect(got.z.value).toBeCloseTo(0.7507, 4);
  });

  it("says what no nonconforming part proves, without an infinite Z", () => {
    const got = answer(spc.binomialCapability([0, 0, 0], [100, 100, 100]));
    expect(got.proportion).toBe(0);
    expect(got.interval.upper).toBeCloseTo(0.01222097469429351, 13);
    expect(got.z).toMatchObject({ value: null, upper: null });
    expect(got.z.lower).toBeGreaterThan(2.2);
    expect(got.stability).toEqual({ stable: null, outOfLimits: [], dispersion: null });
  });

  it("never calls a process capable without saying whether it was stable", () => {
    const chance = uniformSource(7);
    const steady = Array.from({ length: 25 }, () =>
      Array.from({ length: 100 }, () => (chance() < 0.05 ? 1 : 0)).reduce<number>(
        (a, b) => a + b,
        0,
      ),
    );
    const sizes = steady.map(() => 100);
    const good = answer(spc.binomialCapability(steady, sizes)).stability;
    expect(good.stable).toBe(true);
    expect(good.dispersion).toBeGreaterThan(0.4);
    expect(good.dispersion).toBeLessThan(1.9);
    const jumped = steady.map((count, i) => (i === 10 ? 25 : count));
    expect(answer(spc.binomialCapability(jumped, sizes)).stability).toMatchObject({
      stable: false,
      outOfLimits: [10],
    });
    const few = answer(spc.binomialCapability(steady.slice(0, 5), sizes.slice(0, 5)));
    expect(few.stability.stable).toBeNull();
  });
});

describe("capability of nonconformities", () => {
  it("has the interval of R's poisson.test", () => {
    const got = answer(spc.poissonCapability([20, 17], [600, 600], { opportunities: 4 }));
    expect(got.interval.lower).toBeCloseTo(0.02170951213925503, 12);
    expect(got.interval.upper).toBeCloseTo(0.04249968845160902, 12);
    expect(got.dpmo.value).toBeCloseTo((1e6 * 37) / 1200 / 4, 8);
    expect(got.throughputYield.value).toBeCloseTo(Math.exp(-37 / 1200), 14);
    expect(got.throughputYield.lower).toBeCloseTo(Math.exp(-0.04249968845160902), 12);
    const none = answer(spc.poissonCapability([0], [300]));
    expect(none.interval.upper).toBeCloseTo(0.01229626484704645, 12);
    expect(none.z).toMatchObject({ value: null, upper: null });
  });

  it("has Minitab's interval of its wire example: DPU 0.0265194 (0.0237309 to 0.0295455)", () => {
    const got = answer(spc.poissonCapability([329], [12_406]));
    expect(got.dpu).toBeCloseTo(0.0265194, 7);
    expect(got.interval.lower).toBeCloseTo(0.0237309, 6);
    expect(got.interval.upper).toBeCloseTo(0.0295455, 6);
  });

  it("rolls the yields of steps", () => {
    const got = answer(spc.rolledYield([0.05, 0.1, 0]));
    expect(got.dpu).toBeCloseTo(0.15, 14);
    expect(got.rolled).toBeCloseTo(Math.exp(-0.15), 14);
    expect(spc.rolledYield([])).toHaveProperty("refused", "too-few-values");
    expect(spc.rolledYield([-1])).toHaveProperty("refused");
  });
});

describe("any counts", () => {
  it("give finite numbers, and intervals about the mean", () => {
    const sample = fc
      .tuple(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([size, share]) => [Math.floor(size * share), size] as const);
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 40 }), (samples) => {
        const counts = samples.map(([count]) => count);
        const sizes = samples.map(([, size]) => size);
        const share = answer(spc.binomialCapability(counts, sizes));
        expect(share.interval.lower).toBeLessThanOrEqual(share.proportion);
        expect(share.interval.upper).toBeGreaterThanOrEqual(share.proportion);
        const rate = answer(spc.poissonCapability(counts, sizes));
        expect(rate.interval.lower).toBeLessThanOrEqual(rate.dpu);
        expect(rate.interval.upper).toBeGreaterThanOrEqual(rate.dpu);
        expect(holes(share).concat(holes(rate))).toEqual([]);
      }),
    );
  });

  it("are refused when they are no counts", () => {
    for (const got of [
      spc.binomialCapability([], []),
      spc.binomialCapability([1.5], [10]),
      spc.binomialCapability([11], [10]),
      spc.binomialCapability([1], [10], 1),
      spc.binomialCapability([1, 2], [10]),
      spc.poissonCapability([-1], [10]),
      spc.poissonCapability([1], [0]),
      spc.poissonCapability([1], [10], { opportunities: 0 }),
      spc.poissonCapability([Number.NaN], [10]),
    ]) {
      expect(got).toHaveProperty("refused");
    }
  });
});

/** Paths of numbers that are not finite. */
function holes(value: unknown, path = ""): string[] {
  if (typeof value === "number") return Number.isFinite(value) ? [] : [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => holes(inner, `${path}.${key}`));
}
