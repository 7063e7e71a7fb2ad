// The contents page of sampling: plans, their curves, switching, verdicts.

export {
  AQLS,
  type AqlStandard,
  type InspectionLevel,
  type Severity,
} from "./aql-tables.ts";
export { attributesPlan, type TwoPointPlan } from "./attributes-plan.ts";
export { type AqlDoublePlan, aqlDoublePlan } from "./double-plan.ts";
export { type AqlPlan, aqlPlan } from "./iso-2859-1.ts";
export { LIMITING_QUALITIES, type LimitingQualityPlan, lqPlan } from "./iso-2859-2.ts";
export {
  isolatedLotPlan,
  limitingQualityPlan,
  type ZeroAcceptancePlan,
  zeroAcceptancePlan,
} from "./isolated-lot.ts";
export {
  acceptanceProbability,
  type CountModel,
  type DoublePlan,
  lotAcceptanceProbability,
  type SamplingPlan,
  type SinglePlan,
} from "./operating-curve.ts";
export {
  curtailedSampleNumber,
  outgoingLimit,
  type PlanPoints,
  type PlanQuality,
  planPoints,
  planQuality,
} from "./plan-quality.ts";
export {
  type InspectedLot,
  nextSwitching,
  SWITCHING_RESUMED,
  SWITCHING_START,
  type Switching,
  switchingPoints,
} from "./switching.ts";
export {
  mostSampleSd,
  mostShareOf,
  type SigmaKnowledge,
  type VariablesRule,
  type VariablesVerdict,
  variablesAcceptance,
  variablesVerdict,
} from "./variables-acceptance.ts";
export { type VariablesPlan, variablesPlan } from "./variables-plan.ts";
export {
  VARIABLES_AQLS,
  type VariablesLevel,
  type VariablesTablePlan,
  variablesTablePlan,
} from "./z1-9.ts";
