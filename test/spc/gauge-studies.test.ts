// Studies of measurement systems against printed examples and other programs, each named.

import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";
import { normalSource } from "./chance.ts";

function answer<T>(got: spc.Refusal | T): T {
  if (spc.isRefusal(got)) throw new Error(got.why);
  return got;
}

describe("ratings with an order", () => {
  const ratings = [
    [1, 2, 1],
    [3, 3, 2],
    [2, 2, 2],
    [5, 4, 5],
    [4, 4, 3],
    [1, 1, 2],
    [3, 5, 4],
    [2, 1, 1],
  ];
  const truth = [1, 3, 2, 5, 4, 1, 4, 2];
  const trial = (j: number) => ratings.map((row) => row[j] ?? 0);

  it("agree as Friedman's test in scipy 1.17 says, whose chi-square is m (n-1) W", () => {
    // scipy.stats.friedmanchisquare ranks within rows: raters are given as the rows.
    const got = answer(spc.kendallConcordance(ratings));
    expect(got.chiSquare).toBeCloseTo(18.2116182572614, 10);
    expect(got.p).toBeCloseTo(0.011050844191963586, 10);
    expect(got.w).toBeCloseTo(18.2116182572614 / 21, 10);
  });

  it("follow the truth as scipy.stats.kendalltau(method='asymptotic') says", () => {
    const want = [
      [0.96, 0.0018877956530340804],
      [0.72, 0.019779502203702504],
      [0.7756717518813397, 0.012674861933076799],
    ] as const;
    want.forEach(([tau, p], j) => {
      const got = answer(spc.kendallCorrelation(trial(j), truth));
      expect(got.tau).toBeCloseTo(tau, 12);
      expect(got.p).toBeCloseTo(p, 12);
    });
    const all = answer(spc.kendallWithReference([trial(0), trial(1), trial(2)], truth));
    expect(all.tau).toBeCloseTo((want[0][0] + want[1][0] + want[2][0]) / 3, 12);
  });

  it("are refused where nobody distinguishes anything", () => {
    expect(
      spc.kendallConcordance([
        [1, 1],
        [1, 1],
      ]),
    ).toHaveProperty("refused", "no-variation");
    expect(spc.kendallCorrelation([1, 1, 1], [1, 2, 3])).toHaveProperty("refused", "no-variation");
  });
});

describe("signal detection", () => {
  /** The ends of the zones of AIAG's example; the other parts lie well inside or outside. */
  const part = (value: number, verdict: "all" | "none" | "some") => ({
    value,
    accepted: verdict === "some" ? [true, false, true] : [verdict === "all", verdict === "all"],
  });
  const parts = [
    part(0.409238, "none"),
    part(0.446697, "none"),
    part(0.449696, "some"),
    part(0.465454, "some"),
    part(0.470832, "all"),
    part(0.502295, "all"),
    part(0.542704, "all"),
    part(0.545604, "some"),
    part(0.561457, "some"),
    part(0.566152, "none"),
    part(0.599581, "none"),
  ];

  it("gives the widths and the 24 % of AIAG's example (MSA 4, chapter III section C)", () => {
    const got = answer(spc.signalDetection(parts, { lsl: 0.45, usl: 0.55 }));
    expect(got.lower?.width).toBeCloseTo(0.024135, 9);
    expect(got.upper?.width).toBeCloseTo(0.023448, 9);
    expect(got.width).toBeCloseTo(0.0237915, 9);
    expect(got.pctTolerance).toBeCloseTo(23.7915, 6);
  });

  it("takes one limit alone, and refuses parts that leave a side untried", () => {
    const upper = answer(spc.signalDetection(parts.slice(4), { usl: 0.55 }));
    expect(upper).toMatchObject({ lower: null, pctTolerance: null });
    expect(spc.signalDetection(parts.slice(4), { lsl: 0.45, usl: 0.55 })).toHaveProperty(
      "refused",
      "too-few-values",
    );
  });
});

describe("the analytic method for go/no-go gauges", () => {
  const counted = (references: readonly number[], accepted: readonly number[]) =>
    references.map((reference, i) => ({ reference, accepted: accepted[i] ?? 0 }));

  it("gives the line, bias and repeatability of Minitab's printed example", () => {
    const references = [-50, -45, -40, -35, -30, -25, -20, -15, -10, -5, 0, 5].map((x) => x / 1000);
    const parts = counted(references, [0, 1, 2, 5, 8, 12, 17, 20, 20, 20, 20, 20]);
    const got = answer(spc.attributeGauge(parts, 20, -0.02));
    expect(got.line.intercept).toBeCloseTo(3.10279, 5);
    expect(got.line.slope).toBeCloseTo(104.136, 3);
    expect(got.bias).toBeCloseTo(0.0097955, 7);
    expect(got.rawRepeatability).toBeCloseTo(0.0494705, 7);
    expect(got.repeatability).toBeCloseTo(0.045806, 6);
    expect(got.p).toBeLessThan(1e-5);
  });

  it("comes near AIAG's example, which was read from a line drawn by eye", () => {
    const references = [-16, -15, -14, -13, -12, -11, -10.5, -10, -8].map((x) => x / 1000);
    const got = answer(
      spc.attributeGauge(counted(references, [0, 1, 3, 5, 8, 16, 18, 20, 20]), 20, -0.01),
    );
    const chances = [0.025, 0.075, 0.175, 0.275, 0.425, 0.775, 0.875, 0.975];
    expect(got.points.map((point) => point.probability)).toEqual(chances);
    expect(Math.abs(got.bias - 0.0023)).toBeLessThan(3e-4);
    expect(Math.abs(got.sigma - 0.00142)).toBeLessThan(2e-4);
  });

  it("refuses parts that are never or always accepted only", () => {
    expect(spc.attributeGauge(counted([1, 2, 3], [0, 0, 20]), 20, 2)).toHaveProperty("refused");
    expect(spc.attributeGauge(counted([1, 2, 3], [3, 9, 14]), 20, 2)).toHaveProperty("refused");
    expect(spc.attributeGauge(counted([1, 2], [3, 21]), 20, 2)).toHaveProperty("refused");
  });
});

describe("stability of a gauge on a master", () => {
  it("has the d2* and degrees of freedom of AIAG's appendix C", () => {
    expect(spc.d2star(5, 20)).toBeCloseTo(2.33394, 4);
    expect(spc.rangeDf(5, 20)).toBeCloseTo(72.7, 1);
    expect(spc.d2star(2, 5)).toBeCloseTo(1.19105, 5);
    expect(spc.rangeDf(2, 1)).toBeCloseTo(1, 1);
  });

  it("tests the bias as AIAG's control chart method prints it (t 0.5371, -0.0299 to 0.0519)", () => {
    // Twenty subgroups of five with grand mean 6.021 and mean range 0.2048 d2*.
    const range = 0.2048 * spc.d2star(5, 20);
    const subgroup = [-0.5, -0.1, 0, 0.1, 0.5].map((share) => 6.021 + share * range);
    const got = answer(spc.stabilityStudy(Array(20).fill(subgroup), 6.01));
    expect(got.sigma).toBeCloseTo(0.2048, 10);
    expect(got.bias?.t).toBeCloseTo(0.5371, 4);
    expect(Math.abs((got.bias?.interval.lower ?? 0) + 0.0299)).toBeLessThan(2e-4);
    expect(Math.abs((got.bias?.interval.upper ?? 0) - 0.0519)).toBeLessThan(2e-4);
    expect(got.bias?.significant).toBe(false);
  });

  it("is lost when the gauge creeps, and when one week reads high", () => {
    const next = normalSource(8);
    const week = (level: number) => Array.from({ length: 5 }, () => level + 0.01 * next());
    const weeks = Array.from({ length: 25 }, () => week(5));
    expect(answer(spc.stabilityStudy(weeks)).stable).toBe(true);
    const creeping = Array.from({ length: 25 }, (_, i) => week(5 + 0.0004 * i));
    expect(answer(spc.stabilityStudy(creeping)).stable).toBe(false);
    const high = weeks.map((values, i) => (i === 7 ? values.map((x) => x + 0.03) : values));
    expect(answer(spc.stabilityStudy(high)).outOfLimits).toContain(7);
  });
});

describe("short studies", () => {
  it("by the range method give AIAG's printed 75.7 % (MSA 4, range method)", () => {
    const a = [0.85, 0.75, 1, 0.45, 0.5];
    const b = [0.8, 0.7, 0.95, 0.55, 0.6];
    const got = answer(spc.gageShort(a, b, 0.0777));
    expect(got.rBar).toBeCloseTo(0.07, 12);
    expect(got.grr).toBeCloseTo(0.0588, 4);
    expect(Math.abs((got.pctProcess ?? 0) - 75.7)).toBeLessThan(0.1);
    expect(spc.gageShort(a, a)).toHaveProperty("refused", "no-variation");
    expect(spc.gageShort(a, [1])).toHaveProperty("refused", "too-few-values");
  });

  it("without people have the components of a one-way analysis of variance (by hand)", () => {
    const got = answer(
      spc.gageAutomatic(
        [
          [1, 2],
          [4, 5],
          [9, 10],
        ],
        { tolerance: 30 },
      ),
    );
    // Means 1.5, 4.5, 9.5: SS(p) = 2 (3.667^2 + 0.667^2 + 4.333^2) = 65.33, SS(e) = 1.5.
    expect(got.anova.part.ms).toBeCloseTo(98 / 3, 12);
    expect(got.anova.repeatability.ms).toBeCloseTo(0.5, 12);
    expect(got.varianceComponents.part).toBeCloseTo((98 / 3 - 0.5) / 2, 12);
    expect(got.pctTolerance?.grr).toBeCloseTo((100 * 6 * Math.sqrt(0.5)) / 30, 12);
    expect(spc.gageAutomatic([[1, 2], [1]])).toHaveProperty("refused");
  });

  it("say how much of a known process the gauge takes", () => {
    const readings = Array.from({ length: 12 }, (_, i) => ({
      part: `${i % 3}`,
      operator: `${Math.floor(i / 3) % 2}`,
      value: 3 * (i % 3) + 0.1 * Math.floor(i / 3),
    }));
    const anova = answer(spc.gageRrAnova(readings, { processSigma: 2 }));
    expect(anova.pctProcess?.grr).toBeCloseTo(50 * anova.stdDev.grr, 12);
    const range = answer(spc.gageRrRange(readings, { processSigma: 2 }));
    expect(range.pctProcess?.grr).toBeCloseTo(50 * range.grr, 12);
    expect(spc.gageRrAnova(readings, { processSigma: 0 })).toHaveProperty("refused");
  });
});

describe("Bowker's test of symmetry", () => {
  it("gives the 8.603 printed in ISO 22514-7, 12.2", () => {
    const table = [
      [7, 3, 1],
      [10, 4, 7],
      [2, 1, 5],
    ];
    const a: number[] = [];
    const b: number[] = [];
    table.forEach((row, i) => {
      row.forEach((count, j) => {
        for (let n = 0; n < count; n++) {
          a.push(i);
          b.push(j);
        }
      });
    });
    const got = answer(spc.bowkerTest(a, b));
    expect(got.chiSquare).toBeCloseTo(8.603, 3);
    expect(got).toMatchObject({ df: 3, counts: table });
    expect(got.p).toBeLessThan(0.05);
    expect(answer(spc.bowkerTest(a, a))).toMatchObject({ chiSquare: 0, df: 0, p: 1 });
  });
});

describe("the verdict on go/no-go appraisers", () => {
  const agreement = (trials: readonly (readonly number[])[], reference: readonly number[]) =>
    answer(spc.attributeAgreement({ ratings: { A: trials }, reference, positive: 1 })).vsReference
      ?.A?.verdict;
  const reference = Array.from({ length: 50 }, (_, i) => (i < 25 ? 1 : 0));
  const wrong = (...at: number[]) => reference.map((x, i) => (at.includes(i) ? 1 - x : x));

  it("follows AIAG's guide of effectiveness, misses and false alarms", () => {
    expect(agreement([reference, wrong(3)], reference)).toBe("acceptable");
    expect(agreement([wrong(3, 4, 5), wrong(6, 7)], reference)).toBe("marginal");
    expect(agreement([wrong(30, 31, 32), wrong(33)], reference)).toBe("unacceptable");
  });
});
