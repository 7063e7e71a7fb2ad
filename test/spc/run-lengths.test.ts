// Average run lengths against print, and against charts that are really run.

import { describe, expect, it } from "vitest";
import {
  cusumArl,
  ewmaArl,
  isRefusal,
  NELSON_RULES,
  nelson,
  normalQuantile,
  type Refusal,
  runsRulesArl,
  shewhartArl,
  WESTERN_ELECTRIC_RULES,
  westernElectric,
} from "../../spc/index.ts";
import { uniformSource } from "./chance.ts";

function answer<T>(got: Refusal | T): T {
  if (isRefusal(got)) throw new Error(got.why);
  return got;
}

describe("average run lengths", () => {
  it("of all four rules is 91.75, and 9.22 after one sigma (Champ & Woodall 1987)", () => {
    expect(answer(runsRulesArl(WESTERN_ELECTRIC_RULES, 0)).toFixed(2)).toBe("91.75");
    expect(answer(runsRulesArl(WESTERN_ELECTRIC_RULES, 1)).toFixed(2)).toBe("9.22");
  });

  it("is that of charts that are really run", () => {
    const next = uniformSource(7);
    let total = 0;
    const charts = 4000;
    for (let chart = 0; chart < charts; chart++) {
      const points: number[] = [];
      let signals = 0;
      while (signals === 0) {
        points.push(normalQuantile(next()) + 1);
        const from = points.length - 1;
        signals = westernElectric(points, 0, 1, { rules: ["we-1", "we-2", "we-4"], from }).length;
      }
      total += points.length;
    }
    const predicted = answer(runsRulesArl(["we-1", "we-2", "we-4"], 1));
    expect(Math.abs(total / charts / predicted - 1)).toBeLessThan(0.05);
  });

  it("of an EWMA of weight one is that of the Shewhart chart", () => {
    expect(answer(ewmaArl(0.5, 1, 3)) / answer(shewhartArl(0.5, 1, 3)).arl).toBeCloseTo(1, 9);
  });

  it("of a CUSUM with k 0.5 and h 5 is 465 and, after one sigma, 10.4 (Montgomery)", () => {
    expect(answer(cusumArl(0, 0.5, 5)).toFixed(0)).toBe("465");
    expect(answer(cusumArl(1, 0.5, 5)).toFixed(1)).toBe("10.4");
  });
});

describe("a million points", () => {
  it("pass all rules within seconds", () => {
    const next = uniformSource(3);
    const points = Array.from({ length: 1_000_000 }, () => normalQuantile(next()));
    const start = performance.now();
    const western = westernElectric(points, 0, 1).length;
    const middle = performance.now();
    const tests = nelson(points, 0, 1, { rules: NELSON_RULES }).length;
    const end = performance.now();
    console.info(
      `1e6 points: Western Electric ${(middle - start).toFixed(0)} ms (${western} signals), ` +
        `Nelson ${(end - middle).toFixed(0)} ms (${tests} signals)`,
    );
    expect(end - start).toBeLessThan(50_000);
  });
});
