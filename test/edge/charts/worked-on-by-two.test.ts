// Charts with stages, exclusions and new limits: what is counted, what is refused, what the bundle's verifier sees.
import { describe, expect, it } from "vitest";
import { capabilityView, chartView } from "../../../edge/charts/index.ts";
import { limitSubgroups } from "../../../edge/figures/index.ts";
import { overdueDrafts } from "../../../edge/intake/index.ts";
import { recheckRecords } from "../../../edge/reports/bundle/recheck-records.ts";
import {
  beginStage,
  excludeSubgroup,
  type Foldable,
  isCommandRefusal,
  previewLimits,
  recomputeLimits,
  skipCell,
  unitResults,
  voidMeasurement,
} from "../../../edge/runs/index.ts";
import type { QualityRecord } from "../../../sync/records/index.ts";
import { chartBench } from "../../fakes/chart-bench.ts";

const C1 = (subgroup: number) => ({ characteristic: "C1", subgroup });
const broken = { cause: "material", note: "" };
const spindle = { name: "New spindle", reason: "worn" };
/** The log as a bundle holds it; no conclusion hangs on the chain. */
const asRecords = (log: readonly Foldable[]) =>
  log.map((one) => ({ ...one, v: 1, station: "s", prev: "", hash: "" }) as QualityRecord);

describe("what is counted", () => {
  it("says an unstable process is one, though a new stage has no limits yet", () => {
    const { subgroups, command, run, act, results } = chartBench();
    subgroups(4);
    subgroups(1, 10.05);
    subgroups(1);
    command(beginStage(run(), C1(5), spindle, act));
    const { stable, cautions } = capabilityView(results());
    expect(stable).toBe(false);
    expect(cautions.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["not-stable", "limits-not-established"]),
    );
  });

  it("takes no spread within from excluded subgroups, even where none is left", () => {
    const { subgroups, command, run, act, results } = chartBench();
    subgroups(3);
    for (const at of [0, 1, 2]) command(excludeSubgroup(run(), C1(at), broken, act));
    const view = capabilityView(results());
    expect(view).toMatchObject({ n: 15, sigmaWithin: null, cp: null, cpk: null });
    expect(view.ppk).not.toBe(null);
  });

  it("tells of the excluded subgroups that stand on the chart, not of one that is all skipped", () => {
    const { subgroups, command, run, act, results } = chartBench();
    subgroups(4);
    command(excludeSubgroup(run(), C1(1), broken, act));
    for (let unit = 6; unit <= 10; unit += 1) {
      const cell = results().cells.get(unit) ?? expect.fail("no cell");
      command(voidMeasurement(run(), cell, "wrong part", act));
      command(skipCell(run(), "C1", unit, "lost", act));
    }
    expect(results().points.map(({ subgroup }) => subgroup)).toEqual([0, 2, 3]);
    const codes = capabilityView(results()).cautions.map(({ code }) => code);
    expect(codes).not.toContain("subgroups-excluded");
  });

  it("counts the whole subgroups that limits come from", () => {
    const { subgroups, command, run, act, results } = chartBench();
    subgroups(3);
    const cell = results().cells.get(7) ?? expect.fail("no cell");
    command(voidMeasurement(run(), cell, "wrong part", act));
    command(skipCell(run(), "C1", 7, "lost", act));
    command(excludeSubgroup(run(), C1(2), broken, act));
    subgroups(1);
    expect(previewLimits(run(), C1(0))).toMatchObject({ subgroups: 2 });
    const view = chartView(run(), "C1") ?? expect.fail("no chart");
    expect(limitSubgroups(view, { fromSubgroup: 0, toSubgroup: 3 })).toBe(2);
  });
});

describe("two people at one chart", () => {
  it("puts no limits in force that are not those looked at", () => {
    const { subgroups, command, run, act, results } = chartBench();
    subgroups(4);
    subgroups(1, 10.02);
    const preview = previewLimits(run(), C1(0));
    if (isCommandRefusal(preview)) expect.fail(preview.detail);
    const { toSubgroup, location, spread } = preview.limits;
    const asked = { ...C1(0), toSubgroup, shown: { location, spread } };
    subgroups(1);
    command(excludeSubgroup(run(), C1(4), broken, act));
    expect(command(recomputeLimits(run(), asked, "why", act))).toBe("limits-changed");
    expect(results().limits?.method).toBe("trial");
  });

  it("puts those looked at in force though readings came between", () => {
    const { subgroups, command, run, act, results } = chartBench();
    subgroups(5);
    const preview = previewLimits(run(), C1(0));
    if (isCommandRefusal(preview)) expect.fail(preview.detail);
    const { toSubgroup, location, spread } = preview.limits;
    subgroups(2, 10.01);
    const asked = { ...C1(0), toSubgroup, shown: { location, spread } };
    expect(command(recomputeLimits(run(), asked, "why", act))).toBe("done");
    expect(results().limits).toMatchObject({ location, spread, toSubgroup: 4 });
  });
});

describe("the records of a chart with stages", () => {
  const worked = () => {
    const station = chartBench();
    const { subgroups, command, run, act } = station;
    subgroups(5);
    subgroups(5, 10.02);
    command(excludeSubgroup(run(), C1(1), broken, act));
    command(beginStage(run(), C1(5), spindle, act));
    command(recomputeLimits(run(), C1(0), "chip", act));
    return station;
  };
  const recheck = (change: (record: QualityRecord) => void) => {
    const records = structuredClone(asRecords(worked().log));
    records.forEach(change);
    return recheckRecords(records).map(({ what }) => what);
  };

  it("hold as the station wrote them", () => {
    expect(recheck(() => {})).toEqual([]);
  });

  it("are refused where limits are of no stage", () => {
    const found = recheck((record) => {
      if (record.kind === "limits.established" && record.body.stage === 5) record.body.stage = 6;
    });
    expect(found).toContain("is of no stage of the chart");
  });

  it("are refused where limits come from beyond their stage, or do not say what they leave out", () => {
    const moved = recheck((record) => {
      if (record.kind === "limits.established" && record.body.stage === 5)
        record.body.fromSubgroup = 4;
    });
    expect(moved.some((what) => what.includes("subgroups 5–"))).toBe(true);
    const unsaid = recheck((record) => {
      if (record.kind === "limits.established") delete record.body.excluded;
    });
    expect(unsaid).toContain("does not name the subgroups that it leaves out");
  });

  it("are judged anew at the start of a station, though the last stage has no limits", () => {
    const { subgroups, command, run, act, results, state, source } = chartBench();
    subgroups(4);
    subgroups(1, 10.05);
    subgroups(1);
    command(beginStage(run(), C1(5), spindle, act));
    results().signals.length = 0;
    const overdue = overdueDrafts(state, source);
    expect(overdue).toMatchObject([{ kind: "signal.raised", body: { rule: "we-1", subgroup: 4 } }]);
  });
});

describe("a unit looked up", () => {
  it("is found by a serial of digits only", () => {
    const { run, subgroups } = chartBench();
    subgroups(1);
    const plan = { ...run().plan, serials: "26{0000}" };
    expect(unitResults({ ...run(), plan }, "260003")).toMatchObject({ unitIndex: 3 });
    expect(unitResults({ ...run(), plan }, "3")).toMatchObject({ unitIndex: 3 });
  });
});
