// Limits, rules, capability, histogram and tolerance: refusals and answers quoted in print.

import { describe, expect, it } from "vitest";
import {
  capability,
  describe as describeValues,
  histogram,
  imrLimits,
  isRefusal,
  movingRanges,
  type Refusal,
  successRun,
  toleranceFactorOneSided,
  westernElectric,
  xbarRLimits,
  xbarRPointLimits,
} from "../../spc/index.ts";

function answer<T>(got: Refusal | T): T {
  if (isRefusal(got)) throw new Error(got.why);
  return got;
}

function code(got: unknown): string | null {
  return isRefusal(got) ? got.refused : null;
}

describe("describing values", () => {
  it("keeps the spread of readings a million units from zero", () => {
    const got = answer(describeValues([1_000_000.1, 1_000_000.2, 1_000_000.3]));
    expect(got.sd).toBeCloseTo(0.1, 9);
    expect(got.mean).toBeCloseTo(1_000_000.2, 9);
  });

  it("refuses nothing and what is no number", () => {
    expect(code(describeValues([]))).toBe("too-few-values");
    expect(code(describeValues([1, Number.NaN]))).toBe("not-finite");
    expect(code(describeValues([1.7e308, -1.7e308]))).toBe("not-finite");
  });
});

describe("a histogram of values that lie close together in a wide tolerance", () => {
  it("comes at once, whatever the tolerance is in steps of the gauge", () => {
    const values = [0, 1, 20, 40, 60].map((steps) => 10 + steps * 2 ** -36);
    const started = performance.now();
    const got = answer(histogram(values, { lsl: 5, usl: 5 + 687194767367 * 2 ** -36 }));
    expect(performance.now() - started).toBeLessThan(5000);
    expect(got.counts.reduce((sum, count) => sum + count, 0)).toBe(5);
  });
});

describe("variables charts", () => {
  it("give the X-bar and R limits of two subgroups worked by hand", () => {
    const got = answer(
      xbarRLimits([
        [1, 3],
        [2, 6],
      ]),
    );
    const sigma = 3 / (2 / Math.sqrt(Math.PI));
    expect(got.sigma).toBeCloseTo(sigma, 12);
    expect(got.location.ucl).toBeCloseTo(3 + (3 * sigma) / Math.SQRT2, 12);
    expect(got.spread).toMatchObject({ lcl: 0 });
    expect(got.size).toBe(2);
  });

  it("refuse one subgroup, single values and what is no number", () => {
    expect(code(xbarRLimits([[1, 2]]))).toBe("too-few-subgroups");
    expect(code(xbarRLimits([[1, 2], [3]]))).toBe("subgroup-too-small");
    expect(
      code(
        xbarRLimits([
          [1, 2],
          [3, Number.POSITIVE_INFINITY],
        ]),
      ),
    ).toBe("not-finite");
    expect(code(xbarRPointLimits([5, 1], 0, 1))).toBe("subgroup-too-small");
    expect(code(xbarRPointLimits([5], 0, -1))).toBe("parameter-out-of-range");
    expect(code(imrLimits([1]))).toBe("too-few-values");
  });

  it("leave the moving range open at the start and across a gap", () => {
    expect(movingRanges([1, 3, Number.NaN, 4, 9])).toEqual([null, 2, null, null, 5]);
  });
});

describe("the Western Electric rules", () => {
  it("name the point that completes a pattern, its side and its points", () => {
    expect(westernElectric([0, 2.5, 0, 2.1], 0, 1, { rules: ["we-2"] })).toEqual([
      { rule: "we-2", index: 3, side: "above", points: [1, 3] },
    ]);
    expect(westernElectric([0, -3.01], 0, 1, { rules: ["we-1"] })).toEqual([
      { rule: "we-1", index: 1, side: "below", points: [1] },
    ]);
  });

  it("hold a point on a line to be inside, as the drawn limit does", () => {
    const center = 10;
    const sigma = 0.1;
    expect(westernElectric([center + 3 * sigma], center, sigma)).toEqual([]);
  });

  it("need the points of a pattern on one side", () => {
    expect(westernElectric([2.5, 0, -2.5], 0, 1, { rules: ["we-2"] })).toEqual([]);
    const seven = [1, 1, 1, 1, 1, 1, 1].map((x) => x * 0.5);
    expect(westernElectric([...seven, 0, ...seven], 0, 1)).toEqual([]);
    expect(westernElectric([...seven, 0.5], 0, 1)).toHaveLength(1);
  });

  it("take a standard error per point", () => {
    expect(westernElectric([4, 4], 0, [1, 2]).map((one) => one.index)).toEqual([0]);
  });
});

describe("capability", () => {
  const values = Array.from({ length: 50 }, (_, i) => 10 + ((i * 7) % 11) / 10);

  it("gives one-sided indices for one-sided limits, and never Cp", () => {
    const got = answer(capability({ values, spec: { lsl: 9 } }));
    expect(got.cp).toBeNull();
    expect(got.cpu).toBeNull();
    expect(got.cpk?.value).toBe(got.cpl?.value);
    expect(got.ppk?.interval?.level).toBe(0.95);
  });

  it("gives a Ppk of 1.33 the interval 0.97 to 1.69 for 30 parts, 1.13 to 1.53 for 100", () => {
    const about = (n: number) => {
      const z = 1.959963984540054;
      const reach = z * Math.sqrt(1 / (9 * n) + 1.33 ** 2 / (2 * (n - 1)));
      return [(1.33 - reach).toFixed(2), (1.33 + reach).toFixed(2)];
    };
    const parts = (n: number) => {
      const raw = Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 1 : -1));
      const sd = Math.sqrt(n / (n - 1));
      const got = answer(capability({ values: raw, spec: { usl: 3 * 1.33 * sd } }));
      return [got.ppk?.interval?.lower.toFixed(2), got.ppk?.interval?.upper.toFixed(2)];
    };
    expect(parts(30)).toEqual(["0.97", "1.69"]);
    expect(parts(100)).toEqual(["1.13", "1.53"]);
    expect(parts(50)).toEqual(about(50));
  });

  it("refuses no limits, reversed limits, equal values and one value", () => {
    expect(code(capability({ values, spec: {} }))).toBe("no-spec-limits");
    expect(code(capability({ values, spec: { lsl: 2, usl: 1 } }))).toBe("spec-limits-reversed");
    expect(code(capability({ values: [1, 1, 1], spec: { lsl: 0 } }))).toBe("no-variation");
    expect(code(capability({ values: [1], spec: { lsl: 0 } }))).toBe("too-few-values");
    expect(code(capability({ values, spec: { lsl: Number.NEGATIVE_INFINITY } }))).toBe(
      "not-finite",
    );
    expect(code(capability({ values, spec: { lsl: 0 }, estimator: "x" }))).toBe(
      "parameter-out-of-range",
    );
  });

  it("leaves the within indices out when nothing varies within subgroups", () => {
    const subgroups = [
      [1, 1],
      [2, 2],
      [3, 3],
    ];
    const got = answer(capability({ values: subgroups.flat(), subgroups, spec: { usl: 9 } }));
    expect(got.cpk).toBeNull();
    expect(got.sigmaWithin).toBeNull();
    expect(got.ppk?.value).toBeGreaterThan(0);
  });
});

describe("tolerance and success run", () => {
  it.each([
    [3, "10.6"],
    [5, "5.74"],
    [8, "4.35"],
    [10, "3.98"],
    [13, "3.66"],
    [20, "3.30"],
    [30, "3.06"],
  ])("k for %i specimens at 99 %% / 95 %% is %s", (n, k) => {
    const got = answer(toleranceFactorOneSided(n, 0.99, 0.95));
    expect(got.toPrecision(3)).toBe(k);
  });

  it("proves 95 % with 59 trials without failure, and 55 % with five", () => {
    expect(answer(successRun(59, 0.95))).toBeCloseTo(0.9505, 4);
    expect(answer(successRun(5, 0.95))).toBeCloseTo(0.5493, 4);
    expect(code(successRun(0, 0.95))).toBe("too-few-values");
    expect(code(successRun(5, 1))).toBe("parameter-out-of-range");
    expect(code(toleranceFactorOneSided(1, 0.99, 0.95))).toBe("too-few-values");
    expect(code(toleranceFactorOneSided(10, 1, 0.95))).toBe("parameter-out-of-range");
  });
});

describe("the histogram", () => {
  it("counts every value once and covers them all", () => {
    const values = Array.from({ length: 137 }, (_, i) => Math.sin(i) * 3 + 20);
    const got = answer(histogram(values, { lsl: 18, usl: 22 }));
    expect(got.counts.reduce((sum, count) => sum + count, 0)).toBe(137);
    expect(got.edges[0]).toBeLessThanOrEqual(Math.min(...values));
    expect(got.edges.at(-1)).toBeGreaterThanOrEqual(Math.max(...values));
    expect(got.edges).toContain(18);
    expect(got.edges).toContain(22);
  });

  it("keeps the values on the limits inside", () => {
    const got = answer(histogram([17, 18, 19, 20, 21, 22, 23], { lsl: 18, usl: 22 }));
    const below = got.edges.indexOf(18);
    const above = got.edges.indexOf(22);
    const inside = got.counts.slice(below, above).reduce((sum, count) => sum + count, 0);
    expect(inside).toBe(5);
  });

  it("makes no comb of rounded readings: every bin spans as many steps of the gauge", () => {
    const values = Array.from({ length: 300 }, (_, i) => (980 + (i % 41)) / 100);
    for (const spec of [{}, { lsl: 9.7 }, { lsl: 9.6, usl: 10.4 }]) {
      const { edges, counts } = answer(histogram(values, spec));
      const steps = ((edges[1] ?? 0) - (edges[0] ?? 0)) / 0.01;
      expect(Math.abs(steps - Math.round(steps))).toBeLessThan(1e-6);
      const inner = counts.slice(1, -1).filter((count) => count > 0);
      expect(Math.max(...inner) / Math.min(...inner)).toBeLessThan(1.7);
    }
  });

  it("draws one bin for equal values and refuses none", () => {
    expect(answer(histogram([5, 5, 5])).counts).toEqual([3]);
    expect(code(histogram([]))).toBe("too-few-values");
  });
});
