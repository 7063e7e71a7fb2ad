// The signals anew: each raised one formed by its points, each withdrawn one gone, and none left out.
import { isAt, namedPlace, type QualityRecord } from "../../../sync/records/index.ts";
import { dueSignals, goneSignals, isSamePattern, standingSignals } from "../../charts/index.ts";
import type { CharacteristicResults, RunState } from "../../runs/index.ts";
import type { BundleProblem } from "./problems.ts";

/** What is false about a signal raised or withdrawn in this state; null for every other record. */
export function falseSignal(record: QualityRecord, run: RunState): string | null {
  if (record.kind !== "signal.raised" && record.kind !== "signal.withdrawn") return null;
  const results = run.results.get(record.body.characteristic);
  if (results === undefined || !hasLimits(results)) return "is of no chart with limits";
  const due = dueOf(run, results);
  if (record.kind === "signal.raised") {
    const formed = due.some((one) => isSamePattern(one, record.body));
    return formed ? null : "its points do not form this signal";
  }
  const { signal, epoch, reason } = record.body;
  const place = namedPlace(record, signal, epoch);
  const gone = goneSignals(results, run.target, 0, due).find((one) => isAt(one.signal, place));
  return gone?.reason === reason ? null : "the signal it names still stands";
}

/** Signals of the chart as it ends that were never raised, or stand without their points. */
export function missingSignals(run: RunState): BundleProblem[] {
  return [...run.results.values()].flatMap((results) => {
    if (!hasLimits(results)) return [];
    const due = dueOf(run, results);
    const charted = standingSignals(results).filter((one) => one.subgroup < results.nextSubgroup);
    const missing = due.filter((one) => !charted.some((raised) => isSamePattern(raised, one)));
    const unformed = charted.filter((raised) => !due.some((one) => isSamePattern(raised, one)));
    const problem = (what: string) => (one: { rule: string; chart: string; subgroup: number }) => ({
      where: `characteristic ${results.characteristic.id}, subgroup ${one.subgroup + 1}`,
      what: `signal ${one.rule} of the ${one.chart} ${what}`,
    });
    return [
      ...missing.map(problem("was never raised")),
      ...unformed.map(problem("stands though its points do not form it")),
    ];
  });
}

function dueOf(run: RunState, results: CharacteristicResults) {
  return dueSignals(run.run, results, 0);
}

/** A stage without limits may stand behind one that has them. */
function hasLimits({ stages }: CharacteristicResults): boolean {
  return stages.some(({ limits }) => limits !== null);
}
