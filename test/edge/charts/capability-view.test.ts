import { describe, expect, it } from "vitest";
import { capabilityView, chartView } from "../../../edge/charts/index.ts";
import { foldDrafts, takeReading } from "../../../edge/intake/index.ts";
import { skipCell } from "../../../edge/runs/index.ts";
import type { Draft } from "../../../sync/records/index.ts";
import { caliper, readingOf, runningStation } from "../../fakes/run-fixture.ts";

const rig = { id: "rig-1", serves: ["rig"], calibrationDue: null };

/** A run with these rod diameters measured, one unit after the other. */
function measured(texts: readonly string[], gauge = caliper, unit = "mm") {
  const { state, source } = runningStation(500);
  for (const text of texts) takeReading(state, gauge, readingOf(text, { unit }), source);
  const run = state.runs.get("R1");
  if (run === undefined) throw new Error("no run");
  return { state, source, run };
}

const resultsOf = ({ run }: ReturnType<typeof measured>, id: string) => {
  const results = run.results.get(id);
  if (results === undefined) throw new Error(`no ${id}`);
  return results;
};

const varied = (n: number) =>
  Array.from({ length: n }, (_, at) => (10 + ((at * 7) % 11) / 1000).toFixed(3));

describe("capabilityView", () => {
  it("gives words and no index for too few values", () => {
    const view = capabilityView(resultsOf(measured(varied(9)), "C1"));
    expect(view).toMatchObject({ n: 9, cp: null, cpk: null, pp: null, ppk: null });
    expect(view.cautions).toEqual([
      { code: "too-few-values", why: expect.stringContaining("9 values are too few") },
    ]);
  });

  it("gives no index without its n, its interval, its estimator and a word on stability", () => {
    const view = capabilityView(resultsOf(measured(varied(15)), "C1"));
    expect(view).toMatchObject({ n: 15, stable: null, estimator: "rbar" });
    for (const index of [view.cp, view.cpk, view.pp, view.ppk]) {
      expect(index?.interval?.level).toBe(0.95);
      expect(index?.interval?.lower).toBeLessThan(index?.value ?? Number.NaN);
      expect(index?.interval?.upper).toBeGreaterThan(index?.value ?? Number.NaN);
    }
    expect(view.cautions.map((one) => one.code)).toEqual(["limits-not-established", "few-values"]);
  });

  it("says that an index predicts nothing once a signal was raised", () => {
    const shifted = [...varied(20), ...varied(20).map((text) => (Number(text) + 0.05).toFixed(3))];
    const view = capabilityView(resultsOf(measured(shifted), "C1"));
    expect(view.stable).toBe(false);
    expect(view.cautions.map((one) => one.code)).toContain("not-stable");
  });

  it("gives one-sided indices only for a one-sided requirement, and strength as mean − k·s", () => {
    const peaks = ["24.1", "24.9", "25.2", "24.4", "24.8", "25.0", "24.6", "24.3", "25.1", "24.7"];
    const view = capabilityView(resultsOf(measured(peaks, rig, "kN"), "C3"));
    expect(view).toMatchObject({ cp: null, pp: null });
    expect(view.ppk?.value).toBeGreaterThan(0);
    // k for n = 10, 99 % coverage, 95 % confidence is 3.981 (one-sided normal tolerance tables).
    expect(view.provenStrength?.k).toBeCloseTo(3.981, 3);
    const mean = peaks.reduce((sum, text) => sum + Number(text), 0) / 10;
    const sd = Math.sqrt(peaks.reduce((sum, text) => sum + (Number(text) - mean) ** 2, 0) / 9);
    expect(view.provenStrength?.value).toBeCloseTo(mean - 3.981 * sd, 3);
  });

  it("leaves suspect values out of the statistics and keeps them in their cells", () => {
    const { state, source, run } = measured(varied(12));
    const overdue = { ...caliper, calibrationDue: "2020-01-01" };
    takeReading(state, overdue, readingOf("10.099"), source);
    const results = run.results.get("C1");
    if (results === undefined) throw new Error("no C1");
    expect(results.cells.get(13)).toMatchObject({ validity: "suspect" });
    expect(capabilityView(results).n).toBe(12);
  });

  it("counts skipped cells neither as values nor as zeros", () => {
    const bench = measured(varied(12));
    const act = { actor: "operator:1", at: "2026-01-05T08:00:00.000Z", newId: bench.source.newId };
    foldDrafts(bench.state, skipCell(bench.run, "C1", 13, "lost", act) as Draft[]);
    expect(capabilityView(resultsOf(bench, "C1"))).toMatchObject({ n: 12, outOfSpec: 0 });
  });
});

describe("chartView", () => {
  it("shows preliminary limits until the trial subgroups are there, then the established ones", () => {
    const before = measured(varied(15));
    expect(chartView(before.run, "C1")?.limits).toMatchObject({
      state: "preliminary",
      toSubgroup: 2,
    });
    const after = measured(varied(40));
    expect(chartView(after.run, "C1")?.limits).toMatchObject({
      state: "established",
      fromSubgroup: 0,
      toSubgroup: 3,
    });
  });

  it("keeps the established limits whatever comes after", () => {
    const first = chartView(measured(varied(20)).run, "C1")?.limits;
    const later = [...varied(20), ...varied(40).map((text) => (Number(text) + 0.04).toFixed(3))];
    const second = chartView(measured(later).run, "C1")?.limits;
    expect(second?.location).toEqual(first?.location);
    expect(second?.spread).toEqual(first?.spread);
  });
});
