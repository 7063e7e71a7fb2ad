// Live chart state per characteristic: points, limits in force, signals, capability.
export { capabilityView, isStable, validMeasurements } from "./capability-view.ts";
export { advancePoints, isCharted, pointSize, rebuildPoints, wholePoints } from "./chart-points.ts";
export {
  countedPoints,
  currentStage,
  excludedSubgroups,
  spreadAt,
  stageOf,
  stageSpan,
} from "./chart-stages.ts";
export { characteristicView, chartView, limitsView, signalView } from "./chart-view.ts";
export { type LimitsInForce, limitsBody, limitsOf } from "./control-limits.ts";
export { dueSignals } from "./due-signals.ts";
export { type Judgement, judgePoints } from "./judge-points.ts";
export { goneSignals, isSamePattern, standingSignals } from "./standing-signals.ts";
