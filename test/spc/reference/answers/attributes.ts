// Answers of the attribute charts in the words of the reference cases.

import {
  type ControlLimits,
  gLimits,
  type LaneyKind,
  type LimitWidth,
  laneyEstimate,
  laneyLimits,
  npLimits,
  pLimits,
  proportionCenter,
  rateCenter,
  tLimits,
  uLimits,
} from "../../../../spc/index.ts";
import {
  type Answer,
  estimating,
  given,
  number,
  numbers,
  outside,
  type ReferenceCase,
} from "../case.ts";

function widthOf({ params }: ReferenceCase): LimitWidth {
  return params.limits === "probability"
    ? { confidence: number(params.confidence) }
    : { nsigmas: number(params.nsigmas, 3) };
}

function charted(stat: readonly number[], limits: readonly ControlLimits[]) {
  const lcl = limits.map((one) => one.lcl);
  const ucl = limits.map((one) => one.ucl);
  return { stat, lcl, ucl, outOfLimits: outside(stat, lcl, ucl) };
}

function samples({ data }: ReferenceCase) {
  const counts = numbers(data.count);
  const sizes = data.size === undefined ? counts.map(() => 1) : numbers(data.size);
  return { counts, sizes, rates: counts.map((count, i) => count / (sizes[i] ?? 1)) };
}

function phase1(reference: ReferenceCase) {
  const { counts, sizes } = samples(reference);
  return [estimating(reference, counts), estimating(reference, sizes)] as const;
}

function laney(kind: LaneyKind): Answer {
  return (reference) => {
    const { counts, sizes, rates } = samples(reference);
    const { center, sigmaZ, z } = given(laneyEstimate(kind, counts, sizes));
    const nsigmas = number(reference.params.nsigmas, 3);
    const limits = given(laneyLimits(kind, sizes, center, sigmaZ, nsigmas));
    return { center, sigmaZ, z, ...charted(rates, limits) };
  };
}

const rare =
  (limitsOf: typeof gLimits): Answer =>
  ({ data, params }) => {
    const x = numbers(data.x);
    const limits = given(limitsOf(x, number(params.nsigmas, 3)));
    const { outOfLimits } = charted(
      x,
      x.map(() => limits),
    );
    return { ...limits, outOfLimits };
  };

const rate: Answer = (reference) => {
  const { sizes, rates } = samples(reference);
  const center = given(rateCenter(...phase1(reference)));
  return { center, ...charted(rates, given(uLimits(sizes, center, widthOf(reference)))) };
};

export const attributesAnswers: Readonly<Record<string, Answer>> = {
  p: (reference) => {
    const { sizes, rates } = samples(reference);
    const center = given(proportionCenter(...phase1(reference)));
    return { center, ...charted(rates, given(pLimits(sizes, center, widthOf(reference)))) };
  },
  np: (reference) => {
    const { counts, sizes } = samples(reference);
    const pBar = given(proportionCenter(...phase1(reference)));
    const limits = given(npLimits(sizes, pBar, widthOf(reference)));
    return { pBar, center: limits.map((one) => one.center), ...charted(counts, limits) };
  },
  c: rate,
  u: rate,
  "laney-p": laney("p"),
  "laney-u": laney("u"),
  g: rare(gLimits),
  t: rare(tLimits),
};
