// Loads that nobody saw come or go, and what the rig's register says of them.
import { describe, expect, it } from "vitest";
import { createLoadTestWatcher } from "../../../edge/intake/load-test.ts";
import type { LoadTestEvent } from "../../../edge/intake/load-test-types.ts";
import { finished, play, ramp, sample, settings, steps } from "./pulls.ts";

describe("a load nobody saw come", () => {
  const started = (events: readonly LoadTestEvent[]) =>
    events.filter((event) => event.type === "started");
  const breaking = [...steps(9000, 15_000, 30), 10, 0];

  it("that is on the rig at the first look is told as such, and the next one is seen", () => {
    const events = play([...ramp(breaking), ...ramp([0, ...breaking], 4000)]);
    expect(started(events).map((event) => event.seen)).toEqual([false, true]);
    expect(finished(events)).toHaveLength(2);
  });

  it("is seen when the rig was seen unloaded just before anybody watched", () => {
    const before = (force: string | null) =>
      createLoadTestWatcher(settings, undefined, undefined, {
        ...{ monotonicMs: -80, force, peak: null },
      });
    for (const [force, seen] of [
      ["3.0", true],
      ["450.0", false],
      [null, false],
    ] as const) {
      const watcher = before(force);
      const events = ramp(breaking).flatMap((one) => watcher.feed(sample(one)));
      expect(started(events)[0]?.seen).toBe(seen);
    }
  });

  it("behind a short gap is one with a gap before its beginning", () => {
    const events = play([{ at: 0, force: 0, peak: 0 }, ...ramp(breaking, 3000)]);
    expect(started(events)).toMatchObject([{ seen: true }]);
    expect(finished(events)[0]).toMatchObject({
      ...{ outcome: "break", gaps: [{ fromMs: -3000, toMs: 0 }] },
    });
  });

  it("behind a long one may be any specimen's, also after a test of which the end was seen", () => {
    const forces = [...ramp([0, ...breaking.slice(0, -1)]), ...ramp(breaking, 60_000)];
    expect(started(play(forces)).map((event) => event.seen)).toEqual([true, false]);
  });

  it("ends the test that was under way before the long gap: its end was not seen", () => {
    const events = play([...ramp([0, ...steps(600, 9000, 30)]), ...ramp(breaking, 60_000)]);
    expect(finished(events).map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ["interrupted", "end-not-seen"],
      ["break", "broke"],
    ]);
    expect(started(events).map((event) => event.seen)).toEqual([true, false]);
  });

  it("is bounded: a rig that gives no force for long ends the test", () => {
    const blind = Array.from({ length: 80 }, (_, k) => ({ at: 3000 + k * 80, force: null }));
    const [test] = finished(play([...ramp([0, ...steps(600, 9000, 30)]), ...blind]));
    expect(test).toMatchObject({ outcome: "interrupted", reason: "end-not-seen", spent: true });
  });

  it("is none where the force only flickers around the threshold on its way up", () => {
    const events = play(ramp([0, 510, 490, 520, 480, ...breaking]));
    expect(started(events)).toMatchObject([{ seen: true }]);
  });
});

describe("the rig's register", () => {
  it("left behind by an earlier test is the same force in other decimals, and does not count", () => {
    const watcher = createLoadTestWatcher(settings);
    const forces = [0, ...steps(0, 20_000, 101), 150, 0];
    const events = forces.flatMap((force, k) =>
      watcher.feed({
        ...{ monotonicMs: k * 80, force: force.toFixed(1) },
        peak: k < 40 ? "23000.0" : "23000.000",
      }),
    );
    expect(finished(events)[0]).toMatchObject({ peak: "20000.0", peakSource: "curve" });
  });

  it("that the load cannot have reached between two polls does not count", () => {
    const at = (peak: number) =>
      finished(
        play(
          [0, ...steps(0, 12_000, 101), 150, 0].map((force, k) => ({
            ...{ at: k * 80, force, peak: k < 60 ? 0 : peak },
          })),
        ),
      )[0];
    expect(at(12_400)).toMatchObject({ peak: "12400.0", peakSource: "rig" });
    expect(at(20_500)).toMatchObject({ peak: "12000.0", peakSource: "curve" });
  });
});
