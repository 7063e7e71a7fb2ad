// The contents page of the statistics: everything another room may use.

export { cusumArl } from "./arl/cusum-arl.ts";
export { ewmaArl } from "./arl/ewma-arl.ts";
export {
  type ArlSimulation,
  exactRuleSetArl,
  type FalseCalls,
  falseCalls,
  ruleSetArl,
  type SimulatedArl,
} from "./arl/rule-set-arl.ts";
export { runsRulesArl } from "./arl/runs-rules-arl.ts";
export { type ShewhartArl, shewhartArl } from "./arl/shewhart-arl.ts";
export {
  type AttributeIndex,
  type BinomialCapability,
  binomialCapability,
  type PoissonCapability,
  poissonCapability,
  rolledYield,
} from "./capability/attribute-capability.ts";
export type { Stability } from "./capability/attribute-stability.ts";
export * from "./capability/index.ts";
export {
  type AcceptanceLimits,
  acceptanceLimits,
  acceptanceSampleSize,
  type RejectableLimits,
  rejectionLimits,
} from "./charts/acceptance.ts";
export {
  type ChartPanel,
  type ChartPlan,
  type ChartStage,
  type ControlChart,
  controlChart,
  type Exclusion,
  refuseChartSettings,
} from "./charts/control-chart.ts";
export type { LimitWidth } from "./charts/count-rules.ts";
export {
  type Cusum,
  type CusumParameters,
  type CusumState,
  cusum,
  cusumStart,
  cusumStep,
} from "./charts/cusum.ts";
export {
  type Ewma,
  type EwmaParameters,
  type EwmaPoint,
  type EwmaState,
  ewma,
  ewmaStart,
  ewmaStep,
} from "./charts/ewma.ts";
export { type IndividualLimits, imrLimits, imrLimitsBy } from "./charts/imr.ts";
export { imrGapLimits } from "./charts/imr-gaps.ts";
export { type ChartName, chartNames, isChartName } from "./charts/kinds/index.ts";
export type { Baseline, ChartSettings, Plotted, Sample } from "./charts/kinds/kind.ts";
export { type LaneyEstimate, type LaneyKind, laneyEstimate, laneyLimits } from "./charts/laney.ts";
export {
  createLiveChart,
  type LiveChart,
  type LiveLimits,
  type LivePoint,
  type LiveRules,
} from "./charts/live-chart.ts";
export { type MedianLimits, medianLimits } from "./charts/median.ts";
export { type MovingAverage, movingAverage } from "./charts/moving-average.ts";
export { npLimits, pLimits, proportionCenter } from "./charts/p.ts";
export {
  PRE_CONTROL_START,
  type PreControlState,
  preControlStep,
  preControlZone,
  type Zone,
} from "./charts/pre-control.ts";
export { gLimits, tLimits } from "./charts/rare-events.ts";
export {
  SELF_STARTING_START,
  type SelfStartingState,
  type SelfStartingStep,
  selfStartingStep,
} from "./charts/self-starting.ts";
export {
  type DeviationChart,
  deviationChart,
  type ShortRunSubgroup,
  type ShortRunValue,
  type StandardisedChart,
  type StandardisedSubgroups,
  standardisedChart,
  standardisedSubgroups,
} from "./charts/short-run.ts";
export { type ToolLife, type ToolLives, toolLives } from "./charts/tool-lives.ts";
export { type TrendChart, trendChart } from "./charts/trend.ts";
export { rateCenter, uLimits } from "./charts/u.ts";
export {
  type PointLimits,
  type SubgroupLimits,
  xbarRLimits,
  xbarRPointLimits,
} from "./charts/xbar-r.ts";
export { xbarSLimits, xbarSPointLimits } from "./charts/xbar-s.ts";
export * from "./compare/index.ts";
export {
  type Constants,
  type ConstantsName,
  c4,
  constantsOf,
  d2,
  d2star,
  d3,
  d4,
} from "./constants.ts";
export { type Description, describe } from "./describe.ts";
export * from "./distributions/index.ts";
export { type ChangePoint, changePoint } from "./drift/change-point.ts";
export { type DriftForecast, type DriftOptions, driftForecast } from "./drift/forecast.ts";
export * from "./fit/index.ts";
export { type Histogram, histogram } from "./histogram.ts";
export { grandMean, meanOf, sampleSd } from "./moments.ts";
export * from "./msa/index.ts";
export {
  type HotellingIndividuals,
  type HotellingSubgroups,
  hotellingIndividuals,
  hotellingSubgroups,
  hotellingT2,
} from "./multivariate/hotelling.ts";
export {
  MCUSUM_SCHEMES,
  type Mcusum,
  type McusumParameters,
  type McusumScheme,
  type McusumState,
  mcusum,
  mcusumStart,
  mcusumStep,
} from "./multivariate/mcusum.ts";
export { type MewmaState, mewma, mewmaStart, mewmaStep } from "./multivariate/mewma.ts";
export * from "./normality/index.ts";
export { seededRandom } from "./numerics/seeded-random.ts";
export { median, quantile, sorted } from "./order.ts";
export { type LineFit, lineFit } from "./regression/line-fit.ts";
export { type OneWayAnova, oneWayAnova } from "./regression/one-way-anova.ts";
export {
  NELSON_COUNTS,
  NELSON_RULES,
  type NelsonCounts,
  type NelsonOptions,
  type NelsonRule,
  type NelsonSignal,
  nelson,
} from "./rules/nelson.ts";
export {
  type Pattern,
  RULE_SET_NAMES,
  type RuleScanner,
  type RuleSetName,
  type RuleSetOptions,
  ruleScanner,
  ruleSignals,
  rulesOf,
  type SetRule,
  type SetSignal,
} from "./rules/rule-sets.ts";
export {
  type RuleSignal,
  type Side,
  WESTERN_ELECTRIC_RULES,
  type WesternElectricOptions,
  type WesternElectricRule,
  westernElectric,
} from "./rules/western-electric.ts";
export * from "./sampling/index.ts";
export { type Quartile, type Shape, shape } from "./shape.ts";
export {
  INDIVIDUAL_ESTIMATORS,
  type IndividualEstimator,
  individualSigma,
} from "./sigma/individual-sigma.ts";
export { movingRanges } from "./sigma/moving-ranges.ts";
export {
  overallSigma,
  type SigmaEstimate,
  SUBGROUP_ESTIMATORS,
  type SubgroupEstimator,
  subgroupSigma,
} from "./sigma/subgroup-sigma.ts";
export { requiredCpk, sampleSizeForCpk } from "./tolerance/demonstrate-cpk.ts";
export {
  type FreeInterval,
  freeSampleSize,
  freeToleranceInterval,
  type Sides,
} from "./tolerance/distribution-free.ts";
export {
  type Conformity,
  conformity,
  type GuardBands,
  guardBands,
} from "./tolerance/guard-band.ts";
export { provenReliability, successRun, trialsToProve } from "./tolerance/success-run.ts";
export { toleranceFactorOneSided } from "./tolerance/tolerance-factor.ts";
export {
  type ToleranceInterval,
  toleranceFactorTwoSided,
  toleranceInterval,
} from "./tolerance/tolerance-two-sided.ts";
export {
  type ControlLimits,
  type Interval,
  isRefusal,
  type Refusal,
  type RefusalCode,
  type SpecLimits,
} from "./types.ts";
