import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLoadTestWatcher } from "../../../edge/intake/load-test.ts";
import type { LoadTestEvent } from "../../../edge/intake/load-test-types.ts";
import { bounds, finished, play, ramp, sample, settings, steps } from "./pulls.ts";

describe("a ramp to break", () => {
  const toBreak = [...steps(0, 20_000, 101), 150, 20, 0, 0];

  it("starts at the threshold and ends as a break with the highest force", () => {
    const events = play(ramp(toBreak));
    expect(events.filter((event) => event.type === "started")).toHaveLength(1);
    const [test] = finished(events);
    expect(test).toMatchObject({ outcome: "break", bound: null, peak: "20000.0", gaps: [] });
    expect(test?.curve.force[0]).toBe("600.0");
    expect(test?.curve.elapsedMs[0]).toBe(0);
    expect(test?.curve.force.at(-1)).toBe("150.0");
    expect(test?.curve.force).toHaveLength(test?.curve.elapsedMs.length ?? -1);
  });

  it("gives the rate of the ramp between a tenth and nine tenths", () => {
    const [test] = finished(play(ramp(toBreak)));
    expect(test?.ratePerSecond).toBeCloseTo(200 / 0.08, 6);
  });

  it("takes the rig's peak when it saw more than the polls did", () => {
    const forces = ramp(toBreak).map((one) =>
      one.peak !== undefined && one.peak === 20_000 ? { ...one, peak: 20_037.5 } : one,
    );
    expect(finished(play(forces))[0]).toMatchObject({ peak: "20037.5", peakSource: "rig" });
  });

  it("takes the curve when the rig has no peak register", () => {
    const forces = toBreak.map((force, index) => ({ at: index * 80, force }));
    expect(finished(play(forces))[0]).toMatchObject({ peak: "20000.0", peakSource: "curve" });
  });

  it("takes the curve when the register is smaller, of other sign or far too large", () => {
    for (const peak of [19_000, -20_100, 90_000]) {
      const forces = ramp(toBreak).map((one, index) => ({ ...one, peak: index < 20 ? 0 : peak }));
      expect(finished(play(forces))[0]).toMatchObject({ peak: "20000.0", peakSource: "curve" });
    }
  });

  it("never takes a peak that was latched by an earlier test", () => {
    const forces = toBreak.map((force, index) => ({ at: index * 80, force, peak: 23_000 }));
    expect(finished(play(forces))[0]).toMatchObject({ peak: "20000.0", peakSource: "curve" });
  });

  it("takes the register again once the rig was reset between two tests", () => {
    const second = [0, 0, ...steps(0, 18_000, 60), 100, 0];
    const events = play([...ramp(toBreak), ...ramp(second, 20_000)]);
    expect(finished(events).map(({ peak, peakSource }) => [peak, peakSource])).toEqual([
      ["20000.0", "rig"],
      ["18000.0", "rig"],
    ]);
  });

  it("watches tension, which the rig sends with a minus, by its magnitude", () => {
    const forces = ramp(toBreak).map(({ at, force, peak }) => ({
      at,
      force: force === null ? null : -force,
      peak: -(peak ?? 0),
    }));
    const [test] = finished(play(forces));
    expect(test).toMatchObject({ outcome: "break", peak: "20000.0", peakSource: "rig" });
    expect(test?.direction).toBe("negative");
    expect(test?.curve.force[0]).toBe("-600.0");
    expect(test?.ratePerSecond).toBeCloseTo(2500, 6);
  });

  it("sees a break that takes several polls, and a rebound past zero is not a load", () => {
    const [test] = finished(play(ramp([...steps(0, 9000, 60), 7000, 5500, 3000, -400, 0])));
    expect(test).toMatchObject({ outcome: "break", peak: "9000.0" });
  });

  it("does not take a rebound for the peak, however large", () => {
    const values = [...steps(0, 9000, 60), -9500, 0, 0];
    const forces = values.map((force, index) => ({ at: index * 80, force }));
    expect(finished(play(forces))[0]).toMatchObject({ outcome: "break", peak: "9000.0" });
  });

  it("waits for the unloaded rig before the next test can begin", () => {
    const events = play(ramp([...steps(0, 9000, 60), 4000, 4000, 4000, 3900, 100, 0]));
    expect(finished(events)).toHaveLength(1);
    expect(events.filter((event) => event.type === "started")).toHaveLength(1);
  });
});

describe("an end without a break", () => {
  it("is released when the load is taken off slowly", () => {
    const hold = Array.from({ length: 50 }, () => 12_000);
    const forces = ramp([...steps(0, 12_000, 60), ...hold, ...steps(12_000, 0, 120)]);
    const [test] = finished(play(forces));
    expect(test).toMatchObject({ outcome: "released", bound: null, peak: "12000.0" });
    expect(test?.holdMs).toBeGreaterThanOrEqual(50 * 80);
    expect(test?.holdMs).toBeLessThanOrEqual(55 * 80);
  });

  it("goes through a stall and still sees the break after it", () => {
    const stall = Array.from({ length: 80 }, (_, index) => 8000 + (index % 2));
    const forces = ramp([...steps(0, 8000, 40), ...stall, ...steps(8000, 15_000, 40), 10]);
    const events = finished(play(forces));
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ outcome: "break", peak: "15000.0" });
  });

  it("is one test, not many, when the force flickers around the threshold", () => {
    const flicker = Array.from({ length: 400 }, (_, index) => 500 + (index % 2 === 0 ? 30 : -30));
    const events = play(ramp([0, ...flicker, 0]));
    expect(finished(events).length).toBeLessThanOrEqual(1);
  });

  it("does not begin with a single spike", () => {
    expect(play(ramp([0, 10, 900, 10, 0, 0]))).toEqual([]);
  });

  it("ends at the time bound and says so", () => {
    const long = Array.from({ length: 200 }, () => 3000);
    const [test] = finished(play(ramp(long), { ...settings, maxSeconds: 10 }));
    expect(test).toMatchObject({ outcome: "released", bound: "max-seconds", durationMs: 10_000 });
  });

  it("ends at the bound of curve points and says so", () => {
    const watcher = createLoadTestWatcher(settings, { ...bounds, maxPoints: 100 });
    const events = ramp(Array.from({ length: 200 }, () => 3000)).flatMap((one) =>
      watcher.feed(sample(one)),
    );
    const [test] = finished(events);
    expect(test).toMatchObject({ outcome: "released", bound: "max-points" });
    expect(test?.curve.force).toHaveLength(100);
    expect(watcher.phase).toBe("spent");
  });

  it("is interrupted when the caller stops it, and stopping an idle rig says nothing", () => {
    const watcher = createLoadTestWatcher(settings);
    expect(watcher.interrupt("rig-away")).toEqual([]);
    for (const one of ramp(steps(0, 5000, 30))) watcher.feed(sample(one));
    expect(watcher.interrupt("rig-away")).toMatchObject([
      { type: "finished", outcome: "interrupted" },
    ]);
    expect(watcher.interrupt("rig-away")).toEqual([]);
  });
});

describe("a gap in the samples", () => {
  const upTo = ramp(steps(0, 10_000, 50));
  const after = 49 * 80 + 3000;

  it("is noted and nothing is put into it", () => {
    const events = play([...upTo, ...ramp([...steps(14_000, 16_000, 20), 5], after, 14_000)]);
    const [test] = finished(events);
    expect(test).toMatchObject({ outcome: "break", peak: "16000.0", peakSource: "rig" });
    expect(test?.gaps).toHaveLength(1);
    const [gap] = test?.gaps ?? [];
    expect((gap?.toMs ?? 0) - (gap?.fromMs ?? 0)).toBe(3000);
    const inside = test?.curve.elapsedMs.filter(
      (at) => at > (gap?.fromMs ?? 0) && at < (gap?.toMs ?? 0),
    );
    expect(inside).toEqual([]);
    expect(events.filter((event) => event.type === "gap")).toHaveLength(1);
  });

  it("makes the test interrupted when the load was gone after it, with the rig's peak", () => {
    const [test] = finished(play([...upTo, { at: after, force: 3, peak: 15_500 }]));
    expect(test).toMatchObject({ outcome: "interrupted", peak: "15500.0", peakSource: "rig" });
  });

  it("counts samples without a value as a gap too", () => {
    const blind = Array.from({ length: 20 }, (_, index) => ({
      at: 50 * 80 + index * 80,
      force: null,
    }));
    const [test] = finished(play([...upTo, ...blind, ...ramp([12_000, 5], after, 12_000)]));
    expect(test?.gaps).toHaveLength(1);
    expect(test?.outcome).toBe("break");
  });
});

describe("whatever the rig sends", () => {
  const anyForce = fc.array(
    fc.record({
      step: fc.integer({ min: 1, max: 2000 }),
      force: fc.oneof(fc.constant(null), fc.integer({ min: -30_000, max: 30_000 })),
      peak: fc.oneof(fc.constant(null), fc.integer({ min: -30_000, max: 30_000 })),
    }),
    { maxLength: 200 },
  );

  it("gives tests whose curve is what was sent, within its bounds, one start to one end", () => {
    let seen = 0;
    fc.assert(
      fc.property(anyForce, (forces) => {
        const watcher = createLoadTestWatcher(settings, { ...bounds, maxPoints: 50 });
        let at = 0;
        const sent = new Set<string>();
        const events: LoadTestEvent[] = [];
        for (const { step, force, peak } of forces) {
          at += step;
          if (force !== null) sent.add(String(force));
          if (peak !== null) sent.add(String(peak));
          events.push(
            ...watcher.feed({
              monotonicMs: at,
              force: force === null ? null : String(force),
              peak: peak === null ? null : String(peak),
            }),
          );
        }
        events.push(...watcher.interrupt("rig-away"));
        const starts = events.filter((event) => event.type === "started").length;
        const ends = finished(events);
        expect(ends).toHaveLength(starts);
        seen += ends.length;
        for (const test of ends) {
          expect(test.curve.force.length).toBeLessThanOrEqual(50);
          expect(test.curve.elapsedMs).toHaveLength(test.curve.force.length);
          for (const force of test.curve.force) expect(sent.has(force)).toBe(true);
          expect(sent.has(test.peak) || sent.has(`-${test.peak}`)).toBe(true);
          const sign = test.direction === "negative" ? -1 : 1;
          const highest = Math.max(...test.curve.force.map((force) => sign * Number(force)));
          expect(Number(test.peak)).toBeGreaterThanOrEqual(highest);
          for (let index = 1; index < test.curve.elapsedMs.length; index++) {
            const step =
              (test.curve.elapsedMs[index] ?? 0) - (test.curve.elapsedMs[index - 1] ?? 0);
            expect(step).toBeGreaterThan(0);
          }
        }
      }),
      { numRuns: 300 },
    );
    expect(seen).toBeGreaterThan(30);
  });

  it("refuses samples out of the order of time", () => {
    const watcher = createLoadTestWatcher(settings);
    watcher.feed({ monotonicMs: 10, force: "0", peak: null });
    expect(() => watcher.feed({ monotonicMs: 10, force: "0", peak: null })).toThrow(RangeError);
  });
});
