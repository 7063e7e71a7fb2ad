// The rows of the dimensional and functional reports: one per characteristic, judged.

import type { LoadTestSettings } from "../../config/plan/inspection-plan.ts";
import { isRefusal, successRun } from "../../spc/index.ts";
import { capabilityView, characteristicView, validMeasurements } from "../charts/index.ts";
import type { CapabilityView } from "../http/views.ts";
import {
  type AttributeOutcome,
  type CharacteristicResults,
  isNonconforming,
  type LoadTest,
  owedCount,
  type RunState,
  unpackCurve,
} from "../runs/index.ts";
import type {
  AttributeCheck,
  CapabilityJudgement,
  DimensionalRow,
  LoadConditions,
  Specimen,
  StrengthTest,
} from "./report-document.ts";

/** Confidence of "at most so many failures" when none was seen. */
const ZERO_FAILURE_CONFIDENCE = 0.95;

/** One measured characteristic; `min` and `max` of the values that count. */
export function dimensionalRow(run: RunState, results: CharacteristicResults): DimensionalRow {
  const { characteristic } = results;
  const counted = validMeasurements(results);
  const values = counted.map((cell) => cell.value);
  const cells = [...results.cells.values()];
  const view = capabilityView(results);
  const asked = characteristic.class === "critical" ? run.plan.exit.cpk : null;
  return {
    characteristic: characteristicView(characteristic),
    owed: owedCount(characteristic, run.target),
    done: cells.length,
    skipped: cells.filter((cell) => cell.type === "skip").length,
    suspect: cells.filter((cell) => cell.type === "measurement" && cell.validity === "suspect")
      .length,
    min: values.length === 0 ? null : values.reduce((a, b) => Math.min(a, b)),
    max: values.length === 0 ? null : values.reduce((a, b) => Math.max(a, b)),
    capability: view,
    readings: counted.map((cell) => ({ unit: cell.unit, text: cell.text })),
    conformity: conformityOf(run, results),
    index: judgeIndex(view, asked),
    asked,
  };
}

/** Incomplete while a cell is owed or was skipped; then by what stands in the cells. */
export function conformityOf(
  run: RunState,
  results: CharacteristicResults,
): DimensionalRow["conformity"] {
  const cells = [...results.cells.values()];
  if (cells.some(isNonconforming)) return "does-not-conform";
  const filled = cells.filter((cell) => cell.type !== "skip").length;
  return filled < owedCount(results.characteristic, run.target) ? "incomplete" : "conforms";
}

/**
 * The exit criterion asks the lower confidence bound of Cpk: proven when the bound reaches it, not
 * met when even the upper bound stays below, not proven in between.
 */
export function judgeIndex(view: CapabilityView, asked: number | null): CapabilityJudgement {
  if (asked === null) return "not-asked";
  if (view.stable === false) return "not-stable";
  const interval = view.cpk?.interval ?? null;
  if (interval === null || view.stable === null) return "not-known";
  if (interval.lower >= asked) return "proven";
  return interval.upper < asked ? "not-met" : "not-proven";
}

/** One load-tested characteristic with every test that was run on it, in the order of the tests. */
export function strengthTest(run: RunState, results: CharacteristicResults): StrengthTest {
  const { characteristic } = results;
  const tests = [...run.loadTests.values()].filter(
    (test) => test.characteristic === characteristic.id,
  );
  return {
    characteristic: characteristicView(characteristic),
    requirement: characteristic.requirement ?? null,
    conditions: conditionsOf(characteristic.loadTest),
    owed: owedCount(characteristic, run.target),
    done: results.cells.size,
    specimens: tests.map((test) => specimen(results, test)),
    capability: capabilityView(results),
    conformity: conformityOf(run, results),
  };
}

function conditionsOf(settings: LoadTestSettings | undefined): LoadConditions {
  const { gate = null, rate, hold } = settings ?? {};
  const { min = null, max = null } = rate ?? {};
  return {
    gate,
    rate: rate === undefined ? null : { min, max },
    hold: hold === undefined ? null : { ...hold, minimum: hold.minimum ?? hold.force },
  };
}

function specimen(results: CharacteristicResults, test: LoadTest): Specimen {
  const cell = [...results.cells.values()].find(
    (one) => one.type === "measurement" && one.loadTest === test.id,
  );
  return {
    unit: test.unit ?? "",
    at: test.at,
    procedure: test.procedure,
    outcome: test.outcome,
    peak: test.peak,
    uom: test.uom,
    peakSource: test.peakSource,
    ratePerSecond: test.ratePerSecond,
    holdMs: test.holdMs,
    durationMs: test.durationMs,
    gauge: test.gauge,
    verdict: cell?.type === "measurement" ? cell.verdict : null,
    reason: test.reason ?? null,
    spent: test.spent ?? null,
    hold: test.hold ?? null,
    slope: test.slope ?? null,
    knee: test.knee ?? null,
    rateJudged: test.rateJudged ?? null,
    check: test.check?.function ?? null,
    curve: unpackCurve(test.curve) ?? { elapsedMs: [], force: [] },
  };
}

/** One go/no-go characteristic: counts, defects by code, and what no failure proves. */
export function attributeCheck(run: RunState, results: CharacteristicResults): AttributeCheck {
  const outcomes = [...results.cells.values()].filter(
    (cell): cell is AttributeOutcome => cell.type === "attribute",
  );
  const inspected = outcomes.reduce((sum, one) => sum + one.inspected, 0);
  const nonconforming = outcomes.reduce((sum, one) => sum + one.nonconforming, 0);
  const reliability = successRun(inspected, ZERO_FAILURE_CONFIDENCE);
  return {
    characteristic: characteristicView(results.characteristic),
    owed: owedCount(results.characteristic, run.target),
    inspected,
    nonconforming,
    defects: defectCounts(outcomes),
    failuresAtMost: nonconforming > 0 || isRefusal(reliability) ? null : 1 - reliability,
    conformity: conformityOf(run, results),
  };
}

function defectCounts(outcomes: readonly AttributeOutcome[]): { code: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const outcome of outcomes) {
    for (const [code, count] of Object.entries(outcome.defects)) {
      counts.set(code, (counts.get(code) ?? 0) + count);
    }
  }
  return [...counts]
    .map(([code, count]) => ({ code, count }))
    .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}
