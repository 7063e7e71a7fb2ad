// Further indices and distributions: scipy 1.17 for fits, hand calculation for indices.

import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";
import { normalSource } from "./chance.ts";

function answer<T>(got: spc.Refusal | T): T {
  if (spc.isRefusal(got)) throw new Error(got.why);
  return got;
}

const distances = [0.8, 1.3, 0.4, 2.1, 1.7, 0.9, 1.1, 0.2, 1.9, 1.4, 0.6, 1.2];

describe("distributions of distances", () => {
  it("fit Rayleigh as scipy.stats.rayleigh does", () => {
    const { model, logLik } = answer(spc.fitDistribution(distances, "rayleigh"));
    expect(model.parameters.scale).toBeCloseTo(0.89489291724392, 12);
    expect(logLik).toBeCloseTo(-9.908941493725766, 10);
  });

  it("fit the folded normal as scipy.stats.foldnorm does", () => {
    const { model, logLik } = answer(spc.fitDistribution(distances, "foldednormal"));
    expect(model.parameters.mean).toBeCloseTo(1.11710557, 6);
    expect(model.parameters.sd).toBeCloseTo(0.59476198, 6);
    expect(logLik).toBeCloseTo(-9.817217537586627, 10);
    expect(model.quantile(0.00135)).toBeCloseTo(0.0058717524043722, 6);
    expect(model.quantile(0.5)).toBeCloseTo(1.1172339152889315, 6);
    expect(model.upperQuantile(0.00135)).toBeCloseTo(2.9013778269229515, 6);
  });

  it("fold at zero where the values are half normal or wider", () => {
    const wide = [0.01, 0.02, 0.05, 0.1, 0.2, 3];
    const { model } = answer(spc.fitDistribution(wide, "foldednormal"));
    expect(model.parameters.mean).toBe(0);
  });

  it("give indices of a one-sided characteristic", () => {
    const got = answer(spc.nonnormalCapability(distances, "rayleigh", { usl: 4 }));
    const median = 0.89489291724392 * Math.sqrt(2 * Math.LN2);
    const edge = 0.89489291724392 * Math.sqrt(-2 * Math.log(0.00135));
    expect(got.ppk).toBeCloseTo((4 - median) / (edge - median), 10);
  });
});

describe("the power of Yeo and Johnson", () => {
  const values = [-0.6, -0.2, 0.1, 0.3, 0.35, 0.6, 0.8, 1.4, 1.9, 3.2, 4.8, 0.05];

  it("is that of scipy.stats.yeojohnson, on values of both signs", () => {
    const { lambda, logLik } = answer(spc.yeoJohnson(values));
    expect(lambda).toBeCloseTo(-0.08279544172239335, 6);
    expect(logLik).toBeCloseTo(-1.5926212944557143, 10);
    expect(spc.yeoJohnsonTransform(-0.6, lambda)).toBeCloseTo(-0.79776627, 7);
  });

  it("leaves values as they are at 1, takes logarithms at 0 and 2", () => {
    for (const x of [-2, 0, 3]) expect(spc.yeoJohnsonTransform(x, 1)).toBeCloseTo(x, 14);
    expect(spc.yeoJohnsonTransform(Math.E - 1, 0)).toBeCloseTo(1, 14);
    expect(spc.yeoJohnsonTransform(1 - Math.E, 2)).toBeCloseTo(-1, 14);
  });

  it("refuses too few values and no variation", () => {
    expect(spc.yeoJohnson([1, 2])).toHaveProperty("refused", "too-few-values");
    expect(spc.yeoJohnson([1, 1, 1])).toHaveProperty("refused", "no-variation");
  });
});

describe("further indices", () => {
  const values = [9, 10, 11];

  it("give Cpmk about the nominal", () => {
    const spec = { lsl: 4, usl: 14, nominal: 9 };
    expect(spc.cpmk(values, spec)).toBeCloseTo(4 / (3 * Math.SQRT2), 12);
    expect(spc.cpmk(values, { lsl: 4 })).toHaveProperty("refused", "no-spec-limits");
  });

  it("give Cm and Cmk, and say when 50 parts are not there", () => {
    const got = answer(spc.machineCapability(values, { lsl: 4, usl: 14 }));
    expect(got).toMatchObject({ n: 3, enough: false });
    expect(got.cm).toBeCloseTo(10 / 6, 12);
    expect(got.cmk).toBeCloseTo(4 / 3, 12);
    expect(spc.machineCapability([1, 1], { usl: 2 })).toHaveProperty("refused", "no-variation");
  });

  it("find the variation between subgroups that a simulation put in", () => {
    const next = normalSource(11);
    const subgroups = Array.from({ length: 3000 }, () => {
      const level = 0.8 * next();
      return Array.from({ length: 5 }, () => level + next());
    });
    const got = answer(spc.betweenWithin(subgroups, { lsl: -6, usl: 6 }));
    expect(Math.abs(got.within - 1)).toBeLessThan(0.03);
    expect(Math.abs(got.between - 0.8)).toBeLessThan(0.06);
    expect(got.total).toBeCloseTo(Math.hypot(got.within, got.between), 12);
    expect(got.cp).toBeCloseTo(2 / got.total, 12);
  });

  it("finds none where there is none, and refuses unequal subgroups", () => {
    const none = answer(
      spc.betweenWithin(
        [
          [1, 3],
          [3, 1],
          [1, 3],
        ],
        { usl: 9 },
      ),
    );
    expect(none.between).toBe(0);
    expect(
      spc.betweenWithin(
        [
          [1, 2],
          [1, 2, 3],
        ],
        { usl: 9 },
      ),
    ).toHaveProperty("refused");
  });
});
