// The pilot run as a pure state: folded from its records, viewed by screens and reports.

export {
  type AttributeCount,
  answerSignal,
  countAttribute,
  openCell,
  skipCell,
  voidMeasurement,
} from "./commands/cells.ts";
export {
  decideLot,
  disposeFinding,
  openFinding,
  receiveLot,
} from "./commands/findings-and-lots.ts";
export { type Act, type CommandRefusal, isCommandRefusal, refuse } from "./commands/refusal.ts";
export { assessRun, type PhaseStep, stepRun } from "./commands/run-phase.ts";
export { type Lack, type Output, type OutputName, openSignals, outputsOf } from "./completeness.ts";
export { applyRecord, foldRun, plannedRun } from "./fold-run.ts";
export type * from "./run-state.ts";
export { isNonconforming, runView, unitProgress } from "./run-view.ts";
export { owedCount, owedOrdinal, owedUnit, unitIndexOf, unitSerial } from "./unit-serials.ts";
