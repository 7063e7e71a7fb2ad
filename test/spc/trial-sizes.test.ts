// How many parts a proof needs: equivalence of stages, and reliability from trials.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";

function answer<T>(got: spc.Refusal | T): T {
  if (spc.isRefusal(got)) throw new Error(got.why);
  return got;
}

describe("the power of two one-sided tests", () => {
  // The defining integral by scipy 1.17.1 (integrate.quad over stats.chi).
  it.each([
    [10, { sd: 1, margin: 1.5 }, 0.885727271872637],
    [20, { sd: 0.02, margin: 0.02, difference: 0.005 }, 0.7404343905384948],
    [5, { sd: 1, margin: 1, alpha: 0.1 }, 0.21432595648370634],
    [3, { sd: 1, margin: 0.5 }, 0.0012197375001978417],
  ])("of %d parts each is the defining integral", (n, aim: spc.EquivalenceAim, power) => {
    expect(answer(spc.equivalencePower(n, aim))).toBeCloseTo(power, 7);
    const turned = { ...aim, difference: -(aim.difference ?? 0) };
    expect(answer(spc.equivalencePower(n, turned))).toBeCloseTo(power, 7);
  });

  it("gives the fewest parts of each group", () => {
    expect(spc.equivalenceSize({ sd: 0.02, margin: 0.02 })).toBe(23);
    expect(spc.equivalenceSize({ sd: 0.02, margin: 0.02, difference: 0.005 })).toBe(32);
    expect(spc.equivalenceSize({ sd: 1, margin: 0.5, difference: 0.1 }, 0.8)).toBe(82);
  });

  it("rises with the number of parts and the margin", () => {
    const double = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 300 }),
        double(0.1, 3),
        double(-0.5, 0.5),
        (n, margin, difference) => {
          const aim = { sd: 1, margin, difference };
          const here = answer(spc.equivalencePower(n, aim));
          expect(here).toBeGreaterThanOrEqual(0);
          expect(here).toBeLessThanOrEqual(1);
          const wider = answer(spc.equivalencePower(n, { ...aim, margin: margin * 1.2 }));
          expect(wider).toBeGreaterThanOrEqual(here - 1e-7);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("is refused where it says nothing", () => {
    const aim = { sd: 1, margin: 1 };
    expect(spc.equivalencePower(1, aim)).toHaveProperty("refused", "too-few-values");
    expect(spc.equivalencePower(2.5, aim)).toHaveProperty("refused");
    expect(spc.equivalencePower(5, { ...aim, sd: 0 })).toHaveProperty("refused");
    expect(spc.equivalencePower(5, { ...aim, alpha: 0.5 })).toHaveProperty("refused");
    expect(spc.equivalencePower(5, { ...aim, difference: Number.NaN })).toHaveProperty("refused");
    expect(spc.equivalenceSize({ ...aim, difference: 1 })).toHaveProperty("refused");
    expect(spc.equivalenceSize({ sd: 1, margin: 1e-6 })).toHaveProperty("refused");
    expect(spc.equivalenceSize(aim, 1)).toHaveProperty("refused");
  });
});

describe("trials", () => {
  it("prove a reliability with failures too (scipy 1.17.1, beta.ppf)", () => {
    expect(answer(spc.provenReliability(100, 2, 0.95))).toBeCloseTo(0.9383807996039593, 12);
    expect(answer(spc.provenReliability(30, 1, 0.9))).toBeCloseTo(0.8764300093247439, 12);
    expect(spc.provenReliability(30, 0, 0.9)).toBe(spc.successRun(30, 0.9));
    expect(spc.provenReliability(5, 5, 0.9)).toBe(0);
    expect(spc.provenReliability(5, 6, 0.9)).toHaveProperty("refused");
    expect(spc.provenReliability(0, 0, 0.9)).toHaveProperty("refused", "too-few-values");
  });

  it("needed for a proof are those of the tables: 95/95 takes 59, 93 and 124", () => {
    expect([0, 1, 2].map((failures) => spc.trialsToProve(0.95, 0.95, failures))).toEqual([
      59, 93, 124,
    ]);
    expect([0, 1, 2].map((failures) => spc.trialsToProve(0.9, 0.95, failures))).toEqual([
      29, 46, 61,
    ]);
    expect(spc.trialsToProve(1, 0.95)).toHaveProperty("refused");
    expect(spc.trialsToProve(0.95, 0.95, -1)).toHaveProperty("refused");
  });

  it("and what they prove are each other's inverse", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5 }), fc.constantFrom(0.8, 0.9, 0.99), (f, r) => {
        const n = answer(spc.trialsToProve(r, 0.9, f));
        expect(answer(spc.provenReliability(n, f, 0.9))).toBeGreaterThanOrEqual(r - 1e-12);
        expect(answer(spc.provenReliability(n - 1, f, 0.9))).toBeLessThan(r);
      }),
    );
  });
});
