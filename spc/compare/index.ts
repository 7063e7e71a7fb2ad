// The contents page of comparing: stages, suppliers, lots.

export { type EquivalenceAim, equivalencePower, equivalenceSize } from "./equivalence-size.ts";
export { type LeveneTest, leveneTest } from "./levene.ts";
export {
  type CountedSample,
  compareProportions,
  type ProportionComparison,
} from "./proportions.ts";
export { type KruskalWallis, kruskalWallis, type RankSum, rankSum } from "./ranks.ts";
export { type CountedUnits, compareRates, type RateComparison } from "./rates.ts";
export {
  comparePairs,
  type PairComparison,
  type WelchAnova,
  welchAnova,
} from "./several-means.ts";
export {
  type BartlettTest,
  bartlettTest,
  type VarianceRatio,
  varianceRatio,
} from "./variances.ts";
export {
  type Equivalence,
  equivalence,
  type NonInferiority,
  nonInferiority,
  type ToleranceEquivalence,
  toleranceEquivalence,
  type WelchTest,
  welchTest,
} from "./welch.ts";
