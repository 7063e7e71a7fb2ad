// The named rule sets against a second derivation from the words of each rule, point by point.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  d2,
  isRefusal,
  normalMedianSd,
  RULE_SET_NAMES,
  type RuleSetName,
  ruleSignals,
  rulesOf,
  type SetRule,
  westernElectric,
} from "../../spc/index.ts";

/** Whether the points up to `i` complete the pattern, straight from its definition. */
function completed(set: RuleSetName, { pattern, k }: SetRule, z: readonly number[], i: number) {
  const last = (count: number) => (i + 1 < count ? null : z.slice(i + 1 - count, i + 1));
  const sided = (count: number, of: number, m: number) =>
    [1, -1].some((sign) => {
      const window = z.slice(Math.max(0, i + 1 - of), i + 1);
      const beyond = window.filter((one) => sign * one > m).length;
      return beyond >= count && sign * (z[i] ?? 0) > m;
    });
  const steps = last(k)
    ?.slice(1)
    .map((one, j) => Math.sign(one - (last(k)?.[j] ?? one)));
  switch (pattern) {
    case "beyond-limit":
      return Math.abs(z[i] ?? 0) > k;
    case "run":
      return sided(k, k, 0) && i + 1 >= k;
    case "trend":
      return steps !== undefined && Math.abs(steps.reduce((a, b) => a + b, 0)) === k - 1;
    case "alternation":
      return steps?.every((s, j) => s !== 0 && (j === 0 || s === -(steps[j - 1] ?? 0)));
    case "beyond-two":
      return sided(k, k + 1, 2);
    case "beyond-one":
      return sided(k, k + 1, 1);
    case "within-one":
      return last(k)?.every((one) => Math.abs(one) <= 1) ?? false;
    case "none-within-one": {
      const window = last(k);
      const out = window?.every((one) => Math.abs(one) > 1) ?? false;
      const both = window?.some((one) => one > 0) === true && window.some((one) => one < 0);
      return out && (set === "aiag" || both);
    }
  }
}

describe("rule sets", () => {
  it.each(["nelson", "western-electric", "aiag", "juran", "montgomery"] as const)(
    "find for %s what its words say, on points in half sigmas",
    (set) => {
      const wavy = fc.array(fc.integer({ min: -7, max: 7 }), { minLength: 1, maxLength: 60 });
      fc.assert(
        fc.property(wavy, (halves) => {
          const z = halves.map((half) => half / 2);
          const signals = ruleSignals(set, z, 0, 1);
          if (isRefusal(signals)) throw new Error(signals.why);
          const wanted = z.flatMap((_, i) =>
            rulesOf(set)
              .filter((rule) => completed(set, rule, z, i))
              .map(({ number }) => `${i}:${number}`),
          );
          const got = signals.map(({ index, rule }) => `${index}:${rule}`);
          expect(got.sort()).toEqual(wanted.sort());
        }),
        { numRuns: 300 },
      );
    },
  );

  it.each(RULE_SET_NAMES)(
    "find for %s the same among gaps and limits that change from point to point",
    (set) => {
      const half = fc.integer({ min: -7, max: 7 }).map((one) => one / 2);
      const place = fc.record({
        z: fc.oneof({ weight: 15, arbitrary: half }, fc.constant(Number.NaN)),
        error: fc.constantFrom(0.5, 1, 4),
        center: fc.constantFrom(0, 8),
      });
      fc.assert(
        fc.property(fc.array(place, { maxLength: 60 }), fc.nat(60), (places, from) => {
          const points = places.map(({ z, error, center }) => center + z * error);
          const centers = places.map(({ center }) => center);
          const errors = places.map(({ error }) => error);
          const signals = ruleSignals(set, points, centers, errors, { from });
          if (isRefusal(signals)) throw new Error(signals.why);
          const z = places.map((one) => one.z);
          const wanted = z.flatMap((_, i) =>
            rulesOf(set)
              .filter((rule) => i >= from && completed(set, rule, z, i))
              .map(({ number }) => `${i}:${number}`),
          );
          const got = signals.map(({ index, rule }) => `${index}:${rule}`);
          expect(got.sort()).toEqual(wanted.sort());
        }),
        { numRuns: 300 },
      );
    },
  );

  it("name the points of a pattern: those beyond, up to the one that completes it", () => {
    const points = [0, 2.5, 0, 2.5, 1.5, 1.5, 0.5, 1.5, 1.5];
    const signals = ruleSignals("western-electric", points, 0, 1, { only: [2, 3] });
    if (isRefusal(signals)) throw new Error(signals.why);
    expect(signals.map(({ rule, index, points: members }) => [rule, index, members])).toEqual([
      [2, 3, [1, 3]],
      [3, 5, [1, 3, 4, 5]],
      [3, 7, [3, 4, 5, 7]],
      [3, 8, [4, 5, 7, 8]],
    ]);
  });

  it("differ where the books differ: the length of a run", () => {
    const runs = (["nelson", "western-electric", "aiag", "juran", "montgomery"] as const).map(
      (set) => rulesOf(set).find(({ pattern }) => pattern === "run")?.k,
    );
    expect(runs).toEqual([9, 8, 7, 9, 8]);
  });

  it("agree with the Western Electric rules of the live charts", () => {
    const points = [0.2, 2.5, 2.6, -0.1, 1.2, 1.3, 1.4, 1.5, 3.5, 0.1, 0.2, 0.3];
    const signals = ruleSignals("western-electric", points, 0, 1);
    if (isRefusal(signals)) throw new Error(signals.why);
    const named = westernElectric(points, 0, 1).map(({ rule, index }) => `${rule} ${index}`);
    expect(signals.map(({ rule, index }) => `we-${rule} ${index}`).sort()).toEqual(named.sort());
  });

  it("take other counts, leave rules out, and refuse rules they do not have", () => {
    const points = [1, 1, 1, 1, 1, 1];
    const eager = ruleSignals("aiag", points, 0, 2, { only: [2], k: { 2: 5 } });
    expect(eager).toMatchObject([
      { rule: 2, k: 5, index: 4 },
      { rule: 2, k: 5, index: 5 },
    ]);
    expect(ruleSignals("juran", points, 0, 2, { only: [7] })).toHaveProperty("refused");
    expect(ruleSignals("aiag", points, 0, 2, { k: { 2: 1.5 } })).toHaveProperty("refused");
  });
});

describe("the spread of a median", () => {
  it.each([
    [2, 1.88],
    [3, 1.187],
    [4, 0.796],
    [5, 0.691],
    [6, 0.548],
    [7, 0.508],
    [8, 0.433],
    [9, 0.412],
    [10, 0.362],
  ])("gives AIAG's factor of a median chart for n = %i", (n, factor) => {
    expect(Math.abs((3 * normalMedianSd(n)) / d2(n) - factor)).toBeLessThan(1e-3);
  });

  it.each([
    [1, 1],
    [2, 0.5],
    [3, 0.4486711],
    [5, 0.2868337],
  ])("has the variance of Teichroew's tables (1956) for n = %i", (n, variance) => {
    expect(normalMedianSd(n) ** 2).toBeCloseTo(variance, 6);
  });

  it("follows his covariances where two middle values are averaged", () => {
    expect(normalMedianSd(4) ** 2).toBeCloseTo((0.36046 + 0.23594) / 2, 4);
  });
});
