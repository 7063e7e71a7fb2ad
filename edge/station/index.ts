// The running station: decide, commit, show; its gauges, its rigs, its clock.
export { lastAdapters } from "./adapters.ts";
export { createClockWatch } from "./clock-watch.ts";
export {
  createFloor,
  type Floor,
  type FloorGauge,
  type GaugeStatus,
  type LiveForce,
  portOf,
} from "./floor.ts";
export { createLoadTestDesk, interruptedTests } from "./load-test-desk.ts";
export { type Committed, openStation, type Station } from "./station.ts";
