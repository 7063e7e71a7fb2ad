// Answers of normality, fits and capability beyond the normal distribution in the cases' words.

import {
  andersonDarling,
  boxCoxCapability,
  fitDistribution,
  MODEL_NAMES,
  nonnormalCapability,
  shape,
  shapiroWilk,
} from "../../../../spc/index.ts";
import { type Answer, given, number, numbers, optional, type ReferenceCase } from "../case.ts";

function modelName(name: unknown) {
  const known = MODEL_NAMES.find((model) => model === name);
  if (known === undefined) throw new Error(`no distribution named ${String(name)}`);
  return known;
}

function specOf({ params }: ReferenceCase) {
  return { lsl: optional(params.lsl), usl: optional(params.usl) };
}

export const shapeAnswers: Readonly<Record<string, Answer>> = {
  normality: ({ data }) => {
    const x = numbers(data.x);
    const { skewness, kurtosis } = given(shape(x));
    return {
      n: x.length,
      andersonDarling: given(andersonDarling(x)),
      shapiroWilk: given(shapiroWilk(x)),
      skewness,
      kurtosis,
    };
  },
  "distribution-fit": ({ data, params }) => {
    const got = given(fitDistribution(numbers(data.x), modelName(params.distribution)));
    return { ...got, parameters: got.model.parameters };
  },
  "capability-nonnormal": (reference) => {
    const { data, params } = reference;
    const got = given(
      nonnormalCapability(numbers(data.x), modelName(params.distribution), specOf(reference)),
    );
    return { ...got, parameters: got.fit.model.parameters };
  },
  "box-cox": (reference) => {
    const { data, params } = reference;
    const got = given(
      boxCoxCapability(numbers(data.x), specOf(reference), number(params.confidence, 0.95)),
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
