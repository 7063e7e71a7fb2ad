// What every statistic says when it cannot be given: a stable code, and figures in the sentence.

import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";

const steady = [5, 5, 5, 5, 5, 5, 5, 5, 5, 5];
const rising = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const readings = (trials: number, value: (i: number) => number): spc.GageReading[] =>
  Array.from({ length: 4 * trials }, (_, i) => ({
    part: `${i % 2}`,
    operator: `${Math.floor(i / 2) % 2}`,
    value: value(i),
  }));

const table: readonly (readonly [string, spc.RefusalCode, () => unknown])[] = [
  ["a p chart of no sample", "too-few-values", () => spc.proportionCenter([], [])],
  ["more bad parts than parts", "parameter-out-of-range", () => spc.proportionCenter([6], [5])],
  ["a negative count", "parameter-out-of-range", () => spc.rateCenter([-1], [5])],
  ["counts and sizes of different number", "parameter-out-of-range", () => spc.rateCenter([1], [])],
  ["a proportion above one", "parameter-out-of-range", () => spc.pLimits([10], 1.5)],
  ["a confidence of one", "parameter-out-of-range", () => spc.uLimits([1], 2, { confidence: 1 })],
  [
    "Laney without nonconforming parts",
    "no-variation",
    () => spc.laneyEstimate("p", [0, 0], [5, 5]),
  ],
  ["Laney with one sample", "too-few-values", () => spc.laneyEstimate("u", [1], [5])],
  ["a negative time between events", "parameter-out-of-range", () => spc.tLimits([1, -2])],
  [
    "an EWMA weight of zero",
    "parameter-out-of-range",
    () => spc.ewma([1], 1, { lambda: 0, center: 0 }),
  ],
  [
    "a CUSUM without spread",
    "parameter-out-of-range",
    () => spc.cusum([1], 0, 0, { k: 0.5, h: 4 }),
  ],
  [
    "a moving average of half a point",
    "parameter-out-of-range",
    () => spc.movingAverage([1], 0, 1, 0.5),
  ],
  [
    "a moving range of one",
    "parameter-out-of-range",
    () => spc.individualSigma(rising, "mr-mean", 1),
  ],
  [
    "a range of 101 values",
    "parameter-out-of-range",
    () => spc.subgroupSigma([Array(101).fill(1)], "rbar"),
  ],
  ["normality of seven values", "too-few-values", () => spc.andersonDarling(rising.slice(0, 7))],
  ["normality of equal values", "no-variation", () => spc.shapiroWilk(steady)],
  [
    "normality of 5001 values",
    "parameter-out-of-range",
    () => spc.shapiroWilk(Array(5001).fill(1)),
  ],
  [
    "a Weibull fit of zero",
    "parameter-out-of-range",
    () => spc.fitDistribution([0, 1, 2], "weibull"),
  ],
  ["a fit of equal values", "no-variation", () => spc.fitDistribution(steady, "gamma")],
  ["a power of a negative value", "parameter-out-of-range", () => spc.boxCox([-1, 2, 3])],
  [
    "a logarithm of a limit of zero",
    "parameter-out-of-range",
    () => spc.boxCoxCapability([0.1, 1, 10, 100, 1000], { lsl: 0, usl: 9000 }),
  ],
  [
    "percentiles without limits",
    "no-spec-limits",
    () => spc.nonnormalCapability(rising, "normal", {}),
  ],
  ["a bias of one reading", "too-few-values", () => spc.biasStudy([1], 1)],
  ["Cg of equal readings", "no-variation", () => spc.type1Study(steady, 5, 1)],
  ["Cg without tolerance", "parameter-out-of-range", () => spc.type1Study(rising, 5, 0)],
  ["a line over one x", "no-variation", () => spc.lineFit(steady, rising)],
  ["a line of pairs that do not pair", "too-few-values", () => spc.lineFit(rising, [1, 2, 3])],
  [
    "a gauge study of single trials",
    "too-few-values",
    () => spc.gageRrAnova(readings(1, (i) => i)),
  ],
  [
    "an uneven gauge study",
    "too-few-values",
    () => spc.gageRrAnova(readings(2, (i) => i).slice(1)),
  ],
  ["a gauge study of equal readings", "no-variation", () => spc.gageRrAnova(readings(2, () => 1))],
  ["a gauge study with a gap", "not-finite", () => spc.gageRrRange(readings(2, () => Number.NaN))],
  [
    "T2 of too few rows",
    "too-few-values",
    () =>
      spc.hotellingIndividuals(
        [
          [1, 2],
          [2, 1],
        ],
        0.01,
      ),
  ],
  [
    "T2 of characteristics that follow from each other",
    "no-variation",
    () =>
      spc.hotellingIndividuals(
        rising.map((x) => [x, 2 * x]),
        0.01,
      ),
  ],
  [
    "degrees of freedom below 0",
    "parameter-out-of-range",
    () => spc.capability({ values: rising, spec: { usl: 20 }, withinDf: -1 }),
  ],
  ["kappa of a rating that is none", "not-finite", () => spc.cohenKappa([1, Number.NaN], [1, 2])],
  ["kappa of no rating", "too-few-values", () => spc.cohenKappa([], [])],
  [
    "agreement of uneven trials",
    "too-few-values",
    () => spc.attributeAgreement({ ratings: { A: [[1, 0], [1]] } }),
  ],
  ["a run length without a rule", "parameter-out-of-range", () => spc.runsRulesArl([], 0)],
  ["a run length of a tiny weight", "parameter-out-of-range", () => spc.ewmaArl(0, 0.001, 3)],
  [
    "a confidence that leaves no tail",
    "parameter-out-of-range",
    () => spc.exactSideInterval(1, 200, 1 - 1e-16),
  ],
  [
    "a coverage of nothing",
    "parameter-out-of-range",
    () => spc.toleranceFactorTwoSided(9, 1e-300, 0.9),
  ],
  [
    "an index proven with no confidence",
    "parameter-out-of-range",
    () => spc.requiredCpk(2, 1, 1e-300),
  ],
  [
    "a probability plot with a band of everything",
    "parameter-out-of-range",
    () => spc.probabilityPlot(rising, "normal", 1 - 1e-16),
  ],
  [
    "limits of infinite width",
    "parameter-out-of-range",
    () => spc.imrGapLimits(rising, "mr-mean", Infinity),
  ],
  [
    "limits of no width",
    "parameter-out-of-range",
    () => spc.imrLimitsBy(rising, "mr-mean", 2, NaN),
  ],
  [
    "subgroup limits of no width",
    "parameter-out-of-range",
    () => spc.xbarRPointLimits([5], 0, 1, NaN),
  ],
  [
    "sd limits of negative width",
    "parameter-out-of-range",
    () => spc.xbarSPointLimits([5], 0, 1, -3),
  ],
  [
    "a moving average of infinite width",
    "parameter-out-of-range",
    () => spc.movingAverage(rising, 0, 1, 2, Infinity),
  ],
  [
    "an EWMA of infinite width",
    "parameter-out-of-range",
    () => spc.ewma([1], 1, { lambda: 0.2, center: 0, nsigmas: Infinity }),
  ],
  ["a MEWMA whose weight rounds to none", "not-finite", () => spc.mewma([[1]], [0], [[1]], 1e-20)],
  ["T2 of a negative size", "parameter-out-of-range", () => spc.hotellingT2([[1]], [0], [[1]], -1)],
  ["false calls of next to no points", "not-finite", () => spc.falseCalls("nelson", {}, 5e-324)],
];

describe("refusals", () => {
  it.each(table)("%s is refused as %s", (_name, code, statistic) => {
    const answer = statistic();
    if (!spc.isRefusal(answer)) throw new Error(`not refused: ${JSON.stringify(answer)}`);
    expect(answer.refused).toBe(code);
    expect(answer.why).toMatch(/^[A-Z0-9].*\.$/);
  });

  it("kappa of ratings that are all the same is not given, but not refused", () => {
    expect(spc.cohenKappa([1, 1], [1, 1])).toMatchObject({ kappa: null, po: 1 });
    expect(
      spc.fleissKappa([
        [1, 1],
        [1, 1],
      ]),
    ).toMatchObject({ kappa: null, z: null });
  });

  it("a gauge that shows no variation has no number of distinct categories", () => {
    const study = readings(2, (i) => i % 2);
    expect(spc.gageRrAnova(study)).toMatchObject({ ndc: null, interactionPooled: false });
  });
});
