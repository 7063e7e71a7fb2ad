// Which load tests wait for a person to say whether the specimen still works.
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
