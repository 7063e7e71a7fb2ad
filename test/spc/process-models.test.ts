// Time-dependent models: what is proposed for simulated processes, and capability of known mixtures.

import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";
import { normalSource, uniformSource } from "./chance.ts";

function answer<T>(got: spc.Refusal | T): T {
  if (spc.isRefusal(got)) throw new Error(got.why);
  return got;
}

type Process = (next: () => number, i: number, k: number) => (j: number) => number;

/** Value j of subgroup i of k, for each model. */
const processes: Readonly<Record<spc.ProcessModelName, Process>> = {
  A1: (next) => () => next(),
  A2: (next) => () => Math.exp(0.5 * next()),
  B: (next, i) => () => (i % 2 === 0 ? 0.4 : 1.8) * next(),
  C1: (next) => {
    const mean = 1.2 * next();
    return () => mean + next();
  },
  C2: (next) => {
    const mean = 1.5 * Math.exp(0.9 * next());
    return () => mean + next();
  },
  C3: (next, i, k) => () => (5 * i) / k + next(),
  C4: (next, i, k) => {
    const lot = [0, 3, 1, 4, 2][Math.floor((5 * i) / k)] ?? 0;
    return () => lot + next();
  },
  D: (next, i) => {
    const mean = 2 * next();
    return () => mean + (i % 2 === 0 ? 0.4 : 1.8) * next();
  },
};

function made(model: spc.ProcessModelName, k: number, seed: number, size = 5): number[][] {
  const next = normalSource(seed);
  return Array.from({ length: k }, (_, i) => {
    const value = processes[model](next, i, k);
    return Array.from({ length: size }, (_, j) => value(j));
  });
}

describe("the model that is proposed", () => {
  it.each(["A1", "A2", "B", "C1", "C2", "C3", "C4", "D"] as const)(
    "of 40 subgroups of a process %s is the right one in 80 % of 60 simulations",
    (model) => {
      let right = 0;
      for (let seed = 1; seed <= 60; seed++) {
        if (answer(spc.processModel(made(model, 40, seed))).model === model) right++;
      }
      expect(right / 60).toBeGreaterThan(0.8);
    },
  );

  it("comes with its reasons, and is refused for a handful of subgroups", () => {
    const { reasons } = answer(spc.processModel(made("C3", 40, 3)));
    expect(reasons.join(" ")).toMatch(/The mean moves .* A line explains \d+ % of the means/);
    expect(spc.processModel(made("A1", 7, 3))).toHaveProperty("refused", "too-few-subgroups");
    expect(spc.processModel(Array(9).fill([1, 1]))).toHaveProperty("refused", "no-variation");
    expect(spc.processModel([...made("A1", 9, 1), [1, 2]])).toHaveProperty("refused");
  });
});

describe("capability by the model", () => {
  const spec = { lsl: -8, usl: 12 };

  it("takes location and width as ISO 22514-2 names them (by hand)", () => {
    const subgroups = [
      [1, 2, 6],
      [2, 4, 6],
      [3, 3, 9],
    ];
    const by = (options: spc.TimeDependentOptions) =>
      answer(spc.timeDependentCapability(subgroups, "A1", spec, options));
    expect(by({ location: "l1" }).center).toBeCloseTo(4, 12);
    expect(by({ location: "l2" }).center).toBe(3);
    expect(by({ location: "l3" }).center).toBeCloseTo(4, 12);
    expect(by({ location: "l4" }).center).toBeCloseTo(3, 12);
    const sds = [Math.sqrt(7), 2, Math.sqrt(12)];
    const third = (dispersion: spc.DispersionMethod) => by({ dispersion }).above / 3;
    expect(third("d2")).toBeCloseTo(Math.sqrt((7 + 4 + 12) / 3), 12);
    expect(third("d3")).toBeCloseTo(
      sds.reduce((sum, s) => sum + s, 0) / 3 / (Math.sqrt(Math.PI) / 2),
      12,
    );
    expect(third("d4")).toBeCloseTo(5 / spc.d2(3), 12);
    expect(third("d5")).toBeCloseTo(spc.sampleSd(subgroups.flat()), 12);
  });

  it("of one stable normal process is the same as the plain one", () => {
    const subgroups = made("A1", 30, 5);
    const plain = answer(spc.capability({ values: subgroups.flat(), subgroups, spec }));
    const got = answer(spc.timeDependentCapability(subgroups, "A1", spec));
    expect(got.ppk).toBeCloseTo(plain.ppk?.value ?? 0, 12);
    expect(got.expected.below).toBeCloseTo(plain.expectedOverall.below, 9);
  });

  /** Quantiles of a mixture of normals by bisection. */
  function mixture(parts: readonly (readonly [mean: number, sd: number])[], p: number): number {
    const cdf = (x: number) =>
      parts.reduce((sum, [mean, sd]) => sum + spc.normalCdf((x - mean) / sd), 0) / parts.length;
    let low = -40;
    let high = 40;
    for (let i = 0; i < 80; i++) {
      const middle = (low + high) / 2;
      if (cdf(middle) < p) low = middle;
      else high = middle;
    }
    return low;
  }

  const k = 3000;
  const truths = {
    B: [
      [0, 0.4],
      [0, 1.8],
    ],
    C3: Array.from({ length: 500 }, (_, i) => [(5 * i) / 500, 1] as const),
    C4: [0, 3, 1, 4, 2].map((lot) => [lot, 1] as const),
    D: Array.from({ length: 400 }, (_, i) => [
      2 * spc.normalQuantile((Math.floor(i / 2) + 0.5) / 200),
      i % 2 === 0 ? 0.4 : 1.8,
    ]),
  } as const;

  // Subgroups of five blur what their means and spreads are: the width errs on the wide side.
  it.each([
    ["B", 1.2],
    ["C3", 1.02],
    ["C4", 1.06],
    ["D", 1.12],
  ] as const)(
    "of %s has the width of the mixture it was made of, at most %d times (3000 subgroups)",
    (model, most) => {
      const got = answer(spc.timeDependentCapability(made(model, k, 12), model, spec));
      const parts = truths[model].map(([mean = 0, sd = 1]) => [mean, sd] as const);
      const width = mixture(parts, 0.99865) - mixture(parts, 0.00135);
      expect((got.below + got.above) / width).toBeGreaterThan(0.98);
      expect((got.below + got.above) / width).toBeLessThan(most);
      expect(got.pp).toBeCloseTo(20 / (got.below + got.above), 12);
    },
  );

  it("of a drifting mean says where it is worst, and will not take the spread within for all", () => {
    const subgroups = made("C3", k, 2);
    const { worst, ppk } = answer(spc.timeDependentCapability(subgroups, "C3", spec));
    expect(Math.abs((worst?.largest ?? 0) - 5)).toBeLessThan(0.1);
    expect(Math.abs((worst?.ppk ?? 0) - 7 / 3)).toBeLessThan(0.05);
    expect(ppk).toBeGreaterThan(0);
    expect(spc.timeDependentCapability(subgroups, "C3", spec, { dispersion: "d2" })).toHaveProperty(
      "refused",
      "parameter-out-of-range",
    );
  });

  it("of a skewed process is that of its distribution", () => {
    const uniform = uniformSource(4);
    const subgroups = Array.from({ length: 40 }, () =>
      Array.from({ length: 5 }, () => Math.exp(0.4 * spc.normalQuantile(uniform()))),
    );
    const got = answer(
      spc.timeDependentCapability(subgroups, "A2", { usl: 5 }, { distribution: "lognormal" }),
    );
    const { ppk, expected } = answer(
      spc.nonnormalCapability(subgroups.flat(), "lognormal", { usl: 5 }),
    );
    expect(got.expected.above).toBeCloseTo(expected.above, 9);
    expect(Math.abs(got.ppk - (ppk ?? 0))).toBeLessThan(0.1);
  });
});

describe("one-sided indices", () => {
  it.each([
    [1.33, 30, 0.95, 0.967752882135342, 1.68917368803391],
    [1.1, 8, 0.9, 0.570524112102264, 1.59423768397975],
    [0.2, 50, 0.95, 0.0986523929373297, 0.299613925564811],
    [-0.3, 12, 0.95, -0.520924732701403, -0.0696896063722908],
    [2, 5, 0.99, 0.388930188888057, 3.88885399822566],
  ])(
    "of %d from %i values have the exact bounds of mpmath 1.3 (25 digits)",
    (index, n, level, lower, upper) => {
      const got = answer(spc.exactSideInterval(index, n, level));
      expect(Math.abs(got.lower - lower)).toBeLessThan(1e-8);
      expect(Math.abs(got.upper - upper)).toBeLessThan(1e-8);
    },
  );

  it("refuse what no sample shows", () => {
    expect(spc.exactSideInterval(1, 1)).toHaveProperty("refused", "too-few-values");
    expect(spc.exactSideInterval(Number.NaN, 9)).toHaveProperty("refused", "not-finite");
    expect(spc.exactSideInterval(1, 9, 1)).toHaveProperty("refused", "parameter-out-of-range");
  });
});

describe("targets and natural limits", () => {
  const values = [9, 10, 11];

  it("judge by the nearer limit as seen from the target (Kane 1986, by hand)", () => {
    const got = answer(spc.targetCapability(values, { lsl: 4, usl: 20, nominal: 9 }));
    expect(got).toMatchObject({ mean: 10, sigma: 1 });
    expect(got.cpT).toBeCloseTo(5 / 3, 12);
    expect(got.cplT).toBeCloseTo(4 / 3, 12);
    expect(got.cpuT).toBeCloseTo(10 / 3, 12);
    expect(got.cpkT).toBeCloseTo(4 / 3, 12);
    const one = answer(spc.targetCapability(values, { usl: 14, nominal: 9 }, 2));
    expect(one).toMatchObject({ cplT: null });
    expect(one.cpkT).toBeCloseTo(4 / 6, 12);
    expect(spc.targetCapability(values, { usl: 14, nominal: 15 })).toHaveProperty("refused");
    expect(spc.targetCapability(values, { usl: 14 })).toHaveProperty("refused", "no-spec-limits");
  });

  it("let a natural limit count for information only", () => {
    const flat = Array.from({ length: 60 }, (_, i) =>
      Math.abs(0.02 + 0.03 * spc.normalQuantile((i + 0.5) / 60)),
    );
    const got = answer(spc.naturalLimitCapability(flat, { usl: 0.15 }, 0));
    const { q00135, q50, q99865 } = got.distribution;
    expect(got.cp).toBeCloseTo(0.15 / (q99865 - q00135), 12);
    expect(got.cpk).toBeCloseTo((0.15 - q50) / (q99865 - q50), 12);
    expect(got.cpk).toBeGreaterThan(got.cp);
    expect(spc.naturalLimitCapability(flat, { lsl: 0, usl: 0.15 }, 0)).toHaveProperty("refused");
    expect(spc.naturalLimitCapability(flat, { usl: 0.15 }, 0.01)).toHaveProperty("refused");
  });
});
