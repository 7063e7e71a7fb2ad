// What each of the five outputs of a pilot run still lacks: the gate before a report is complete.
import { countedPoints, currentStage, pointSize, standingSignals } from "../charts/index.ts";
import type { CharacteristicResults, RunState } from "./run-state.ts";
import { owedCount } from "./unit-serials.ts";

export type Lack = { readonly code: string; readonly params: Record<string, string | number> };
export type OutputName = "iqc" | "ipqc" | "dimensional" | "functional" | "assessment";
export type Output = {
  readonly output: OutputName;
  /** False where the plan asks nothing of this output: then it is neither complete nor lacking. */
  readonly inPlan: boolean;
  /** Nothing is lacking. */
  readonly complete: boolean;
  readonly lacks: Lack[];
};

/** The five outputs in the order in which a brand reads them. */
export function outputsOf(run: RunState): Output[] {
  const all = [...run.results.values()];
  const dimensional = all.filter((one) => one.characteristic.kind === "variable");
  const functional = all.filter((one) => one.characteristic.kind !== "variable");
  const incoming = incomingLacks(run);
  const inProcess = inProcessLacks(all);
  const dimensions = cellLacks(dimensional, run.target);
  const functions = cellLacks(functional, run.target);
  const earlier = [incoming, inProcess, dimensions, functions].filter((one) => one.length > 0);
  return [
    output("iqc", incoming),
    output("ipqc", inProcess, all.some(isCharted)),
    output("dimensional", dimensions, dimensional.length > 0),
    output("functional", functions, functional.length > 0),
    output("assessment", assessmentLacks(run, earlier.length)),
  ];
}

function output(name: OutputName, lacks: Lack[], inPlan = true): Output {
  return { output: name, inPlan, complete: lacks.length === 0, lacks };
}

function isCharted({ characteristic }: CharacteristicResults): boolean {
  return characteristic.chart !== "none";
}

function incomingLacks(run: RunState): Lack[] {
  const lacks: Lack[] = [];
  if (run.lots.size === 0) lacks.push({ code: "no-lots", params: {} });
  for (const lot of run.lots.values()) {
    if (lot.certificate === null)
      lacks.push({ code: "certificate-missing", params: { lot: lot.lot } });
    if (lot.decision === null) lacks.push({ code: "lot-undecided", params: { lot: lot.lot } });
  }
  return lacks;
}

function inProcessLacks(all: readonly CharacteristicResults[]): Lack[] {
  const charted = all.filter(isCharted);
  const lacks: Lack[] = [];
  for (const one of charted) {
    if (one.limits !== null) continue;
    lacks.push({
      code: "limits-missing",
      params: {
        balloon: one.characteristic.balloon,
        n: wholeOfStage(one),
        of: one.characteristic.trialSubgroups,
      },
    });
  }
  const open = charted.reduce((sum, one) => sum + openSignals(one), 0);
  if (open > 0) lacks.push({ code: "signals-open", params: { n: open } });
  return lacks;
}

/** Subgroups that count towards the limits of the last stage. */
function wholeOfStage(results: CharacteristicResults): number {
  const size = pointSize(results.characteristic);
  const points = countedPoints(results, currentStage(results));
  return points.filter(({ values }) => values.length === size).length;
}

/** Signals that stand and were not answered. */
export function openSignals(results: CharacteristicResults): number {
  return standingSignals(results).filter((signal) => signal.answer === null).length;
}

function cellLacks(all: readonly CharacteristicResults[], target: number): Lack[] {
  const lacks: Lack[] = [];
  for (const one of all) {
    const missing = owedCount(one.characteristic, target) - one.cells.size;
    if (missing > 0) {
      lacks.push({
        code: "cells-missing",
        params: { balloon: one.characteristic.balloon, n: missing },
      });
    }
  }
  return lacks;
}

function assessmentLacks(run: RunState, incomplete: number): Lack[] {
  const lacks: Lack[] = [];
  if (incomplete > 0) lacks.push({ code: "outputs-incomplete", params: { n: incomplete } });
  const open = [...run.findings.values()].filter((finding) => finding.disposed === null).length;
  if (open > 0) lacks.push({ code: "findings-open", params: { n: open } });
  if (run.phase !== "closed" && run.phase !== "assessed")
    lacks.push({ code: "run-not-closed", params: {} });
  if (run.assessment === null) lacks.push({ code: "decision-missing", params: {} });
  return lacks;
}
