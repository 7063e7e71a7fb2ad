// Live chart state per characteristic: points, limits in force, signals, capability.
export { capabilityView, isStable, validMeasurements } from "./capability-view.ts";
export { advancePoints, isCharted, pointSize, rebuildPoints, wholePoints } from "./chart-points.ts";
export { characteristicView, chartView, limitsView, signalView } from "./chart-view.ts";
export { dueSignals, type Judgement, judgePoints, limitsOf } from "./judge-points.ts";
export { goneSignals, isSamePattern, standingSignals } from "./standing-signals.ts";
