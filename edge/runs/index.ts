// The pilot run as a pure state: folded from its records, viewed by screens and reports.
export { type Lack, type Output, type OutputName, openSignals, outputsOf } from "./completeness.ts";
export { applyRecord, foldRun, plannedRun } from "./fold-run.ts";
export type * from "./run-state.ts";
export { isNonconforming, runView, unitProgress } from "./run-view.ts";
export { owedCount, owedOrdinal, owedUnit, unitIndexOf, unitSerial } from "./unit-serials.ts";
