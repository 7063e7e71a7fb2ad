// What must hold of fits, capability and gauge studies, whatever the numbers are.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";

const RUNS = 120;

const wild = fc.double({ noNaN: true, noDefaultInfinity: true });
const tame = fc.integer({ min: -5000, max: 5000 }).map((x) => 10 + x / 1000);
const rounded = fc.integer({ min: 0, max: 6 });
const list = (min: number, max = 24) =>
  fc.oneof(
    fc.array(tame, { minLength: min, maxLength: max }),
    fc.array(rounded, { minLength: min, maxLength: max }),
    fc.array(wild, { minLength: min, maxLength: max }),
    fc.array(fc.constantFrom(0, 1, 1, 2, 1e-300, 1e300, -1, Number.NaN), {
      minLength: min,
      maxLength: max,
    }),
  );
const limit = fc.oneof(fc.constant(undefined), tame, wild, fc.constant(Number.POSITIVE_INFINITY));
const spec = fc.record({ lsl: limit, usl: limit, nominal: limit });

/** Paths of numbers in an answer that are not finite; functions are passed over. */
function holes(answer: unknown, path = ""): string[] {
  if (typeof answer === "number") return Number.isFinite(answer) ? [] : [`${path} = ${answer}`];
  if (typeof answer !== "object" || answer === null) return [];
  return Object.entries(answer).flatMap(([key, value]) => holes(value, `${path}.${key}`));
}

function sound(answer: unknown): void {
  if (spc.isRefusal(answer)) expect(answer.why).toMatch(/^[A-Z0-9-].*\.$/);
  else expect(holes(answer)).toEqual([]);
}

function groupsOf(x: readonly number[], size: number): number[][] {
  return Array.from({ length: Math.floor(x.length / size) }, (_, i) =>
    x.slice(size * i, size * (i + 1)),
  );
}

function readingsOf(x: readonly number[]): spc.GageReading[] {
  return x.slice(0, 12).map((value, i) => ({
    part: `${i % 3}`,
    operator: `${Math.floor(i / 3) % 2}`,
    value,
  }));
}

const ofValues: readonly (readonly [string, (x: readonly number[]) => unknown])[] = [
  ["bestFit", (x) => spc.bestFit(x)],
  ["johnsonBest", (x) => spc.johnsonBest(x)],
  ["johnsonByPercentiles", (x) => spc.johnsonByPercentiles(x)],
  ["ryanJoiner", (x) => spc.ryanJoiner(x)],
  ["yeoJohnson", (x) => spc.yeoJohnson(x)],
  ["kendallConcordance", (x) => spc.kendallConcordance(groupsOf(x, 3))],
  ["kendallCorrelation", (x) => spc.kendallCorrelation(x, [...x].reverse())],
  ["kendallWithReference", (x) => spc.kendallWithReference([x, [...x].reverse()], x)],
  ["processModel", (x) => spc.processModel(groupsOf(x, 2))],
  ["betweenWithin", (x) => spc.betweenWithin(groupsOf(x, 3), { usl: 15 })],
  ["stabilityStudy", (x) => spc.stabilityStudy(groupsOf(x, 3), 10)],
  ["gageRrIntervals", (x) => spc.gageRrIntervals(readingsOf(x))],
  [
    "gageRrExpanded",
    (x) =>
      spc.gageRrExpanded(
        readingsOf(x).map(({ part, operator, value }) => ({ value, levels: { part, operator } })),
        [["part"], ["operator"]],
        { tolerance: 3 },
      ),
  ],
  [
    "linearityUncertainty",
    (x) =>
      spc.linearityUncertainty(
        x.map((_, i) => i % 4),
        x,
      ),
  ],
  [
    "uncertaintyBudget",
    (x) =>
      spc.uncertaintyBudget({
        referenceReadings: x,
        referenceValue: 10,
        study: readingsOf(x),
        tolerance: 2,
        resolution: 0.01,
        calibrationU: 0.01,
        calibrationK: 2,
      }),
  ],
  [
    "signalDetection",
    (x) =>
      spc.signalDetection(
        x.map((value, i) => ({ value, accepted: [value > 8 && value < 12, i % 5 > 0] })),
        { lsl: 8, usl: 12 },
      ),
  ],
  [
    "attributeGauge",
    (x) =>
      spc.attributeGauge(
        x.map((reference, i) => ({ reference, accepted: Math.min(20, 3 * i) })),
        20,
        10,
      ),
  ],
  ...spc.MODEL_NAMES.map(
    (name) => [`goodness of ${name}`, (x: readonly number[]) => spc.fitGoodness(x, name)] as const,
  ),
];

describe("any numbers in", () => {
  it.each(ofValues)("%s gives finite numbers or a typed refusal out", (_name, statistic) => {
    fc.assert(
      fc.property(list(0), (x) => sound(statistic(x))),
      { numRuns: RUNS },
    );
  });

  it("capability gives finite numbers or a typed refusal out, whatever the limits are", () => {
    const models = fc.constantFrom("A1", "A2", "B", "C1", "C2", "C3", "C4", "D" as const);
    fc.assert(
      fc.property(list(0), spec, models, (x, limits, model) => {
        sound(spc.cpmk(x, limits));
        sound(spc.machineCapability(x, limits));
        sound(spc.targetCapability(x, limits));
        sound(spc.naturalLimitCapability(x, limits, 0));
        sound(spc.johnsonCapability(x, limits));
        sound(spc.timeDependentCapability(groupsOf(x, 2), model, limits));
        sound(spc.capability({ values: x, spec: limits }));
        sound(spc.exactSideInterval(x[0] ?? 1, x.length, 0.9));
      }),
      { numRuns: 300 },
    );
  });

  it("a probability plot gives finite numbers or a typed refusal out", () => {
    fc.assert(
      fc.property(list(0, 12), fc.constantFrom(...spc.MODEL_NAMES), (x, name) =>
        sound(spc.probabilityPlot(x, name)),
      ),
      { numRuns: 60 },
    );
  });

  it("kappas give finite numbers or a typed refusal out", () => {
    const ratings = fc.array(fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 4 }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(ratings, (rows) => {
        sound(spc.fleissKappa(rows));
        sound(spc.cohenKappa(rows[0] ?? [], rows[1] ?? []));
        sound(spc.attributeAgreement({ ratings: { A: rows, B: rows }, reference: rows[0] }));
        sound(spc.attributeAgreement({ ratings: { A: rows }, positive: 1 }));
        sound(spc.attributeAgreement({ ratings: {} }));
      }),
      { numRuns: 300 },
    );
  });
});

describe("a change of unit", () => {
  const shop = fc.array(tame, { minLength: 30, maxLength: 40 });
  const unit = fc.record({
    scale: fc.integer({ min: 1, max: 400 }).map((x) => x / 20),
    shift: fc.integer({ min: -50, max: 50 }),
  });

  it("changes no Johnson fit, no goodness and no model", () => {
    fc.assert(
      fc.property(shop, unit, (x, { scale, shift }) => {
        const to = (value: number) => scale * value + shift;
        const moved = x.map(to);
        const before = spc.johnsonByPercentiles(x);
        const after = spc.johnsonByPercentiles(moved);
        if (!spc.isRefusal(before) && !spc.isRefusal(after) && after.family === before.family) {
          expect(after.ratio / before.ratio).toBeCloseTo(1, 6);
          if (before.family === "johnson-su" && before.parameters.eta < 20) {
            expect(after.parameters.eta / before.parameters.eta).toBeCloseTo(1, 4);
          }
        }
        for (const name of ["normal", "gumbelmin", "logistic", "exponential2"] as const) {
          const one = spc.fitDistribution(x, name);
          const other = spc.fitDistribution(moved, name);
          if (spc.isRefusal(one) || spc.isRefusal(other)) continue;
          expect(other.ad).toBeCloseTo(one.ad, 5);
        }
        const model = spc.processModel(groupsOf(x, 3));
        const same = spc.processModel(groupsOf(moved, 3));
        if (spc.isRefusal(model) || spc.isRefusal(same)) return;
        expect(same.evidence.locationP).toBeCloseTo(model.evidence.locationP, 6);
      }),
      { numRuns: 60 },
    );
  });
});
