// Tolerance intervals, proofs of capability and guard bands against tables and other programs.

import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";

function answer<T>(got: spc.Refusal | T): T {
  if (spc.isRefusal(got)) throw new Error(got.why);
  return got;
}

describe("two-sided normal tolerance factors", () => {
  it.each([
    [5, 0.95, 0.95, 5.077],
    [10, 0.95, 0.95, 3.393],
    [20, 0.95, 0.95, 2.76],
    [30, 0.95, 0.95, 2.555],
  ])("are those of Odeh and Owen's table for n %i", (n, coverage, confidence, k) => {
    expect(answer(spc.toleranceFactorTwoSided(n, coverage, confidence))).toBeCloseTo(k, 3);
  });

  it.each([
    [5, 0.95, 0.95, 5.0768745320594],
    [10, 0.95, 0.95, 3.3934294787126],
    [30, 0.99, 0.95, 3.3545758447934],
    [100, 0.9, 0.99, 1.9783327706622],
  ])("agree with 20-digit integration in mpmath for n %i", (n, coverage, confidence, k) => {
    const got = answer(spc.toleranceFactorTwoSided(n, coverage, confidence));
    expect(Math.abs(got / k - 1)).toBeLessThan(1e-9);
  });

  it("make an interval about the mean", () => {
    const got = answer(spc.toleranceInterval([9.9, 10, 10.1, 10.05, 9.95], 0.95, 0.95));
    const s = Math.sqrt(0.025 / 4);
    expect(got.upper - got.lower).toBeCloseTo(2 * 5.0768745320594 * s, 9);
    expect(got.upper + got.lower).toBeCloseTo(20, 12);
  });
});

describe("distribution-free tolerance intervals", () => {
  it.each([
    [0.95, 0.95, "both", 93],
    [0.95, 0.95, "lower", 59],
    [0.9, 0.95, "both", 46],
    [0.9, 0.95, "upper", 29],
    [0.99, 0.95, "both", 473],
    [0.99, 0.95, "upper", 299],
  ] as const)("need the numbers of Wilks: %d coverage, %d confidence, %s", (p, c, sides, n) => {
    expect(spc.freeSampleSize(p, c, sides)).toBe(n);
  });

  it("cut off no value of 93 and one of 124, as the binomial says", () => {
    const values = Array.from({ length: 124 }, (_, i) => i + 1);
    const least = answer(spc.freeToleranceInterval(values.slice(0, 93), 0.95, 0.95, "both"));
    expect(least).toMatchObject({ lower: 1, upper: 93, cut: 0 });
    const more = answer(spc.freeToleranceInterval(values, 0.95, 0.95, "both"));
    expect(more).toMatchObject({ lower: 2, upper: 124, cut: 1 });
  });

  it("say how many values are missing", () => {
    const got = spc.freeToleranceInterval([1, 2, 3], 0.95, 0.95, "both");
    expect(got).toMatchObject({ refused: "too-few-values" });
    expect(got).toHaveProperty("why", expect.stringContaining("93"));
  });
});

describe("proving a capability", () => {
  it.each([
    [30, 1.33, 0.95, 1.7197953982808516],
    [50, 1.67, 0.9, 1.9349829120516722],
    [125, 1.33, 0.95, 1.4949526456723665],
  ])("asks of %i values the index that scipy's noncentral t gives", (n, target, level, index) => {
    const got = answer(spc.requiredCpk(n, target, level));
    expect(Math.abs(got / index - 1)).toBeLessThan(1e-9);
  });

  it("gives the smallest sample that proves what is seen", () => {
    const n = answer(spc.sampleSizeForCpk(1.33, 1.5, 0.95));
    expect(answer(spc.requiredCpk(n, 1.33, 0.95))).toBeLessThanOrEqual(1.5);
    expect(answer(spc.requiredCpk(n - 1, 1.33, 0.95))).toBeGreaterThan(1.5);
  });

  it("refuses to prove 1.33 with a sample that shows 1.33", () => {
    expect(spc.sampleSizeForCpk(1.33, 1.33, 0.95)).toHaveProperty("refused");
  });
});

describe("guard bands", () => {
  it("are 1.645 standard uncertainties at 5 % risk", () => {
    const bands = answer(spc.guardBands({ lsl: 10, usl: 20 }, 1));
    expect(bands.width).toBeCloseTo(1.6448536269514722, 12);
    expect(spc.conformity(15, bands)).toBe("conforming");
    expect(spc.conformity(19, bands)).toBe("undecided");
    expect(spc.conformity(21, bands)).toBe("undecided");
    expect(spc.conformity(22, bands)).toBe("nonconforming");
  });

  it("refuse an uncertainty that eats the tolerance", () => {
    expect(spc.guardBands({ lsl: 0, usl: 1 }, 0.5)).toHaveProperty("refused");
  });
});
