// Gauge studies with more factors, holes and intervals: against lme4, the analysis of variance, and
// simulation.

import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";
import { normalSource } from "./chance.ts";

function answer<T>(got: spc.Refusal | T): T {
  if (spc.isRefusal(got)) throw new Error(got.why);
  return got;
}

describe("the expanded gauge study", () => {
  // 87 readings of 8 parts by 3 operators with 2 gauges, 9 of them missing.
  const parts =
    "1 2 4 5 6 7 8 1 2 3 4 5 6 7 8 3 4 5 6 7 8 1 2 3 4 5 6 7 8 1 2 3 4 5 6 7 2 3 4 5 6 7 8 1 2 3 4 5 6 8 1 2 3 4 5 6 7 8 1 2 3 4 5 8 1 2 3 4 5 6 7 8 1 2 3 4 5 6 7 1 2 3 4 5 6 7 8";
  const operators =
    "1 1 1 1 1 1 1 2 2 2 2 2 2 2 2 3 3 3 3 3 3 1 1 1 1 1 1 1 1 2 2 2 2 2 2 2 3 3 3 3 3 3 3 1 1 1 1 1 1 1 2 2 2 2 2 2 2 2 3 3 3 3 3 3 1 1 1 1 1 1 1 1 2 2 2 2 2 2 2 3 3 3 3 3 3 3 3";
  const gauges =
    "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2";
  const values =
    "11.153 10.138 11.978 12.422 11.681 9.059 10.848 10.809 10.585 11.918 11.634 11.907 11.649 9.582 10.208 11.319 10.491 11.562 11.148 9.099 9.736 11.29 10.079 12.228 11.845 12.45 11.453 9.685 11.228 11.058 10.707 12.006 11.408 12.413 12.036 9.743 9.686 11.538 10.969 11.49 11.174 8.645 9.854 10.705 10.063 11.479 11.783 12.345 11.167 11.044 11.105 10.703 11.984 11.955 12.151 11.975 9.652 10.361 10.797 9.664 11.417 10.61 11.077 9.73 10.731 10.427 11.964 11.992 12.557 11.51 9.592 10.963 10.971 11.018 11.96 11.573 12.176 12.266 9.75 11.128 9.657 11.618 10.592 11.056 11.505 9.073 9.867";
  const listed = (text: string) => text.split(" ");
  const readings = listed(values).map((value, i) => ({
    value: Number(value),
    levels: {
      part: listed(parts)[i] ?? "",
      operator: listed(operators)[i] ?? "",
      gauge: listed(gauges)[i] ?? "",
    },
  }));
  const terms = [["part"], ["operator"], ["gauge"], ["part", "operator"]];

  it("has the variances of lme4 1.1-31 in R 4.2.2 (lmer, REML) with readings missing", () => {
    const got = answer(spc.gageRrExpanded(readings, terms));
    const variance = (name: string) =>
      got.components.find((one) => one.name === name)?.variance ?? 0;
    expect(variance("part") / 0.79219884779552).toBeCloseTo(1, 4);
    expect(variance("operator") / 0.14304954450086).toBeCloseTo(1, 4);
    expect(variance("gauge") / 0.00838898349952).toBeCloseTo(1, 4);
    expect(variance("part*operator") / 0.07741729895313).toBeCloseTo(1, 4);
    expect(variance("repeatability") / 0.03402056718905).toBeCloseTo(1, 4);
    expect(got.logLik).toBeCloseTo(-19.8465131561, 7);
    expect(got.mean).toBeCloseTo(10.9496529345, 6);
  });

  it("has the numbers of the analysis of variance when the study is balanced", () => {
    const next = normalSource(21);
    const study: spc.GageReading[] = [];
    for (let p = 0; p < 8; p++) {
      const part = 2 * next();
      for (let o = 0; o < 3; o++) {
        const cell = part + ([0, 0.5, -0.4][o] ?? 0) + 0.4 * next();
        for (let r = 0; r < 3; r++)
          study.push({ part: `${p}`, operator: `${o}`, value: cell + 0.2 * next() });
      }
    }
    const anova = answer(spc.gageRrAnova(study, { alphaPool: 0.99, tolerance: 20 }));
    const got = answer(
      spc.gageRrExpanded(
        study.map(({ part, operator, value }) => ({ value, levels: { part, operator } })),
        [["part"], ["operator"], ["part", "operator"]],
        { tolerance: 20 },
      ),
    );
    const names = { part: "part", operator: "operator", "part*operator": "interaction" } as const;
    for (const [name, old] of Object.entries(names)) {
      const found = got.components.find((one) => one.name === name);
      expect((found?.variance ?? 0) / anova.varianceComponents[old]).toBeCloseTo(1, 7);
      expect((found?.pctTolerance ?? 0) / (anova.pctTolerance?.[old] ?? 1)).toBeCloseTo(1, 7);
    }
    expect(got.ndcRaw).toBeCloseTo(anova.ndcRaw ?? 0, 6);
    // Balanced and inside the bounds, the information gives the classic errors of mean squares.
    const { ms, df } = anova.anova.repeatability;
    const rest = got.components.find((one) => one.name === "repeatability");
    expect((rest?.standardError ?? 0) / (ms * Math.sqrt(2 / df))).toBeCloseTo(1, 5);
    const cell = anova.anova.interaction;
    const both = Math.hypot(ms * Math.sqrt(2 / df), cell.ms * Math.sqrt(2 / cell.df)) / 3;
    const interaction = got.components.find((one) => one.name === "part*operator");
    expect((interaction?.standardError ?? 0) / both).toBeCloseTo(1, 5);
  });

  it("sets a component to 0 that would come out negative", () => {
    const study = Array.from({ length: 24 }, (_, i) => ({
      value: Math.floor(i / 6) + ([0.1, -0.1][i % 2] ?? 0) + 0.01 * (i % 3),
      levels: { part: `${Math.floor(i / 6)}`, operator: `${i % 3}` },
    }));
    const got = answer(spc.gageRrExpanded(study, [["part"], ["operator"]]));
    expect(got.components.find((one) => one.name === "operator")).toMatchObject({
      variance: 0,
      standardError: null,
    });
  });

  it("refuses terms it cannot tell from the rest, and factors nobody noted", () => {
    expect(spc.gageRrExpanded(readings, [["operator"]])).toHaveProperty("refused");
    expect(spc.gageRrExpanded(readings, [["part"], ["day"]])).toHaveProperty("refused");
    const single = readings.slice(0, 7);
    expect(spc.gageRrExpanded(single, [["part"]])).toHaveProperty("refused", "too-few-values");
  });
});

describe("intervals of a gauge study", () => {
  const sizes = { parts: 10, operators: 3, trials: 2 };
  const truth = { part: 1, operator: 0.2, interaction: 0.1, repeatability: 0.15 };
  function study(next: () => number): spc.GageReading[] {
    const operators = Array.from(
      { length: sizes.operators },
      () => Math.sqrt(truth.operator) * next(),
    );
    return Array.from({ length: sizes.parts }, (_, p) => {
      const part = Math.sqrt(truth.part) * next();
      return operators.flatMap((operator, o) => {
        const cell = part + operator + Math.sqrt(truth.interaction) * next();
        return Array.from({ length: sizes.trials }, () => ({
          part: `${p}`,
          operator: `${o}`,
          value: cell + Math.sqrt(truth.repeatability) * next(),
        }));
      });
    }).flat();
  }

  it("hold the true values about as often as they say, in 400 simulated studies", () => {
    const next = normalSource(77);
    const grr = truth.operator + truth.interaction + truth.repeatability;
    const whole = {
      ...{ part: truth.part, repeatability: truth.repeatability, grr, total: grr + truth.part },
      pctStudyVariation: 100 * Math.sqrt(grr / (grr + truth.part)),
    };
    const held = new Map<string, number>();
    for (let i = 0; i < 400; i++) {
      const got = answer(spc.gageRrIntervals(study(next), { alphaPool: 0.9999, level: 0.9 }));
      for (const [name, value] of Object.entries(whole)) {
        const interval = Object.entries(got).find(([key]) => key === name)?.[1];
        if (interval != null && interval.lower <= value && value <= interval.upper) {
          held.set(name, (held.get(name) ?? 0) + 1);
        }
      }
    }
    // 90 % asked for; the standard error of a share of 400 is 1.5 %. They err on the safe side.
    for (const name of Object.keys(whole)) {
      expect((held.get(name) ?? 0) / 400, name).toBeGreaterThan(0.9 - 3 * 0.015);
      expect((held.get(name) ?? 0) / 400, name).toBeLessThan(0.99);
    }
  });

  it("lie about the estimates, are exact for repeatability, and widen with the level", () => {
    const readings = study(normalSource(5));
    const estimate = answer(spc.gageRrAnova(readings));
    const narrow = answer(spc.gageRrIntervals(readings, { level: 0.8 }));
    const wide = answer(spc.gageRrIntervals(readings, { level: 0.95 }));
    for (const name of ["repeatability", "operator", "part", "grr", "total"] as const) {
      expect(wide[name].lower).toBeLessThanOrEqual(narrow[name].lower);
      expect(wide[name].upper).toBeGreaterThanOrEqual(narrow[name].upper);
      expect(narrow[name].lower).toBeLessThan(estimate.varianceComponents[name]);
      expect(narrow[name].upper).toBeGreaterThan(estimate.varianceComponents[name]);
    }
    const full = answer(spc.gageRrIntervals(readings, { level: 0.95, alphaPool: 0.9999 }));
    const { anova, varianceComponents } = answer(spc.gageRrAnova(readings, { alphaPool: 0.9999 }));
    const weighted = [
      [anova.part, 1 / 6],
      [anova.operator, 1 / 20],
      [anova.interaction, 9 / 20 - 1 / 6],
      [anova.repeatability, 1 / 2],
    ] as const;
    const low = weighted.map(
      ([{ ms, df }, weight]) => weight * ms * (1 - df / spc.chiSquareQuantile(0.975, df)),
    );
    expect(full.total.lower).toBeCloseTo(varianceComponents.total - Math.hypot(...low), 10);
    const { df, ss } = estimate.anovaPooled?.repeatability ?? estimate.anova.repeatability;
    expect(wide.repeatability.lower).toBeCloseTo(ss / spc.chiSquareQuantile(0.975, df), 10);
    expect(wide.ndc.lower).toBeCloseTo(
      Math.SQRT2 * Math.sqrt((100 / wide.pctStudyVariation.upper) ** 2 - 1),
      9,
    );
  });
});
