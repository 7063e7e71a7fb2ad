// The contents page of the distributions.

export { betaCdf, betaQuantile, betaSurvival, betaUpperQuantile } from "./beta.ts";
export {
  binomialCdf,
  binomialQuantile,
  binomialSurvival,
  binomialUpperQuantile,
} from "./binomial.ts";
export {
  chiSquareCdf,
  chiSquareQuantile,
  chiSquareSurvival,
  chiSquareUpperQuantile,
} from "./chi-square.ts";
export { clopperPearson } from "./clopper-pearson.ts";
export { fCdf, fQuantile, fSurvival, fUpperQuantile } from "./f.ts";
export {
  gammaCdf,
  gammaPdf,
  gammaQuantile,
  gammaSurvival,
  gammaUpperQuantile,
} from "./gamma.ts";
export { noncentralTCdf, noncentralTQuantile } from "./noncentral-t.ts";
export {
  normalCdf,
  normalPdf,
  normalQuantile,
  normalSurvival,
  normalUpperQuantile,
} from "./normal.ts";
export { normalMedianSd } from "./normal-median.ts";
export {
  poissonCdf,
  poissonQuantile,
  poissonSurvival,
  poissonUpperQuantile,
} from "./poisson.ts";
export { studentTCdf, studentTQuantile, studentTSurvival } from "./student-t.ts";
