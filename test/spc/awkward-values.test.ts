// Values that are legal and awkward: all equal, far apart in size, all outside, only two of them.

import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";

function given<T>(answer: spc.Refusal | T): T {
  if (spc.isRefusal(answer)) throw new Error(`${answer.refused}: ${answer.why}`);
  return answer;
}

function outsideOf(name: spc.ChartName, values: readonly number[]): readonly number[] {
  const chart = given(
    spc.controlChart(
      name,
      values.map((x) => [x]),
    ),
  );
  return chart.panels.flatMap((panel) => panel.outside);
}

describe("values that are all equal", () => {
  it.each([0.1, 3, 1 / 3, 2e9 + 0.3])("lie inside an EWMA chart and a t chart of %d", (x) => {
    const same = Array.from({ length: 30 }, () => x);
    expect(outsideOf("ewma", same)).toEqual([]);
    expect(outsideOf("t", same)).toEqual([]);
  });
});

describe("values of very different size", () => {
  it("have the mean of their exact sum", () => {
    expect(given(spc.describe([1e8, 1, -1e8, 2, 3e-3])).mean).toBeCloseTo(0.6006, 15);
    expect(given(spc.describe([1e16, 1, -1e16])).mean).toBeCloseTo(1 / 3, 15);
  });

  it("refuse limits that no double holds", () => {
    expect(spc.uLimits([1], 1e300, { nsigmas: 1e300 })).toMatchObject({ refused: "not-finite" });
    expect(spc.laneyLimits("u", [1], 1e300, 1e300)).toMatchObject({ refused: "not-finite" });
    expect(spc.laneyLimits("u", [1], Number.POSITIVE_INFINITY, 1)).toMatchObject({
      refused: "not-finite",
    });
  });
});

describe("a process that lies outside its specification", () => {
  it("has the benchmark Z of the share inside", () => {
    const spec = { lsl: 8.1, usl: 30 };
    const got = given(spc.capability({ values: [-1, 1, -1, 1], sigmaWithin: 1, spec }));
    expect(got.expectedWithin?.zBench).toBeCloseTo(-8.1, 10);
  });

  it("has a negative share of the allowed variation where the bias alone is too much", () => {
    const got = given(spc.type1Study([10, 10.1, 9.9, 10], 11, 1));
    expect(got.pctVarBias).toBeCloseTo(20 / got.cgk, 12);
    expect(got.cgk).toBeLessThan(0);
  });
});

describe("a shift that hardly leaves a point inside", () => {
  it("keeps the digits of the run length's standard deviation", () => {
    const { beta, sdrl } = given(spc.shewhartArl(4, 25));
    expect(beta / 4.105996e-65).toBeCloseTo(1, 6);
    expect(sdrl / Math.sqrt(4.105996e-65)).toBeCloseTo(1, 6);
  });
});

describe("few or narrow values", () => {
  it("fit a distribution of two parameters from two values on", () => {
    const got = given(spc.fitDistribution([1, 3], "normal"));
    expect(got.model.parameters).toEqual({ mean: 2, sd: 1 });
  });

  it("have the p of nortest 1.0-4 where the formula has turned back", () => {
    const two = Array.from({ length: 200 }, (_, i) => (i < 100 ? i / 1e6 : 1 + i / 1e6));
    expect(given(spc.andersonDarling(two)).p).toBe(3.7e-24);
  });

  it("have a Box-Cox power and indices however far from zero they lie", () => {
    // y normal, x = (1 + lambda y)^(1/lambda) about 100 with a spread of half a per cent.
    const normal = Array.from({ length: 99 }, (_, i) => spc.normalQuantile((i + 0.5) / 99));
    const values = normal.map((z) => 100 * Math.exp(0.005 * z));
    const got = given(spc.boxCoxCapability(values, { lsl: 98, usl: 102 }));
    const { lambda, interval } = got.transformation;
    expect(lambda).toBeCloseTo(0, 6);
    expect(interval.upper).toBeGreaterThan(20);
    expect(interval.lower).toBeCloseTo(-interval.upper, 4);
    const squared = given(
      spc.boxCoxCapability(
        values.map((x) => x ** -40),
        { usl: 98 ** -40 },
      ),
    );
    expect(squared.ppu).toBeCloseTo(got.ppl ?? Number.NaN, 8);
  });

  it("fit a folded normal distribution as a normal one where the fold is far away", () => {
    const far = [0, 1, 2, 4, 3, 2].map((step) => 1e9 + step * 2 ** -20);
    const { parameters } = given(spc.fitDistribution(far, "foldednormal")).model;
    expect(parameters).toEqual(given(spc.fitDistribution(far, "normal")).model.parameters);
  });

  it("say in the singular that one came", () => {
    const one = spc.controlChart("xbar-r", [[1, 2]]);
    expect(one).toMatchObject({ why: expect.stringContaining("1 subgroup with two values") });
  });
});
