// The running station: decide, commit, show; its gauges, its rigs, its clock.
export { lastAdapters } from "./adapters.ts";
export { createClockWatch } from "./clock-watch.ts";
export {
  createFloor,
  type Floor,
  type FloorGauge,
  type GaugeStatus,
  type LiveForce,
} from "./floor.ts";
export { gaugeFacts, portOf } from "./gauge-facts.ts";
export type { LineMonitor, MonitorEvent } from "./line-monitor.ts";
export { createLoadTestDesk, type LoadTestNow } from "./load-test-desk.ts";
export { interruptedTests } from "./load-test-drafts.ts";
export { type Committed, openStation, type Station } from "./station.ts";
