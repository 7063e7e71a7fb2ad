// False alarms of rule sets: simulation against the exact chains of Champ and Woodall.

import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";
import { uniformSource } from "./chance.ts";

function answer<T>(got: spc.Refusal | T): T {
  if (spc.isRefusal(got)) throw new Error(got.why);
  return got;
}

describe("the run length of a rule set", () => {
  it.each([
    ["the limits alone", [1], ["we-1"], 370.4],
    ["two of three", [1, 2], ["we-1", "we-2"], 225.44],
    ["eight in a row", [1, 4], ["we-1", "we-4"], 152.73],
    ["all four", [1, 2, 3, 4], ["we-1", "we-2", "we-3", "we-4"], 91.75],
  ] as const)("agrees with Champ and Woodall (1987) for %s", (_, only, names, published) => {
    const exact = answer(spc.runsRulesArl(names, 0));
    expect(exact).toBeCloseTo(published, 1);
    const simulation = { random: uniformSource(5), runs: 1500 };
    const { arl, standardError } = answer(spc.ruleSetArl("western-electric", simulation, { only }));
    expect(Math.abs(arl - exact)).toBeLessThan(4 * standardError);
    expect(standardError).toBeLessThan(0.04 * arl);
  });

  it("is shorter the more rules a set has, and shorter still after a shift", () => {
    const lengthOf = (set: spc.RuleSetName, shift: number) =>
      answer(spc.ruleSetArl(set, { random: uniformSource(9), runs: 800, shift })).arl;
    expect(lengthOf("nelson", 0)).toBeLessThan(lengthOf("western-electric", 0));
    expect(lengthOf("nelson", 1)).toBeLessThan(lengthOf("nelson", 0) / 3);
  });

  it("refuses no runs and a rule the set does not have", () => {
    const random = uniformSource(1);
    expect(spc.ruleSetArl("nelson", { random, runs: 0 })).toHaveProperty("refused");
    expect(spc.ruleSetArl("aiag", { random, runs: 5 }, { only: [9] })).toHaveProperty("refused");
  });
});
