// What plans cost and let through, against R, scipy, NIST and Montgomery.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as spc from "../../spc/index.ts";

function answer<T>(got: spc.Refusal | T): T {
  if (spc.isRefusal(got)) throw new Error(got.why);
  return got;
}

const two = (n1: number, ac1: number, re1: number, n2: number, ac2: number): spc.DoublePlan => ({
  first: { n: n1, ac: ac1, re: re1 },
  second: { n: n2, ac: ac2, re: ac2 + 1 },
});

describe("curves of double plans", () => {
  it("are those of R AcceptanceSampling 1.0.11 (OC2c)", () => {
    const plan = two(50, 1, 4, 100, 3);
    const binomial = [0.01, 0.03, 0.05, 0.1].map((p) => answer(spc.acceptanceProbability(plan, p)));
    const expected = [0.9706748843421147, 0.6110220015676538, 0.290415482296674];
    for (const [i, value] of [...expected, 0.03381461347532734].entries()) {
      expect(binomial[i]).toBeCloseTo(value, 12);
    }
    const poisson = [0.01, 0.05, 0.1].map((p) =>
      answer(spc.acceptanceProbability(two(50, 1, 3, 50, 4), p, "poisson")),
    );
    for (const [i, value] of [0.9845215010568994, 0.4267940541490871, 0.0509264157520874].entries())
      expect(poisson[i]).toBeCloseTo(value, 12);
    const drawn = [4, 10, 20].map((bad) =>
      answer(spc.lotAcceptanceProbability(two(20, 0, 3, 20, 3), 200, bad)),
    );
    for (const [i, value] of [0.9958422322348555, 0.8661011102190636, 0.3957265356379966].entries())
      expect(drawn[i]).toBeCloseTo(value, 10);
  });

  it("give Montgomery's example: n1 50, c1 1, n2 100, c2 3 at 5 %", () => {
    const quality = answer(spc.planQuality(two(50, 1, 4, 100, 3), 0.05, 10_000));
    expect(quality.acceptance).toBeCloseTo(0.279 + 0.011, 2);
    expect(quality.sampleNumber).toBeCloseTo(98.09762086294043, 9);
    expect(quality.totalInspection).toBeCloseTo(7111.464324145696, 7);
    expect(quality.outgoing).toBeCloseTo(0.014442678379271516, 12);
  });

  it("save more when the second sample is cut short (by summing over its items, scipy 1.17.1)", () => {
    const short = answer(spc.curtailedSampleNumber(two(50, 1, 4, 100, 3), 0.05));
    expect(short).toBeCloseTo(64.5909598151866, 9);
    const other = answer(spc.curtailedSampleNumber(two(60, 2, 6, 120, 5), 0.06));
    expect(other).toBeCloseTo(79.68387034680974, 9);
    expect(spc.curtailedSampleNumber({ n: 50, ac: 1 }, 0.05)).toHaveProperty("refused");
    expect(spc.curtailedSampleNumber(two(50, 1, 4, 100, 3), 0)).toBe(50);
  });
});

describe("outgoing quality", () => {
  // NIST/SEMATECH e-Handbook 6.2.3.2: lots of 10000, n = 52, c = 3.
  it.each([
    [0.01, 0.998, 0.01, 70],
    [0.03, 0.93, 0.0278, 753],
    [0.06, 0.62, 0.037, 3836],
    [0.1, 0.223, 0.0223, 7779],
    [0.14, 0.055, 0.0077, 9453],
  ])("is NIST's at p = %d", (p, accepted, outgoing, inspected) => {
    const quality = answer(spc.planQuality({ n: 52, ac: 3 }, p, 10_000));
    expect(Math.abs(quality.acceptance - accepted)).toBeLessThan(6e-4);
    expect(Math.abs(quality.outgoing - outgoing)).toBeLessThan(2e-4);
    expect(Math.abs(quality.totalInspection - inspected)).toBeLessThan(1);
    expect(quality.sampleNumber).toBe(52);
  });

  it("has its largest value where NIST and Montgomery find it", () => {
    const nist = answer(spc.outgoingLimit({ n: 52, ac: 3 }, 10_000));
    expect(nist.limit).toBeCloseTo(0.03719009824301797, 12);
    expect(nist.level).toBeCloseTo(0.05591075, 6);
    const montgomery = answer(spc.outgoingLimit({ n: 89, ac: 2 }, 10_000));
    expect(montgomery.limit).toBeCloseTo(0.015246342929140845, 12);
    expect(montgomery.limit).toBeCloseTo(0.0155, 3);
    const inspected = answer(spc.planQuality({ n: 89, ac: 2 }, 0.01, 10_000)).totalInspection;
    expect(Math.round(inspected)).toBe(687);
  });
});

describe("the points of a curve", () => {
  it.each([
    [89, 2, 0.009249388828493264, 0.029932121077179793, 0.05869397627150941],
    [50, 1, 0.007153719531293809, 0.03334024092418097, 0.07558059884532796],
    [80, 5, 0.03316513529683663, 0.07058093455784036, 0.11284966975672253],
  ])("of n = %d, c = %d are scipy's", (n, ac, p95, p50, p10) => {
    const points = answer(spc.planPoints({ n, ac }));
    expect(points.p95).toBeCloseTo(p95, 11);
    expect(points.p50).toBeCloseTo(p50, 11);
    expect(points.p10).toBeCloseTo(p10, 11);
  });

  it("count nonconformities too, and refuse a plan that accepts everything", () => {
    const points = answer(spc.planPoints({ n: 80, ac: 5 }, "poisson"));
    expect(points.p10).toBeCloseTo(0.11593342366689542, 11);
    expect(answer(spc.planPoints({ n: 2, ac: 30 }, "poisson")).p10).toBeGreaterThan(10);
    expect(spc.planPoints({ n: 2, ac: 2 })).toHaveProperty("refused");
  });
});

describe("plans for two points", () => {
  it("are those of R AcceptanceSampling 1.0.11 (find.plan)", () => {
    expect(answer(spc.attributesPlan(0.01, 0.06, 0.05, 0.1))).toMatchObject({ n: 110, ac: 3 });
    expect(answer(spc.attributesPlan(0.05, 0.15, 0.05, 0.2, { lot: 100 }))).toMatchObject({
      n: 33,
      ac: 3,
    });
  });

  it("keep both risks, and no smaller sample with that number does", () => {
    const level = fc.double({ min: 0.002, max: 0.1, noNaN: true });
    const ratio = fc.double({ min: 2, max: 8, noNaN: true });
    fc.assert(
      fc.property(level, ratio, (good, times) => {
        const bad = good * times;
        const plan = answer(spc.attributesPlan(good, bad, 0.05, 0.1));
        expect(plan.producerRisk).toBeLessThanOrEqual(0.05);
        expect(plan.consumerRisk).toBeLessThanOrEqual(0.1);
        const less = answer(spc.acceptanceProbability({ n: plan.n - 1, ac: plan.ac }, bad));
        expect(less).toBeGreaterThan(0.1);
      }),
      { numRuns: 60 },
    );
  });

  it("are refused where none can be", () => {
    for (const plan of [
      spc.attributesPlan(0.05, 0.05, 0.05, 0.1),
      spc.attributesPlan(0, 0.05, 0.05, 0.1),
      spc.attributesPlan(0.01, 0.05, 0, 0.1),
      spc.attributesPlan(0.01, 0.05, 0.6, 0.5),
      spc.attributesPlan(0.01, 0.0101, 0.01, 0.01),
      spc.attributesPlan(0.01, 0.05, 0.05, 0.1, { lot: 1 }),
      spc.attributesPlan(0.31, 0.34, 0.001, 0.001, { lot: 10 }),
    ]) {
      expect(plan).toHaveProperty("refused", "parameter-out-of-range");
    }
  });
});

describe("every plan", () => {
  const single = fc
    .tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 20 }))
    .map(([n, ac]) => ({ n, ac }));
  const double = fc
    .tuple(
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 0, max: 6 }),
      fc.integer({ min: 2, max: 5 }),
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 0, max: 8 }),
    )
    .map(([n1, ac, gap, n2, more]) => two(n1, ac, ac + gap, n2, ac + gap - 1 + more));
  const plans = fc.oneof(single, double);

  it("has a falling curve between 1 and 0, and finite averages", () => {
    fc.assert(
      fc.property(plans, fc.double({ min: 0, max: 1, noNaN: true }), (plan, p) => {
        const here = answer(spc.acceptanceProbability(plan, p));
        const worse = answer(spc.acceptanceProbability(plan, p + (1 - p) / 7));
        expect(here).toBeGreaterThanOrEqual(0);
        expect(here).toBeLessThanOrEqual(1 + 1e-12);
        expect(worse).toBeLessThanOrEqual(here + 1e-12);
        const lot = 1000;
        const quality = answer(spc.planQuality(plan, p, lot));
        for (const value of Object.values(quality)) expect(Number.isFinite(value)).toBe(true);
        expect(quality.outgoing).toBeLessThanOrEqual(p);
        expect(quality.totalInspection).toBeLessThanOrEqual(lot + 1e-9);
        expect(quality.totalInspection).toBeGreaterThanOrEqual(quality.sampleNumber - 1e-9);
        const limit = answer(spc.outgoingLimit(plan, lot));
        expect(limit.limit).toBeGreaterThanOrEqual(quality.outgoing - 1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it("accepts an isolated lot less often the more is bad", () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: 0, max: 450 }), (plan, bad) => {
        const here = answer(spc.lotAcceptanceProbability(plan, 500, bad));
        const worse = answer(spc.lotAcceptanceProbability(plan, 500, bad + 20));
        expect(here).toBeGreaterThanOrEqual(-1e-12);
        expect(worse).toBeLessThanOrEqual(here + 1e-9);
      }),
      { numRuns: 100 },
    );
  });

  it("refuses numbers that contradict each other", () => {
    const wrong: spc.SamplingPlan[] = [
      { n: 0, ac: 0 },
      { n: 10.5, ac: 0 },
      { n: 10, ac: -1 },
      { n: 10, ac: 3, re: 3 },
      two(50, 3, 3, 50, 4),
      two(50, 3, 6, 50, 3),
      two(0, 0, 2, 50, 1),
    ];
    for (const plan of wrong) {
      expect(spc.acceptanceProbability(plan, 0.1)).toHaveProperty("refused");
      expect(spc.planQuality(plan, 0.1, 1000)).toHaveProperty("refused");
      expect(spc.outgoingLimit(plan, 1000)).toHaveProperty("refused");
      expect(spc.planPoints(plan)).toHaveProperty("refused");
      expect(spc.lotAcceptanceProbability(plan, 1000, 10)).toHaveProperty("refused");
    }
    expect(spc.acceptanceProbability({ n: 10, ac: 1 }, 1.1)).toHaveProperty("refused");
    expect(spc.acceptanceProbability({ n: 10, ac: 1 }, Number.NaN)).toHaveProperty("refused");
    expect(spc.planQuality({ n: 10, ac: 1 }, 0.1, 5)).toHaveProperty("refused");
  });
});
