// What must hold of every statistic, whatever the numbers are.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";

const RUNS = 200;

/** Any finite double, or one of a shop floor: a few decimals about a nominal. */
const wild = fc.double({ noNaN: true, noDefaultInfinity: true });
const tame = fc.integer({ min: -5000, max: 5000 }).map((x) => 10 + x / 1000);
const list = (min: number, max = 24) =>
  fc.oneof(
    fc.array(tame, { minLength: min, maxLength: max }),
    fc.array(wild, { minLength: min, maxLength: max }),
    fc.array(fc.constantFrom(0, 1, 1, 2, 1e-300, 1e300, -1), { minLength: min, maxLength: max }),
  );
const groups = fc.oneof(
  fc.array(fc.array(tame, { minLength: 2, maxLength: 6 }), { minLength: 0, maxLength: 8 }),
  fc.array(fc.array(wild, { minLength: 0, maxLength: 6 }), { minLength: 0, maxLength: 8 }),
);

/** Paths of numbers in an answer that are not finite. */
function holes(answer: unknown, path = ""): string[] {
  if (typeof answer === "number") return Number.isFinite(answer) ? [] : [`${path} = ${answer}`];
  if (typeof answer !== "object" || answer === null) return [];
  return Object.entries(answer).flatMap(([key, value]) => holes(value, `${path}.${key}`));
}

function answered<T>(answer: spc.Refusal | T): T {
  if (spc.isRefusal(answer)) throw new Error(answer.why);
  return answer;
}

const ofValues: readonly (readonly [string, (x: readonly number[]) => unknown])[] = [
  ["describe", (x) => spc.describe(x)],
  ["shape", (x) => spc.shape(x)],
  ["imrLimits", (x) => spc.imrLimits(x)],
  ["histogram", (x) => spc.histogram(x)],
  ["histogram with limits", (x) => spc.histogram(x, { lsl: 5, usl: 15 })],
  ["capability", (x) => spc.capability({ values: x, spec: { lsl: 5, usl: 15, nominal: 10 } })],
  ["one-sided capability", (x) => spc.capability({ values: x, spec: { usl: 15 } })],
  ["gLimits", (x) => spc.gLimits(x)],
  ["tLimits", (x) => spc.tLimits(x)],
  ["andersonDarling", (x) => spc.andersonDarling(x)],
  ["shapiroWilk", (x) => spc.shapiroWilk(x)],
  ["boxCox", (x) => spc.boxCox(x)],
  ["boxCoxCapability", (x) => spc.boxCoxCapability(x, { lsl: 5, usl: 15 })],
  ["biasStudy", (x) => spc.biasStudy(x, 10)],
  ["type1Study", (x) => spc.type1Study(x, 10, 1)],
  ["ewma", (x) => spc.ewma(x, 1, { lambda: 0.2, center: 10 })],
  ["movingAverage", (x) => spc.movingAverage(x, 10, 1, 4)],
  ["cusum", (x) => spc.cusum(x, 10, 1, { k: 0.5, h: 5 })],
  ["lineFit", (x) => spc.lineFit(x, [...x].reverse())],
  [
    "trendChart",
    (x) =>
      spc.trendChart(
        x.map((_, i) => i),
        x,
        "mr",
        { usl: 20 },
      ),
  ],
  [
    "linearityStudy",
    (x) =>
      spc.linearityStudy(
        x.map((_, i) => i % 5),
        x,
      ),
  ],
  ["oneWayAnova", (x) => spc.oneWayAnova([x.slice(0, 4), x.slice(4)])],
  ["hotellingIndividuals", (x) => spc.hotellingIndividuals(pairs(x), 0.01)],
  [
    "mewma",
    (x) =>
      spc.mewma(
        pairs(x),
        [0, 0],
        [
          [1, 0.5],
          [0.5, 1],
        ],
        0.1,
      ),
  ],
  ["gageRrAnova", (x) => spc.gageRrAnova(study(x))],
  ["gageRrRange", (x) => spc.gageRrRange(study(x))],
  ["gageRrNested", (x) => spc.gageRrNested(study(x))],
  ...spc.MODEL_NAMES.flatMap((name) => [
    [`fit ${name}`, (x: readonly number[]) => parametersOf(spc.fitDistribution(x, name))] as const,
    [
      `capability ${name}`,
      (x: readonly number[]) => {
        const got = spc.nonnormalCapability(x, name, { lsl: 5, usl: 15 });
        return spc.isRefusal(got) ? got : { ...got, fit: parametersOf(got.fit) };
      },
    ] as const,
  ]),
  ...spc.INDIVIDUAL_ESTIMATORS.map(
    (name) => [name, (x: readonly number[]) => spc.individualSigma(x, name)] as const,
  ),
];

function parametersOf(fit: spc.Refusal | spc.Fit) {
  return spc.isRefusal(fit) ? fit : { ...fit, model: fit.model.parameters };
}

function pairs(x: readonly number[]): number[][] {
  return Array.from({ length: Math.floor(x.length / 2) }, (_, i) => x.slice(2 * i, 2 * i + 2));
}

/** Three parts, two operators, two trials, from the first twelve values. */
function study(x: readonly number[]): spc.GageReading[] {
  return x.slice(0, 12).map((value, i) => ({
    part: `${i % 3}`,
    operator: `${Math.floor(i / 3) % 2}`,
    value,
  }));
}

describe("finite numbers in", () => {
  it.each(ofValues)("%s gives finite numbers or a typed refusal out", (_name, statistic) => {
    fc.assert(
      fc.property(list(0), (x) => {
        const answer = statistic(x);
        if (spc.isRefusal(answer)) expect(answer.why.length).toBeGreaterThan(10);
        else expect(holes(answer)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it("charts of subgroups give finite numbers or a typed refusal out", () => {
    fc.assert(
      fc.property(groups, (subgroups) => {
        expect(holes(spc.xbarRLimits(subgroups))).toEqual([]);
        expect(holes(spc.xbarSLimits(subgroups))).toEqual([]);
        for (const name of spc.SUBGROUP_ESTIMATORS) {
          expect(holes(spc.subgroupSigma(subgroups, name))).toEqual([]);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it("attribute charts give finite numbers or a typed refusal out", () => {
    const sample = fc.tuple(fc.nat(200), fc.integer({ min: 0, max: 200 }));
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 20 }), (samples) => {
        const counts = samples.map(([count]) => count);
        const sizes = samples.map(([, size]) => size);
        const center = spc.proportionCenter(counts, sizes);
        if (typeof center === "number") {
          expect(holes(spc.pLimits(sizes, center))).toEqual([]);
          expect(holes(spc.npLimits(sizes, center, { confidence: 0.9973 }))).toEqual([]);
        }
        const rate = spc.rateCenter(counts, sizes);
        if (typeof rate === "number") {
          expect(holes(spc.uLimits(sizes, rate, { confidence: 0.99 }))).toEqual([]);
        }
        expect(holes(spc.laneyEstimate("p", counts, sizes))).toEqual([]);
        expect(holes(spc.laneyEstimate("u", counts, sizes))).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("a change of unit", () => {
  const shop = fc.array(fc.array(tame, { minLength: 4, maxLength: 4 }), {
    minLength: 4,
    maxLength: 12,
  });
  const unit = fc.record({
    scale: fc.integer({ min: 1, max: 2000 }).map((x) => x / 40),
    shift: fc.integer({ min: -1000, max: 1000 }),
  });

  it("moves and stretches limits, and changes no capability", () => {
    fc.assert(
      fc.property(shop, unit, (subgroups, { scale, shift }) => {
        const to = (x: number) => scale * x + shift;
        const before = spc.xbarRLimits(subgroups);
        const after = spc.xbarRLimits(subgroups.map((values) => values.map(to)));
        if (spc.isRefusal(before) || spc.isRefusal(after)) return;
        expect(after.location.ucl).toBeCloseTo(to(before.location.ucl), 6);
        expect(after.spread.ucl).toBeCloseTo(scale * before.spread.ucl, 6);
        const one = spc.capability({
          values: subgroups.flat(),
          subgroups,
          spec: { lsl: 2, usl: 20 },
        });
        const other = spc.capability({
          values: subgroups.flat().map(to),
          subgroups: subgroups.map((values) => values.map(to)),
          spec: { lsl: to(2), usl: to(20) },
        });
        if (spc.isRefusal(one) || spc.isRefusal(other) || one.cpk === null) return;
        expect((other.cpk?.value ?? 0) / one.cpk.value).toBeCloseTo(1, 6);
        expect((other.ppk?.value ?? 0) / (one.ppk?.value ?? 0)).toBeCloseTo(1, 6);
      }),
      { numRuns: RUNS },
    );
  });

  it("that turns the scale over turns the sides of the signals over", () => {
    fc.assert(
      fc.property(list(0, 40), (points) => {
        const flip = (signals: readonly spc.RuleSignal[]) =>
          signals.map((one) => ({ ...one, side: one.side === "above" ? "below" : "above" }));
        const down = points.map((x) => -x);
        expect(spc.westernElectric(down, -10, 1)).toEqual(flip(spc.westernElectric(points, 10, 1)));
      }),
      { numRuns: RUNS },
    );
  });
});

describe("one point more", () => {
  const points = fc.array(
    fc.integer({ min: -7, max: 7 }).map((x) => x / 2),
    { maxLength: 60 },
  );

  it("gives the signals of the whole chart when only the last point is asked for", () => {
    fc.assert(
      fc.property(points, (x) => {
        const grown = x.flatMap((_, i) =>
          spc.westernElectric(x.slice(0, i + 1), 0, 1, { from: i }),
        );
        expect(grown).toEqual(spc.westernElectric(x, 0, 1));
        const tests = x.flatMap((_, i) => spc.nelson(x.slice(0, i + 1), 0, 1, { from: i }));
        expect(tests).toEqual(spc.nelson(x, 0, 1));
      }),
      { numRuns: RUNS },
    );
  });

  it("continues the averages and sums to the same last bit", () => {
    fc.assert(
      fc.property(points, (x) => {
        const parameters = { lambda: 0.2, center: 0 };
        let average = spc.ewmaStart(parameters);
        const averages = x.map((value) => {
          const point = spc.ewmaStep(average, value, 1, parameters);
          average = point;
          return point.z;
        });
        expect(averages).toEqual(answered(spc.ewma(x, 1, parameters)).z);
        const limits = { k: 0.5, h: 4, headStart: 2 };
        let sums = spc.cusumStart(limits);
        const states = x.map((value) => {
          sums = spc.cusumStep(sums, value, limits);
          return sums;
        });
        expect(states).toEqual(answered(spc.cusum(x, 0, 1, limits)).states);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("the order of things", () => {
  it("of parts and operators does not change a gauge study", () => {
    fc.assert(
      fc.property(fc.array(tame, { minLength: 12, maxLength: 12 }), (x) => {
        const one = spc.gageRrAnova(study(x));
        const other = spc.gageRrAnova([...study(x)].reverse());
        if (spc.isRefusal(one) || spc.isRefusal(other)) return;
        expect(other.pctStudyVariation.grr).toBeCloseTo(one.pctStudyVariation.grr, 6);
      }),
      { numRuns: RUNS },
    );
  });

  it("of values does not change what they look like", () => {
    fc.assert(
      fc.property(fc.array(tame, { minLength: 3, maxLength: 30 }), (x) => {
        const one = answered(spc.describe(x));
        const other = answered(spc.describe([...x].reverse()));
        expect(other.sd).toBeCloseTo(one.sd, 11);
        expect(other.mean).toBeCloseTo(one.mean, 11);
      }),
      { numRuns: RUNS },
    );
  });
});
