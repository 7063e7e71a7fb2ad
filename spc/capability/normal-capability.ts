// The capability of a normally distributed characteristic, each index with its interval.

import { type CentredSums, centredSums, meanFrom } from "../moments.ts";
import {
  isMeasurable,
  refuse,
  refuseNoVariation,
  refuseOverflow,
  refuseProbability,
  refuseSpec,
  refuseValues,
  whenFinite,
} from "../refusals.ts";
import { individualSigma } from "../sigma/individual-sigma.ts";
import { SUBGROUP_ESTIMATORS, subgroupSigma } from "../sigma/subgroup-sigma.ts";
import type { Interval, Refusal, SpecLimits } from "../types.ts";
import { sideInterval, widthInterval } from "./intervals.ts";
import {
  type ExpectedNonconforming,
  expectedPpm,
  type Nonconforming,
  observedPpm,
} from "./nonconforming.ts";

export type CapabilityIndex = { readonly value: number; readonly interval: Interval | null };

export type CapabilityInput = {
  /** Every value, in production order. */
  readonly values: readonly number[];
  /** The same values by subgroup; without them sigma comes from moving ranges of `values`. */
  readonly subgroups?: readonly (readonly number[])[] | undefined;
  /** Within-subgroup sigma taken from a chart, with its degrees of freedom. */
  readonly sigmaWithin?: number | undefined;
  readonly withinDf?: number | undefined;
  /** Name of the within-subgroup estimator; the default is rbar, or mr-mean without subgroups. */
  readonly estimator?: string | undefined;
  readonly spec: SpecLimits;
  /** Confidence level of the intervals; 0.95 unless said otherwise. */
  readonly level?: number | undefined;
};

export type Capability = {
  readonly n: number;
  readonly mean: number;
  /** Null when there is no variation within subgroups: no within index is given then. */
  readonly sigmaWithin: number | null;
  readonly sigmaOverall: number;
  readonly estimator: string;
  readonly withinDf: number | null;
  readonly cp: CapabilityIndex | null;
  readonly cpk: CapabilityIndex | null;
  readonly cpl: CapabilityIndex | null;
  readonly cpu: CapabilityIndex | null;
  readonly pp: CapabilityIndex | null;
  readonly ppk: CapabilityIndex | null;
  readonly ppl: CapabilityIndex | null;
  readonly ppu: CapabilityIndex | null;
  /** Taguchi's index about the nominal, overall sigma; null without both limits and a nominal. */
  readonly cpm: CapabilityIndex | null;
  /** Degrees of freedom of the interval of cpm. */
  readonly cpmDf: number | null;
  /** The same with the within sigma and no interval. */
  readonly cpmWithin: number | null;
  readonly observed: Nonconforming;
  readonly expectedWithin: ExpectedNonconforming | null;
  readonly expectedOverall: ExpectedNonconforming;
};

type Within = { readonly sigma: number; readonly df: number | null; readonly estimator: string };

/**
 * Cp, Cpk (within sigma) and Pp, Ppk (overall sigma) with their sides, intervals and the parts per
 * million outside the limits, observed and expected of a normal distribution.
 * Cp = (USL-LSL)/(6 sigma), Cpl = (mean-LSL)/(3 sigma), Cpu = (USL-mean)/(3 sigma), Cpk the
 * smaller; with one limit there is one side and no Cp. Intervals: Cp by chi-square, the others by
 * the normal approximation index +- z sqrt(1/(9N) + index^2/(2 df)) of A. F. Bissell, Applied
 * Statistics 39 (1990) 331-340; df of the sigma used, N - 1 for the overall one.
 * Sources: AIAG SPC 2nd edition, chapter IV; ISO 22514-2; Minitab (degrees of freedom).
 * Refuses: too-few-values (below 2), not-finite, no-variation, no-spec-limits,
 * spec-limits-reversed, parameter-out-of-range.
 */
export function capability(input: CapabilityInput): Refusal | Capability {
  const { values, spec } = input;
  const level = input.level ?? 0.95;
  const refused =
    refuseValues(values, 2) ??
    refuseSpec(spec) ??
    refuseProbability("confidence level", level) ??
    refuseDf(input.withinDf);
  if (refused !== null) return refused;
  const sums = centredSums(values);
  const { n, mean, squares } = sums;
  const sigmaOverall = Math.sqrt(squares / (n - 1));
  if (!Number.isFinite(sigmaOverall) || !Number.isFinite(mean)) return refuseOverflow();
  if (sigmaOverall === 0) return refuseNoVariation(n);
  const within = withinSigma(input);
  if ("refused" in within) return within;
  const usable = within.sigma > 0 ? within.sigma : null;
  const short = usable === null ? null : indices(spec, sums, usable, within.df, level);
  // About the first value, so that readings far from zero keep the digits of their spread.
  const near = {
    lsl: spec.lsl === undefined ? undefined : spec.lsl - sums.origin,
    usl: spec.usl === undefined ? undefined : spec.usl - sums.origin,
  };
  const long = indices(spec, sums, sigmaOverall, n - 1, level);
  return whenFinite({
    n,
    mean,
    sigmaWithin: usable,
    sigmaOverall,
    estimator: within.estimator,
    withinDf: within.df,
    cp: short?.both ?? null,
    cpk: short?.worse ?? null,
    cpl: short?.lower ?? null,
    cpu: short?.upper ?? null,
    pp: long.both,
    ppk: long.worse,
    ppl: long.lower,
    ppu: long.upper,
    ...aboutNominal(spec, sums, sigmaOverall, usable, level),
    observed: observedPpm(values, spec),
    expectedWithin: usable === null ? null : expectedPpm(near, sums.shift, usable),
    expectedOverall: expectedPpm(near, sums.shift, sigmaOverall),
  });
}

const MOST_DF = 1e9;

function refuseDf(df: number | undefined): Refusal | null {
  if (df === undefined || (df >= 0.01 && df <= MOST_DF)) return null;
  return refuse("parameter-out-of-range", `Degrees of freedom are not ${df}.`);
}

function withinSigma(input: CapabilityInput): Refusal | Within {
  if (input.sigmaWithin !== undefined) {
    const sigma = input.sigmaWithin;
    if (!isMeasurable(sigma) || sigma < 0) {
      return refuse("parameter-out-of-range", `A within sigma is not negative, got ${sigma}.`);
    }
    return { sigma, df: input.withinDf ?? null, estimator: input.estimator ?? "given" };
  }
  if (input.subgroups !== undefined) {
    const name = input.estimator ?? "rbar";
    const estimator = SUBGROUP_ESTIMATORS.find((known) => known === name);
    if (estimator === undefined) {
      return refuse("parameter-out-of-range", `There is no subgroup estimator named ${name}.`);
    }
    const estimate = subgroupSigma(input.subgroups, estimator);
    if ("refused" in estimate) return estimate;
    return { sigma: estimate.sigma, df: input.withinDf ?? estimate.df, estimator };
  }
  const name = input.estimator ?? "mr-mean";
  const estimator = (["mr-mean", "mr-median", "mssd", "nelson"] as const).find((e) => e === name);
  if (estimator === undefined) {
    return refuse("parameter-out-of-range", `There is no individual estimator named ${name}.`);
  }
  const estimate = individualSigma(input.values, estimator);
  if ("refused" in estimate) return estimate;
  return { sigma: estimate.sigma, df: input.withinDf ?? estimate.df, estimator };
}

type Indices = {
  readonly both: CapabilityIndex | null;
  readonly lower: CapabilityIndex | null;
  readonly upper: CapabilityIndex | null;
  readonly worse: CapabilityIndex | null;
};

function indices(
  spec: SpecLimits,
  sums: CentredSums,
  sigma: number,
  df: number | null,
  level: number,
): Indices {
  const { n } = sums;
  const sided = (value: number): CapabilityIndex => ({
    value,
    interval: df === null ? null : sideInterval(value, n, df, level),
  });
  const lower = spec.lsl === undefined ? null : sided(meanFrom(sums, spec.lsl) / (3 * sigma));
  const upper = spec.usl === undefined ? null : sided(-meanFrom(sums, spec.usl) / (3 * sigma));
  const width =
    spec.lsl === undefined || spec.usl === undefined ? null : (spec.usl - spec.lsl) / (6 * sigma);
  const both =
    width === null
      ? null
      : { value: width, interval: df === null ? null : widthInterval(width, df, level) };
  const worse = lower !== null && (upper === null || lower.value <= upper.value) ? lower : upper;
  return { both, lower, upper, worse };
}

/**
 * Cpm = (USL-LSL)/(6 sqrt(sigma^2 + (mean-T)^2)); chi-square interval with
 * N (1+d^2)^2/(1+2 d^2) degrees of freedom, d = (mean-T)/sigma.
 * Source: R. A. Boyles, The Taguchi capability index, Journal of Quality Technology 23 (1991)
 * 17-26.
 */
function aboutNominal(
  spec: SpecLimits,
  sums: CentredSums,
  overall: number,
  within: number | null,
  level: number,
): Pick<Capability, "cpm" | "cpmDf" | "cpmWithin"> {
  const { lsl, usl, nominal } = spec;
  if (lsl === undefined || usl === undefined || nominal === undefined) {
    return { cpm: null, cpmDf: null, cpmWithin: null };
  }
  const { n } = sums;
  const off = meanFrom(sums, nominal);
  const about = (sigma: number) => (usl - lsl) / (6 * Math.hypot(sigma, off));
  const d2 = (off / overall) ** 2;
  const df = (n * (1 + d2) ** 2) / (1 + 2 * d2);
  const value = about(overall);
  return {
    cpm: { value, interval: Number.isFinite(df) ? widthInterval(value, df, level) : null },
    cpmDf: Number.isFinite(df) ? df : null,
    cpmWithin: within === null ? null : about(within),
  };
}
