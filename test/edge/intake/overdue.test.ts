// A journal whose voids were not judged: its charts owe the withdrawal of signals that no longer hold.
import { expect, it } from "vitest";
import { capabilityView } from "../../../edge/charts/index.ts";
import {
  decideDrafts,
  foldDrafts,
  overdueDrafts,
  takeReading,
} from "../../../edge/intake/index.ts";
import { isCommandRefusal, voidMeasurement } from "../../../edge/runs/index.ts";
import { caliper, EPOCH, readingOf, runningStation } from "../../fakes/run-fixture.ts";

const offsets = [0, 0.004, -0.003, 0.002, -0.004];

it("withdraws, when a station opens, the signals that an earlier void has left behind", () => {
  const { state, source } = runningStation(60);
  const run = state.runs.get("R1") ?? expect.fail("no run");
  const results = run.results.get("C1") ?? expect.fail("no C1");
  const take = (value: number) => {
    const { expectedSeq: seq } = state;
    takeReading(state, caliper, readingOf(value.toFixed(3)), source);
    return { epoch: EPOCH, seq };
  };
  for (let subgroup = 0; subgroup < 4; subgroup += 1) for (const one of offsets) take(10 + one);
  const stray = offsets.map((one) => take(10.05 + one));
  expect(results.signals).toMatchObject([{ rule: "we-1", withdrawn: null }]);
  expect(overdueDrafts(state, source)).toEqual([]);
  const act = { actor: "operator:1", at: source.now(), newId: source.newId };
  for (const place of stray) {
    const drafts = voidMeasurement(run, place, "wrong part", act);
    if (!isCommandRefusal(drafts)) foldDrafts(state, drafts);
  }
  expect(capabilityView(results).stable).toBe(false);
  const owed = overdueDrafts(state, source);
  expect(owed).toMatchObject([{ kind: "signal.withdrawn", body: { reason: "point-open" } }]);
  decideDrafts(state, owed, source);
  expect(capabilityView(results).stable).toBe(true);
  expect(overdueDrafts(state, source)).toEqual([]);
});
