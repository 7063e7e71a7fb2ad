// An output that the plan asks nothing of is neither complete nor lacking.
import { expect, it } from "vitest";
import { outputsOf, type RunState, runView } from "../../../edge/runs/index.ts";
import { runningStation } from "../../fakes/run-fixture.ts";

const runOf = (): RunState => runningStation(20).state.runs.get("R1") ?? expect.fail("no run");

it("is said to be outside the plan where no characteristic belongs to it", () => {
  const run = runOf();
  for (const [id, { characteristic }] of run.results) {
    if (characteristic.kind !== "variable") run.results.delete(id);
  }
  const outside = outputsOf(run).filter((one) => !one.inPlan);
  expect(outside).toEqual([{ output: "functional", inPlan: false, complete: true, lacks: [] }]);
  expect(runView(run).outputs.find((one) => one.output === "functional")?.inPlan).toBe(false);
});

it("is in the plan of a run that measures, tests and charts", () => {
  expect(outputsOf(runOf()).every((one) => one.inPlan)).toBe(true);
});
