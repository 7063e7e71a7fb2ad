// How well a gauge study knows its variance components: intervals by modified large samples.

import { chiSquareQuantile, chiSquareUpperQuantile } from "../distributions/chi-square.ts";
import { fQuantile, fUpperQuantile } from "../distributions/f.ts";
import { quantile, sorted } from "../order.ts";
import { refuse, refuseProbability, whenFinite } from "../refusals.ts";
import type { Interval, Refusal } from "../types.ts";
import { crossedLayout, type GageReading } from "./gage-layout.ts";
import { type GageStudyOptions, gageRrAnova } from "./gage-rr-anova.ts";

export type GageRrIntervals = {
  /** Variances, in the squared unit of the readings. */
  readonly repeatability: Interval;
  readonly operator: Interval;
  readonly interaction: Interval | null;
  readonly part: Interval;
  readonly grr: Interval;
  readonly total: Interval;
  /** Per cent of study variation of the gauge: sd(grr) of sd(total). */
  readonly pctStudyVariation: Interval;
  /** Number of distinct categories, not cut. */
  readonly ndc: Interval;
};

/** A mean square with its degrees of freedom, and its weight in a component. */
type Term = { readonly ms: number; readonly df: number; readonly weight: number };

/**
 * Intervals of a crossed study, with or without interaction as `gageRrAnova` decides. Repeatability
 * by chi-square; sums of mean squares (grr, total) and differences (part, operator, interaction) by
 * the modified large sample method; the per cent of study variation and ndc by generalised pivots.
 * Source: R. K. Burdick, C. M. Borror & D. C. Montgomery, Journal of Quality Technology 35 (2003)
 * 342-354 and Design and Analysis of Gauge R&R Studies (2005), 3.2; Graybill & Wang (1980);
 * Ting et al., Journal of Statistical Computation and Simulation 35 (1990) 135-143;
 * Hamada & Weerahandi (2000).
 * Refuses: as gageRrAnova; no-variation (of the gauge), parameter-out-of-range (level).
 */
export function gageRrIntervals(
  readings: readonly GageReading[],
  options: GageStudyOptions & { readonly level?: number | undefined } = {},
): Refusal | GageRrIntervals {
  const { level = 0.95 } = options;
  const refused = refuseProbability("confidence level", level);
  if (refused !== null) return refused;
  const study = gageRrAnova(readings, options);
  if ("refused" in study) return study;
  const layout = crossedLayout(readings);
  if ("refused" in layout) return layout;
  const p = layout.parts.length;
  const o = layout.operators.length;
  const r = layout.trials;
  const { anova, anovaPooled } = study;
  const error = anovaPooled?.repeatability ?? anova.repeatability;
  const between = anovaPooled === null ? anova.interaction : error;
  const term = ({ ms, df }: { ms: number; df: number }, weight: number): Term => ({
    ms,
    df,
    weight,
  });
  const gauge =
    anovaPooled === null
      ? [
          term(anova.operator, 1 / (p * r)),
          term(anova.interaction, (p - 1) / (p * r)),
          term(error, (r - 1) / r),
        ]
      : [term(anova.operator, 1 / (p * r)), term(error, (p * r - 1) / (p * r))];
  if (!(study.varianceComponents.grr > 0)) {
    return refuse("no-variation", "The gauge shows no variation: there is nothing to bound.");
  }
  const ofPart = 1 / (o * r);
  // The mean square the part is tested against stands second in both lists.
  const whole = gauge.map((one, i) => (i === 1 ? { ...one, weight: one.weight - ofPart } : one));
  const share = shareInterval(gauge, anova.part, 1, ofPart, level);
  const categories = (ratio: number) => Math.sqrt(2 * Math.max(0, 1 / (ratio * ratio) - 1));
  return whenFinite({
    repeatability: sum([term(error, 1)], level),
    operator: difference(anova.operator, between, 1 / (p * r), level),
    interaction: anovaPooled === null ? difference(anova.interaction, error, 1 / r, level) : null,
    part: difference(anova.part, between, ofPart, level),
    grr: sum(gauge, level),
    total: sum([...whole, term(anova.part, ofPart)], level),
    pctStudyVariation: { lower: 100 * share.lower, upper: 100 * share.upper, level },
    ndc: { lower: categories(share.upper), upper: categories(share.lower), level },
  });
}

/** 1 - df/chi2 of the upper point, and df/chi2 of the lower point - 1. */
function shrink(df: number, tail: number): { readonly g: number; readonly h: number } {
  return {
    g: 1 - df / chiSquareUpperQuantile(tail, df),
    h: df / chiSquareQuantile(tail, df) - 1,
  };
}

/** Interval of a weighted sum of mean squares (Graybill & Wang); exact for one of them. */
function sum(terms: readonly Term[], level: number): Interval {
  const tail = (1 - level) / 2;
  let value = 0;
  let low = 0;
  let high = 0;
  for (const { ms, df, weight } of terms) {
    const { g, h } = shrink(df, tail);
    value += weight * ms;
    low += (g * weight * ms) ** 2;
    high += (h * weight * ms) ** 2;
  }
  return { lower: Math.max(0, value - Math.sqrt(low)), upper: value + Math.sqrt(high), level };
}

type MeanSquare = { readonly ms: number; readonly df: number };

/** Interval of weight (first - second), not below 0 (Ting et al.). */
function difference(
  first: MeanSquare,
  second: MeanSquare,
  weight: number,
  level: number,
): Interval {
  const { low, high } = differenceVariance(first, second, level);
  const value = first.ms - second.ms;
  return {
    lower: Math.max(0, weight * (value - Math.sqrt(low))),
    upper: Math.max(0, weight * (value + Math.sqrt(high))),
    level,
  };
}

function differenceVariance(first: MeanSquare, second: MeanSquare, level: number) {
  const tail = (1 - level) / 2;
  const a = shrink(first.df, tail);
  const b = shrink(second.df, tail);
  const upper = fUpperQuantile(tail, first.df, second.df);
  const lower = fQuantile(tail, first.df, second.df);
  const cross = first.ms * second.ms;
  const gCross = ((upper - 1) ** 2 - (a.g * upper) ** 2 - b.h ** 2) / upper;
  const hCross = ((1 - lower) ** 2 - (a.h * lower) ** 2 - b.g ** 2) / lower;
  return {
    low: Math.max(0, (a.g * first.ms) ** 2 + (b.h * second.ms) ** 2 + gCross * cross),
    high: Math.max(0, (a.h * first.ms) ** 2 + (b.g * second.ms) ** 2 + hCross * cross),
  };
}

/** Draws of every mean square divided by chi-square over df: 4093 evenly spread points. */
const DRAWS = 4093;
const BASES = [2, 3, 5, 7] as const;

/** The i-th point of the van der Corput sequence in a base. Source: J. H. Halton (1960). */
function spread(i: number, base: number): number {
  let share = 1 / base;
  let place = 0;
  for (let rest = i; rest > 0; rest = Math.floor(rest / base)) {
    place += (rest % base) * share;
    share /= base;
  }
  return place;
}

const known = new Map<string, readonly number[]>();
const MOST_KNOWN = 32;

/** df/chi-square at the points of a sequence: the same for every study of one size, made once. */
function factorsOf(df: number, base: number): readonly number[] {
  const key = `${df} ${base}`;
  const kept = known.get(key);
  if (kept !== undefined) return kept;
  const factors = Array.from(
    { length: DRAWS },
    (_, i) => df / chiSquareQuantile(spread(i + 1, base), df),
  );
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, factors);
  return factors;
}

/**
 * Interval of sd(grr)/sd(total) from generalised pivots: each mean square of the study is divided by
 * chi-square/df, at evenly spread points instead of random ones, so that the answer is always the
 * same. Source: M. Hamada & S. Weerahandi, Journal of Quality Technology 32 (2000) 241-253.
 */
function shareInterval(
  gauge: readonly Term[],
  part: MeanSquare,
  between: number,
  weight: number,
  level: number,
): Interval {
  const factors = [part, ...gauge].map(({ df }, j) => factorsOf(df, BASES[j] ?? 2));
  const shares = Array.from({ length: DRAWS }, (_, i) => {
    const drawn = (j: number) => factors[j]?.[i] ?? 1;
    const grr = gauge.reduce((sum, one, j) => sum + one.weight * one.ms * drawn(j + 1), 0);
    const other = (gauge[between]?.ms ?? 0) * drawn(between + 1);
    const own = Math.max(0, weight * (part.ms * drawn(0) - other));
    return Math.sqrt(grr / (grr + own));
  });
  const ordered = sorted(shares);
  const tail = (1 - level) / 2;
  return { lower: quantile(ordered, tail, 7), upper: quantile(ordered, 1 - tail, 7), level };
}
