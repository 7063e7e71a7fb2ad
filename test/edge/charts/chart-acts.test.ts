// What a person does to a chart: exclusions, stages, limits computed anew and notes, each a record.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { capabilityView, dueSignals } from "../../../edge/charts/index.ts";
import { recheckRecords } from "../../../edge/reports/bundle/recheck-records.ts";
import {
  beginStage,
  excludeSubgroup,
  foldRun,
  includeSubgroup,
  isCommandRefusal,
  noteSubgroup,
  outputsOf,
  previewLimits,
  recomputeLimits,
  voidMeasurement,
} from "../../../edge/runs/index.ts";
import type { QualityRecord } from "../../../sync/records/index.ts";
import { type ChartBench, chartBench } from "../../fakes/chart-bench.ts";

const subgroups = (station: ChartBench, count: number, mean?: number) =>
  station.subgroups(count, mean);
const C1 = (subgroup: number) => ({ characteristic: "C1", subgroup });
const broken = { cause: "tool-change", note: "chip in the jaw" };

describe("an excluded subgroup", () => {
  it("withdraws the signal it formed, stays on the chart with its cause, and counts in the index", () => {
    const station = chartBench();
    subgroups(station, 4);
    subgroups(station, 1, 10.05);
    const { run, act, command, results, view } = station;
    expect(capabilityView(results()).stable).toBe(false);
    expect(command(excludeSubgroup(run(), C1(4), broken, act))).toBe("done");
    expect(results().signals).toMatchObject([{ withdrawn: { reason: "point-excluded" } }]);
    expect(capabilityView(results())).toMatchObject({ stable: true, n: 25 });
    expect(capabilityView(results()).cautions).toMatchObject([
      { code: "subgroups-excluded" },
      { code: "few-values" },
    ]);
    expect(view().points).toHaveLength(5);
    expect(view().exclusions).toMatchObject([
      { subgroup: 4, ...broken, by: "operator:Q-3", included: null },
    ]);
    expect(command(excludeSubgroup(run(), C1(4), broken, act))).toBe("excluded-already");
  });

  it("is judged as before when it is taken in again", () => {
    const station = chartBench();
    subgroups(station, 4);
    subgroups(station, 1, 10.05);
    const { run, act, command, results, view } = station;
    command(excludeSubgroup(run(), C1(4), broken, act));
    expect(command(includeSubgroup(run(), C1(4), "was a real part", act))).toBe("done");
    const standing = results().signals.filter((one) => one.withdrawn === null);
    expect(standing).toMatchObject([{ rule: "we-1", subgroup: 4 }]);
    expect(view().exclusions).toMatchObject([{ included: { reason: "was a real part" } }]);
    expect(command(includeSubgroup(run(), C1(4), "again", act))).toBe("not-excluded");
  });

  it("ends the patterns that would run through it", () => {
    const station = chartBench();
    subgroups(station, 4);
    subgroups(station, 4, 10.0012);
    const { run, act, command, results } = station;
    command(excludeSubgroup(run(), C1(7), broken, act));
    subgroups(station, 7, 10.0012);
    expect(results().signals.filter((one) => one.rule === "we-4")).toEqual([]);
    subgroups(station, 1, 10.0012);
    expect(results().signals).toMatchObject([
      { rule: "we-4", points: [8, 9, 10, 11, 12, 13, 14, 15] },
    ]);
  });
});

describe("limits", () => {
  it("are computed anew only when asked, as the preview showed them, and the old ones are kept", () => {
    const station = chartBench();
    subgroups(station, 3);
    subgroups(station, 1, 10.05);
    subgroups(station, 4);
    const { run, act, command, results, view } = station;
    const before = view().limits?.location;
    command(excludeSubgroup(run(), C1(3), broken, act));
    expect(view().limits?.location).toEqual(before);
    const preview = previewLimits(run(), C1(0));
    if (isCommandRefusal(preview)) expect.fail(preview.detail);
    expect(preview).toMatchObject({ subgroups: 7, limits: { excluded: [3], toSubgroup: 7 } });
    expect(preview.limits.location.center).toBeLessThan(before?.center ?? 0);
    expect(command(recomputeLimits(run(), { ...C1(0), toSubgroup: 7 }, "chip", act))).toBe("done");
    const { location } = preview.limits;
    expect(view().limits).toMatchObject({ location, method: "recomputed", by: "operator:Q-3" });
    expect(results().stages[0]?.earlier).toHaveLength(1);
  });

  it("are refused where nothing follows", () => {
    const station = chartBench();
    subgroups(station, 1);
    const { run, act, command } = station;
    expect(command(recomputeLimits(run(), C1(0), "why", act))).toBe("limits-refused");
    expect(command(recomputeLimits(run(), C1(9), "why", act))).toBe("no-such-point");
  });
});

describe("a stage", () => {
  it("has limits of its own after as many subgroups as the plan asks, and keeps those before it", () => {
    const station = chartBench();
    subgroups(station, 4);
    const { run, act, command, results, view } = station;
    subgroups(station, 1, 10.05);
    expect(results().signals).toHaveLength(1);
    command(beginStage(run(), C1(4), { name: "New spindle", reason: "tool-change" }, act));
    expect(results().signals).toMatchObject([{ withdrawn: { reason: "pattern-gone" } }]);
    expect(results().limits).toBe(null);
    const lacks = outputsOf(run()).find((one) => one.output === "ipqc")?.lacks ?? [];
    expect(lacks).toContainEqual({ code: "limits-missing", params: { balloon: "1", n: 1, of: 4 } });
    subgroups(station, 3, 10.05);
    const [first, second] = view().stages;
    expect(first).toMatchObject({ name: "", from: 0, to: 4, limits: { state: "established" } });
    expect(second).toMatchObject({ name: "New spindle", from: 4, to: 8 });
    expect(second?.limits?.location.center).toBeCloseTo(10.05, 3);
    expect(first?.limits?.location.center).toBeCloseTo(10, 3);
    expect(view().limits).toEqual(second?.limits);
    const early = beginStage(run(), C1(4), { name: "x", reason: "y" }, act);
    expect(command(early)).toBe("stage-too-early");
  });
});

describe("a note", () => {
  it("stands beside its point with who said it", () => {
    const station = chartBench();
    subgroups(station, 1);
    const { run, act, command, view } = station;
    command(noteSubgroup(run(), C1(0), { event: "coil", text: "coil 12" }, act));
    expect(view().notes).toMatchObject([
      { subgroup: 0, event: "coil", text: "coil 12", by: "operator:Q-3" },
    ]);
  });
});

describe("a chart that was worked on", () => {
  it("comes again from its records, with the signals of a fresh judgement", () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ mean: fc.constantFrom(10, 10.003, 10.05) }) },
      fc.record({ exclude: fc.nat(12) }),
      fc.record({ include: fc.nat(12) }),
      fc.record({ stage: fc.nat(12) }),
      fc.record({ anew: fc.nat(12) }),
      fc.record({ voided: fc.nat(40) }),
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 8, maxLength: 30 }), (steps) => {
        const station = chartBench(300);
        const { run, act, command, results, log } = station;
        for (const one of steps) {
          if ("mean" in one) subgroups(station, 1, one.mean);
          else if ("exclude" in one) command(excludeSubgroup(run(), C1(one.exclude), broken, act));
          else if ("include" in one) command(includeSubgroup(run(), C1(one.include), "why", act));
          else if ("stage" in one)
            command(beginStage(run(), C1(one.stage), { name: "s", reason: "r" }, act));
          else if ("anew" in one) command(recomputeLimits(run(), C1(one.anew), "why", act));
          else {
            const cell = results().cells.get(one.voided);
            if (cell !== undefined) command(voidMeasurement(run(), cell, "why", act));
          }
        }
        expect(foldRun(log)).toEqual(run());
        const chain = { v: 1, station: "s", prev: "", hash: "" };
        expect(recheckRecords(log.map((one) => ({ ...one, ...chain }) as QualityRecord))).toEqual(
          [],
        );
        const named = (one: { chart: string; rule: string; side: string; points: number[] }) =>
          `${one.chart} ${one.rule} ${one.side} ${one.points}`;
        const { nextSubgroup, signals } = results();
        const standing = signals.filter(
          (one) => one.withdrawn === null && one.subgroup < nextSubgroup,
        );
        const due = dueSignals("R1", results(), 0);
        expect(standing.map(named).sort()).toEqual(due.map(named).sort());
      }),
      { numRuns: 200 },
    );
  });
});
