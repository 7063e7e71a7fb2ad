// Sampling by measurement: MIL-STD-414's examples, R and scipy, and two tables that must agree.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";
import { normalSource } from "./chance.ts";

function answer<T>(got: spc.Refusal | T): T {
  if (spc.isRefusal(got)) throw new Error(got.why);
  return got;
}

const temperatures = [197, 188, 184, 205, 201];
const levels = ["S-3", "S-4", "I", "II", "III"] as const;
const lots = [8, 15, 25, 50, 90, 150, 280, 400, 500, 1200, 3200, 10_000, 35_000, 150_000, 1e6];

describe("the k method", () => {
  // MIL-STD-414, examples B-1 and B-3: five temperatures, upper limit 209, AQL 1 %, letter D.
  it("decides MIL-STD-414's example alike by form 1 and form 2", () => {
    const plan = answer(spc.variablesTablePlan(50, 1, "II"));
    expect(plan).toMatchObject({ letter: "D", n: 5, k: 1.53, mostShare: 0.0333 });
    const verdict = answer(spc.variablesVerdict(temperatures, { usl: 209 }, plan));
    expect(verdict.mean).toBe(195);
    expect(verdict.sigma).toBeCloseTo(8.81, 1);
    expect(verdict.qUpper).toBeCloseTo(1.59, 2);
    expect(verdict.above).toBeCloseTo(0.0219, 3);
    expect(verdict.accepted).toBe(true);
    expect(answer(spc.variablesVerdict(temperatures, { usl: 208 }, { k: 1.53 })).accepted).toBe(
      false,
    );
  });

  it("adds both sides where two limits share one AQL (example B-4: 180 to 209)", () => {
    const spec = { lsl: 180, usl: 209 };
    const verdict = answer(spc.variablesVerdict(temperatures, spec, { mostShare: 0.0332 }));
    expect(verdict.below).toBeCloseTo(0.0062, 4);
    expect(verdict.share).toBeCloseTo(0.0281, 3);
    expect(verdict.accepted).toBe(true);
    const strict = answer(spc.variablesVerdict(temperatures, spec, { mostShare: 0.0249 }));
    expect(strict.accepted).toBe(false);
  });

  it("has R's curves (AcceptanceSampling 1.0.11, OCvar)", () => {
    const unknown = [0.01, 0.02, 0.05, 0.1].map((p) =>
      answer(spc.variablesAcceptance({ n: 35, k: 1.7 }, p, "unknown")),
    );
    const printed = [0.9908493858464, 0.9143863398449, 0.4399268920069, 0.0618628175698];
    for (const [i, value] of printed.entries()) expect(unknown[i]).toBeCloseTo(value, 9);
    const known = [0.01, 0.05, 0.1].map((p) =>
      answer(spc.variablesAcceptance({ n: 10, k: 1.8 }, p, "known")),
    );
    const expected = [0.9519895435135969, 0.3118490658939578, 0.05055688457200469];
    for (const [i, value] of expected.entries()) expect(known[i]).toBeCloseTo(value, 12);
  });

  it("knows the largest standard deviation two limits allow", () => {
    const spec = { lsl: 180, usl: 209 };
    const most = answer(spc.mostSampleSd(spec, 5, 0.0332));
    const at = (sd: number) => {
      const step = sd * Math.sqrt(2);
      const values = [194.5 - step, 194.5, 194.5, 194.5, 194.5 + step];
      return answer(spc.variablesVerdict(values, spec, { mostShare: 0.0332 }));
    };
    expect(at(most).sigma).toBeCloseTo(most, 10);
    expect(at(most).share).toBeCloseTo(0.0332, 10);
    expect(at(most * 0.999).accepted).toBe(true);
    expect(at(most * 1.001).accepted).toBe(false);
  });

  it("keeps the consumer's risk when both sides share what may be bad (simulation)", () => {
    const plan = answer(spc.variablesPlan(0.01, 0.06, 0.05, 0.1, "unknown"));
    const mostShare = answer(spc.mostShareOf(plan.n, plan.k, "unknown"));
    const normal = normalSource(414);
    const accepted = (share: number, upper: number) => {
      const usl = spc.normalUpperQuantile(share * upper);
      const lsl = -spc.normalUpperQuantile(share * (1 - upper));
      let count = 0;
      for (let lot = 0; lot < 4000; lot++) {
        const values = Array.from({ length: plan.n }, normal);
        const verdict = answer(spc.variablesVerdict(values, { lsl, usl }, { mostShare }));
        count += verdict.accepted ? 1 : 0;
      }
      return count / 4000;
    };
    // Three standard errors of the simulation are 0.014 at 10 %.
    expect(accepted(0.06, 0.5)).toBeLessThan(0.1 + 0.014);
    expect(accepted(0.06, 0.9)).toBeLessThan(0.1 + 0.014);
    expect(accepted(0.01, 0.5)).toBeGreaterThan(0.95 - 0.011);
    expect(accepted(0.01, 0.9)).toBeGreaterThan(0.95 - 0.011);
  });

  it("takes a known sigma", () => {
    const verdict = answer(spc.variablesVerdict([10, 12], { usl: 15 }, { k: 1.5, sigma: 2 }));
    expect(verdict).toMatchObject({ qUpper: 2, accepted: true, sigma: 2 });
    expect(verdict.above).toBeCloseTo(0.0023388674905236, 12);
  });

  it("refuses what cannot be decided", () => {
    expect(spc.variablesVerdict([1, 2], { usl: 3 }, { k: 1 })).toHaveProperty(
      "refused",
      "too-few-values",
    );
    expect(spc.variablesVerdict([1, 1, 1], { usl: 3 }, { k: 1 })).toHaveProperty(
      "refused",
      "no-variation",
    );
    expect(spc.variablesVerdict([1, 2, 3], {}, { k: 1 })).toHaveProperty(
      "refused",
      "no-spec-limits",
    );
    expect(spc.variablesVerdict([1, 2, 3], { usl: 3 }, {})).toHaveProperty("refused");
    expect(spc.variablesVerdict([1, 2, 3], { usl: 3 }, { mostShare: 1 })).toHaveProperty("refused");
    expect(spc.variablesVerdict([1, 2, 3], { usl: 3 }, { k: Number.NaN })).toHaveProperty(
      "refused",
    );
    expect(spc.mostSampleSd({ usl: 3 }, 5, 0.02)).toHaveProperty("refused", "no-spec-limits");
    expect(spc.variablesAcceptance({ n: 1, k: 1 }, 0.1, "unknown")).toHaveProperty("refused");
    expect(spc.variablesAcceptance({ n: 5, k: 1 }, 0, "unknown")).toHaveProperty("refused");
    expect(spc.mostShareOf(2, 1, "unknown")).toHaveProperty("refused");
  });
});

describe("the tables of Z1.9", () => {
  it("agree with each other: M is that of k in every cell", () => {
    let cells = 0;
    for (const aql of spc.VARIABLES_AQLS) {
      for (const level of levels) {
        for (const lot of lots) {
          const plan = spc.variablesTablePlan(lot, aql, level);
          if (spc.isRefusal(plan)) {
            expect(plan.why).toContain("not verified");
            expect(aql).toBeLessThan(0.5);
            continue;
          }
          if (plan.wholeLot) continue;
          cells++;
          // k is printed with two decimals: M may be that of k half a digit away, and a little more.
          const high = answer(spc.mostShareOf(plan.n, plan.k - 0.017, "unknown"));
          const low = answer(spc.mostShareOf(plan.n, plan.k + 0.017, "unknown"));
          expect(plan.mostShare, `${plan.letter} AQL ${aql}`).toBeGreaterThan(low - 1e-5);
          expect(plan.mostShare, `${plan.letter} AQL ${aql}`).toBeLessThan(high + 1e-5);
        }
      }
    }
    expect(cells).toBeGreaterThan(600);
  });

  it("accept the AQL with 85 to 99.5 %, more often the larger the sample", () => {
    for (const aql of spc.VARIABLES_AQLS) {
      for (const lot of lots) {
        const plan = spc.variablesTablePlan(lot, aql);
        if (spc.isRefusal(plan) || plan.wholeLot) continue;
        const accepted = answer(spc.variablesAcceptance(plan, aql / 100, "unknown"));
        expect(accepted, `lot ${lot}, AQL ${aql}`).toBeGreaterThan(0.82);
        expect(accepted, `lot ${lot}, AQL ${aql}`).toBeLessThan(0.996);
      }
    }
  });

  it("are tightened by one column", () => {
    const normal = answer(spc.variablesTablePlan(3200, 1, "II"));
    const tightened = answer(spc.variablesTablePlan(3200, 1.5, "II", "tightened"));
    expect(tightened).toMatchObject({ n: normal.n, k: normal.k, mostShare: normal.mostShare });
    expect(answer(spc.variablesTablePlan(100_000, 0.1, "II", "tightened")).k).toBe(2.84);
  });

  it("give Montgomery's plan of 75 items, k 1.98, tightened 2.12", () => {
    expect(answer(spc.variablesTablePlan(3200, 1, "III"))).toMatchObject({ n: 75, k: 1.98 });
    expect(answer(spc.variablesTablePlan(3200, 1, "III", "tightened"))).toMatchObject({
      n: 75,
      k: 2.12,
    });
  });

  it("refuse what they do not hold", () => {
    expect(spc.variablesTablePlan(1, 1)).toHaveProperty("refused");
    expect(spc.variablesTablePlan(100, 0.065)).toHaveProperty("refused");
    expect(spc.variablesTablePlan(20, 0.1)).toHaveProperty("refused");
  });
});

describe("plans by measurement", () => {
  it("accept less often the worse a process is", () => {
    const plan = fc.record({
      n: fc.integer({ min: 2, max: 200 }),
      k: fc.double({ min: 0.2, max: 3, noNaN: true }),
    });
    const level = fc.double({ min: 1e-6, max: 0.45, noNaN: true });
    fc.assert(
      fc.property(plan, level, fc.constantFrom("known", "unknown"), (one, p, sigma) => {
        const here = answer(spc.variablesAcceptance(one, p, sigma));
        const worse = answer(spc.variablesAcceptance(one, p * 1.5, sigma));
        expect(here).toBeGreaterThanOrEqual(0);
        expect(here).toBeLessThanOrEqual(1);
        expect(worse).toBeLessThanOrEqual(here + 1e-9);
      }),
    );
  });

  it("estimate shares between 0 and 1 for any finite sample", () => {
    const value = fc.double({ noNaN: true, min: -1e6, max: 1e6 });
    fc.assert(
      fc.property(fc.array(value, { minLength: 3, maxLength: 20 }), value, (values, usl) => {
        const verdict = spc.variablesVerdict(values, { usl }, { mostShare: 0.02 });
        if (spc.isRefusal(verdict)) return;
        for (const number of [verdict.share, verdict.above, verdict.qUpper]) {
          expect(Number.isFinite(number)).toBe(true);
        }
        expect(verdict.share).toBeGreaterThanOrEqual(0);
        expect(verdict.share).toBeLessThanOrEqual(1);
      }),
    );
  });
});
