// Whether a gauge reads wrong on average, against one reference part.

import { refuse, refuseProbability, refuseValues, whenFinite } from "../refusals.ts";
import type { Refusal } from "../types.ts";
import { type MeanTest, meanTest } from "./mean-test.ts";

export type BiasStudy = MeanTest & {
  /** The interval leaves 0 out (or, with no spread, the bias is not 0). */
  readonly significant: boolean;
  /** 100 sd / process variation; null when none is given. */
  readonly pctEv: number | null;
};

/**
 * Bias of repeated readings of one part with a known value: t test, interval of the bias,
 * repeatability in per cent of a process variation (given as a standard deviation).
 * Source: AIAG MSA 4th edition, chapter III section B, independent sample method.
 * Refuses: too-few-values (below 2), not-finite, parameter-out-of-range.
 */
export function biasStudy(
  values: readonly number[],
  reference: number,
  alpha = 0.05,
  processVariation?: number,
): Refusal | BiasStudy {
  const refused = refuseValues(values, 2) ?? refuseProbability("significance level", alpha);
  if (refused !== null) return refused;
  if (!Number.isFinite(reference)) return refuse("not-finite", "The reference value is no number.");
  if (processVariation !== undefined && !(processVariation > 0)) {
    return refuse("parameter-out-of-range", `A process variation is not ${processVariation}.`);
  }
  const test = meanTest(values, reference, 1 - alpha);
  return whenFinite({
    ...test,
    significant: test.p === null ? test.bias !== 0 : test.p < alpha,
    pctEv: processVariation === undefined ? null : (100 * test.sd) / processVariation,
  });
}
