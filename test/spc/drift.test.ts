// Drift forecasts and change points: by simulation with its error bars, and worked examples.

import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";
import { normalSource } from "./chance.ts";

function answer<T>(got: spc.Refusal | T): T {
  if (spc.isRefusal(got)) throw new Error(got.why);
  return got;
}

describe("the forecast of a drift", () => {
  it("has the line of scipy 1.17's linregress, and the ends where its bands meet the limit", () => {
    const t = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90];
    const y = [5.001, 5.006, 5.004, 5.011, 5.016, 5.013, 5.021, 5.019, 5.026, 5.03];
    const got = answer(spc.driftForecast(t, y, { limit: 5.06, level: 0.9 }));
    expect(got.slope).toBeCloseTo(0.0003048484848484838, 15);
    expect(got.pSlope).toBeCloseTo(3.7653282053992578e-6, 15);
    expect(got.remaining).toBeCloseTo(103.59840954274142, 9);
    expect(got.earliest).toBeCloseTo(81.8860621496384, 9);
    expect(got.latest).toBeCloseTo(133.82597052795174, 9);
    expect(got.firstPart).toBeCloseTo(77.67629489148678, 9);
  });

  it("holds the true time in 95 % of 2000 simulated tool lives, within four standard errors", () => {
    const next = normalSource(1);
    const t = Array.from({ length: 30 }, (_, i) => i);
    let held = 0;
    const lives = 2000;
    for (let life = 0; life < lives; life++) {
      const y = t.map((time) => 10 + 0.01 * time + 0.02 * next());
      const got = answer(spc.driftForecast(t, y, { limit: 10.5 }));
      const truth = 50 - 29;
      if ((got.earliest ?? 0) <= truth && (got.latest ?? Number.MAX_VALUE) >= truth) held++;
    }
    const error = Math.sqrt((0.95 * 0.05) / lives);
    expect(Math.abs(held / lives - 0.95)).toBeLessThan(4 * error);
  });

  it("says when a single part may be beyond: by then 2.5 % are, within four standard errors", () => {
    const next = normalSource(2);
    const t = Array.from({ length: 30 }, (_, i) => i);
    const lives = 8000;
    let beyond = 0;
    for (let life = 0; life < lives; life++) {
      const y = t.map((time) => 10 + 0.01 * time + 0.02 * next());
      const { firstPart, earliest } = answer(spc.driftForecast(t, y, { limit: 10.5 }));
      if (firstPart === null || earliest === null) throw new Error("a forecast was expected");
      expect(firstPart).toBeLessThan(earliest);
      if (10 + 0.01 * (29 + firstPart) + 0.02 * next() > 10.5) beyond++;
    }
    const error = Math.sqrt((0.025 * 0.975) / lives);
    expect(Math.abs(beyond / lives - 0.025)).toBeLessThan(4 * error);
  });

  it("brings the mean back to the target with its offset, within four standard errors", () => {
    const next = normalSource(4);
    const t = Array.from({ length: 20 }, (_, i) => i);
    const left = Array.from({ length: 2000 }, () => {
      const y = t.map((time) => 10 + 0.01 * time + 0.02 * next());
      const { offset } = answer(spc.driftForecast(t, y, { limit: 10.5, target: 10 }));
      return 10 + 0.01 * 19 + (offset ?? 0) - 10;
    });
    expect(Math.abs(spc.meanOf(left))).toBeLessThan(4 * (spc.sampleSd(left) / Math.sqrt(2000)));
  });

  it("is exact without noise and proposes the offset back to the target", () => {
    const got = answer(
      spc.driftForecast([0, 1, 2, 3], [0, 1.001, 1.999, 3], { limit: 5, target: 1 }),
    );
    expect(got.remaining).toBeCloseTo(2, 2);
    expect(got.offset).toBeCloseTo(-2, 2);
    expect(got.earliest ?? 9).toBeLessThan(got.remaining ?? 0);
    expect(got.latest ?? 0).toBeGreaterThan(got.remaining ?? 9);
  });

  it("says nothing of a limit it moves away from, and no latest time of a slope that may be none", () => {
    const away = answer(spc.driftForecast([0, 1, 2, 3], [0, 1, 2.1, 3], { limit: -1 }));
    expect(away).toMatchObject({ remaining: null, earliest: null, latest: null });
    const unsure = answer(spc.driftForecast([0, 1, 2, 3], [0, 1, -1, 0.5], { limit: 5 }));
    expect(unsure.latest).toBeNull();
  });

  it("refuses too few points and a limit that is no number", () => {
    expect(spc.driftForecast([1, 2], [1, 2], { limit: 3 })).toHaveProperty("refused");
    expect(spc.driftForecast([1, 2, 3], [1, 2, 4], { limit: Number.NaN })).toHaveProperty(
      "refused",
    );
  });
});

describe("tool wear over several lives", () => {
  const first = { t: [0, 1, 2, 3, 4], y: [10, 10.11, 10.19, 10.32, 10.38] };
  const second = { t: [5, 6, 7, 8], y: [10.02, 10.09, 10.22, 10.29] };

  it("has the limits of a trend chart where there is one life", () => {
    const got = answer(spc.toolLives([first]));
    const chart = answer(spc.trendChart(first.t, first.y, "residual"));
    expect(got.sigma).toBeCloseTo(chart.sigma, 14);
    got.limits[0]?.forEach((limit, i) => {
      expect(limit.ucl).toBeCloseTo(chart.limits[i]?.ucl ?? 0, 12);
    });
  });

  it("pools the residuals and starts each line anew", () => {
    const got = answer(spc.toolLives([first, second]));
    const squares = [first, second].map(({ t, y }) => {
      const { residual } = answer(spc.lineFit(t, y));
      return residual.reduce((sum, one) => sum + one * one, 0);
    });
    expect(got.df).toBe(5);
    expect(got.sigma ** 2).toBeCloseTo(((squares[0] ?? 0) + (squares[1] ?? 0)) / 5, 14);
    expect(got.limits[1]?.[0]?.center).toBeLessThan(got.limits[0]?.[4]?.center ?? 0);
  });

  it("says which life is too short", () => {
    const got = spc.toolLives([first, { t: [1, 2], y: [1, 2] }]);
    expect(got).toMatchObject({ refused: "too-few-values" });
    expect(got).toHaveProperty("why", expect.stringContaining("Tool life 2"));
  });
});

describe("the change point", () => {
  it("is found where a clean step begins", () => {
    const got = answer(spc.changePoint([0, 0, 0, 0, 2, 2, 2], 0));
    expect(got).toEqual({ index: 4, after: 2, shift: 2 });
  });

  it("lies near the true one after the signal of a chart: Samuel, Pignatiello and Calvin", () => {
    const next = normalSource(7);
    const found: number[] = [];
    for (let run = 0; run < 2000; run++) {
      const points = Array.from({ length: 100 }, next);
      if (points.some((point) => Math.abs(point) > 3)) continue;
      let last = 0;
      while (Math.abs(last) <= 3) {
        last = next() + 1.5;
        points.push(last);
      }
      found.push(answer(spc.changePoint(points, 0)).index);
    }
    const mean = spc.meanOf(found);
    const error = spc.sampleSd(found) / Math.sqrt(found.length);
    expect(found.length).toBeGreaterThan(1000);
    expect(Math.abs(mean - 100)).toBeLessThan(1 + 4 * error);
  });

  it("refuses points that never leave the centre", () => {
    expect(spc.changePoint([1, 1, 1], 1)).toHaveProperty("refused", "no-variation");
  });
});
