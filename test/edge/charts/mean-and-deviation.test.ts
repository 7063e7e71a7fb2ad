// A run whose plan asks for X̄-s: its chart has the limits and signals that a published example states.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { capabilityView, chartView } from "../../../edge/charts/index.ts";
import { emptyStation, foldDrafts, takeReading } from "../../../edge/intake/index.ts";
import { foldRun } from "../../../edge/runs/index.ts";
import { isRefusal, xbarSLimits } from "../../../spc/index.ts";
import type { Draft } from "../../../sync/records/index.ts";
import { needs, sharedFolder } from "../../fakes/needs.ts";
import {
  caliper,
  countingSource,
  EPOCH,
  foldableOf,
  plan,
  readingOf,
  startingDrafts,
} from "../../fakes/run-fixture.ts";

const file = join(sharedFolder, "reference/spc/cases/xbar-s-pistonrings.json");

/** A run on a plan whose first characteristic is charted by X̄-s. */
function station(trialSubgroups: number) {
  const source = countingSource();
  const state = emptyStation({ epoch: EPOCH, seq: 1 });
  const [first, ...others] = plan.characteristic;
  if (first === undefined) expect.fail("the plan is empty");
  const charted = { ...first, chart: "xbar-s" as const, trialSubgroups, lsl: 73.9, usl: 74.1 };
  const own = { ...plan, characteristic: [charted, ...others] };
  const drafts = startingDrafts(500, source).map(
    (draft): Draft =>
      draft.kind === "run.planned" ? { ...draft, body: { ...draft.body, plan: own } } : draft,
  );
  const log = foldableOf(drafts, 1);
  foldDrafts(state, drafts);
  return {
    log,
    run: () => state.runs.get("R1") ?? expect.fail("no run"),
    take: (value: number) => {
      const at = state.expectedSeq;
      const taken = takeReading(state, caliper, readingOf(value.toFixed(3)), source);
      log.push(...foldableOf(taken, at));
    },
  };
}

describe("an X̄-s chart of a run", () => {
  it("establishes the limits of its subgroups and comes again from its records", () => {
    const subgroups = [
      [74.03, 74.002, 74.019, 73.992, 74.008],
      [73.995, 73.992, 74.001, 74.011, 74.004],
      [73.988, 74.024, 74.021, 74.005, 74.002],
    ];
    const { take, run, log } = station(3);
    for (const value of subgroups.flat()) take(value);
    const view = chartView(run(), "C1");
    const limits = xbarSLimits(subgroups);
    if (isRefusal(limits)) expect.fail(limits.why);
    expect(view).toMatchObject({ chart: "xbar-s", size: 5, limits: { estimator: "sbar" } });
    expect(view?.limits?.spread).toEqual(limits.spread);
    expect(view?.points[0]?.spread).toBeCloseTo(0.0147716, 6);
    expect(chartView(foldRun(log) ?? expect.fail("no run"), "C1")).toEqual(view);
  });
});

needs("shared")("the X̄-s chart of the piston rings", () => {
  it("has the limits and the signals that qcc states", () => {
    const { data, expected, published } = JSON.parse(readFileSync(file, "utf8"));
    const { take, run } = station(25);
    for (const value of data.subgroups.flat()) take(value);
    const view = chartView(run(), "C1") ?? expect.fail("no chart");
    expect(view.limits?.location.center).toBeCloseTo(expected.center, 9);
    expect(view.limits?.sigma).toBeCloseTo(published.stdDev, 8);
    expect(view.limits?.spread.center).toBeCloseTo(published.sCenter, 8);
    expect(view.limits?.spread.ucl).toBeCloseTo(published.sUcl, 7);
    const beyond = view.signals.filter((one) => one.chart === "location" && one.rule === "we-1");
    expect(beyond.map((one) => one.subgroup + 1)).toEqual([37, 38, 39]);
    const results = run().results.get("C1") ?? expect.fail("no C1");
    expect(capabilityView(results)).toMatchObject({ n: 200, estimator: "sbar", stable: false });
  });
});
