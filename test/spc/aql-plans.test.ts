// The tables of attribute sampling: printed cells, and curves that would show a misprint.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";

function answer<T>(got: spc.Refusal | T): T {
  if (spc.isRefusal(got)) throw new Error(got.why);
  return got;
}

const lots = [8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 10_000, 35_000, 150_000, 500_000, 1e6];

/** Numbers of a double plan as they are printed: n, first and second pair. */
function printed(plan: spc.AqlPlan | spc.AqlDoublePlan): string {
  if (!("first" in plan)) return `single ${plan.n}: ${plan.ac}/${plan.re}`;
  const { first, second } = plan;
  return `${first.n}: ${first.ac}/${first.re} ${second.ac}/${second.re}`;
}

describe("reduced inspection", () => {
  // Columns AQL 1.0, 4.0 and 10 of table 2-C for letters A to R, arrows as drawn, from a public
  // transcription of NTE INEN-ISO 2859-1 (identical with ISO 2859-1:1999).
  const columns: readonly (readonly [number, string])[] = [
    [1, "v v v v 0 ^ v v 1 2 3 5 6 8 10 ^"],
    [4, "v 0 ^ v v 1 2 3 5 6 8 10 ^ ^ ^ ^"],
    [10, "v v v 1 2 3 5 6 8 10 ^ ^ ^ ^ ^ ^"],
  ];
  const sizes = [2, 2, 2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800];

  it.each(columns)("of ISO 2859-1 is printed so at AQL %d", (aql, cells) => {
    const column = cells.split(" ");
    for (const [i, lot] of lots.entries()) {
      let row = i;
      const step = column[row] === "^" ? -1 : 1;
      while (column[row] === "^" || column[row] === "v") row += step;
      const n = sizes[row] ?? 0;
      const ac = Number(column[row]);
      const plan = answer(spc.aqlPlan(lot, aql, "II", "reduced"));
      expect(plan, `lot ${lot}`).toMatchObject({ n: Math.min(n, lot), ac, re: ac + 1 });
    }
  });

  it("of MIL-STD-105E leaves a gap in which the lot is accepted", () => {
    const plan = answer(spc.aqlPlan(1200, 2.5, "II", "reduced", "mil-std-105e"));
    expect(plan).toMatchObject({ n: 32, ac: 2, re: 5 });
    const accepted = answer(spc.acceptanceProbability(plan, 0.05));
    expect(accepted).toBe(spc.acceptanceProbability({ n: 32, ac: 4 }, 0.05));
  });

  it("of both standards accepts at the AQL as often as normal inspection does, or more", () => {
    for (const standard of ["iso-2859-1", "mil-std-105e"] as const) {
      for (const aql of spc.AQLS.filter((one) => one <= 10)) {
        for (const lot of lots) {
          const reduced = answer(spc.aqlPlan(lot, aql, "II", "reduced", standard));
          const normal = answer(spc.aqlPlan(lot, aql, "II", "normal", standard));
          if (normal.wholeLot) continue;
          const at = (plan: spc.AqlPlan) => answer(spc.acceptanceProbability(plan, aql / 100));
          expect(at(reduced), `${standard} AQL ${aql} lot ${lot}`).toBeGreaterThan(
            Math.max(0.87, at(normal) - 0.01),
          );
        }
      }
    }
  });

  it("is refused in words above AQL 10", () => {
    expect(spc.aqlPlan(500, 15, "II", "reduced")).toHaveProperty(
      "why",
      expect.stringContaining("not verified"),
    );
  });
});

describe("double plans", () => {
  // Indian Railways' table after IS 2500-1:2000 (identical with ISO 2859-1:1999), AQL 1.5 and 2.5.
  it.each([
    [280, 1.5, "20: 0/2 1/2"],
    [280, 2.5, "20: 0/3 3/4"],
    [500, 1.5, "32: 0/3 3/4"],
    [500, 2.5, "32: 1/3 4/5"],
    [1200, 1.5, "50: 1/3 4/5"],
    [1200, 2.5, "50: 2/5 6/7"],
    [3200, 1.5, "80: 2/5 6/7"],
    [3200, 2.5, "80: 3/6 9/10"],
    [10_000, 1.5, "125: 3/6 9/10"],
    [10_000, 2.5, "125: 5/9 12/13"],
    [35_000, 2.5, "200: 7/11 18/19"],
    [150_000, 2.5, "315: 11/16 26/27"],
  ])("of ISO 2859-1: lot %d, AQL %d is %s", (lot, aql, text) => {
    expect(printed(answer(spc.aqlDoublePlan(lot, aql)))).toBe(text);
  });

  // Cells of MIL-STD-105E III-A and III-B as the R package AQLSchemes 1.7-2 has them.
  it.each([
    [1200, 1.5, "normal", "50: 1/4 4/5"],
    [3200, 2.5, "normal", "80: 3/7 8/9"],
    [3200, 0.1, "normal", "single 125: 0/1"],
    [500, 1, "tightened", "50: 0/2 1/2"],
    [3200, 4, "tightened", "80: 3/7 11/12"],
    [3200, 6.5, "tightened", "80: 6/10 15/16"],
    [150_000, 2.5, "tightened", "315: 9/14 23/24"],
    [90, 150, "tightened", "8: 15/20 34/35"],
    [25, 650, "normal", "3: 25/31 56/57"],
    [1e6, 0.04, "tightened", "1250: 0/2 1/2"],
    [1e6, 0.025, "tightened", "2000: 0/2 1/2"],
  ] as const)("of MIL-STD-105E: lot %d, AQL %d, %s is %s", (lot, aql, severity, text) => {
    const level = lot === 1e6 ? "III" : "II";
    expect(printed(answer(spc.aqlDoublePlan(lot, aql, level, severity, "mil-std-105e")))).toBe(
      text,
    );
  });

  it("have nearly the curve of their single plan: a misprint would be seen", () => {
    let plans = 0;
    for (const standard of ["iso-2859-1", "mil-std-105e"] as const) {
      for (const severity of ["normal", "tightened"] as const) {
        for (const aql of spc.AQLS) {
          for (const lot of lots) {
            const single = answer(spc.aqlPlan(lot, aql, "II", severity, standard));
            const double = spc.aqlDoublePlan(lot, aql, "II", severity, standard);
            if (spc.isRefusal(double) || !("first" in double)) continue;
            plans++;
            // Samples of 2 to 13 are rounded hard: the sum of both is up to 4/3 of the single one.
            const most = single.n < 32 ? 0.16 : standard === "iso-2859-1" ? 0.07 : 0.08;
            expect(
              farthest(single, double),
              `${standard} ${severity} AQL ${aql} lot ${lot}`,
            ).toBeLessThan(most);
          }
        }
      }
    }
    expect(plans).toBeGreaterThan(700);
  });

  it("draw fewer items than the single plan where quality is good", () => {
    for (const aql of [0.65, 1, 1.5, 2.5]) {
      for (const lot of [500, 1200, 3200, 10_000]) {
        const single = answer(spc.aqlPlan(lot, aql));
        const double = answer(spc.aqlDoublePlan(lot, aql));
        if (!("first" in double)) continue;
        const quality = answer(spc.planQuality(double, aql / 400, lot));
        expect(quality.sampleNumber).toBeLessThan(single.n);
      }
    }
  });

  it("are refused in words where no second source was found", () => {
    for (const plan of [
      spc.aqlDoublePlan(3200, 4, "II", "tightened"),
      spc.aqlDoublePlan(500, 1.5, "II", "reduced"),
      spc.aqlDoublePlan(90, 150),
    ]) {
      expect(plan).toHaveProperty("why", expect.stringContaining("not verified"));
    }
  });
});

/** Largest distance of two curves over 60 levels. */
function farthest(single: spc.SinglePlan, double: spc.DoublePlan): number {
  let worst = 0;
  const end = (3 * (single.ac + 4)) / single.n;
  for (let i = 1; i <= 60; i++) {
    const level = (end * i) / 60;
    const one = answer(spc.acceptanceProbability(single, level, "poisson"));
    const two = answer(spc.acceptanceProbability(double, level, "poisson"));
    worst = Math.max(worst, Math.abs(one - two));
  }
  return worst;
}

describe("every table", () => {
  it("asks no smaller sample of a larger lot", () => {
    for (const aql of spc.AQLS.filter((one) => one <= 10)) {
      for (const severity of ["normal", "tightened", "reduced"] as const) {
        for (const standard of ["iso-2859-1", "mil-std-105e"] as const) {
          const sizes = lots.map(
            (lot) => answer(spc.aqlPlan(lot, aql, "II", severity, standard)).n,
          );
          expect(sizes, `${standard} ${severity} AQL ${aql}`).toEqual(
            [...sizes].sort((a, b) => a - b),
          );
        }
      }
    }
  });

  it("asks more of a lot at a higher level, and at tightened inspection accepts less", () => {
    for (const aql of spc.AQLS.filter((one) => one <= 10)) {
      for (const lot of lots) {
        const [one, two, three] = (["I", "II", "III"] as const).map((level) =>
          answer(spc.aqlPlan(lot, aql, level)),
        );
        expect(one?.n).toBeLessThanOrEqual(two?.n ?? 0);
        expect(two?.n).toBeLessThanOrEqual(three?.n ?? 0);
        if (two === undefined || two.wholeLot) continue;
        const tightened = answer(spc.aqlPlan(lot, aql, "II", "tightened"));
        if (tightened.wholeLot) continue;
        const at = (plan: spc.AqlPlan) => answer(spc.acceptanceProbability(plan, aql / 100));
        expect(at(tightened), `lot ${lot}, AQL ${aql}`).toBeLessThan(at(two) + 1e-12);
      }
    }
  });
});

describe("the switching score", () => {
  const allowed = { accepted: true, reducedAllowed: true };

  it("gives 2 points to small acceptance numbers, 3 where a tighter AQL had accepted too", () => {
    const small = answer(spc.aqlPlan(500, 1));
    expect(small.ac).toBe(1);
    expect([0, 1, 2].map((count) => spc.switchingPoints(small, count))).toEqual([2, 2, 0]);
    const larger = answer(spc.aqlPlan(3200, 1.5));
    expect(larger.ac).toBe(5);
    expect([0, 3, 4, 5, 6].map((count) => spc.switchingPoints(larger, count))).toEqual([
      3, 3, 0, 0, 0,
    ]);
    const double = answer(spc.aqlDoublePlan(500, 2.5));
    expect([0, 1, 2].map((count) => spc.switchingPoints(double, count))).toEqual([3, 3, 0]);
  });

  it("turns inspection reduced at 30 points, and one lot turns it back", () => {
    let state = spc.SWITCHING_START;
    for (let lot = 1; lot <= 9; lot++) {
      state = spc.nextSwitching(state, { ...allowed, points: 3 });
      expect(state).toMatchObject({ severity: "normal", score: 3 * lot });
    }
    expect(spc.nextSwitching(state, { accepted: true, points: 3 })).toMatchObject({
      severity: "normal",
      score: 30,
    });
    const reduced = spc.nextSwitching(state, { ...allowed, points: 3 });
    expect(reduced.severity).toBe("reduced");
    expect(spc.nextSwitching(reduced, allowed).severity).toBe("reduced");
    expect(spc.nextSwitching(reduced, { accepted: false })).toEqual(spc.SWITCHING_START);
    for (const end of [{ endsReduced: true }, { reducedAllowed: false }]) {
      expect(spc.nextSwitching(reduced, { accepted: true, ...end })).toEqual(spc.SWITCHING_START);
    }
  });

  it("falls back to 0 after a lot without points", () => {
    const state = spc.nextSwitching({ ...spc.SWITCHING_START, score: 27 }, { accepted: true });
    expect(state.score).toBe(0);
    const rejected = spc.nextSwitching(
      { ...spc.SWITCHING_START, score: 27 },
      { accepted: false, points: 3 },
    );
    expect(rejected.score).toBe(0);
  });

  it("goes on tightened after a stop, and only by a remedy", () => {
    const stopped = { ...spc.SWITCHING_START, severity: "discontinued" as const };
    expect(spc.nextSwitching(stopped, { accepted: true })).toBe(stopped);
    expect(spc.SWITCHING_RESUMED).toMatchObject({ severity: "tightened", rejectedTightened: 0 });
  });

  it("never leaves its words whatever lots come", () => {
    const lot = fc.record({
      accepted: fc.boolean(),
      points: fc.constantFrom(0, 2, 3),
      reducedAllowed: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(lot, { maxLength: 80 }), (inspected) => {
        let state: spc.Switching = spc.SWITCHING_START;
        for (const one of inspected) {
          const before = state;
          state = spc.nextSwitching(state, one);
          if (state.severity === "reduced") expect(one.accepted).toBe(true);
          if (before.severity === "discontinued") expect(state.severity).toBe("discontinued");
          expect(state.score).toBeLessThan(34 + 3 * inspected.length);
          expect(state.recent.length).toBeLessThanOrEqual(5);
        }
      }),
    );
  });
});
