// Which distribution to take: the one that needs the fewest parameters for what the values show.

import { refuse, refuseValues } from "../refusals.ts";
import type { Refusal } from "../types.ts";
import { fitGoodness, type Goodness } from "./goodness.ts";
import { type Fit, fitDistribution, parameterCount } from "./maximum-likelihood.ts";
import { MODEL_NAMES, type ModelName } from "./models.ts";

export type Candidate = {
  readonly name: ModelName;
  readonly fit: Fit;
  readonly parameters: number;
  /** AIC corrected for small samples: the order of the list, smallest first. */
  readonly aicc: number;
  /** How much larger than the smallest one. */
  readonly delta: number;
  readonly goodness: Goodness;
};

export type BestFit = {
  readonly candidates: readonly Candidate[];
  /** The candidate recommended. */
  readonly best: Candidate;
  /** Why the recommendation is to be taken with care; empty when nothing speaks against it. */
  readonly warnings: readonly FitWarning[];
  /** Distributions that could not be fitted, and why. */
  readonly notFitted: readonly { readonly name: ModelName; readonly refusal: Refusal }[];
};

export type FitWarning = {
  readonly code: "few-values" | "many-parameters" | "does-not-fit" | "close-call";
  readonly why: string;
};

/** Values per parameter below which a fit says more about the sample than about the process. */
const VALUES_PER_PARAMETER = 25;
const FEW_VALUES = 50;
/** A simpler model within this of the smallest AICc is as good. */
const AS_GOOD = 2;
/** AICc that differ by less are those of one distribution under two names: the first is taken. */
const SAME = 1e-4;

/**
 * Fits every named distribution and orders them by AICc = AIC + 2k(k+1)/(n-k-1). Recommended is, of
 * those within 2 of the smallest, the one with the fewest parameters (of equal ones the most
 * likely; a folded normal far from 0 is a normal: of one distribution under two names the first);
 * with it come warnings: few values, many parameters for them, a fit rejected at 5 %, and other
 * models as good. A physical reason for a distribution counts for more than this order.
 * Source: K. P. Burnham & D. R. Anderson, Model Selection and Multimodel Inference, 2.4 and 2.6.
 * Refuses: too-few-values (below 8), not-finite, and as the first distribution when none fits.
 */
export function bestFit(
  values: readonly number[],
  names: readonly ModelName[] = MODEL_NAMES,
): Refusal | BestFit {
  const bad = refuseValues(values, 8);
  if (bad !== null) return bad;
  const n = values.length;
  const notFitted: { name: ModelName; refusal: Refusal }[] = [];
  const fitted: Omit<Candidate, "delta">[] = [];
  for (const name of names) {
    const fit = fitDistribution(values, name);
    const goodness = "refused" in fit ? fit : fitGoodness(values, name);
    if ("refused" in fit) notFitted.push({ name, refusal: fit });
    else if ("refused" in goodness) notFitted.push({ name, refusal: goodness });
    else {
      const k = parameterCount(name);
      const aicc = fit.aic + (2 * k * (k + 1)) / (n - k - 1);
      fitted.push({ name, fit, parameters: k, aicc, goodness });
    }
  }
  const ordered = [...fitted].sort((a, b) => a.aicc - b.aicc);
  const least = ordered[0]?.aicc ?? 0;
  const candidates = ordered.map((one) => ({ ...one, delta: one.aicc - least }));
  const close = candidates.filter((one) => one.delta <= AS_GOOD);
  const fewest = Math.min(...close.map((one) => one.parameters));
  const able = close.filter((one) => one.parameters === fewest);
  const alike = able.filter((one) => one.aicc - (able[0]?.aicc ?? 0) < SAME);
  const best = names.flatMap((name) => alike.filter((one) => one.name === name))[0];
  if (best === undefined) {
    return (
      notFitted[0]?.refusal ?? refuse("parameter-out-of-range", "No distribution was named to fit.")
    );
  }
  return { candidates, best, warnings: warningsOf(best, close, n), notFitted };
}

function warningsOf(best: Candidate, close: readonly Candidate[], n: number): FitWarning[] {
  const warnings: FitWarning[] = [];
  if (n < FEW_VALUES) {
    const why = `${n} values cannot tell distributions apart in the tails: ${FEW_VALUES} are few.`;
    warnings.push({ code: "few-values", why });
  }
  if (best.parameters > 2 && n < VALUES_PER_PARAMETER * best.parameters) {
    const needed = VALUES_PER_PARAMETER * best.parameters;
    const why = `${best.parameters} parameters from ${n} values: ${needed} or more are advised.`;
    warnings.push({ code: "many-parameters", why });
  }
  const { p } = best.goodness;
  if (p !== null && p < 0.05) {
    const why = `Even the best fit is rejected, p = ${p.toPrecision(2)}: no distribution fits.`;
    warnings.push({ code: "does-not-fit", why });
  }
  const others = close.filter((one) => one !== best).map((one) => one.name);
  if (others.length > 0) {
    const why = `${others.join(", ")} fit about as well: the values do not decide.`;
    warnings.push({ code: "close-call", why });
  }
  return warnings;
}
