// Which time-dependent model a process follows: does its mean move, does its spread, what is its
// shape.

import { chiSquareSurvival } from "../distributions/chi-square.ts";
import { fSurvival } from "../distributions/f.ts";
import { centredSums, meanOf } from "../moments.ts";
import { andersonDarling } from "../normality/anderson-darling.ts";
import { trigamma } from "../numerics/digamma.ts";
import { refuse, refuseNoVariation, refuseProbability, refuseSubgroups } from "../refusals.ts";
import { lineFit } from "../regression/line-fit.ts";
import { oneWayAnova } from "../regression/one-way-anova.ts";
import { shape } from "../shape.ts";
import type { Refusal } from "../types.ts";

/** The time-dependent distribution models of ISO 22514-2. */
export type ProcessModelName = "A1" | "A2" | "B" | "C1" | "C2" | "C3" | "C4" | "D";

export type ProcessModel = {
  readonly model: ProcessModelName;
  /** Sentences with the figures, in the order of the decision. */
  readonly reasons: readonly string[];
  readonly evidence: {
    /** Analysis of variance of subgroups: does the mean move. */
    readonly locationP: number;
    /** Straight line through the means: its p, and the share of their variation it explains. */
    readonly trendP: number | null;
    readonly trendShare: number | null;
    /** What moves beside the line, against the scatter within. */
    readonly besideTrendP: number | null;
    /** Memory of the means at lag 1. */
    readonly lag1: number | null;
    /** Scatter of ln s^2 against what the shape explains: does the spread move. */
    readonly spreadP: number;
    /** Anderson-Darling of all values, and of the values about their subgroup means. */
    readonly normalP: number;
    readonly withinNormalP: number;
  };
};

const FEWEST = 8;
/** A line that explains less than this of the means is no systematic movement. */
const SYSTEMATIC = 0.5;

/**
 * A proposal, not a verdict: knowledge of the process comes first. At the significance level alpha:
 * location moves when the analysis of variance of subgroups, or the line through their means, says
 * so; spread moves when the scatter of ln s^2 is larger than trigamma((n-1)/2) + kurtosis/n explains;
 * A: neither moves (1 normal, 2 not). B: spread only. D: both. C: location only: 3 a line that
 * explains at least half and leaves nothing, 4 a line that leaves more, or means that remember
 * (lots), 1 and 2 without memory, resulting values normal or not.
 * Source: ISO 22514-2:2017, 5 and tables 1 and 2 (models); M. S. Bartlett & D. G. Kendall (1946) and
 * M. W. Layard, Journal of the American Statistical Association 68 (1973) 195-198 (spread).
 * Refuses: too-few-subgroups (below 8), subgroup-too-small, not-finite, no-variation,
 * parameter-out-of-range (sizes differ, alpha).
 */
export function processModel(
  subgroups: readonly (readonly number[])[],
  alpha = 0.01,
): Refusal | ProcessModel {
  const refused =
    refuseSubgroups(subgroups, FEWEST) ?? refuseProbability("significance level", alpha);
  if (refused !== null) return refused;
  const size = subgroups[0]?.length ?? 0;
  if (subgroups.some((values) => values.length !== size)) {
    return refuse("parameter-out-of-range", "Subgroups of one size are needed.");
  }
  const found = evidenceOf(subgroups, size);
  if ("refused" in found) return found;
  const { locationP, trendP, trendShare, besideTrendP, lag1, spreadP, normalP } = found;
  const said = (p: number) => p.toPrecision(2);
  const reasons: string[] = [];
  const spreadMoves = spreadP < alpha;
  const locationMoves = locationP < alpha || (trendP !== null && trendP < alpha);
  reasons.push(`The spread ${spreadMoves ? "changes" : "stays"} (p ${said(spreadP)}).`);
  reasons.push(`The mean ${locationMoves ? "moves" : "stays"} (p ${said(locationP)}).`);
  const answer = (model: ProcessModelName) => ({ model, reasons, evidence: found });
  if (spreadMoves) return answer(locationMoves ? "D" : "B");
  const normal = normalP >= alpha;
  const shapeSaid = `The values are ${normal ? "normal" : "not normal"} (p ${said(normalP)}).`;
  if (!locationMoves) {
    reasons.push(shapeSaid);
    return answer(normal ? "A1" : "A2");
  }
  if (trendP !== null && trendP < alpha && (trendShare ?? 0) >= SYSTEMATIC) {
    const more = besideTrendP !== null && besideTrendP < alpha;
    const share = Math.round(100 * (trendShare ?? 0));
    reasons.push(`A line explains ${share} % of the means${more ? ", and leaves more" : ""}.`);
    return answer(more ? "C4" : "C3");
  }
  const remembers = lag1 !== null && lag1 > 2.33 / Math.sqrt(subgroups.length);
  if (remembers) {
    reasons.push(`The means remember (lag 1 ${lag1.toFixed(2)}): they move by lots or steps.`);
    return answer("C4");
  }
  reasons.push("The means move at random.", shapeSaid);
  return answer(normal ? "C1" : "C2");
}

function evidenceOf(
  subgroups: readonly (readonly number[])[],
  size: number,
): Refusal | ProcessModel["evidence"] {
  const anova = oneWayAnova(subgroups);
  if ("refused" in anova) return anova;
  const values = subgroups.flat();
  const k = subgroups.length;
  if (anova.p === null || !(anova.msWithin > 0)) return refuseNoVariation(values.length);
  const all = andersonDarling(values);
  if ("refused" in all) return all;
  const means = subgroups.map(meanOf);
  const within = andersonDarling(
    subgroups.flatMap((group, i) => group.map((value) => value - (means[i] ?? 0))),
  );
  if ("refused" in within) return within;
  const line = lineFit(
    means.map((_, i) => i),
    means,
  );
  const looks = shape(means);
  if ("refused" in looks) return looks;
  const straight = "refused" in line ? null : line;
  const beside = straight === null ? null : straight.residualSd ** 2 / (anova.msWithin / size);
  return {
    locationP: anova.p,
    trendP: straight === null ? null : (straight.pSlope ?? 0),
    trendShare: straight === null ? null : straight.r2,
    besideTrendP: beside === null ? null : fSurvival(beside, k - 2, anova.dfWithin),
    lag1: looks.lag1,
    spreadP: spreadTest(subgroups, size),
    normalP: all.p,
    withinNormalP: within.p,
  };
}

/** p of the scatter of ln s^2, which a heavy tailed shape makes larger by kurtosis/n. */
function spreadTest(subgroups: readonly (readonly number[])[], size: number): number {
  const k = subgroups.length;
  const sums = subgroups.map((group) => centredSums(group));
  const pooled = sums.reduce((sum, one) => sum + one.squares, 0) / (k * (size - 1));
  const least = pooled * 1e-12;
  const logs = sums.map(({ squares }) => Math.log(Math.max(squares / (size - 1), least)));
  const expected = trigamma((size - 1) / 2) + Math.max(0, kurtosisWithin(subgroups)) / size;
  return chiSquareSurvival(centredSums(logs).squares / expected, k - 1);
}

/** Excess kurtosis of the values about their subgroup means. */
function kurtosisWithin(subgroups: readonly (readonly number[])[]): number {
  const centred = subgroups.flatMap((group) => {
    const mean = meanOf(group);
    // Residuals are too small by sqrt((n-1)/n); that cancels in the ratio of moments.
    return group.map((value) => value - mean);
  });
  const square = meanOf(centred.map((one) => one * one));
  return meanOf(centred.map((one) => one ** 4 / square ** 2)) - 3;
}
