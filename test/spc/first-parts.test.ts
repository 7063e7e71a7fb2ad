// Charts for few parts and many part numbers: against scipy 1.17, definitions and simulation.

import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";
import { normalSource } from "./chance.ts";

function answer<T>(got: spc.Refusal | T): T {
  if (spc.isRefusal(got)) throw new Error(got.why);
  return got;
}

function qOf(values: readonly number[]): (number | null)[] {
  let state = spc.SELF_STARTING_START;
  return values.map((value) => {
    const step = spc.selfStartingStep(state, value);
    state = step.state;
    return step.q;
  });
}

describe("self-starting charts", () => {
  it("give Quesenberry's Q as scipy's t and normal distributions do", () => {
    const q = qOf([10.1, 9.8, 10.3, 10.0, 11.2, 9.5]);
    expect(q.slice(0, 2)).toEqual([null, null]);
    const wanted = [
      0.8300337034328892, -0.2020574058683294, 2.4112189670080557, -1.123031883731238,
    ];
    wanted.forEach((one, i) => {
      expect(q[i + 2]).toBeCloseTo(one, 9);
    });
  });

  it("are standard normal in control from the third value on", () => {
    const next = normalSource(3);
    const q = Array.from({ length: 4000 }, () =>
      qOf(Array.from({ length: 6 }, () => 50 + 3 * next())).slice(2),
    ).flat();
    const values = q.filter((one) => one !== null);
    expect(values).toHaveLength(16_000);
    expect(Math.abs(spc.meanOf(values))).toBeLessThan(4 / Math.sqrt(16_000));
    expect(Math.abs(spc.sampleSd(values) - 1)).toBeLessThan(4 / Math.sqrt(32_000));
    const beyond = values.filter((one) => Math.abs(one) > 2).length / 16_000;
    expect(Math.abs(beyond - 0.0455)).toBeLessThan(4 * Math.sqrt((0.0455 * 0.9545) / 16_000));
  });

  it("give no number before there is spread", () => {
    expect(qOf([5, 5, 5, 6])).toEqual([null, null, null, null]);
  });
});

describe("short runs", () => {
  const values = [
    { part: "A", value: 50.1, nominal: 50 },
    { part: "A", value: 49.8, nominal: 50 },
    { part: "B", value: 25.2, nominal: 25 },
    { part: "B", value: 25.0, nominal: 25 },
    { part: "A", value: 50.0, nominal: 50 },
  ];

  it("chart deviations from nominal with the limits of individuals", () => {
    const got = answer(spc.deviationChart(values));
    const wanted = answer(spc.imrLimits(got.deviations));
    expect(got.limits.location).toEqual(wanted.location);
    expect(got.deviations[2]).toBeCloseTo(0.2, 12);
  });

  it("standardise each part number by its own mean and moving range", () => {
    const got = answer(spc.standardisedChart(values));
    const sigma = 0.25 / spc.d2(2);
    expect(got.byPart.get("A")?.sigma).toBeCloseTo(sigma, 12);
    expect(got.z[0]).toBeCloseTo((50.1 - 149.9 / 3) / sigma, 9);
    expect(got.movingRanges[0]).toBeNull();
  });

  it("chart subgroups in mean ranges of their part number, with A2, D3 and D4", () => {
    const runs = [
      { part: "A", values: [10, 11, 12, 13, 14] },
      { part: "B", values: [100, 140, 100, 100, 100] },
      { part: "A", values: [11, 11, 13, 12, 13] },
      { part: "B", values: [100, 100, 100, 160, 100], nominal: 105 },
    ];
    const got = answer(spc.standardisedSubgroups(runs));
    expect(got.byPart.get("A")).toEqual({ target: 12, meanRange: 3 });
    expect(got.ranges).toEqual([4 / 3, 40 / 50, 2 / 3, 60 / 50]);
    expect(got.means[0]).toBeCloseTo(0, 12);
    expect(got.means[1]).toBeCloseTo((108 - 110) / 50, 12);
    expect(got.meanLimits[0]?.ucl).toBeCloseTo(0.577, 3);
    expect(got.rangeLimits[0]?.ucl).toBeCloseTo(2.114, 3);
    expect(got.rangeLimits[0]?.lcl).toBe(0);
    expect(spc.standardisedSubgroups([{ part: "A", values: [1] }])).toHaveProperty("refused");
    const flat = [{ part: "A", values: [1, 1] }];
    expect(spc.standardisedSubgroups(flat)).toHaveProperty("refused", "no-variation");
    const uneven = [...runs, { part: "A", values: [1, 2] }];
    expect(spc.standardisedSubgroups(uneven)).toHaveProperty("refused", "parameter-out-of-range");
  });

  it("takes two hundred thousand values of one part number without a pause", () => {
    const many = Array.from({ length: 200_000 }, (_, i) => ({ part: "A", value: (i * 7) % 11 }));
    expect(answer(spc.standardisedChart(many)).z).toHaveLength(200_000);
  });

  it("refuse a part number without nominal, spread or a second value", () => {
    expect(spc.deviationChart([{ part: "A", value: 1 }])).toHaveProperty("refused", "not-finite");
    expect(spc.standardisedChart(values.slice(0, 3))).toHaveProperty("refused", "too-few-values");
    const flat = [1, 1].map((value) => ({ part: "A", value }));
    expect(spc.standardisedChart(flat)).toHaveProperty("refused", "no-variation");
  });
});

describe("acceptance charts", () => {
  it("accept the acceptable level with 95 % and stand in from the specification", () => {
    const got = answer(spc.acceptanceLimits({ lsl: 0, usl: 20 }, 1, 4, 0.001, 0.05));
    expect(got.acceptableUpper).toBeCloseTo(20 - 3.090232306167813, 9);
    expect(got.upper).toBeCloseTo(20 - 3.090232306167813 + 1.6448536269514722 / 2, 9);
    expect(got.lower).toBeCloseTo(3.090232306167813 - 1.6448536269514722 / 2, 9);
  });

  it("miss the rejectable level with 10 %, as chance shows", () => {
    const got = answer(spc.rejectionLimits({ usl: 20 }, 1, 4, 0.02, 0.1));
    expect(got.rejectableUpper).toBeCloseTo(20 - 2.053748910631823, 9);
    expect(got.upper).toBeCloseTo(20 - 2.053748910631823 - 1.2815515655446004 / 2, 9);
    expect(got.lower).toBeNull();
    const next = normalSource(5);
    const { rejectableUpper = null, upper } = got;
    const means = Array.from({ length: 8000 }, () => (rejectableUpper ?? 0) + next() / 2);
    const missed = means.filter((mean) => mean <= (upper ?? 0)).length / 8000;
    expect(Math.abs(missed - 0.1)).toBeLessThan(4 * Math.sqrt(0.09 / 8000));
  });

  it("need as many values as keep both risks: both limits meet there", () => {
    const n = answer(spc.acceptanceSampleSize(0.001, 0.05, 0.02, 0.1));
    const both = (size: number) => {
      const one = answer(spc.acceptanceLimits({ usl: 20 }, 1, size, 0.001, 0.05));
      const other = answer(spc.rejectionLimits({ usl: 20 }, 1, size, 0.02, 0.1));
      return (other.upper ?? 0) - (one.upper ?? 0);
    };
    expect(n).toBe(8);
    expect(both(n)).toBeGreaterThanOrEqual(0);
    expect(both(n - 1)).toBeLessThan(0);
    expect(spc.acceptanceSampleSize(0.02, 0.05, 0.001, 0.1)).toHaveProperty("refused");
  });

  it("refuse a spread that leaves no level", () => {
    expect(spc.acceptanceLimits({ lsl: 0, usl: 4 }, 1, 4, 0.001, 0.05)).toHaveProperty("refused");
  });
});

describe("pre-control", () => {
  const spec = { lsl: 0, usl: 8 };
  const end = (values: readonly number[]) =>
    values.reduce(
      (state, value) => spc.preControlStep(state, answer(spc.preControlZone(value, spec))),
      spc.PRE_CONTROL_START,
    );

  it("has a green middle half, yellow quarters and red outside", () => {
    const zones = [-0.1, 0, 1.9, 2, 4, 6, 6.1, 8, 8.1].map((x) => spc.preControlZone(x, spec));
    expect(zones).toEqual(
      ["red", "yellow-low", "yellow-low", "green", "green", "green"].concat([
        "yellow-high",
        "yellow-high",
        "red",
      ]),
    );
  });

  it("qualifies after five greens in a row, and counts again after a yellow", () => {
    expect(end([4, 4, 4, 4])).toMatchObject({ phase: "qualifying", greens: 4 });
    expect(end([4, 4, 4, 4, 4])).toMatchObject({ phase: "running" });
    expect(end([4, 4, 4, 1, 4, 4])).toMatchObject({ phase: "qualifying", greens: 2 });
  });

  it("stops on red, on two yellows of one side, and on both yellows", () => {
    const run = [4, 4, 4, 4, 4];
    expect(end([...run, 1, 4, 4])).toMatchObject({ phase: "running", first: null });
    expect(end([...run, 9])).toEqual({ phase: "stopped", why: "red" });
    expect(end([...run, 1, 1])).toEqual({ phase: "stopped", why: "same-yellow" });
    expect(end([...run, 1, 7])).toEqual({ phase: "stopped", why: "both-yellows" });
  });

  it("refuses a one-sided specification", () => {
    expect(spc.preControlZone(1, { usl: 2 })).toHaveProperty("refused", "no-spec-limits");
  });
});
