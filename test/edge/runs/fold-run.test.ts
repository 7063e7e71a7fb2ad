import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chartView } from "../../../edge/charts/index.ts";
import { foldDrafts, takeReading } from "../../../edge/intake/index.ts";
import {
  type Act,
  assessRun,
  countAttribute,
  foldRun,
  isCommandRefusal,
  outputsOf,
  runView,
  skipCell,
  stepRun,
  voidMeasurement,
} from "../../../edge/runs/index.ts";
import type { Draft } from "../../../sync/records/index.ts";
import {
  caliper,
  EPOCH,
  foldableOf,
  readingOf,
  replayed,
  runningStation,
} from "../../fakes/run-fixture.ts";

const at = (seq: number) => ({ epoch: EPOCH, seq });

function bench(target = 50) {
  const { state, source, log } = runningStation(target);
  const act: Act = { actor: "operator:1", at: source.now(), newId: source.newId };
  const run = () => {
    const found = state.runs.get("R1");
    if (found === undefined) throw new Error("no run");
    return found;
  };
  const keep = (drafts: readonly Draft[], first: number) => log.push(...foldableOf(drafts, first));
  return {
    state,
    log,
    run,
    act,
    take: (text: string) => {
      const first = state.expectedSeq;
      keep(takeReading(state, caliper, readingOf(text), source), first);
      return first;
    },
    command: (drafts: ReturnType<typeof stepRun>) => {
      if (isCommandRefusal(drafts)) return drafts.refused;
      const first = state.expectedSeq;
      foldDrafts(state, drafts);
      keep(drafts, first);
      return "done";
    },
  };
}

describe("foldRun", () => {
  it("puts the first complete subgroup on the chart and waits for the second", () => {
    const { take, run } = bench();
    for (const text of ["10.01", "10.02", "10.00", "9.99", "9.98", "10.00"]) take(text);
    const points = run().results.get("C1")?.points ?? [];
    expect(points).toHaveLength(1);
    expect(points[0]?.location).toBeCloseTo(10, 12);
    expect(points[0]?.spread).toBeCloseTo(0.04, 12);
  });

  it("opens the cell of a voided measurement again and keeps what was voided", () => {
    const { take, run, command, act } = bench();
    take("10.01");
    const seq = take("10.50");
    expect(command(voidMeasurement(run(), at(seq), "dropped part", act))).toBe("done");
    expect(run().results.get("C1")?.voided).toMatchObject([
      { seq, voided: { reason: "dropped part" } },
    ]);
    take("10.02");
    expect(run().results.get("C1")?.cells.get(2)).toMatchObject({ text: "10.02" });
    expect(command(voidMeasurement(run(), at(seq), "again", act))).toBe("no-such-measurement");
  });

  it("rebuilds the chart when a charted value is voided and measured anew", () => {
    const { take, run, command, act, log, state } = bench();
    const seqs = ["10.00", "10.00", "10.00", "10.00", "10.05", "10.01"].map(take);
    command(voidMeasurement(run(), at(seqs[4] ?? 0), "misread", act));
    expect(run().results.get("C1")?.points).toHaveLength(0);
    take("10.00");
    const points = run().results.get("C1")?.points ?? [];
    expect(points.map((point) => point.spread)).toEqual([0]);
    expect(replayed(log).runs.get("R1")).toEqual(state.runs.get("R1"));
  });

  it("leaves a skipped cell out of the subgroup but goes on", () => {
    const { take, run, command, act } = bench();
    take("10.00");
    expect(command(skipCell(run(), "C1", 2, "lost", act))).toBe("done");
    for (const text of ["10.02", "10.01", "10.03"]) take(text);
    expect(run().results.get("C1")?.points[0]?.values).toEqual([10, 10.02, 10.01, 10.03]);
    expect(command(skipCell(run(), "C1", 2, "again", act))).toBe("cell-filled");
    expect(command(skipCell(run(), "C3", 7, "x", act))).toBe("not-owed");
    expect(command(skipCell(run(), "C9", 1, "x", act))).toBe("no-such-characteristic");
  });

  it("gives the same charts from any measuring, voiding and skipping when replayed", () => {
    const step = fc.oneof(
      fc.integer({ min: -80, max: 80 }).map((um) => ({ type: "take" as const, um })),
      fc.nat({ max: 60 }).map((at) => ({ type: "void" as const, at })),
      fc.nat({ max: 50 }).map((unit) => ({ type: "skip" as const, unit })),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const { take, run, command, act, log, state } = bench(60);
        const seqs: number[] = [];
        for (const one of steps) {
          if (one.type === "take") seqs.push(take((10 + one.um / 1000).toFixed(3)));
          if (one.type === "void")
            command(voidMeasurement(run(), at(seqs[one.at] ?? 0), "why", act));
          if (one.type === "skip") command(skipCell(run(), "C1", one.unit + 1, "why", act));
        }
        const again = foldRun(log);
        expect(again).toEqual(state.runs.get("R1"));
        if (again === null) throw new Error("the run is gone");
        expect(chartView(again, "C1")).toEqual(chartView(run(), "C1"));
        expect(JSON.stringify(runView(again))).toBe(JSON.stringify(runView(run())));
      }),
      { numRuns: 60 },
    );
  });
});

describe("the phases of a run", () => {
  it("go planned, running, held, running, closed, and refuse every other step", () => {
    const { run, command, act } = bench();
    const step = (name: "start" | "hold" | "resume" | "close", reason: string | null = null) =>
      command(stepRun(run(), name, reason, [], act));
    expect(step("start")).toBe("wrong-phase");
    expect(step("hold")).toBe("reason-missing");
    expect(step("hold", "tool broken")).toBe("done");
    expect(step("hold", "again")).toBe("wrong-phase");
    expect(step("resume")).toBe("done");
    expect(step("close")).toBe("done");
    expect(step("resume")).toBe("wrong-phase");
  });

  it("refuse a plain go while an output has a hole", () => {
    const { run, command, act } = bench();
    command(stepRun(run(), "close", null, [], act));
    const decision = { conditions: [], units: "hold", summary: "s" };
    expect(command(assessRun(run(), { ...decision, decision: "go" }, act))).toBe("not-complete");
    expect(command(assessRun(run(), { ...decision, decision: "conditional-go" }, act))).toBe(
      "conditions-missing",
    );
    expect(command(assessRun(run(), { ...decision, decision: "re-run" }, act))).toBe("done");
    expect(run().phase).toBe("assessed");
  });
});

describe("outputsOf", () => {
  it("names what each output lacks, with figures", () => {
    const { run, take, command, act } = bench(20);
    take("10.00");
    command(
      countAttribute(
        run(),
        { id: act.newId(), characteristic: "C4", unitIndex: 1, nonconforming: 1, defects: {} },
        { operator: null, lot: null },
        act,
      ),
    );
    const lacks = Object.fromEntries(outputsOf(run()).map((one) => [one.output, one.lacks]));
    expect(lacks.iqc).toEqual([{ code: "no-lots", params: {} }]);
    expect(lacks.dimensional).toEqual([
      { code: "cells-missing", params: { balloon: "1", n: 19 } },
      { code: "cells-missing", params: { balloon: "2", n: 20 } },
    ]);
    expect(lacks.functional).toEqual([
      { code: "cells-missing", params: { balloon: "3", n: 2 } },
      { code: "cells-missing", params: { balloon: "4", n: 19 } },
    ]);
    expect(runView(run())).toMatchObject({ unitsDone: 0, unitsNonconforming: 1 });
  });
});
