// Acceptance sampling: known cells of the tables, other programs, and what the definitions demand.

import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";

function answer<T>(got: spc.Refusal | T): T {
  if (spc.isRefusal(got)) throw new Error(got.why);
  return got;
}

describe("ISO 2859-1", () => {
  it.each([
    ["a lot of 500 at AQL 1.0", 500, 1, "II", "normal", "H", 50, 1],
    ["the same tightened: the arrow leads to 80", 500, 1, "II", "tightened", "H", 80, 1],
    ["a lot of 1000 at AQL 2.5", 1000, 2.5, "II", "normal", "J", 80, 5],
    ["a lot of 3000 at AQL 0.65", 3000, 0.65, "II", "normal", "K", 125, 2],
    ["an arrow up: code letter H at AQL 0.4", 400, 0.4, "II", "normal", "H", 32, 0],
    ["an arrow down: code letter H at AQL 0.15", 400, 0.15, "II", "normal", "H", 80, 0],
    ["special level S-2 of a lot of 10000", 10_000, 4, "S-2", "normal", "D", 13, 1],
    ["nonconformities per 100 items", 500, 100, "II", "normal", "H", 13, 21],
    ["a very large lot, tightened", 1e6, 0.4, "II", "tightened", "Q", 1250, 8],
  ] as const)("gives the plan of %s", (_, lot, aql, level, severity, letter, n, ac) => {
    const plan = answer(spc.aqlPlan(lot, aql, level, severity));
    expect(plan).toMatchObject({ letter, n, ac, re: ac + 1, severity });
  });

  it("inspects the whole lot where the sample would be as large", () => {
    expect(spc.aqlPlan(50, 0.1)).toMatchObject({ n: 50, ac: 0, wholeLot: true });
  });

  it("accepts a process at its AQL with 85 to 99.9 % in every cell of the normal table", () => {
    for (const aql of spc.AQLS.filter((one) => one <= 10)) {
      for (const lot of [8, 90, 500, 3200, 35_000, 500_000, 1e6]) {
        const { n, ac, wholeLot } = answer(spc.aqlPlan(lot, aql));
        if (wholeLot) continue;
        const accepted = answer(spc.acceptanceProbability({ n, ac }, aql / 100));
        expect(accepted, `AQL ${aql}, lot ${lot}`).toBeGreaterThan(0.85);
        expect(accepted, `AQL ${aql}, lot ${lot}`).toBeLessThan(0.999);
      }
    }
  });

  it("refuses a lot of one and an AQL that is not preferred", () => {
    expect(spc.aqlPlan(1, 1)).toHaveProperty("refused");
    expect(spc.aqlPlan(100, 1.1)).toHaveProperty("refused");
  });

  it("tightens after two of five, relaxes after five, stops after five more", () => {
    const severityAfter = (verdicts: string) =>
      [...verdicts].reduce(
        (state, one) => spc.nextSwitching(state, { accepted: one === "+" }),
        spc.SWITCHING_START,
      ).severity;
    expect(severityAfter("+-++++-")).toBe("normal");
    expect(severityAfter("+-++-")).toBe("tightened");
    expect(severityAfter("--+++++")).toBe("normal");
    expect(severityAfter("--++++-+++++")).toBe("normal");
    expect(severityAfter("--+-+-+-+-+-")).toBe("discontinued");
    expect(severityAfter("------+++++")).toBe("normal");
  });
});

describe("operating curves", () => {
  it("agree with scipy's binomial, Poisson and hypergeometric", () => {
    expect(spc.acceptanceProbability({ n: 50, ac: 1 }, 0.01)).toBeCloseTo(0.9105646869039693, 12);
    expect(spc.acceptanceProbability({ n: 50, ac: 2 }, 0.04, "poisson")).toBeCloseTo(
      0.6766764161830634,
      12,
    );
    expect(spc.lotAcceptanceProbability({ n: 40, ac: 2 }, 300, 15)).toBeCloseTo(
      0.6781899098064235,
      10,
    );
    expect(spc.lotAcceptanceProbability({ n: 50, ac: 0 }, 150, 3)).toBeCloseTo(
      0.29330672954834025,
      10,
    );
  });

  it("make the smallest plan of a lot that stands alone", () => {
    expect(spc.isolatedLotPlan(300, 15, 0)).toEqual({ n: 42, ac: 0 });
    expect(spc.isolatedLotPlan(200, 10, 1)).toEqual({ n: 67, ac: 1 });
    expect(spc.isolatedLotPlan(50, 3, 0)).toEqual({ n: 27, ac: 0 });
    expect(spc.isolatedLotPlan(50, 1, 1)).toHaveProperty("refused");
  });
});

describe("plans by variables", () => {
  it("find Montgomery's plan: AQL 1 %, LTPD 6 %, about 40 items with k 1.9", () => {
    const plan = answer(spc.variablesPlan(0.01, 0.06, 0.05, 0.1, "unknown"));
    expect(plan.n).toBe(42);
    expect(plan.k).toBeCloseTo(1.9052850516401045, 8);
    expect(Math.abs(plan.n - 40)).toBeLessThanOrEqual(2);
    expect(plan.k).toBeCloseTo(1.9, 1);
  });

  it("need fewer items where the standard deviation is known", () => {
    const known = answer(spc.variablesPlan(0.01, 0.06, 0.05, 0.1, "known"));
    const reach =
      (1.6448536269514722 + 1.2815515655446004) / (2.3263478740408408 - 1.5547735945968535);
    expect(known.n).toBe(Math.ceil(reach ** 2));
    expect(known.consumerRisk).toBeLessThanOrEqual(0.1);
  });

  it("refuse what no plan can tell apart", () => {
    expect(spc.variablesPlan(0.05, 0.05, 0.05, 0.1, "known")).toHaveProperty("refused");
  });
});
