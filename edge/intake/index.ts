// From reading to measurement: binding, verdict, signals; pure decisions on the station's state.
export {
  bindReading,
  type CellAddress,
  type IntakeGauge,
  type NamedCell,
  nextOpenCell,
  type UnassignedReason,
} from "./bind-reading.ts";
export { decideDrafts, foldDrafts } from "./decide-drafts.ts";
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
  type IntakeSource,
  placeReading,
  rejectedDraft,
  type TakeOptions,
  takeReading,
  unassigned,
  verdictOf,
} from "./take-reading.ts";
export { type Attention, measurementView, taskView } from "./task-view.ts";
export { convertDecimal } from "./unit-conversion.ts";
