// Tests on ranks, against R 4.2.2 (kruskal.test, wilcox.test).

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";

function answer<T>(got: spc.Refusal | T): T {
  if (spc.isRefusal(got)) throw new Error(got.why);
  return got;
}

const prototype = [10.01, 10.03, 9.98, 10.0, 10.02, 9.97, 10.04];
const pilot = [10.05, 10.02, 10.08, 10.01, 10.09];
const backup = [10.2, 9.9, 10.5, 10.1];

describe("tests on ranks", () => {
  it("of several groups are Kruskal and Wallis', with ties", () => {
    const got = answer(spc.kruskalWallis([prototype, pilot, backup]));
    expect(got.statistic).toBeCloseTo(4.13021491782554, 11);
    expect(got.p).toBeCloseTo(0.126804663544557, 11);
    expect(got.df).toBe(2);
  });

  it("of two groups with ties are the corrected approximation", () => {
    const got = answer(spc.rankSum(prototype, pilot));
    expect(got).toMatchObject({ u: 6, exact: false });
    expect(got.p).toBeCloseTo(0.0730249759879371, 11);
  });

  it("of two groups without ties are exact", () => {
    const few = answer(spc.rankSum([1.1, 2.2, 3.3, 0.4, 5.5], [2.6, 3.7, 4.8, 6.9, 7.1, 8.2]));
    expect(few).toMatchObject({ u: 4, exact: true });
    expect(few.p).toBeCloseTo(0.05194805194805195, 13);
    const x = Array.from({ length: 20 }, (_, i) => i + 1.5);
    const y = [...Array.from({ length: 16 }, (_, i) => i + 3.25), 40, 41, 42];
    const more = answer(spc.rankSum(x, y));
    expect(more.u).toBe(168);
    expect(more.p).toBeCloseTo(0.5499276825097785, 12);
  });

  it("know nothing of scale, and of two groups are each other's mirror", () => {
    const list = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(list, list, (a, b) => {
        const got = spc.rankSum(a, b);
        const turned = spc.rankSum(b, a);
        if (spc.isRefusal(got) || spc.isRefusal(turned)) {
          expect(got).toHaveProperty("refused", "no-variation");
          return;
        }
        expect(turned.p).toBeCloseTo(got.p, 12);
        expect(turned.chance).toBeCloseTo(1 - got.chance, 12);
        expect(got.p).toBeGreaterThan(0);
        expect(got.p).toBeLessThanOrEqual(1);
        const scaled = answer(spc.kruskalWallis([a.map((x) => x ** 3), b.map((x) => x ** 3)]));
        expect(scaled).toEqual(spc.kruskalWallis([a, b]));
      }),
    );
  });

  it("refuse what has no ranks to compare", () => {
    expect(spc.kruskalWallis([[1, 2]])).toHaveProperty("refused", "too-few-subgroups");
    expect(spc.kruskalWallis([[1, 2], []])).toHaveProperty("refused", "subgroup-too-small");
    expect(spc.kruskalWallis([[1, 1], [1]])).toHaveProperty("refused", "no-variation");
    expect(spc.kruskalWallis([[1, Number.NaN], [1]])).toHaveProperty("refused", "not-finite");
    expect(spc.rankSum([], [1])).toHaveProperty("refused", "too-few-values");
    expect(spc.rankSum([1], [1])).toHaveProperty("refused", "no-variation");
  });
});
