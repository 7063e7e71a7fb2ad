// Tests of normality and the probability plot, beside the reference cases.

import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";
import { normalSource } from "./chance.ts";

function answer<T>(got: spc.Refusal | T): T {
  if (spc.isRefusal(got)) throw new Error(got.why);
  return got;
}

const strengths = [22.4, 23.1, 21.9, 24.6, 22.8, 23.5, 25.9, 22.1, 23.0, 24.1, 22.6, 27.2];

describe("Ryan-Joiner", () => {
  it("is the correlation that scipy's norm.ppf and numpy.corrcoef give", () => {
    const got = answer(spc.ryanJoiner(strengths));
    expect(got.r).toBeCloseTo(0.9370120586878867, 12);
    expect(got.relation).toBe("equal");
    expect(got.p).toBeGreaterThan(0.01);
    expect(got.p).toBeLessThan(0.1);
  });

  it("rejects one normal sample in twenty at 5 % and one in a hundred at 1 %", () => {
    const next = normalSource(31);
    for (const n of [10, 40]) {
      let five = 0;
      let one = 0;
      for (let i = 0; i < 4000; i++) {
        const { p, relation } = answer(spc.ryanJoiner(Array.from({ length: n }, next)));
        if (relation !== "above" && p <= 0.05) five++;
        if (relation === "below") one++;
      }
      expect(Math.abs(five / 4000 - 0.05)).toBeLessThan(4 * Math.sqrt(0.0475 / 4000));
      expect(Math.abs(one / 4000 - 0.01)).toBeLessThan(4 * Math.sqrt(0.0099 / 4000));
    }
  });

  it("says where its table ends", () => {
    const straight = Array.from({ length: 30 }, (_, i) => spc.normalQuantile((i + 0.5) / 30));
    expect(answer(spc.ryanJoiner(straight))).toMatchObject({ p: 0.1, relation: "above" });
    expect(answer(spc.ryanJoiner([1, 1, 1, 1, 1, 1, 1, 1, 99]))).toMatchObject({
      p: 0.01,
      relation: "below",
    });
    expect(spc.ryanJoiner([1, 1, 1, 1])).toHaveProperty("refused", "no-variation");
  });
});

describe("the probability plot", () => {
  it("has median ranks, and for normal values a band whose lower end is a tolerance limit", () => {
    const { points, band, r } = answer(spc.probabilityPlot(strengths));
    expect(points[0]?.probability).toBeCloseTo(0.7 / 12.4, 15);
    expect(points.map((point) => point.x)).toEqual([...strengths].sort((a, b) => a - b));
    expect(r).toBeGreaterThan(0.9);
    // The lower end at 10 % with level 0.9 is mean - k s with k for 90 % of parts, 95 % confidence.
    const at = answer(spc.probabilityPlot(strengths, "normal", 0.9)).band?.find(
      (one) => one.probability === 0.1,
    );
    const k = answer(spc.toleranceFactorOneSided(12, 0.9, 0.95));
    const mean = spc.meanOf(strengths);
    expect(at?.lower).toBeCloseTo(mean - k * spc.sampleSd(strengths), 7);
    expect(band?.length).toBeGreaterThan(0);
    for (const one of band ?? []) {
      expect(one.lower).toBeLessThan(one.x);
      expect(one.upper).toBeGreaterThan(one.x);
    }
  });

  it("of a lognormal is that of the logarithms, turned back", () => {
    const logs = answer(spc.probabilityPlot(strengths.map(Math.log)));
    const got = answer(spc.probabilityPlot(strengths, "lognormal"));
    expect(got.r).toBeCloseTo(logs.r, 10);
    expect(got.band?.[3]?.upper).toBeCloseTo(Math.exp(logs.band?.[3]?.upper ?? 0), 8);
  });

  it("of other distributions comes without a band that could not be defended", () => {
    const got = answer(spc.probabilityPlot(strengths, "weibull"));
    expect(got.band).toBeNull();
    const { model } = answer(spc.fitDistribution(strengths, "weibull"));
    expect(got.points[0]?.fitted).toBeCloseTo(model.quantile(0.7 / 12.4), 10);
  });
});
