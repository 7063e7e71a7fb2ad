import { describe, expect, it } from "vitest";
import { judgePoints, limitsOf } from "../../../edge/charts/index.ts";
import { decideDrafts, takeReading } from "../../../edge/intake/index.ts";
import { outputsOf } from "../../../edge/runs/index.ts";
import { caliper, readingOf, runningStation } from "../../fakes/run-fixture.ts";

type Bench = ReturnType<typeof runningStation>;

function skip({ state, source }: Bench, characteristic: string, unitIndex: number) {
  const unit = `U${String(unitIndex).padStart(4, "0")}`;
  const body = { run: "R1", characteristic, unit, unitIndex, reason: "damaged" };
  const common = { id: source.newId(), at: source.now(), v: 1, actor: "operator:1" };
  return decideDrafts(state, [{ ...common, kind: "unit.skipped", body }], source);
}

function measure({ state, source }: Bench, ...values: number[]) {
  return values.flatMap((value) =>
    takeReading(state, caliper, readingOf(value.toFixed(3)), source),
  );
}

function resultsOf({ state }: Bench, characteristic: string) {
  const results = state.runs.get("R1")?.results.get(characteristic);
  if (results === undefined) throw new Error(`no ${characteristic}`);
  return results;
}

const five = [10, 10.004, 9.997, 10.002, 9.996];

describe("subgroups with skipped cells", () => {
  it("count for the trial only when they are whole", () => {
    const bench = runningStation();
    measure(bench, ...five, ...five, ...five, 10, 10.001, 10.002, 10.001);
    skip(bench, "C1", 20);
    const results = resultsOf(bench, "C1");
    expect(results.points).toHaveLength(4);
    expect(results.limits).toBeNull();
    const run = bench.state.runs.get("R1");
    const lacks = run === undefined ? [] : outputsOf(run).flatMap((one) => one.lacks);
    expect(lacks).toContainEqual({
      code: "limits-missing",
      params: { balloon: "1", n: 3, of: 4 },
    });
    measure(bench, ...five);
    expect(results.limits).toMatchObject({ fromSubgroup: 0, toSubgroup: 4 });
  });

  it("have their range judged by the limits of their own size", () => {
    const bench = runningStation();
    measure(bench, ...five, ...five, ...five, ...five);
    const results = resultsOf(bench, "C1");
    // Ranges of 0.008: sigma = 0.008 / 2.326; the upper limit is 0.0169 for five and 0.0127 for two.
    expect(results.limits?.spread.ucl).toBeCloseTo(0.0169, 4);
    skip(bench, "C1", 21);
    skip(bench, "C1", 22);
    skip(bench, "C1", 23);
    const drafts = measure(bench, 9.993, 10.007);
    expect(drafts.map((draft) => draft.kind)).toContain("signal.raised");
    expect(results.signals).toMatchObject([{ chart: "spread", side: "above", subgroup: 4 }]);
  });
});

it("individuals across a skipped unit give no moving range, neither a point nor the limits", () => {
  const bench = runningStation();
  const results = resultsOf(bench, "C3");
  const point = (subgroup: number, location: number) => ({
    ...{ subgroup, units: [], texts: [], seqs: [], at: "", operators: [], spread: null },
    ...{ values: [location], location },
  });
  const points = [point(0, 25), point(1, 26), point(3, 30), point(4, 31)];
  expect(limitsOf(results, points)?.spread.center).toBeCloseTo(1, 9);
  expect(judgePoints({ run: "R1", target: 50 }, results, 0)).toEqual({
    ...{ limits: null, signals: [], withdrawn: [] },
  });
});
