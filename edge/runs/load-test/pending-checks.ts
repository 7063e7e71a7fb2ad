// Which load tests wait for a person to say whether the specimen still works, and which proved nothing.
import type { LoadTest, RunState } from "../run-state.ts";
import { judgeLoadTest } from "./judge-load-test.ts";

/** Tests whose hold was complete and whose specimen nobody has checked yet, in order. */
export function pendingChecks(run: RunState): LoadTest[] {
  return [...run.loadTests.values()].filter((test) => {
    const results = run.results.get(test.characteristic ?? "");
    if (results === undefined || test.check !== null) return false;
    if (test.unitIndex !== undefined && results.cells.has(test.unitIndex)) return false;
    return judgeLoadTest(results.characteristic, test, null).due === "check";
  });
}

/** The newest test of each rig where it proved nothing, until the next one on that rig begins. */
export function unprovenPulls(run: RunState): LoadTest[] {
  const newest = new Map([...run.loadTests.values()].map((test) => [test.gauge, test]));
  for (const { gauge } of run.openTests.values()) newest.delete(gauge);
  return [...newest.values()].filter((test) => {
    const results = run.results.get(test.characteristic ?? "");
    if (results === undefined) return false;
    const cell = results.cells.get(test.unitIndex ?? 0);
    if (cell !== undefined && cell.type !== "skip") return false;
    return judgeLoadTest(results.characteristic, test, null).due === "nothing";
  });
}
