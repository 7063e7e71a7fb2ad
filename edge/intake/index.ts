// From reading to measurement: binding, verdict, signals; pure decisions on the station's state.
export {
  bindReading,
  type CellAddress,
  type IntakeGauge,
  nextOpenCell,
  type UnassignedReason,
} from "./bind-reading.ts";
export {
  createLoadTestWatcher,
  type FinishedLoadTest,
  type LoadTestWatcher,
} from "./load-test.ts";
export {
  applyStationRecord,
  emptyStation,
  rememberRecord,
  runningRun,
  type StationState,
} from "./station-state.ts";
export {
  currentLot,
  foldDrafts,
  type IntakeSource,
  rejectedDraft,
  type TakeOptions,
  takeReading,
  verdictOf,
} from "./take-reading.ts";
export { type Attention, measurementView, taskView } from "./task-view.ts";
export { convertDecimal } from "./unit-conversion.ts";
