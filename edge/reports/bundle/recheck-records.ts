// The station's own conclusions anew: verdicts against the limits, control limits from their subgroups.
import type { BodyOf, QualityRecord } from "../../../sync/records/index.ts";
import { excludedSubgroups, type LimitsInForce, limitsBody } from "../../charts/index.ts";
import {
  applyRecord,
  contradiction,
  judgeLoadTest,
  plannedRun,
  type RunState,
  unpackCurve,
} from "../../runs/index.ts";
import type { BundleProblem } from "./problems.ts";
import { falseSignal, missingSignals } from "./recheck-signals.ts";
import { nameOf } from "./verify-records.ts";

const TOLERANCE = 1e-9;

/** Replays the records and names each verdict or control limit that does not follow from them. */
export function recheckRecords(records: readonly QualityRecord[]): BundleProblem[] {
  const problems: BundleProblem[] = [];
  let run: RunState | null = null;
  for (const record of records) {
    if (record.kind === "run.planned") run = plannedRun(record);
    else if (run !== null) {
      const what = falseConclusion(record, run) ?? falseSignal(record, run);
      if (what !== null) problems.push({ where: nameOf(record), what });
      applyRecord(run, record);
    }
  }
  return run === null ? problems : [...problems, ...missingSignals(run)];
}

function falseConclusion(record: QualityRecord, run: RunState): string | null {
  if (record.kind === "measurement.taken") {
    return falseVerdict(record.body, run);
  }
  if (record.kind === "load-test.finished") return falseLoadTest(record.body, run);
  return record.kind === "limits.established" ? falseLimits(record.body, run) : null;
}

/** Control limits anew, of the stage that they are for, without the subgroups left out of it. */
function falseLimits(body: BodyOf<"limits.established">, run: RunState): string | null {
  const results = run.results.get(body.characteristic);
  if (results === undefined) return "is of no characteristic of the plan";
  const stage = results.stages.find(({ first }) => first === (body.stage ?? 0));
  if (stage === undefined) return "is of no stage of the chart";
  const { fromSubgroup, toSubgroup, location, spread, sigma, excluded = [] } = body;
  const leftOut = excludedSubgroups(results);
  const unsaid = excluded.find((subgroup) => !leftOut.has(subgroup));
  if (unsaid !== undefined) return `leaves out subgroup ${unsaid + 1}, which nobody excluded`;
  const { method } = body;
  const due = limitsBody(run.run, results, stage, toSubgroup, { method });
  if (due === null) return "no limits follow from these subgroups";
  if (due.fromSubgroup !== fromSubgroup || due.toSubgroup !== toSubgroup) {
    const [from, to] = [due.fromSubgroup + 1, due.toSubgroup + 1];
    return `is from subgroups ${fromSubgroup + 1}–${toSubgroup + 1}, its stage gives ${from}–${to}`;
  }
  if ((due.excluded ?? []).some((subgroup) => !excluded.includes(subgroup)))
    return "does not name the subgroups that it leaves out";
  const pairs = [
    ...[location, spread].flatMap(({ center, lcl, ucl }) => [center, lcl, ucl]),
    sigma,
  ].map((given, k) => [given, numbersOf(due)[k] ?? Number.NaN] as const);
  const wrong = pairs.find(([given, expected]) => !near(given, expected));
  return wrong === undefined ? null : `says ${wrong[0]}, its subgroups give ${wrong[1]}`;
}

/** The verdict anew: from the limits, and from the whole load test where the value is one's. */
function falseVerdict(body: BodyOf<"measurement.taken">, run: RunState): string | null {
  const { value, verdict } = body;
  const { characteristic } = run.results.get(body.characteristic) ?? {};
  if (body.loadTest !== null) {
    const test = run.loadTests.get(body.loadTest);
    if (test === undefined || characteristic === undefined) return "names a load test not here";
    const judged = judgeLoadTest(characteristic, test, test.check?.function ?? null);
    if (judged.due !== "measurement") return "its load test proves nothing";
    if (Number(judged.value) !== Number(value)) {
      return `says ${value}, its load test gives ${judged.value}`;
    }
    return judged.verdict === verdict
      ? null
      : `says ${verdict}, its load test is ${judged.verdict}`;
  }
  const { lsl, usl } = characteristic ?? {};
  const number = Number(value);
  const due =
    lsl !== undefined && number < lsl ? "low" : usl !== undefined && number > usl ? "high" : "ok";
  return due === verdict ? null : `says ${verdict}, ${value} is ${due}`;
}

/** Peak, hold and break anew from the force curve. */
function falseLoadTest(body: BodyOf<"load-test.finished">, run: RunState): string | null {
  const settings = run.results.get(body.characteristic ?? "")?.characteristic.loadTest;
  const curve = unpackCurve(body.curve);
  if (settings === undefined || curve === null || body.peak === null) return null;
  return contradiction(body, curve, settings);
}

function numbersOf(due: LimitsInForce): number[] {
  const { location, spread, sigma } = due;
  return [...[location, spread].flatMap(({ center, lcl, ucl }) => [center, lcl, ucl]), sigma];
}

function near(given: number, expected: number): boolean {
  return Math.abs(given - expected) <= TOLERANCE * Math.max(1, Math.abs(expected));
}
