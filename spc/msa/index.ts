// The contents page of measurement system analysis.

export {
  type Agreement,
  type AttributeAgreement,
  type AttributeStudy,
  type AttributeVerdict,
  attributeAgreement,
  type PairAgreement,
  type ReferenceAgreement,
} from "./attribute-agreement.ts";
export { type AcceptedPart, type AttributeGauge, attributeGauge } from "./attribute-gauge.ts";
export { type BiasStudy, biasStudy } from "./bias.ts";
export { type BowkerTest, bowkerTest } from "./bowker.ts";
export type { GageReading } from "./gage-layout.ts";
export {
  type AnovaRow,
  type GageRrAnova,
  type GageStudyOptions,
  gageRrAnova,
  type PooledAnova,
} from "./gage-rr-anova.ts";
export {
  type ExpandedComponent,
  type ExpandedOptions,
  type ExpandedReading,
  type GageRrExpanded,
  gageRrExpanded,
} from "./gage-rr-expanded.ts";
export { type GageRrIntervals, gageRrIntervals } from "./gage-rr-intervals.ts";
export { type GageRrNested, gageRrNested } from "./gage-rr-nested.ts";
export { type GageRrRange, type GageRrRangeOptions, gageRrRange } from "./gage-rr-range.ts";
export { type GageAutomatic, type GageShort, gageAutomatic, gageShort } from "./gage-short.ts";
export {
  type CategoryKappa,
  type CohenKappa,
  cohenKappa,
  type FleissKappa,
  fleissKappa,
  type Rating,
} from "./kappa.ts";
export {
  type KendallConcordance,
  type KendallCorrelation,
  kendallConcordance,
  kendallCorrelation,
  kendallWithReference,
} from "./kendall.ts";
export {
  type BandPoint,
  type LinearityStudy,
  linearityStudy,
  type ReferenceBias,
} from "./linearity.ts";
export { type LinearityUncertainty, linearityUncertainty } from "./linearity-uncertainty.ts";
export type { MeanTest } from "./mean-test.ts";
export { realCapability } from "./real-capability.ts";
export {
  type DetectionZone,
  type RatedPart,
  type SignalDetection,
  signalDetection,
} from "./signal-detection.ts";
export { rangeDf, type StabilityStudy, stabilityStudy } from "./stability.ts";
export { type Type1Options, type Type1Study, type1Study } from "./type-1.ts";
export {
  type UncertaintyBudget,
  type UncertaintyInput,
  uncertaintyBudget,
} from "./uncertainty.ts";
export type { ComponentName, Components, ComponentTable } from "./variance-components.ts";
