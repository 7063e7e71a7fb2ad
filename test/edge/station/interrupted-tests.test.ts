// Two rigs for one load test, and the pulls that a killed station left open.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDeskBench, type DeskBench, withHold } from "./desk-bench.ts";

let bench: DeskBench;
beforeEach(async () => {
  bench = await createDeskBench();
});
afterEach(() => bench.close());

describe("two rigs for one load test", () => {
  it("never pull the same unit at once", () => {
    bench.feed(0, 5, 10, 15);
    bench.feedOn("rig-2", 0, 0, 6, 12, 25, 0, 0);
    bench.feed(26, 0, 0);
    expect(bench.strength()?.cells.get(20)).toMatchObject({ text: "25" });
    expect(bench.strength()?.cells.get(10)).toMatchObject({ text: "26" });
  });
});

describe("a station that was killed in mid-pull", () => {
  it("closes the test with what was on record of its curve, and skips the spent specimen", async () => {
    bench.feed(0, 5, ...Array.from({ length: 30 }, (_, k) => 5 + k / 10));
    await bench.reopen();
    const [test] = [...(bench.runOf("R1")?.loadTests.values() ?? [])];
    expect(test).toMatchObject({
      ...{ outcome: "interrupted", reason: "station-stopped", spent: true, unit: "U0010" },
      ...{ peak: "7", uom: "kN", direction: "positive", unitIndex: 10 },
    });
    expect(bench.strength()?.cells.get(10)).toMatchObject({
      type: "skip",
      reason: "specimen-spent",
    });
    expect(bench.runOf("R1")?.openTests.size).toBe(0);
    expect(await bench.journal.inbox(10)).toMatchObject({ total: 0 });
  });

  it("leaves the cell of a hold open: a load that was to be held spends nothing", async () => {
    await withHold(bench);
    bench.feed(0, 8, 12, ...Array.from({ length: 30 }, () => 16.2));
    await bench.reopen();
    expect([...(bench.runOf("R2")?.loadTests.values() ?? [])]).toMatchObject([
      { reason: "station-stopped", spent: false, unit: "U0005", hold: { complete: false } },
    ]);
    expect(bench.runOf("R2")?.results.get("C5")?.cells.get(5)).toBeUndefined();
  });

  it("judges the chart behind the skipped cell, as where a person skips it", async () => {
    // The first specimen is the last on the rig, and under load when the station dies.
    for (const [k, peak] of [24, 25, 24.5, 25.5].entries()) {
      bench.station().arm({ characteristic: "C3", unitIndex: 20 + 10 * k });
      bench.pull(peak);
    }
    expect(bench.strength()?.points).toHaveLength(0);
    bench.feed(0, 5, 10);
    await bench.reopen();
    expect(bench.strength()?.points).toHaveLength(4);
    expect(bench.strength()?.limits).not.toBeNull();
  });
});
