// The pilot run as a pure state: folded from its records, viewed by screens and reports.

export {
  type AttributeCount,
  answerSignal,
  countAttribute,
  openCell,
  reopenCell,
  skipCell,
  voidMeasurement,
} from "./commands/cells.ts";
export {
  beginStage,
  excludeSubgroup,
  includeSubgroup,
  type LimitsPreview,
  noteSubgroup,
  previewLimits,
  recomputeLimits,
} from "./commands/chart-acts.ts";
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
export {
  breakOf,
  fitRise,
  type HeldForce,
  type HoldAsked,
  holdInMs,
  holdOf,
  kneeOf,
  nextHold,
  type XY,
} from "./load-test/curve-features.ts";
export {
  type CurvePoint,
  chooseLoadTestPeak,
  curveMaximum,
  fellWithin,
  holdNearPeak,
  loadingRate,
} from "./load-test/curve-measures.ts";
export {
  type FunctionCheck,
  judgeLoadTest,
  type LoadTestJudgement,
} from "./load-test/judge-load-test.ts";
export { curvePoints, type PlainCurve, packCurve, unpackCurve } from "./load-test/pack-curve.ts";
export { pendingChecks, unprovenPulls } from "./load-test/pending-checks.ts";
export { contradiction } from "./load-test/recheck-curve.ts";
export { compareOrder } from "./record-order.ts";
export type * from "./run-state.ts";
export { earlierView, isNonconforming, runView, unitProgress } from "./run-view.ts";
export { unitResults } from "./unit-results.ts";
export { owedCount, owedOrdinal, owedUnit, unitIndexOf, unitSerial } from "./unit-serials.ts";
