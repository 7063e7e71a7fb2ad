// Comparing several stages and suppliers, against scipy 1.17.1, R 4.2.2 and printed examples.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  studentizedRangeSurvival,
  studentizedRangeUpperQuantile,
} from "../../spc/distributions/studentized-range.ts";
import * as spc from "../../spc/index.ts";

function answer<T>(got: spc.Refusal | T): T {
  if (spc.isRefusal(got)) throw new Error(got.why);
  return got;
}

const prototype = [10.01, 10.03, 9.98, 10.0, 10.02, 9.97, 10.04];
const pilot = [10.05, 10.02, 10.08, 10.01, 10.09];
const backup = [10.2, 9.9, 10.5, 10.1];
const groups = [prototype, pilot, backup];

describe("means of several stages", () => {
  it("are tested as R's oneway.test does", () => {
    const got = answer(spc.welchAnova(groups));
    expect(got.f).toBeCloseTo(3.0811180901517, 9);
    expect(got.dfBetween).toBe(2);
    expect(got.dfWithin).toBeCloseTo(5.6055831611414, 9);
    expect(got.p).toBeCloseTo(0.1251095211315, 10);
  });

  it("are Welch's test of two means when there are two", () => {
    const anova = answer(spc.welchAnova([prototype, pilot]));
    const welch = answer(spc.welchTest(prototype, pilot));
    expect(anova.f).toBeCloseTo(welch.t ** 2, 9);
    expect(anova.p).toBeCloseTo(welch.p, 10);
  });

  it("are compared pair by pair as scipy's tukey_hsd does: Games and Howell", () => {
    const pairs = answer(spc.comparePairs(groups));
    const printed = [
      [0, 1, 0.1202048, -0.09762844, 0.01191416],
      [0, 2, 0.4681758, -0.68770836, 0.35199408],
      [1, 2, 0.62864176, -0.64094385, 0.39094385],
    ];
    for (const [i, [first, second, p, lower, upper]] of printed.entries()) {
      expect(pairs[i]).toMatchObject({ first, second });
      expect(pairs[i]?.p).toBeCloseTo(p ?? 0, 7);
      expect(pairs[i]?.interval.lower).toBeCloseTo(lower ?? 0, 7);
      expect(pairs[i]?.interval.upper).toBeCloseTo(upper ?? 0, 7);
    }
  });

  it("are compared with one variance as R's TukeyHSD does: Tukey and Kramer", () => {
    const pairs = answer(spc.comparePairs(groups, "pooled"));
    const printed = [
      [0.8249624048, -0.23291195714, 0.14719767143],
      [0.112541192, -0.3712986672, 0.03558438149],
      [0.315819058, -0.34273514316, 0.09273514316],
    ];
    for (const [i, [p, lower, upper]] of printed.entries()) {
      expect(pairs[i]?.p).toBeCloseTo(p ?? 0, 8);
      expect(pairs[i]?.interval.lower).toBeCloseTo(lower ?? 0, 8);
      expect(pairs[i]?.interval.upper).toBeCloseTo(upper ?? 0, 8);
      expect(pairs[i]?.df).toBe(13);
    }
  });

  it("stand on the studentized range of R's ptukey and qtukey", () => {
    const printed = [
      [3.5, 3, 10, 0.0771033108386604],
      [4.2, 5, 20, 0.05235357667],
      [3, 4, 120, 0.1522386014658],
      [2, 2, 5.5, 0.2113295469728],
    ] as const;
    for (const [q, k, df, p] of printed) {
      expect(studentizedRangeSurvival(q, k, df)).toBeCloseTo(p, 7);
    }
    // scipy 1.17.1, studentized_range.sf; for two groups it is Student's t.
    expect(studentizedRangeSurvival(5, 10, 7.3)).toBeCloseTo(0.12101541774300584, 10);
    expect(studentizedRangeSurvival(1, 3, 2.1)).toBeCloseTo(0.783152451109142, 10);
    expect(studentizedRangeSurvival(2, 2, 5.5)).toBeCloseTo(
      2 * spc.studentTSurvival(2 / Math.SQRT2, 5.5),
      10,
    );
    expect(studentizedRangeUpperQuantile(0.05, 3, 10)).toBeCloseTo(3.876776749, 6);
  });
});

describe("spreads of several stages", () => {
  it("are tested as scipy's bartlett and R's var.test do", () => {
    const bartlett = answer(spc.bartlettTest(groups));
    expect(bartlett.statistic).toBeCloseTo(22.048184171083, 9);
    expect(bartlett.p).toBeCloseTo(1.630413036636e-5, 14);
    const ratio = answer(spc.varianceRatio(prototype, pilot));
    expect(ratio.ratio).toBeCloseTo(0.52571428571426, 11);
    expect(ratio.p).toBeCloseTo(0.45891676481088, 11);
    expect(ratio.interval.lower).toBeCloseTo(0.05715956339605, 11);
    expect(ratio.interval.upper).toBeCloseTo(3.27370758354785, 9);
  });
});

describe("equivalence in tolerance units", () => {
  const spec = { lsl: 9.5, usl: 10.5 };

  it("is that of the margin in millimetres", () => {
    const share = answer(spc.toleranceEquivalence(prototype, pilot, spec, 0.1));
    const plain = answer(spc.equivalence(prototype, pilot, 0.1));
    expect(share).toMatchObject({ equivalent: true, p: plain.p, shareMargin: 0.1 });
    expect(share.share).toBeCloseTo(plain.difference, 12);
    expect(spc.toleranceEquivalence(prototype, pilot, { usl: 10 })).toHaveProperty(
      "refused",
      "no-spec-limits",
    );
  });

  it("asks one side only of a backup supplier that may be better", () => {
    const strong = [25.1, 26.3, 25.8, 26.9, 25.5];
    const primary = [24.9, 25.2, 24.7, 25.6, 25.1];
    const got = answer(spc.nonInferiority(strong, primary, 0.2, "larger"));
    expect(got.notWorse).toBe(true);
    expect(got.bound).toBeGreaterThan(-0.2);
    expect(answer(spc.nonInferiority(primary, strong, 0.2, "larger")).notWorse).toBe(false);
    expect(answer(spc.nonInferiority(primary, strong, 0.2, "smaller")).notWorse).toBe(true);
    // scipy 1.17.1: ttest_ind(strong, primary - 0.2, equal_var=False, alternative="greater").
    expect(got.p).toBeCloseTo(0.013795310883474642, 10);
  });
});

describe("shares of two suppliers", () => {
  const sample = (nonconforming: number, inspected: number) => ({ nonconforming, inspected });

  // R. G. Newcombe, Statistics in Medicine 17 (1998), table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
  ])("%d of %d against %d of %d have Newcombe's interval", (x, n, y, m, lower, upper) => {
    const got = answer(spc.compareProportions(sample(x, n), sample(y, m)));
    expect(got.interval.lower).toBeCloseTo(lower, 4);
    expect(got.interval.upper).toBeCloseTo(upper, 4);
  });

  it("have the p of R's and scipy's Fisher test", () => {
    const both = answer(spc.compareProportions(sample(7, 100), sample(15, 100)));
    expect(both.p).toBeCloseTo(0.112054251040289, 10);
    expect(answer(spc.compareProportions(sample(0, 50), sample(6, 50))).p).toBeCloseTo(
      0.02666107630839,
      10,
    );
    const less = answer(spc.compareProportions(sample(2, 500), sample(9, 300)));
    expect(less.pSecondLarger).toBeCloseTo(0.003351236981665, 10);
  });

  it("stay within their bounds for any counts", () => {
    const counts = fc
      .tuple(fc.integer({ min: 1, max: 2000 }), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([inspected, share]) => ({ inspected, nonconforming: Math.floor(inspected * share) }));
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const got = answer(spc.compareProportions(a, b));
        expect(got.interval.lower).toBeGreaterThanOrEqual(-1 - 1e-12);
        expect(got.interval.upper).toBeLessThanOrEqual(1 + 1e-12);
        expect(got.interval.lower).toBeLessThanOrEqual(got.difference + 1e-12);
        expect(got.interval.upper).toBeGreaterThanOrEqual(got.difference - 1e-12);
        expect(got.pFirstLarger + got.pSecondLarger).toBeGreaterThan(1 - 1e-6);
        const turned = answer(spc.compareProportions(b, a));
        expect(turned.interval.lower).toBeCloseTo(-got.interval.upper, 10);
        expect(turned.p).toBeCloseTo(got.p, 6);
      }),
    );
  });
});

describe("rates of two suppliers", () => {
  const on = (units: number, nonconformities: number) => ({ units, nonconformities });

  it("are compared as R's poisson.test does", () => {
    const got = answer(spc.compareRates(on(800, 11), on(3011, 21)));
    expect(got.ratio).toBeCloseTo(1.971488095238095, 12);
    expect(got.lower).toBeCloseTo(0.85842640339164, 10);
    expect(got.upper).toBeCloseTo(4.27726594365407, 9);
    expect(got.p).toBeCloseTo(0.07966863303333, 10);
    const ninety = answer(spc.compareRates(on(120, 40), on(110, 17), 0.9));
    expect(ninety.lower).toBeCloseTo(1.30211810181329, 10);
    expect(ninety.upper).toBeCloseTo(3.67185031421358, 10);
    expect(ninety.p).toBeCloseTo(0.00754512894237528, 12);
  });

  it("have no upper bound without a nonconformity to compare with, and no ratio without any", () => {
    const none = answer(spc.compareRates(on(100, 0), on(300, 5)));
    expect(none).toMatchObject({ ratio: 0, lower: 0 });
    expect(none.upper).toBeCloseTo(3.27383731554764, 10);
    const turned = answer(spc.compareRates(on(300, 5), on(100, 0)));
    expect(turned).toMatchObject({ ratio: null, upper: null });
    expect(turned.lower).toBeCloseTo(1 / 3.27383731554764, 10);
    expect(spc.compareRates(on(1, 0), on(1, 0))).toHaveProperty("refused", "too-few-values");
    expect(spc.compareRates(on(0, 1), on(1, 0))).toHaveProperty("refused");
    expect(spc.compareRates(on(1, 1.5), on(1, 0))).toHaveProperty("refused");
  });
});

describe("any groups", () => {
  const value = fc.integer({ min: -5000, max: 5000 }).map((x) => 10 + x / 1000);
  const some = fc.array(fc.array(value, { minLength: 0, maxLength: 6 }), { maxLength: 4 });

  it("give finite numbers or a refusal, and do not mind an offset", () => {
    fc.assert(
      fc.property(some, fc.integer({ min: -1000, max: 1000 }), (lists, offset) => {
        const moved = lists.map((list) => list.map((x) => x + offset));
        for (const test of [spc.welchAnova, spc.comparePairs, spc.bartlettTest]) {
          const got = test(lists);
          expect(holes(got)).toEqual([]);
          expect(spc.isRefusal(test(moved))).toBe(spc.isRefusal(got));
        }
        const f = spc.welchAnova(lists);
        const other = spc.welchAnova(moved);
        if (spc.isRefusal(f) || spc.isRefusal(other)) return;
        expect(other.p).toBeCloseTo(f.p, 5);
      }),
      { numRuns: 25 },
    );
  });

  it("are refused in words", () => {
    expect(spc.welchAnova([[1, 2]])).toHaveProperty("refused", "too-few-subgroups");
    expect(spc.welchAnova([[1, 2], [3]])).toHaveProperty("refused", "subgroup-too-small");
    expect(
      spc.welchAnova([
        [1, 2],
        [3, 3],
      ]),
    ).toHaveProperty("refused", "no-variation");
    expect(
      spc.comparePairs(
        [
          [1, 1],
          [3, 3],
        ],
        "pooled",
      ),
    ).toHaveProperty("refused", "no-variation");
    expect(spc.comparePairs(groups, "pooled", 1)).toHaveProperty("refused");
    expect(
      spc.bartlettTest([
        [1, Number.NaN],
        [1, 2],
      ]),
    ).toHaveProperty("refused", "not-finite");
    expect(spc.varianceRatio([1, 1], [1, 2])).toHaveProperty("refused", "no-variation");
    expect(
      spc.compareProportions(
        { inspected: 5, nonconforming: 6 },
        { inspected: 5, nonconforming: 1 },
      ),
    ).toHaveProperty("refused");
    expect(spc.nonInferiority(prototype, pilot, 0, "larger")).toHaveProperty("refused");
  });
});

/** Paths of numbers that are not finite. */
function holes(value: unknown, path = ""): string[] {
  if (typeof value === "number") return Number.isFinite(value) ? [] : [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => holes(inner, `${path}.${key}`));
}
