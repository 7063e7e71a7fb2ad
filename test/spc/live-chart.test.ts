// A chart that grows gives at every sample what all samples at once give, to the last bit.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";
import { SAMPLES } from "./chart-samples.ts";

function answer<T>(got: spc.Refusal | T): T {
  if (spc.isRefusal(got)) throw new Error(got.why);
  return got;
}

const RECOMPUTED = (
  ["xbar-r", "xbar-s", "r", "s", "median", "i-mr", "g", "t"] as spc.ChartName[]
).concat(["p", "np", "c", "u", "laney-p", "laney-u"]);

const FURTHER: readonly (readonly [spc.ChartName, spc.ChartSettings])[] = [
  ...(["mr-median", "mssd", "sd", "sd-unbiased"] as const).map(
    (estimator) => ["i-mr", { estimator }] as const,
  ),
  ["i-mr", { mrLength: 4 }],
  ["i-mr", { constants: "tabulated" }],
  ["xbar-r", { estimator: "rbar-mvlue" }],
  ["xbar-r", { estimator: "pooled-unbiased", nsigmas: 2 }],
  ["xbar-s", { estimator: "sbar-mvlue", constants: "tabulated" }],
  ["p", { confidence: 0.99 }],
  ["u", { confidence: 0.9973 }],
];

const rules: spc.LiveRules = { set: "nelson" };

/** The last point of the batch chart of these samples, with the signals it completes. */
function lastOf(chart: spc.ControlChart, index: number, set: spc.RuleSetName) {
  const [first] = chart.panels;
  const centers = first?.limits.map(({ center }) => center) ?? [];
  const points = first?.points.map((point) => point ?? Number.NaN) ?? [];
  const errors = first?.errors ?? null;
  return {
    index,
    panels: chart.panels.map(({ points: values, limits, errors: own, outside }) => ({
      value: values[index],
      limits: limits[index],
      error: own?.[index] ?? null,
      outside: outside.includes(index),
    })),
    signals:
      errors === null
        ? []
        : answer(spc.ruleSignals(set, points, centers, errors)).filter(
            (one) => one.index === index,
          ),
  };
}

function agreesRecomputed(
  name: spc.ChartName,
  settings: spc.ChartSettings,
  samples: readonly spc.Sample[],
): void {
  const live = answer(spc.createLiveChart(name, settings, { recompute: true }, rules));
  samples.forEach((sample, i) => {
    const got = answer(live.append(sample));
    const whole = spc.controlChart(name, samples.slice(0, i + 1), settings);
    if (spc.isRefusal(whole)) expect(got.map(({ panels }) => panels)).toEqual([]);
    else {
      expect(got).toStrictEqual([lastOf(whole, i, rules.set)]);
      expect(live.baseline()).toStrictEqual(whole.stages[0]?.baseline);
    }
  });
}

/** h is asked for where it has no usual value. */
const settingsOf = (name: spc.ChartName): spc.ChartSettings =>
  name.startsWith("mewma") || name.startsWith("mcusum") ? { h: 9 } : {};

describe("a chart whose limits are recomputed", () => {
  it.each(RECOMPUTED)("gives for %s what a full recompute gives", (name) => {
    fc.assert(
      fc.property(SAMPLES[name], (samples) => agreesRecomputed(name, {}, samples)),
      { numRuns: 60 },
    );
  });

  it.each(FURTHER)("does so for %s with %j", (name, settings) => {
    fc.assert(
      fc.property(SAMPLES[name], (samples) => agreesRecomputed(name, settings, samples)),
      { numRuns: 40 },
    );
  });

  it("is refused where each new limit would move all points before", () => {
    for (const name of spc.chartNames().filter((one) => !RECOMPUTED.includes(one))) {
      const got = spc.createLiveChart(name, settingsOf(name), { recompute: true });
      expect(got).toHaveProperty("refused", "parameter-out-of-range");
    }
  });
});

describe("a chart whose limits are kept", () => {
  it.each(spc.chartNames())("gives for %s what all samples at once give", (name) => {
    fc.assert(
      fc.property(SAMPLES[name], fc.integer({ min: 3, max: 20 }), (samples, phase1) => {
        const settings = settingsOf(name);
        const measured = samples.flatMap((sample, i) => (sample.length > 0 ? [i] : []));
        const end = (measured[phase1 - 1] ?? samples.length) + 1;
        const whole = spc.controlChart(name, samples, settings, { phase1: end });
        const live = answer(spc.createLiveChart(name, settings, { phase1 }, rules));
        if (spc.isRefusal(whole) || measured.length < phase1) return;
        const got = samples.flatMap((sample) => answer(live.append(sample)));
        expect(got).toStrictEqual(samples.map((_, i) => lastOf(whole, i, rules.set)));
        const baseline = answer(live.baseline());
        expect(baseline).toStrictEqual(whole.stages[0]?.baseline);
        const stored: spc.Baseline = JSON.parse(JSON.stringify(baseline));
        const frozen = answer(spc.createLiveChart(name, settings, { given: stored }, rules));
        const again = samples.flatMap((sample) => answer(frozen.append(sample)));
        const given = answer(spc.controlChart(name, samples, settings, { given: stored }));
        expect(again).toStrictEqual(samples.map((_, i) => lastOf(given, i, rules.set)));
      }),
      { numRuns: 60 },
    );
  });

  it("keeps a refused sample out", () => {
    const live = answer(
      spc.createLiveChart(
        "i-mr",
        {},
        { given: { center: 0, sigma: 1, estimator: "given", samples: 0 } },
      ),
    );
    expect(live.append([Number.NaN])).toHaveProperty("refused", "not-finite");
    expect(live.append([1, 2])).toHaveProperty("refused");
    expect(answer(live.append([4]))).toMatchObject([{ index: 0, panels: [{ outside: true }, {}] }]);
  });
});
