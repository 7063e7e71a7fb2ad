// A chart under every act in any order: the replay, the verifier and the ranges hold.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chartView, dueSignals, excludedSubgroups } from "../../../edge/charts/index.ts";
import {
  decideDrafts,
  emptyStation,
  foldDrafts,
  overdueDrafts,
  takeReading,
} from "../../../edge/intake/index.ts";
import { recheckRecords } from "../../../edge/reports/bundle/recheck-records.ts";
import {
  type Act,
  beginStage,
  type CommandRefusal,
  excludeSubgroup,
  type Foldable,
  foldRun,
  includeSubgroup,
  isCommandRefusal,
  previewLimits,
  recomputeLimits,
  skipCell,
  voidMeasurement,
} from "../../../edge/runs/index.ts";
import type { Draft, QualityRecord } from "../../../sync/records/index.ts";
import {
  caliper,
  countingSource,
  EPOCH,
  foldableOf,
  plan,
  readingOf,
  startingDrafts,
} from "../../fakes/run-fixture.ts";

type Chart = { chart: "i-mr" | "xbar-r" | "xbar-s"; subgroup: number };

function bench({ chart, subgroup }: Chart) {
  const source = countingSource();
  const state = emptyStation({ epoch: EPOCH, seq: 1 });
  const log: Foldable[] = [];
  const keep = (drafts: readonly Draft[], first: number) => log.push(...foldableOf(drafts, first));
  const changed = plan.characteristic.map((one) =>
    one.id === "C1" ? { ...one, chart, subgroup } : one,
  );
  const start = startingDrafts(200, source).map((draft) =>
    draft.kind === "run.planned"
      ? { ...draft, body: { ...draft.body, plan: { ...plan, characteristic: changed } } }
      : draft,
  );
  keep(start, state.expectedSeq);
  foldDrafts(state, start);
  const act: Act = { actor: "operator:Q-3", at: source.now(), newId: source.newId };
  const run = () => state.runs.get("R1") ?? expect.fail("no run");
  return {
    ...{ state, source, log, act, run },
    results: () => run().results.get("C1") ?? expect.fail("no C1"),
    take: (value: number) => {
      const first = state.expectedSeq;
      keep(takeReading(state, caliper, readingOf(value.toFixed(3)), source), first);
    },
    command: (drafts: Draft[] | CommandRefusal) => {
      if (isCommandRefusal(drafts)) return drafts.refused;
      const first = state.expectedSeq;
      keep(decideDrafts(state, drafts, source), first);
      return "done";
    },
  };
}

const C1 = (subgroup: number) => ({ characteristic: "C1", subgroup });
const place = fc.nat(14);
const step = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ value: fc.constantFrom(10, 10.001, 10.002, 9.998, 10.05) }),
  },
  fc.record({ exclude: place }),
  fc.record({ include: place }),
  fc.record({ stage: place }),
  fc.record({ anew: place, to: fc.option(place, { nil: undefined }) }),
  fc.record({ voided: fc.nat(30) }),
  fc.record({ skipped: fc.nat(30) }),
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

function take(station: ReturnType<typeof bench>, one: Step): void {
  const { run, act, command, results } = station;
  if ("value" in one) station.take(one.value);
  else if ("exclude" in one)
    command(excludeSubgroup(run(), C1(one.exclude), { cause: "material", note: "" }, act));
  else if ("include" in one) command(includeSubgroup(run(), C1(one.include), "why", act));
  else if ("stage" in one)
    command(beginStage(run(), C1(one.stage), { name: "s", reason: "r" }, act));
  else if ("anew" in one) {
    const asked = { ...C1(one.anew), toSubgroup: one.to };
    const preview = previewLimits(run(), asked);
    const done = command(recomputeLimits(run(), asked, "why", act));
    if (isCommandRefusal(preview)) expect(done).toBe(preview.refused);
    else {
      const { fromSubgroup, toSubgroup, location, spread } = preview.limits;
      const put = results().stages.find(({ first }) => first === preview.stage.first)?.limits;
      expect(put).toMatchObject({ fromSubgroup, toSubgroup, location, spread });
      const standing = results().signals.filter(
        (raised) =>
          raised.withdrawn === null &&
          raised.subgroup < results().nextSubgroup &&
          results().stages.findLast(({ first }) => first <= raised.subgroup) === preview.stage,
      );
      expect(standing).toHaveLength(preview.signals.after);
    }
  } else if ("voided" in one) {
    const cell = results().cells.get(one.voided);
    if (cell?.type === "measurement") command(voidMeasurement(run(), cell, "why", act));
  } else command(skipCell(run(), "C1", one.skipped, "why", act));
}

function rangesHold({ run, results }: ReturnType<typeof bench>): void {
  const out = excludedSubgroups(results());
  const firsts = new Set(results().stages.map(({ first }) => first));
  const view = chartView(run(), "C1") ?? expect.fail("no chart");
  view.points.forEach(({ subgroup, spread, location }, at) => {
    const before = view.points[at - 1];
    const follows =
      before?.subgroup === subgroup - 1 &&
      !firsts.has(subgroup) &&
      !out.has(subgroup) &&
      !out.has(subgroup - 1);
    expect(spread).toBe(follows ? Math.abs(location - (before?.location ?? 0)) : null);
  });
}

describe.each<Chart>([
  { chart: "i-mr", subgroup: 1 },
  { chart: "xbar-r", subgroup: 3 },
  { chart: "xbar-s", subgroup: 3 },
])("a chart $chart worked on in any order", (chart) => {
  it("comes again from its records, holds in a bundle and owes no signal", () => {
    const chain = { v: 1, station: "s", prev: "", hash: "" };
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 90, size: "max" }), (steps) => {
        const station = bench(chart);
        for (const one of steps) take(station, one);
        const { run, log, results, state, source } = station;
        expect(foldRun(log)).toEqual(run());
        expect(recheckRecords(log.map((one) => ({ ...one, ...chain }) as QualityRecord))).toEqual(
          [],
        );
        expect(overdueDrafts(state, source)).toEqual([]);
        const out = excludedSubgroups(results());
        for (const { points } of dueSignals("R1", results(), 0))
          expect(points.some((point) => out.has(point))).toBe(false);
        if (chart.chart === "i-mr") rangesHold(station);
      }),
      { numRuns: 100 },
    );
  });
});
