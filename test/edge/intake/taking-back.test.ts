// What follows when a result is taken back: the cell is open, its point and its signals are gone.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { capabilityView, chartView, dueSignals } from "../../../edge/charts/index.ts";
import { decideDrafts, takeReading } from "../../../edge/intake/index.ts";
import {
  type Act,
  answerSignal,
  countAttribute,
  foldRun,
  isCommandRefusal,
  outputsOf,
  reopenCell,
  runView,
  skipCell,
  voidMeasurement,
} from "../../../edge/runs/index.ts";
import type { Draft } from "../../../sync/records/index.ts";
import { caliper, EPOCH, foldableOf, readingOf, runningStation } from "../../fakes/run-fixture.ts";

function bench(target = 60) {
  const { state, source, log } = runningStation(target);
  const act: Act = { actor: "operator:1", at: source.now(), newId: source.newId };
  const run = () => state.runs.get("R1") ?? expect.fail("no run");
  const results = (id = "C1") => run().results.get(id) ?? expect.fail(`no ${id}`);
  const keep = (drafts: readonly Draft[], first: number) => log.push(...foldableOf(drafts, first));
  return {
    ...{ log, run, act, results },
    take: (value: number) => {
      const first = state.expectedSeq;
      keep(takeReading(state, caliper, readingOf(value.toFixed(3)), source), first);
      return { epoch: EPOCH, seq: first };
    },
    command: (drafts: ReturnType<typeof voidMeasurement>) => {
      if (isCommandRefusal(drafts)) return drafts.refused;
      const first = state.expectedSeq;
      keep(decideDrafts(state, drafts, source), first);
      return { epoch: EPOCH, seq: first };
    },
  };
}

const offsets = [0, 0.004, -0.003, 0.002, -0.004];
type Bench = ReturnType<typeof bench>;
/** Whole subgroups about a mean. */
const subgroups = ({ take }: Bench, count: number, mean = 10) =>
  Array.from({ length: count }, () => offsets.map((offset) => take(mean + offset)));

describe("a voided value", () => {
  it("takes its signal away: the characteristic is stable again, the signal stays in the trail", () => {
    const station = bench();
    subgroups(station, 4);
    const [stray] = subgroups(station, 1, 10.05);
    const { run, results, act, command, take } = station;
    expect(results().signals).toMatchObject([{ rule: "we-1", subgroup: 4, withdrawn: null }]);
    expect(capabilityView(results()).stable).toBe(false);
    for (const place of stray ?? []) command(voidMeasurement(run(), place, "wrong part", act));
    expect(results().signals).toMatchObject([{ withdrawn: { reason: "point-open" } }]);
    expect(capabilityView(results()).stable).toBe(true);
    for (const offset of offsets) take(10 + offset);
    expect(results().signals).toHaveLength(1);
    expect(runView(run())).toMatchObject({
      openSignals: [],
      characteristics: [{ signals: 0, openSignals: 0, capability: { stable: true } }, {}, {}, {}],
    });
    expect(chartView(run(), "C1")?.signals[0]?.withdrawn?.reason).toBe("point-open");
    const [signal] = results().signals;
    const said = { cause: "gauge", action: "watched", note: "" };
    expect(command(answerSignal(run(), signal ?? expect.fail(), said, act))).toBe("withdrawn");
  });

  it("raises the signal anew when the value measured instead gives it again", () => {
    const station = bench();
    subgroups(station, 4);
    const [stray] = subgroups(station, 1, 10.05);
    const { run, results, act, command, take } = station;
    command(voidMeasurement(run(), stray?.[2] ?? expect.fail(), "misread", act));
    take(10.05);
    const [before, after] = results().signals;
    expect([before?.withdrawn?.reason, after?.withdrawn]).toEqual(["point-open", null]);
    expect(outputsOf(run())[1]?.lacks).toContainEqual({ code: "signals-open", params: { n: 1 } });
  });

  it("leaves signals behind its hole alone, with their answers, when the chart comes back", () => {
    const station = bench();
    const [, second] = subgroups(station, 4);
    subgroups(station, 1, 10.05);
    const { run, results, act, command, take } = station;
    const said = { cause: "gauge", action: "watched", note: "" };
    command(answerSignal(run(), results().signals[0] ?? expect.fail(), said, act));
    const answered = results().signals;
    command(voidMeasurement(run(), second?.[0] ?? expect.fail(), "misread", act));
    expect(results().points).toHaveLength(1);
    expect(results().signals).toEqual(answered);
    take(10);
    expect(results().points).toHaveLength(5);
    expect(results().signals).toEqual(answered);
  });

  it("withdraws a run that begins earlier once a value before it is another", () => {
    const station = bench(70);
    subgroups(station, 4);
    const [below] = subgroups(station, 1, 9.999);
    subgroups(station, 8, 10.001);
    const { run, results, act, command, take } = station;
    expect(results().signals).toMatchObject([{ rule: "we-4", subgroup: 12 }]);
    command(voidMeasurement(run(), below?.[1] ?? expect.fail(), "misread", act));
    expect(results().signals).toMatchObject([{ withdrawn: null }]);
    take(10.009);
    expect(results().signals).toMatchObject([
      { rule: "we-4", subgroup: 12, withdrawn: { reason: "pattern-gone" } },
      { rule: "we-4", subgroup: 11, withdrawn: null },
    ]);
  });

  it("gives, in whatever order values are taken, voided and skipped, the signals of a fresh judgement", () => {
    const step = fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: -30, max: 30 }).map((um) => ({ um })) },
      { weight: 1, arbitrary: fc.nat({ max: 80 }).map((back) => ({ back })) },
      { weight: 1, arbitrary: fc.constantFrom(1, 5).map((skip) => ({ skip })) },
      { weight: 1, arbitrary: fc.nat({ max: 9 }).map((reopen) => ({ reopen })) },
      { weight: 1, arbitrary: fc.constantFrom(1, -1).map((run) => ({ run })) },
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 60, maxLength: 160 }), (steps) => {
        const { take, run, results, command, act, log } = bench(150);
        const taken: { epoch: string; seq: number }[] = [];
        const skipped: { epoch: string; seq: number }[] = [];
        for (const one of steps) {
          if ("um" in one) taken.push(take(10 + one.um / 1000));
          if ("back" in one) {
            const place = taken[one.back] ?? { epoch: EPOCH, seq: 0 };
            command(voidMeasurement(run(), place, "why", act));
          }
          if ("run" in one)
            for (let k = 0; k < 20; k += 1) taken.push(take(10 + (one.run * (k % 5)) / 1000));
          if ("skip" in one)
            for (let k = 0; k < one.skip; k += 1) {
              const unit = [...Array(150).keys()].find((at) => !results().cells.has(at + 1)) ?? 0;
              const place = command(skipCell(run(), "C1", unit + 1, "why", act));
              if (typeof place !== "string") skipped.push(place);
            }
          if ("reopen" in one) {
            const place = skipped[one.reopen] ?? { epoch: EPOCH, seq: 0 };
            command(reopenCell(run(), place, "why", act));
          }
        }
        expect(foldRun(log)).toEqual(run());
        const { limits, signals, nextSubgroup } = results();
        if (limits === null) return;
        const named = (one: { chart: string; rule: string; side: string; points: number[] }) =>
          `${one.chart} ${one.rule} ${one.side} ${one.points}`;
        const standing = signals.filter(
          (one) => one.withdrawn === null && one.subgroup < nextSubgroup,
        );
        const due = dueSignals("R1", results(), 0);
        expect(standing.map(named).sort()).toEqual(due.map(named).sort());
      }),
      { numRuns: 150 },
    );
  });
});

describe("a skip or a judgement taken back", () => {
  it("opens its cell again, takes it out of the count, and stays in the trail with its reason", () => {
    const { run, results, command, act, log } = bench(20);
    const skip = command(skipCell(run(), "C1", 1, "part-missing", act));
    const count = { id: act.newId(), characteristic: "C4", unitIndex: 1, defects: {} };
    const person = { operator: null, lot: null };
    const judged = command(countAttribute(run(), { ...count, nonconforming: 1 }, person, act));
    if (typeof skip === "string" || typeof judged === "string") throw new Error("refused");
    expect(runView(run()).unitsNonconforming).toBe(1);
    expect(command(voidMeasurement(run(), skip, "x", act))).toBe("no-such-measurement");
    command(reopenCell(run(), skip, "possible-now", act));
    command(reopenCell(run(), judged, "mistaken-tap", act));
    expect(command(reopenCell(run(), judged, "again", act))).toBe("no-such-cell");
    expect(results().cells.size + results("C4").cells.size).toBe(0);
    expect(results().reopened).toMatchObject([
      { type: "skip", reason: "part-missing", reopened: { reason: "possible-now" } },
    ]);
    expect(results("C4").reopened).toMatchObject([
      { nonconforming: 1, reopened: { reason: "mistaken-tap", actor: "operator:1" } },
    ]);
    expect(runView(run()).unitsNonconforming).toBe(0);
    expect(outputsOf(run())[2]?.lacks[0]).toEqual({
      ...{ code: "cells-missing", params: { balloon: "1", n: 20 } },
    });
    expect(foldRun(log)).toEqual(run());
  });

  it("takes the subgroup it completed off the chart until the cell is filled", () => {
    const { take, run, results, command, act } = bench();
    for (const offset of offsets.slice(1)) take(10 + offset);
    const skip = command(skipCell(run(), "C1", 5, "part-missing", act));
    expect(results().points.map(({ values }) => values.length)).toEqual([4]);
    if (typeof skip === "string") throw new Error("refused");
    command(reopenCell(run(), skip, "possible-now", act));
    expect(results().points).toEqual([]);
    take(10);
    expect(results().points.map(({ values }) => values.length)).toEqual([5]);
  });
});
