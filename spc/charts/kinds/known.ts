// Which settings of a chart are refused, and what known centres and sigmas replace.

import {
  counted,
  isMeasurable,
  refuse,
  refusePositive,
  refuseProbability,
} from "../../refusals.ts";
import type { Refusal } from "../../types.ts";
import type { Baseline, ChartSettings, Estimator, Sample } from "./kind.ts";

/** What every kind asks of its settings. */
export function refuseCommon(settings: ChartSettings): Refusal | null {
  const { nsigmas = 3, center, sigma, confidence } = settings;
  if (center !== undefined && !isMeasurable(center)) {
    return refuse("not-finite", "The known centre is not a finite number.");
  }
  return (
    refusePositive("width of the limits", nsigmas) ??
    (sigma === undefined ? null : refusePositive("known sigma", sigma)) ??
    (confidence === undefined ? null : refuseProbability("confidence of the limits", confidence))
  );
}

/** A refusal that lists the names when `name` is none of them. */
export function refuseName(
  what: string,
  name: string | undefined,
  names: readonly string[],
): Refusal | null {
  if (name === undefined || names.includes(name)) return null;
  return refuse(
    "parameter-out-of-range",
    `There is no ${what} "${name}"; there is ${names.join(", ")}.`,
  );
}

export function refuseWhole(name: string, value: number, least: number, most: number) {
  if (Number.isInteger(value) && value >= least && value <= most) return null;
  return refuse(
    "parameter-out-of-range",
    `The ${name} is a whole number from ${least} to ${most}, not ${value}.`,
  );
}

/** A refusal when the sample is not one finite number. */
export function refuseSingle(sample: Sample): Refusal | null {
  if (sample.length !== 1) {
    return refuse(
      "parameter-out-of-range",
      `A sample has ${counted(sample.length, "value")}, not 1.`,
    );
  }
  return isMeasurable(sample[0])
    ? null
    : refuse("not-finite", "A value is not a finite number up to 1e100.");
}

/** An estimator of nothing: the baseline is known before the first sample. */
export function givenBaseline(baseline: Omit<Baseline, "samples">): Estimator {
  let samples = 0;
  return {
    add: (sample) => {
      if (sample.length > 0) samples++;
    },
    baseline: () => ({ ...baseline, samples }),
  };
}

/** Known centre and sigma in the place of estimates; nothing is estimated when both are known. */
export function withKnown(
  { center, sigma }: ChartSettings,
  samples: number,
  estimate: () => Refusal | { center: number; sigma: number; estimator: string },
): Refusal | Baseline {
  if (center !== undefined && sigma !== undefined) {
    return { center, sigma, estimator: "given", samples };
  }
  const found = estimate();
  if ("refused" in found) return found;
  const baseline = {
    center: center ?? found.center,
    sigma: sigma ?? found.sigma,
    estimator: sigma === undefined ? found.estimator : "given",
    samples,
  };
  if (isMeasurable(baseline.center) && isMeasurable(baseline.sigma)) return baseline;
  return refuse("not-finite", "The values differ by more than a double can hold.");
}
