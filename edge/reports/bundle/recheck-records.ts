// The station's own conclusions anew: verdicts against the limits, control limits from their subgroups.
import type { QualityRecord } from "../../../sync/records/index.ts";
import { limitsOf } from "../../charts/index.ts";
import { applyRecord, plannedRun, type RunState } from "../../runs/index.ts";
import type { BundleProblem } from "./problems.ts";
import { nameOf } from "./verify-records.ts";

const TOLERANCE = 1e-9;

/** Replays the records and names each verdict or control limit that does not follow from them. */
export function recheckRecords(records: readonly QualityRecord[]): BundleProblem[] {
  const problems: BundleProblem[] = [];
  let run: RunState | null = null;
  for (const record of records) {
    if (record.kind === "run.planned") run = plannedRun(record);
    else if (run !== null) {
      const what = falseConclusion(record, run);
      if (what !== null) problems.push({ where: nameOf(record), what });
      applyRecord(run, record);
    }
  }
  return problems;
}

function falseConclusion(record: QualityRecord, run: RunState): string | null {
  if (record.kind === "measurement.taken") {
    const { value, verdict } = record.body;
    const { lsl, usl } = run.results.get(record.body.characteristic)?.characteristic ?? {};
    const number = Number(value);
    const due =
      lsl !== undefined && number < lsl ? "low" : usl !== undefined && number > usl ? "high" : "ok";
    return due === verdict ? null : `says ${verdict}, ${value} is ${due}`;
  }
  if (record.kind !== "limits.established") return null;
  const results = run.results.get(record.body.characteristic);
  if (results === undefined) return "is of no characteristic of the plan";
  const { fromSubgroup, toSubgroup, location, spread, sigma } = record.body;
  const trial = results.points.filter(
    ({ subgroup }) => subgroup >= fromSubgroup && subgroup <= toSubgroup,
  );
  const due = limitsOf(results, trial);
  if (due === null) return "no limits follow from these subgroups";
  const pairs = [
    ...[location, spread].flatMap(({ center, lcl, ucl }) => [center, lcl, ucl]),
    sigma,
  ].map((given, k) => [given, numbersOf(due)[k] ?? Number.NaN] as const);
  const wrong = pairs.find(([given, expected]) => !near(given, expected));
  return wrong === undefined ? null : `says ${wrong[0]}, its subgroups give ${wrong[1]}`;
}

function numbersOf(due: NonNullable<ReturnType<typeof limitsOf>>): number[] {
  const { location, spread, sigma } = due;
  return [...[location, spread].flatMap(({ center, lcl, ucl }) => [center, lcl, ucl]), sigma];
}

function near(given: number, expected: number): boolean {
  return Math.abs(given - expected) <= TOLERANCE * Math.max(1, Math.abs(expected));
}
