// The expanded gauge R&R study: more factors than part and operator, and layouts with holes.

import {
  counted,
  isMeasurable,
  refuse,
  refuseNoVariation,
  refusePositive,
  whenFinite,
} from "../refusals.ts";
import type { Refusal } from "../types.ts";
import { type RandomEffect, reml } from "./reml.ts";

export type ExpandedReading = {
  /** The level of every factor named in the terms: part, operator, gauge, day, ... */
  readonly levels: Readonly<Record<string, string>>;
  readonly value: number;
};

export type ExpandedOptions = {
  /** The factor that is the part; "part" unless said otherwise. */
  readonly part?: string | undefined;
  readonly k?: number | undefined;
  readonly tolerance?: number | undefined;
};

export type ExpandedComponent = {
  /** "operator", "part*operator", ..., and "repeatability", "grr", "total". */
  readonly name: string;
  readonly variance: number;
  /** Asymptotic; null for a sum, or a variance of 0. */
  readonly standardError: number | null;
  readonly stdDev: number;
  readonly studyVariation: number;
  readonly pctContribution: number;
  readonly pctStudyVariation: number;
  readonly pctTolerance: number | null;
};

export type GageRrExpanded = {
  readonly n: number;
  readonly components: readonly ExpandedComponent[];
  readonly ndcRaw: number | null;
  readonly ndc: number | null;
  /** Restricted log-likelihood: twice its difference judges a term left out. */
  readonly logLik: number;
  readonly mean: number;
};

/** More readings take minutes, not seconds: the work grows with their cube. */
const MOST = 600;

/**
 * Variance components of the given random terms (each a list of crossed factors; nested ones are
 * named with their parents, ["operator", "part"]) by restricted maximum likelihood, which takes
 * missing cells and uneven trials as they are; balanced studies with no negative component give the
 * numbers of the analysis of variance. The part's own term is the part variation, every other term
 * and the rest are the gauge.
 * Source: AIAG MSA 4th edition, chapter IV (complex systems); Searle, Casella & McCulloch, Variance
 * Components (1992), 6.6.
 * Refuses: too-few-values (as many levels of a term as readings, below 2 levels, no term of the
 * part), not-finite, no-variation, parameter-out-of-range (a factor without level, more than 600
 * readings, k, tolerance).
 */
export function gageRrExpanded(
  readings: readonly ExpandedReading[],
  terms: readonly (readonly string[])[],
  options: ExpandedOptions = {},
): Refusal | GageRrExpanded {
  const { part = "part", k = 6, tolerance } = options;
  const refused =
    refusePositive("study variation factor", k) ??
    (tolerance === undefined ? null : refusePositive("tolerance", tolerance)) ??
    refuseReadings(readings);
  if (refused !== null) return refused;
  const partTerm = terms.findIndex((term) => term.length === 1 && term[0] === part);
  if (partTerm < 0) return refuse("too-few-values", `No term is made of ${part} alone.`);
  const effects: RandomEffect[] = [];
  for (const term of terms) {
    const effect = effectOf(readings, term);
    if ("refused" in effect) return effect;
    effects.push(effect);
  }
  const answer = reml(
    readings.map((reading) => reading.value),
    effects,
  );
  if (answer === null) return refuseNoVariation(readings.length);
  const { variances, standardErrors, logLik, mean } = answer;
  const total = variances.reduce((sum, one) => sum + one, 0);
  const own = variances[partTerm] ?? 0;
  const grr = total - own;
  const component = (name: string, variance: number, standardError: number | null) => ({
    name,
    variance,
    standardError,
    stdDev: Math.sqrt(variance),
    studyVariation: k * Math.sqrt(variance),
    pctContribution: (100 * variance) / total,
    pctStudyVariation: 100 * Math.sqrt(variance / total),
    pctTolerance: tolerance === undefined ? null : (100 * k * Math.sqrt(variance)) / tolerance,
  });
  const ndcRaw = grr > 0 ? Math.sqrt((2 * own) / grr) : null;
  return whenFinite({
    n: readings.length,
    components: [
      ...variances.map((variance, i) =>
        component(terms[i]?.join("*") ?? "repeatability", variance, standardErrors[i] ?? null),
      ),
      component("grr", grr, null),
      component("total", total, null),
    ],
    ndcRaw,
    ndc: ndcRaw === null ? null : Math.max(1, Math.floor(ndcRaw)),
    logLik,
    mean,
  });
}

function refuseReadings(readings: readonly ExpandedReading[]): Refusal | null {
  if (readings.length < 4) {
    return refuse(
      "too-few-values",
      `${counted(readings.length, "reading")} came, at least 4 are needed.`,
    );
  }
  if (readings.length > MOST) {
    return refuse("parameter-out-of-range", `${readings.length} readings came, ${MOST} at most.`);
  }
  const bad = readings.findIndex((reading) => !isMeasurable(reading.value));
  return bad < 0 ? null : refuse("not-finite", `Reading ${bad + 1} is not a finite number.`);
}

function effectOf(
  readings: readonly ExpandedReading[],
  term: readonly string[],
): Refusal | RandomEffect {
  const known = new Map<string, number>();
  const levels: number[] = [];
  for (const { levels: named } of readings) {
    const words = term.map((factor) => named[factor]);
    if (words.some((word) => word === undefined)) {
      return refuse("parameter-out-of-range", `A reading has no level of ${term.join(" or ")}.`);
    }
    const key = JSON.stringify(words);
    const level = known.get(key) ?? known.size;
    known.set(key, level);
    levels.push(level);
  }
  if (known.size < 2 || known.size >= readings.length) {
    return refuse(
      "too-few-values",
      `${term.join("*")} has ${known.size} levels in ${readings.length} readings: 2 or more, and ` +
        "some of them read twice, are needed.",
    );
  }
  return { levels, count: known.size };
}
