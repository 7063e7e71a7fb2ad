// Answers of normality, fits and capability beyond the normal distribution in the cases' words.

import {
  andersonDarling,
  boxCoxCapability,
  fitDistribution,
  isRefusal,
  MODEL_NAMES,
  nonnormalCapability,
  type Refusal,
  shape,
  shapiroWilk,
} from "../../../../spc/index.ts";
import { type Answer, given, measured, number, optional, type ReferenceCase } from "../case.ts";

function modelName(name: unknown) {
  const known = MODEL_NAMES.find((model) => model === name);
  if (known === undefined) throw new Error(`no distribution named ${String(name)}`);
  return known;
}

/** Not applicable, as to too few values, is null in the words of the cases. */
function orNull<T>(answer: Refusal | T): T | null {
  return isRefusal(answer) ? null : answer;
}

function specOf({ params }: ReferenceCase) {
  return { lsl: optional(params.lsl), usl: optional(params.usl) };
}

export const shapeAnswers: Readonly<Record<string, Answer>> = {
  normality: ({ data }) => {
    const x = measured(data.x);
    const { skewness, kurtosis } = given(shape(x));
    return {
      n: x.length,
      andersonDarling: orNull(andersonDarling(x)),
      shapiroWilk: orNull(shapiroWilk(x)),
      skewness,
      kurtosis,
    };
  },
  "distribution-fit": ({ data, params }) => {
    const got = given(fitDistribution(measured(data.x), modelName(params.distribution)));
    return { ...got, parameters: got.model.parameters };
  },
  "capability-nonnormal": (reference) => {
    const { data, params } = reference;
    const got = given(
      nonnormalCapability(measured(data.x), modelName(params.distribution), specOf(reference)),
    );
    return { ...got, parameters: got.fit.model.parameters };
  },
  "box-cox": (reference) => {
    const { data, params } = reference;
    const got = given(
      boxCoxCapability(measured(data.x), specOf(reference), number(params.confidence, 0.95)),
    );
    const { lambda, interval, logLik, lambdaRounded } = got.transformation;
    const { pp, ppl, ppu, ppk, mean, sd, expected } = got;
    return {
      lambda,
      lambdaCi: [interval.lower, interval.upper],
      logLik,
      lambdaRounded,
      transformed: { lambda: lambdaRounded, mean, sd },
      capability: { pp, ppl, ppu, ppk, below: expected.below, above: expected.above },
    };
  },
};
