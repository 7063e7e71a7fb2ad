// Every chart through one function: its phases, and what holds of all charts whatever the numbers.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";
import { SAMPLES } from "./chart-samples.ts";

function answer<T>(got: spc.Refusal | T): T {
  if (spc.isRefusal(got)) throw new Error(got.why);
  return got;
}

const singles = (values: readonly number[]) => values.map((value) => [value]);
const subgroups = [
  [5, 7, 6],
  [8, 6, 7],
  [4, 6, 5],
  [7, 7, 9],
  [20, 21, 19],
  [6, 5, 7],
];

describe("the phases of a chart", () => {
  it("have the limits of the chart's own function when nothing is left out", () => {
    const chart = answer(spc.controlChart("xbar-r", subgroups));
    const own = answer(spc.xbarRLimits(subgroups));
    expect(chart.panels[0]?.limits[0]).toStrictEqual(own.location);
    expect(chart.panels[1]?.limits[0]).toStrictEqual(own.spread);
    const values = [3, 5, 4, 8, 6];
    const imr = answer(spc.controlChart("i-mr", singles(values)));
    const individual = answer(spc.imrLimits(values));
    expect(imr.panels.map(({ limits }) => limits[0])).toStrictEqual([
      individual.location,
      individual.spread,
    ]);
  });

  it("draw an excluded sample and do not estimate from it, nor take a range across it", () => {
    const exclude = [{ index: 4, cause: "wrong material" }];
    const chart = answer(spc.controlChart("xbar-r", subgroups, {}, { exclude }));
    const without = answer(spc.xbarRLimits(subgroups.filter((_, i) => i !== 4)));
    expect(chart.stages[0]?.baseline.sigma).toBe(without.sigma);
    expect(chart.panels[0]?.outside).toEqual([4]);
    expect(chart.stages[0]?.excluded).toEqual(exclude);
    const values = [1, 2, 1, 90, 2, 1, 2];
    const plan = { exclude: [{ index: 3, cause: "gauge" }] };
    const imr = answer(spc.controlChart("i-mr", singles(values), {}, plan));
    expect(imr.stages[0]?.baseline.sigma).toBe(1 / spc.d2(2));
    expect(imr.panels[1]?.points).toEqual([null, 1, 1, 89, 88, 1, 1]);
  });

  it("estimate from the first samples and keep the limits for the rest", () => {
    const values = [1, 2, 1, 2, 1, 9];
    const chart = answer(spc.controlChart("i-mr", singles(values), {}, { phase1: 5 }));
    expect(chart.panels[0]?.limits[5]).toEqual(answer(spc.imrLimits(values.slice(0, 5))).location);
    expect(chart.panels[0]?.outside).toEqual([5]);
  });

  it("begin anew with a stage: limits, moving ranges, averages and sums", () => {
    const values = [1, 2, 1, 2, 11, 12, 11, 12];
    const stages = values.map((x) => (x < 10 ? "before" : "after"));
    for (const name of ["i-mr", "ewma", "cusum", "moving-average", "q"] as const) {
      const whole = answer(spc.controlChart(name, singles(values), {}, { stages }));
      const part = answer(spc.controlChart(name, singles(values.slice(4))));
      expect(whole.stages.map((one) => one.name)).toEqual(["before", "after"]);
      expect(whole.panels.map(({ points }) => points.slice(4))).toEqual(
        part.panels.map(({ points }) => points),
      );
      expect(whole.panels.map(({ limits }) => limits.slice(4))).toEqual(
        part.panels.map(({ limits }) => limits),
      );
    }
  });

  it("take established limits for all stages or by stage, and say which stage has none", () => {
    const values = singles([1, 2, 11, 12]);
    const stages = ["a", "a", "b", "b"];
    const baseline = { center: 1.5, sigma: 1, estimator: "given", samples: 0 };
    const one = answer(spc.controlChart("i-mr", values, {}, { stages, given: baseline }));
    expect(one.panels[0]?.outside).toEqual([2, 3]);
    const given = new Map([["a", baseline]]);
    const none = spc.controlChart("i-mr", values, {}, { stages, given });
    expect(none).toMatchObject({ refused: "parameter-out-of-range" });
    expect(none).toHaveProperty("why", expect.stringContaining('"b"'));
  });

  it("say in words where limits rest on few samples, and not of known ones", () => {
    const few = answer(spc.controlChart("xbar-r", subgroups));
    expect(few.warnings).toEqual([
      "Limits from 6 samples are trial limits: at least 20 are wanted.",
    ]);
    const known = answer(spc.controlChart("xbar-r", subgroups, { center: 6, sigma: 1 }));
    expect(known.warnings).toEqual([]);
  });

  it.each([
    ["an exclusion without a cause", { exclude: [{ index: 1, cause: " " }] }, "without a cause"],
    ["an exclusion of nothing", { exclude: [{ index: 9, cause: "x" }] }, "no sample 10"],
    ["stages of another number", { stages: ["a"] }, "6 samples and 1 stages"],
    ["a phase of no samples", { phase1: 0 }, "whole number"],
    ["a stage of one subgroup", { stages: ["a", "a", "a", "a", "a", "b"] }, "Stage b"],
  ] as const)("refuse %s", (_, plan, words) => {
    const got = spc.controlChart("xbar-r", subgroups, {}, plan);
    expect(got).toHaveProperty("why", expect.stringContaining(words));
  });

  it("give T2 its phase I limit for the samples it was estimated from, phase II for later", () => {
    const rows = Array.from({ length: 12 }, (_, i) => [i % 3, (i * i) % 5]);
    const chart = answer(spc.controlChart("t2", rows, { alpha: 0.01 }, { phase1: 10 }));
    const own = answer(spc.hotellingIndividuals(rows.slice(0, 10), 0.01));
    const limits = chart.panels[0]?.limits.map(({ ucl }) => ucl);
    expect(limits?.[9]).toBe(own.uclPhase1);
    expect(limits?.[10]).toBe(own.uclPhase2);
    expect(chart.panels[0]?.points.slice(0, 10)).toEqual(own.t2);
  });

  it("use tabulated constants where they are asked for: Montgomery's flow width, R-bar 0.32521", () => {
    const groups = Array.from({ length: 25 }, () => [
      1.5 - 0.162605,
      1.5,
      1.5,
      1.5,
      1.5 + 0.162605,
    ]);
    const chart = answer(spc.controlChart("xbar-r", groups, { constants: "tabulated" }));
    expect(chart.stages[0]?.baseline.sigma).toBeCloseTo(0.32521 / 2.326, 10);
    const exact = answer(spc.controlChart("xbar-r", groups));
    expect(exact.stages[0]?.baseline.sigma).toBeCloseTo(0.32521 / spc.d2(5), 10);
  });
});

const RUNS = 100;
const tame = fc.integer({ min: -5000, max: 5000 }).map((x) => 10 + x / 1000);
const wild = fc.double({ noNaN: true, noDefaultInfinity: true });
const settingsOf = (name: spc.ChartName): spc.ChartSettings =>
  name.startsWith("mewma") || name.startsWith("mcusum") ? { h: 9 } : {};
const multivariate: readonly spc.ChartName[] = ["t2", "mewma", "mcusum", "mcusum-pr"];
const measured = spc
  .chartNames()
  .filter((name) => !/^(np?|p|c|u|g|t|laney.*)$/.test(name) && !multivariate.includes(name));
const grouped: readonly spc.ChartName[] = ["xbar-r", "xbar-s", "r", "s", "median"];

const samplesFor = (name: spc.ChartName, value: fc.Arbitrary<number>) => {
  const width = multivariate.includes(name) || /^(np|p|u|laney)/.test(name) ? 2 : 1;
  const sizes = grouped.includes(name)
    ? { minLength: 1, maxLength: 6 }
    : { minLength: width, maxLength: width };
  return fc.array(fc.oneof({ weight: 8, arbitrary: fc.array(value, sizes) }, fc.constant([])), {
    maxLength: 30,
  });
};

describe("whatever the numbers are", () => {
  it.each(spc.chartNames())("%s gives finite limits about its centre, or a refusal", (name) => {
    const numbers = fc.oneof(tame, wild, fc.nat(300), fc.constantFrom(0, 1e-300, 1e99, -1e99));
    let drawn = 0;
    fc.assert(
      fc.property(fc.oneof(SAMPLES[name], samplesFor(name, numbers)), (samples) => {
        const got = spc.controlChart(name, samples, settingsOf(name));
        if (spc.isRefusal(got)) {
          expect(got.why.length).toBeGreaterThan(10);
          return;
        }
        drawn += 1;
        for (const { points, limits, outside } of got.panels) {
          expect(points).toHaveLength(samples.length);
          expect(points.every((x) => x === null || Number.isFinite(x))).toBe(true);
          for (const { lcl, center, ucl } of limits) {
            expect(lcl <= center && center <= ucl).toBe(true);
          }
          for (const i of outside) {
            const { lcl = 0, ucl = 0 } = limits[i] ?? {};
            expect((points[i] ?? lcl) < lcl || (points[i] ?? ucl) > ucl).toBe(true);
          }
        }
      }),
      { numRuns: RUNS },
    );
    // Else it were all refusals that are looked at here.
    expect(drawn).toBeGreaterThan(RUNS / 4);
  });

  it.each(measured)("%s moves and stretches with its unit", (name) => {
    const unit = fc.record({
      scale: fc.integer({ min: 1, max: 2000 }).map((x) => x / 40),
      shift: fc.integer({ min: -1000, max: 1000 }),
    });
    fc.assert(
      fc.property(samplesFor(name, tame), unit, (samples, { scale, shift }) => {
        const to = (x: number) => scale * x + shift;
        const before = spc.controlChart(name, samples);
        const after = spc.controlChart(
          name,
          samples.map((sample) => sample.map(to)),
        );
        if (spc.isRefusal(before) || spc.isRefusal(after)) return;
        if ((before.stages[0]?.baseline.sigma ?? 0) < 1e-9) return;
        before.panels.forEach((panel, p) => {
          const spread = /range|deviation/.test(panel.name);
          const free = /sum|^Q$/.test(panel.name);
          panel.points.forEach((point, i) => {
            const other = after.panels[p]?.points[i] ?? null;
            if (point === null || other === null) {
              expect(other).toBe(point);
              return;
            }
            const wanted = free ? point : spread ? scale * point : to(point);
            expect(Math.abs(other - wanted)).toBeLessThan(1e-6 * Math.max(1, scale));
            const ucl = panel.limits[i]?.ucl ?? 0;
            const moved = free ? ucl : spread ? scale * ucl : to(ucl);
            expect(Math.abs((after.panels[p]?.limits[i]?.ucl ?? 0) - moved)).toBeLessThan(
              1e-6 * Math.max(1, scale),
            );
          });
        });
      }),
      { numRuns: RUNS },
    );
  });

  it.each(["xbar-r", "xbar-s", "median", "p", "u"] as const)(
    "%s has the same limits in any order of its samples",
    (name) => {
      const value = name === "p" || name === "u" ? fc.constantFrom(3, 7, 9) : tame;
      fc.assert(
        fc.property(samplesFor(name, value), (samples) => {
          const one = spc.controlChart(name, samples);
          const other = spc.controlChart(name, [...samples].reverse());
          if (spc.isRefusal(one) || spc.isRefusal(other)) return;
          const [first, second] = [one, other].map(({ stages }) => stages[0]?.baseline);
          expect(second?.center).toBeCloseTo(first?.center ?? 0, 10);
          expect(second?.sigma ?? 0).toBeCloseTo(first?.sigma ?? 0, 10);
        }),
        { numRuns: RUNS },
      );
    },
  );
});
