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

  it.each([
    ["nelson", [1, 2, 5, 6, 7, 8]],
    ["nelson", [8]],
    ["montgomery", [1, 2, 3, 4, 6, 8]],
    ["juran", [1, 2, 3, 5, 6]],
    ["aiag", [1, 2, 7]],
  ] as const)("is exact for %s rules %j, as charts that are really run show", (set, only) => {
    const exact = answer(spc.exactRuleSetArl(set, { only }));
    const runs = exact > 1000 ? 200 : 1500;
    const simulation = { random: uniformSource(3), runs };
    const { arl, standardError } = answer(spc.ruleSetArl(set, simulation, { only }));
    expect(Math.abs(arl - exact)).toBeLessThan(4 * standardError);
  });

  it("of points in a row has the closed form of a run of successes", () => {
    const inside = 1 - 2 * spc.normalCdf(-1);
    const waiting = (p: number, k: number) => (1 - p ** k) / ((1 - p) * p ** k);
    const within = answer(spc.exactRuleSetArl("nelson", { only: [7] }));
    expect(within / waiting(inside, 15)).toBeCloseTo(1, 10);
    const without = answer(spc.exactRuleSetArl("aiag", { only: [8] }));
    expect(without / waiting(1 - inside, 8)).toBeCloseTo(1, 10);
  });

  it("has no exact answer with a trend, and says so", () => {
    const got = spc.exactRuleSetArl("nelson", { only: [1, 3] });
    expect(got).toMatchObject({ refused: "parameter-out-of-range" });
    expect(got).toHaveProperty("why", expect.stringContaining("trend"));
  });

  it("is said in words for a plan, exactly where it can be", () => {
    const exact = answer(spc.falseCalls("western-electric", {}, 92));
    expect(exact).toMatchObject({ method: "exact", standardError: 0 });
    expect(exact.says).toBe("About one false call per 92 points; at 92 points a week one a week.");
    const simulated = answer(spc.falseCalls("aiag"));
    expect(simulated.method).toBe("simulated");
    expect(simulated.standardError).toBeLessThan(0.02 * simulated.everyPoints);
    expect(answer(spc.falseCalls("aiag"))).toEqual(simulated);
    expect(spc.falseCalls("aiag", {}, 0)).toHaveProperty("refused");
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
