// From reading to measurement: binding, verdict, signals; pure decisions on the station's state.

export { bindLoadTest, type LoadTestCell } from "./bind-load-test.ts";
export {
  bindReading,
  type CellAddress,
  type IntakeGauge,
  type NamedCell,
  nextOpenCell,
  type UnassignedReason,
} from "./bind-reading.ts";
export { checkLoadTest, isOfRate, type LoadTestAnswer } from "./check-load-test.ts";
export {
  calibrateGauge,
  commissionGauge,
  type GaugeFacts,
  type HeardPair,
} from "./commission-gauge.ts";
export { type Comparison, compareShown, type ShownDifference } from "./compare-shown.ts";
export { decideDrafts, foldDrafts, overdueDrafts } from "./decide-drafts.ts";
export {
  type CommissioningState,
  type CommissioningTerms,
  calibrationDueOf,
  commissioningState,
  DEFAULT_POLICY,
  type GaugePolicy,
  type GaugeStanding,
  isPastDue,
} from "./gauge-standing.ts";
export { createLoadTestWatcher } from "./load-test.ts";
export { interruptedLoadTest } from "./load-test-remains.ts";
export type {
  FinishedLoadTest,
  ForceSample,
  InterruptReason,
  LoadTestEvent,
  LoadTestPhase,
  LoadTestProgress,
  LoadTestWatcher,
  RecordedEnd,
} from "./load-test-types.ts";
export { type Resolution, resolutionOf, stepOf } from "./resolution.ts";
export {
  applyStationRecord,
  emptyStation,
  rememberRecord,
  runningRun,
  type StationState,
} from "./station-state.ts";
export {
  currentLot,
  type IntakeSource,
  placeReading,
  recordedReading,
  rejectedDraft,
  type TakeOptions,
  takeReading,
  unassigned,
  verdictOf,
} from "./take-reading.ts";
export { type Attention, measurementView, taskView } from "./task-view.ts";
export { convertDecimal } from "./unit-conversion.ts";
