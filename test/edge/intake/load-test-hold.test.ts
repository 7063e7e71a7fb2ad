import { describe, expect, it } from "vitest";
import { createLoadTestWatcher } from "../../../edge/intake/load-test.ts";
import type { LoadTestEvent, LoadTestSettings } from "../../../edge/intake/load-test-types.ts";

const settings: LoadTestSettings = {
  procedure: "ramp-hold-function",
  startAt: 0.5,
  breakDrop: 0.5,
  maxSeconds: 120,
  preload: 1,
  direction: "positive",
  rate: { min: 2, max: 6 },
  hold: { force: 16.2, seconds: 10, minimum: 16 },
  overload: 20,
};

/** Forces at 20 Hz; what the watcher said of them, and through which phases it went. */
function play(forces: readonly (number | "over")[], chosen = settings) {
  const watcher = createLoadTestWatcher(chosen, undefined, 16);
  const phases: string[] = [];
  const events: LoadTestEvent[] = [];
  forces.forEach((force, k) => {
    const over = force === "over";
    const sample = { monotonicMs: 1000 + k * 50, peak: null, overRange: over };
    events.push(...watcher.feed({ ...sample, force: over ? null : force.toFixed(2) }));
    if (phases.at(-1) !== watcher.phase) phases.push(watcher.phase);
  });
  const ended = events.filter((event) => event.type === "finished");
  return { watcher, phases, ended, last: ended.at(-1) };
}

const steps = (from: number, to: number, seconds: number) =>
  Array.from({ length: seconds * 20 }, (_, k) => from + ((to - from) * k) / (seconds * 20));
const ramp = steps(0, 16.4, 4);
const hold = (seconds: number, force = 16.4) => Array.from({ length: seconds * 20 }, () => force);
const down = [...steps(16.4, 0, 2), 0, 0];

describe("ramp, hold and function", () => {
  it("goes through its phases and ends as held with the least force of the hold", () => {
    const { phases, last, watcher } = play([...ramp, ...hold(5), 16.11, ...hold(6), ...down]);
    expect(phases).toEqual(["idle", "preload", "ramp", "hold", "unload", "spent", "idle"]);
    expect(last).toMatchObject({
      ...{ outcome: "released", reason: "held", spent: false, rateJudged: "ok" },
      hold: { complete: true, minimum: "16.11" },
    });
    expect(last?.hold?.heldMs).toBe(10_000);
    expect(last?.knee).toBeNull();
    expect(last?.slope).toBeCloseTo(4.1, 1);
    expect(last?.ratePerSecond).toBeCloseTo(4.1, 1);
    expect(watcher.progress()).toEqual({
      phase: "idle",
      elapsedMs: 0,
      load: null,
      hold: { heldMs: 0, askedMs: 10_000 },
    });
  });

  it("takes a fast unloading after a complete hold for no break", () => {
    const { last } = play([...ramp, ...hold(11), 0.1, 0, 0]);
    expect(last).toMatchObject({ outcome: "released", reason: "held", breakAt: null });
  });

  it("ends as a break in the hold when the specimen lets go", () => {
    const { last } = play([...ramp, ...hold(3), 0.3, 0, 0]);
    expect(last).toMatchObject({ outcome: "break", reason: "broke-in-hold", spent: true });
    expect(last?.hold?.complete).toBe(false);
    expect(last?.breakAt?.force).toBe(16.4);
  });

  it("loses the hold when the force falls below its minimum, even if it comes back", () => {
    const { last } = play([...ramp, ...hold(3), 15.9, ...hold(12), ...down]);
    expect(last).toMatchObject({ outcome: "released", reason: "hold-lost", spent: false });
    expect(last?.hold).toMatchObject({ complete: false, minimum: "16.20" });
  });

  it("that never reaches its force proves nothing", () => {
    const { last } = play([...steps(0, 16.1, 4), ...hold(15, 16.1), ...steps(16.1, 0, 4), 0]);
    expect(last).toMatchObject({ outcome: "released", reason: "not-reached", hold: null });
  });

  it("is ended by an overload, seen in the force or told by the rig", () => {
    expect(play([...ramp, 21]).last).toMatchObject({
      ...{ outcome: "interrupted", reason: "overload", spent: true },
    });
    expect(play([...ramp, "over"]).last).toMatchObject({ reason: "overload", spent: true });
  });

  it("counts no load in the wrong direction, and follows it until it is off again", () => {
    const { last, phases } = play([0, -0.6, -0.9, -1.2, 0, 0]);
    expect(last).toMatchObject({
      ...{ outcome: "interrupted", reason: "wrong-direction", spent: false },
      ...{ direction: "negative", peak: "1.20" },
    });
    expect(phases).toEqual(["idle", "spent", "idle"]);
  });

  it("is flagged when it was pulled too fast or too slowly", () => {
    const rest = [...hold(11), ...down];
    expect(play([...steps(0, 16.4, 2), ...rest]).last?.rateJudged).toBe("too-fast");
    expect(play([...steps(0, 16.4, 10), ...rest]).last?.rateJudged).toBe("too-slow");
  });

  it("waits for the rig to be unloaded before the next one", () => {
    const { ended } = play([...ramp, ...hold(3), 15.9, ...hold(40), ...down]);
    expect(ended).toHaveLength(1);
  });
});

describe("a destructive test that the station ends", () => {
  const toBreak: LoadTestSettings = {
    ...{ procedure: "ramp-to-break", startAt: 0.5, breakDrop: 0.5, maxSeconds: 120 },
  };
  it.each(["rig-away", "run-ended", "station-stopped"] as const)(
    "by %s spends the specimen: nobody saw how high the load went",
    (reason) => {
      const { watcher } = play(steps(0, 5, 2), toBreak);
      expect(watcher.interrupt(reason)).toMatchObject([
        { outcome: "interrupted", reason, spent: true },
      ]);
    },
  );

  it.each([
    [5, false],
    [12, true],
  ])("and that a person gave up at 3 of 16 is followed: to %s spends it: %s", (peak, spent) => {
    const { watcher, ended } = play(steps(0, 3, 2), toBreak);
    expect(watcher.abort()).toBe(true);
    expect(watcher.abort()).toBe(false);
    expect(watcher.phase).toBe("spent");
    expect(ended).toEqual([]);
    const rest = [...steps(3, peak, 2), peak, 0, 0].flatMap((force, k) =>
      watcher.feed({ monotonicMs: 3000 + k * 50, force: force.toFixed(2), peak: null }),
    );
    expect(rest.filter((event) => event.type === "finished")).toMatchObject([
      { outcome: "interrupted", reason: "aborted", spent, peak: peak.toFixed(2) },
    ]);
    expect(watcher.phase).toBe("idle");
  });
});
