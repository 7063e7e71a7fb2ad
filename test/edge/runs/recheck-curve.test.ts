// A record that says something else than its own curve is found out.
import { describe, expect, it } from "vitest";
import { createLoadTestWatcher } from "../../../edge/intake/load-test.ts";
import type { LoadTestSettings } from "../../../edge/intake/load-test-types.ts";
import { contradiction, judgeLoadTest } from "../../../edge/runs/index.ts";
import type { BodyOf } from "../../../sync/records/index.ts";

const hold: LoadTestSettings = {
  ...{ procedure: "ramp-hold-function", startAt: 1, breakDrop: 0.5, maxSeconds: 60 },
  hold: { force: 16, seconds: 2 },
};
const toBreak: LoadTestSettings = {
  ...{ procedure: "ramp-to-break", startAt: 1, breakDrop: 0.5, maxSeconds: 60 },
};

/** The record of a pull with these forces at 20 Hz. */
function record(
  settings: LoadTestSettings,
  forces: readonly number[],
): BodyOf<"load-test.finished"> {
  const watcher = createLoadTestWatcher(settings);
  for (const [k, force] of forces.entries()) {
    for (const event of watcher.feed({
      monotonicMs: k * 50,
      force: force.toFixed(2),
      peak: null,
    })) {
      if (event.type !== "finished") continue;
      const { type, gaps, curve, ...said } = event;
      return {
        ...{ run: "R", characteristic: "C", unit: "U1", gauge: "g", procedure: settings.procedure },
        ...{ started: null, uom: "kN", ...said, gaps: gaps.map((gap) => ({ ...gap })) },
        curve: { elapsedMs: [...curve.elapsedMs], force: [...curve.force], sha256: "" },
      };
    }
  }
  throw new Error("the pull did not end");
}
const plainOf = ({ curve }: BodyOf<"load-test.finished">) => {
  if ("packed" in curve) throw new Error("packed");
  return curve;
};
const broken = record(toBreak, [0, 4, 8, 12, 16, 20, 24, 1, 0]);
const steady = Array.from({ length: 50 }, () => 16.2);
const held = record(hold, [0, 8, ...steady, 12, 8, 6, 5, 4, 3, 2, 1, 0.5, 0]);

describe("the record of a load test", () => {
  it("that was written by the station agrees with its curve", () => {
    expect(contradiction(broken, plainOf(broken), toBreak)).toBeNull();
    expect(contradiction(held, plainOf(held), hold)).toBeNull();
  });

  it.each([
    ["a higher peak", { peak: "24.50" }, "says a peak of 24.50, its curve reaches 24"],
    ["a peak of the rig below the curve", { peak: "20", peakSource: "rig" }, "reaches 24"],
    ["a peak of the rig far above the curve", { peak: "60", peakSource: "rig" }, "reaches 24"],
  ] as const)("with %s is found out", (_, change, words) => {
    expect(contradiction({ ...broken, ...change }, plainOf(broken), toBreak)).toContain(words);
  });

  it("with a break that its curve does not show is found out", () => {
    const slow = [...Array(80).keys()].map((k) => 16 - k * 0.2);
    const released = record(toBreak, [0, 8, 16, ...slow, 0]);
    expect(released.outcome).toBe("released");
    expect(contradiction({ ...released, outcome: "break" }, plainOf(released), toBreak)).toBe(
      "says a break, its curve shows none",
    );
  });

  it("with another hold is found out: complete, its least force, or any at all", () => {
    const { hold: own } = held;
    if (own === undefined || own === null) throw new Error("no hold");
    const saying = (other: typeof own | null) =>
      contradiction({ ...held, hold: other }, plainOf(held), hold);
    expect(saying({ ...own, complete: false })).toContain("the hold was not complete");
    expect(saying({ ...own, minimum: "16.90" })).toContain("says 16.90 was the least force held");
    expect(saying(null)).toContain("says no hold");
  });
});

describe("the verdict of a load test", () => {
  const strength = { lsl: 20, loadTest: toBreak };
  const proof = { lsl: 16, loadTest: hold };
  it("follows from the peak of a break, and is none where the test was interrupted", () => {
    expect(judgeLoadTest(strength, broken, null)).toMatchObject({ verdict: "ok", value: "24.00" });
    expect(judgeLoadTest({ ...strength, lsl: 25 }, broken, null)).toMatchObject({ verdict: "low" });
    const interrupted = { ...broken, outcome: "interrupted" as const };
    expect(judgeLoadTest(strength, interrupted, null)).toEqual({ due: "nothing" });
  });

  it("of a hold waits for the check, and a failed check is low whatever the force", () => {
    expect(judgeLoadTest(proof, held, null)).toEqual({ due: "check" });
    expect(judgeLoadTest(proof, held, "ok")).toMatchObject({ verdict: "ok", value: "16.20" });
    expect(judgeLoadTest(proof, held, "not-ok")).toMatchObject({
      ...{ verdict: "low", marks: ["function-failed"] },
    });
    expect(judgeLoadTest(proof, { ...held, rateJudged: "too-fast" }, "ok")).toMatchObject({
      marks: ["too-fast"],
    });
  });
});
