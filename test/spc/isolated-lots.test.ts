// Plans of lots that stand alone: the printed tables, and what the risk demands.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";

function answer<T>(got: spc.Refusal | T): T {
  if (spc.isRefusal(got)) throw new Error(got.why);
  return got;
}

describe("lots that stand alone", () => {
  it("have the plans of ISO 2859-2, table A", () => {
    expect(answer(spc.lqPlan(25, 20))).toMatchObject({ n: 9, ac: 0, re: 1 });
    expect(answer(spc.lqPlan(200, 5))).toMatchObject({ n: 42, ac: 0 });
    expect(answer(spc.lqPlan(500, 12.5))).toMatchObject({ n: 32, ac: 1 });
    expect(answer(spc.lqPlan(1000, 5))).toMatchObject({ n: 80, ac: 1 });
    expect(answer(spc.lqPlan(20, 3.15))).toMatchObject({ n: 20, ac: 0, wholeLot: true });
  });

  it("keep the consumer's risk below 13 % in every cell, as the standard promises", () => {
    let cells = 0;
    const tops = [25, 50, 90, 150, 280, 500, 1200, 3200, 10_000, 35_000, 150_000, 500_000, 1e6];
    for (const lq of spc.LIMITING_QUALITIES) {
      for (const [i, top] of tops.entries()) {
        for (const lot of [(tops[i - 1] ?? 15) + 1, top]) {
          const plan = spc.lqPlan(lot, lq);
          if (spc.isRefusal(plan)) {
            expect(plan.why).toContain("not verified");
            expect([lq, top]).toEqual([2, 90]);
            continue;
          }
          cells++;
          expect(plan.consumerRisk, `lot ${lot}, LQ ${lq}`).toBeLessThan(0.13);
          if (top > 90 && !plan.wholeLot) expect(plan.consumerRisk).toBeGreaterThan(0.01);
        }
      }
    }
    expect(cells).toBe(180);
  });

  it("are refused outside the table", () => {
    expect(spc.lqPlan(15, 5)).toHaveProperty("refused");
    expect(spc.lqPlan(100, 6)).toHaveProperty("refused");
    expect(spc.lqPlan(100.5, 5)).toHaveProperty("refused");
  });

  it("have computed plans: the smallest sample for the risk, as a lot or as a process", () => {
    expect(spc.limitingQualityPlan(0.05, 0)).toEqual({ n: 45, ac: 0 });
    expect(spc.limitingQualityPlan(0.05, 1)).toEqual({ n: 77, ac: 1 });
    expect(spc.limitingQualityPlan(0.05, 0, 0.05)).toEqual({ n: 59, ac: 0 });
    expect(spc.limitingQualityPlan(1e-9, 0)).toHaveProperty("refused");
    expect(spc.limitingQualityPlan(0.05, 0.5)).toHaveProperty("refused");
  });

  it("need no smaller sample for a larger lot of the same quality", () => {
    const share = fc.constantFrom(0.05, 0.1, 0.2);
    fc.assert(
      fc.property(
        share,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 2 }),
        (p, k, c) => {
          const size = (lot: number) => answer(spc.isolatedLotPlan(lot, Math.round(p * lot), c)).n;
          const small = 100 * k;
          expect(size(small + 100)).toBeGreaterThanOrEqual(size(small));
          const process = answer(spc.limitingQualityPlan(p, c)).n;
          expect(size(small)).toBeLessThanOrEqual(process);
        },
      ),
    );
  });
});

describe("C = 0 plans of an AQL", () => {
  // N. L. Squeglia, Zero Acceptance Number Sampling Plans, table of AQL 1.0 and 2.5.
  it.each([
    [
      1,
      [
        [500, 29],
        [1200, 34],
        [3200, 42],
        [10_000, 50],
        [35_000, 60],
        [150_000, 74],
        [1e6, 102],
      ],
    ],
    [
      2.5,
      [
        [150, 11],
        [280, 13],
        [500, 16],
        [1200, 19],
        [3200, 23],
        [10_000, 29],
        [35_000, 35],
      ],
    ],
  ] as const)("at AQL %d are within one item of Squeglia's", (aql, rows) => {
    for (const [lot, n] of rows) {
      const plan = answer(spc.zeroAcceptancePlan(lot, aql));
      expect(Math.abs(plan.n - n), `lot ${lot}`).toBeLessThanOrEqual(1);
    }
  });

  it("have the limiting quality of the AQL's own plan", () => {
    const plan = answer(spc.zeroAcceptancePlan(3200, 1));
    const single = answer(spc.planPoints({ n: 125, ac: 3 }));
    expect(plan.limitingQuality).toBeCloseTo(single.p10, 12);
    expect(spc.zeroAcceptancePlan(500, 15)).toHaveProperty("refused");
    expect(spc.zeroAcceptancePlan(500, 1.1)).toHaveProperty("refused");
    expect(answer(spc.zeroAcceptancePlan(8, 0.1))).toMatchObject({ n: 8, wholeLot: true });
  });
});
