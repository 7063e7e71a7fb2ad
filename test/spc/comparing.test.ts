// Comparing stages against scipy 1.17, and the printed example of NIST.

import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";

function answer<T>(got: spc.Refusal | T): T {
  if (spc.isRefusal(got)) throw new Error(got.why);
  return got;
}

const prototype = [10.01, 10.03, 9.98, 10.0, 10.02, 9.97, 10.04];
const pilot = [10.05, 10.02, 10.08, 10.01, 10.09];
const backup = [10.2, 9.9, 10.5, 10.1];

describe("comparing stages", () => {
  it("gives Welch's test as scipy.stats.ttest_ind does", () => {
    const got = answer(spc.welchTest(prototype, pilot));
    expect(got.t).toBeCloseTo(-2.311113647314227, 9);
    expect(got.df).toBeCloseTo(6.917803282183392, 9);
    expect(got.p).toBeCloseTo(0.05452833890385133, 9);
    expect(got.interval.lower).toBeCloseTo(-0.0868124234586517, 9);
    expect(got.interval.upper).toBeCloseTo(0.0010981377443591775, 9);
  });

  it("gives the tests of Brown and Forsythe and of Levene as scipy.stats.levene does", () => {
    const groups = [prototype, pilot, backup];
    const robust = answer(spc.leveneTest(groups));
    expect(robust.f).toBeCloseTo(6.445507308684416, 9);
    expect(robust.p).toBeCloseTo(0.011354364596506345, 10);
    const classic = answer(spc.leveneTest(groups, "mean"));
    expect(classic.f).toBeCloseTo(6.679436037438778, 9);
    expect(classic.p).toBeCloseTo(0.010106655083929652, 10);
  });

  it("shows equivalence by two one-sided tests, and its interval says the same", () => {
    const narrow = answer(spc.equivalence(prototype, pilot, 0.05));
    expect(narrow.p).toBeCloseTo(0.35583453504504164, 9);
    expect(narrow.equivalent).toBe(false);
    const wide = answer(spc.equivalence(prototype, pilot, 0.1));
    expect(wide.equivalent).toBe(true);
    expect(wide.interval.lower).toBeGreaterThan(-0.1);
    expect(narrow.interval.lower).toBeLessThan(-0.05);
  });

  it("refuses groups that cannot be compared", () => {
    expect(spc.welchTest([1, 1], [1, 1])).toHaveProperty("refused", "no-variation");
    expect(spc.leveneTest([[1, 2]])).toHaveProperty("refused", "too-few-subgroups");
    expect(spc.leveneTest([[1, 2], [3]])).toHaveProperty("refused", "subgroup-too-small");
    expect(spc.equivalence(prototype, pilot, 0)).toHaveProperty("refused");
  });
});
