// Readings far from zero against the same readings about zero: eighths are exact in both places.

import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";

const FAR = 1e9;
const near = [0, 0.125, 0.125, 0.25, -0.125, 0.375, 0.125];
const far = near.map((x) => FAR + x);
const other = near.map((x, i) => (i % 2 === 0 ? x + 0.25 : x));

function figures(answer: unknown): number[] {
  if (spc.isRefusal(answer)) throw new Error(answer.why);
  if (typeof answer === "number") return [answer];
  if (typeof answer !== "object" || answer === null) return [];
  return Object.entries(answer).flatMap(([key, value]) => (key === "mean" ? [] : figures(value)));
}

function expectSame(got: unknown, want: unknown): void {
  const [a, b] = [figures(got), figures(want)];
  expect(a.length).toBe(b.length);
  expect(b.length).toBeGreaterThan(3);
  for (const [i, one] of b.entries()) {
    expect(Math.abs((a[i] ?? Number.NaN) - one)).toBeLessThanOrEqual(1e-12 * Math.abs(one));
  }
}

describe("readings far from zero", () => {
  it("have the bias, t and interval of those about zero", () => {
    expectSame(spc.biasStudy(far, FAR + 0.0625), spc.biasStudy(near, 0.0625));
    expectSame(spc.type1Study(far, FAR + 0.0625, 8), spc.type1Study(near, 0.0625, 8));
  });

  it("have the indices and parts per million of those about zero", () => {
    const spec = { lsl: -0.5, usl: 0.75, nominal: 0.125 };
    const moved = { lsl: FAR - 0.5, usl: FAR + 0.75, nominal: FAR + 0.125 };
    expectSame(
      spc.capability({ values: far, spec: moved }),
      spc.capability({ values: near, spec }),
    );
  });

  it("differ by what those about zero do", () => {
    const moved = other.map((x) => FAR + x);
    expectSame(spc.welchTest(far, moved), spc.welchTest(near, other));
  });
});

describe("a unit of measure that is very large or very small", () => {
  const first = [1, 2, 3, 1, 2, 4];
  const second = [2, 3, 3, 5, 4, 2];
  const scaled = (values: readonly number[], unit: number) => values.map((x) => x * unit);

  it.each([2 ** 300, 2 ** -300])("leaves Welch's degrees of freedom as they are: %d", (unit) => {
    const got = spc.welchTest(scaled(first, unit), scaled(second, unit));
    const want = spc.welchTest(first, second);
    if (spc.isRefusal(got) || spc.isRefusal(want)) throw new Error("refused");
    expect(got.df).toBeCloseTo(want.df, 10);
    expect(got.p).toBeCloseTo(want.p, 12);
    const pairs = spc.comparePairs([first, second].map((values) => scaled(values, unit)));
    if (spc.isRefusal(pairs)) throw new Error(pairs.why);
    expect(pairs[0]?.df).toBeCloseTo(want.df, 10);
  });
});
