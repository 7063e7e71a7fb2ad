// The contents page of fitted distributions.

export { type BestFit, bestFit, type Candidate, type FitWarning } from "./best-fit.ts";
export {
  type JohnsonFamily,
  type JohnsonParameters,
  johnsonModel,
  johnsonTransform,
} from "./further-models.ts";
export { type Bootstrap, fitGoodness, type Goodness } from "./goodness.ts";
export {
  type JohnsonChoice,
  type JohnsonFit,
  johnsonBest,
  johnsonByPercentiles,
} from "./johnson-fit.ts";
export { type Fit, fitDistribution } from "./maximum-likelihood.ts";
export { MODEL_NAMES, type Model, type ModelName } from "./models.ts";
