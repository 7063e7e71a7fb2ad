// Capability by the time-dependent model: how location and width are taken, and what a drifting
// mean does to them.

import { c4, d2, LARGEST_RANGE_SIZE } from "../constants.ts";
import { normalCdf, normalSurvival } from "../distributions/normal.ts";
import { fitDistribution } from "../fit/maximum-likelihood.ts";
import type { Model, ModelName } from "../fit/models.ts";
import { centredSums, meanOf, rangeOf } from "../moments.ts";
import { trigamma } from "../numerics/digamma.ts";
import { findRoot } from "../numerics/root.ts";
import { median, sorted } from "../order.ts";
import { refuse, refuseNoVariation, refuseSpec, refuseSubgroups, whenFinite } from "../refusals.ts";
import { lineFit } from "../regression/line-fit.ts";
import type { Refusal, SpecLimits } from "../types.ts";
import type { Nonconforming } from "./nonconforming.ts";
import type { ProcessModelName } from "./process-model.ts";

/**
 * How the location is taken. l1 mean of all values, l2 median of all values, l3 mean of the subgroup
 * means, l4 mean of the subgroup medians.
 */
export type LocationMethod = "l1" | "l2" | "l3" | "l4";

/**
 * How the width is taken. d1 from X0.135 to X99.865 of the resulting distribution; the others are 6
 * sigma: d2 root of the mean subgroup variance, d3 mean subgroup standard deviation over c4, d4 mean
 * range over d2, d5 standard deviation of all values.
 */
export type DispersionMethod = "d1" | "d2" | "d3" | "d4" | "d5";

export type TimeDependentOptions = {
  readonly location?: LocationMethod | undefined;
  readonly dispersion?: DispersionMethod | undefined;
  /** The distribution of A2 and C2; Johnson, gamma or Weibull where one is known. */
  readonly distribution?: ModelName | undefined;
};

export type TimeDependentCapability = {
  readonly model: ProcessModelName;
  readonly location: LocationMethod;
  readonly dispersion: DispersionMethod;
  readonly center: number;
  /** Distances from the centre to X0.135 and X99.865 (or 3 sigma). */
  readonly below: number;
  readonly above: number;
  readonly pp: number | null;
  readonly ppl: number | null;
  readonly ppu: number | null;
  readonly ppk: number;
  readonly expected: Nonconforming;
  /** Where the mean goes (C3, C4, D): the index where it is nearest to a limit, spread within. */
  readonly worst: {
    readonly smallest: number;
    readonly largest: number;
    readonly ppk: number;
  } | null;
};

/** What each model takes unless said otherwise. */
const DEFAULTS: Readonly<Record<ProcessModelName, readonly [LocationMethod, DispersionMethod]>> = {
  A1: ["l1", "d5"],
  A2: ["l2", "d1"],
  B: ["l1", "d1"],
  C1: ["l1", "d5"],
  C2: ["l2", "d1"],
  C3: ["l2", "d1"],
  C4: ["l2", "d1"],
  D: ["l2", "d1"],
};

/** Methods that see only the spread within subgroups: no answer for a mean that moves. */
const WITHIN: readonly DispersionMethod[] = ["d2", "d3", "d4"];
const EDGE = 0.00135;

/**
 * Performance of a process by its time-dependent model: Pp = (USL-LSL)/(below + above), Ppl =
 * (centre-LSL)/below, Ppu = (USL-centre)/above. d1 uses, for A2 and C2, a fitted distribution
 * (lognormal with threshold unless said otherwise); for A1 and C1 the normal one; for B, C3, C4 and D
 * the mixture of the instantaneous normal distributions, located on the line (C3) or at the subgroup
 * means drawn together by what scatter within explains (C4, D), wide as the pooled (C3, C4) or each
 * subgroup's own (B, D) standard deviation, these drawn together likewise.
 * Source: ISO 22514-2:2017, 6 and formulas 11 to 19 (methods), tables 1 and 2 (models). The
 * standard leaves the form of the resulting distribution open; the mixture is a choice of this room.
 * Small subgroups blur what their own means and spreads are, so that the width of B and D errs on
 * the wide side (by up to a sixth for subgroups of 5 with two very different spreads).
 * Refuses: as refuseSpec; too-few-subgroups (below 2), subgroup-too-small, not-finite, no-variation,
 * parameter-out-of-range (sizes differ or above 100; d2 to d4 for a model whose mean moves), and as
 * fitDistribution.
 */
export function timeDependentCapability(
  subgroups: readonly (readonly number[])[],
  model: ProcessModelName,
  spec: SpecLimits,
  options: TimeDependentOptions = {},
): Refusal | TimeDependentCapability {
  const refused = refuseSpec(spec) ?? refuseSubgroups(subgroups, 2);
  if (refused !== null) return refused;
  const size = subgroups[0]?.length ?? 0;
  if (subgroups.some((values) => values.length !== size) || size > LARGEST_RANGE_SIZE) {
    return refuse("parameter-out-of-range", "Subgroups of one size, at most 100, are needed.");
  }
  const [l, d] = DEFAULTS[model];
  const { location = l, dispersion = d, distribution = "lognormal3" } = options;
  const moves = model.startsWith("C") || model === "D";
  if (moves && WITHIN.includes(dispersion)) {
    return refuse(
      "parameter-out-of-range",
      `${dispersion} sees the spread within subgroups only: the mean of model ${model} moves.`,
    );
  }
  const values = subgroups.flat();
  const center = locationOf(subgroups, location);
  const width =
    dispersion === "d1"
      ? resultingWidth(subgroups, model, distribution, center)
      : evenWidth(sigmaOf(subgroups, dispersion), center);
  if ("refused" in width) return width;
  const { below, above, lower, upper } = width;
  if (!(below > 0 && above > 0)) return refuseNoVariation(values.length);
  const { lsl, usl } = spec;
  const ppl = lsl === undefined ? null : (center - lsl) / below;
  const ppu = usl === undefined ? null : (usl - center) / above;
  const low = lsl === undefined ? 0 : 1e6 * lower(lsl);
  const high = usl === undefined ? 0 : 1e6 * upper(usl);
  return whenFinite({
    ...{ model, location, dispersion, center, below, above, ppl, ppu },
    pp: lsl === undefined || usl === undefined ? null : (usl - lsl) / (below + above),
    ppk: Math.min(ppl ?? Number.POSITIVE_INFINITY, ppu ?? Number.POSITIVE_INFINITY),
    expected: { below: low, above: high, total: low + high },
    worst:
      model === "C3" || model === "C4" || model === "D" ? worstOf(subgroups, model, spec) : null,
  });
}

function locationOf(subgroups: readonly (readonly number[])[], method: LocationMethod): number {
  if (method === "l1") return meanOf(subgroups.flat());
  if (method === "l2") return median(subgroups.flat());
  return meanOf(subgroups.map(method === "l3" ? meanOf : median));
}

function sigmaOf(subgroups: readonly (readonly number[])[], method: DispersionMethod): number {
  const n = subgroups[0]?.length ?? 2;
  const sds = subgroups.map((group) => Math.sqrt(centredSums(group).squares / (n - 1)));
  if (method === "d2") return Math.sqrt(meanOf(sds.map((s) => s * s)));
  if (method === "d3") return meanOf(sds) / c4(n);
  if (method === "d4") return meanOf(subgroups.map(rangeOf)) / d2(n);
  const { n: count, squares } = centredSums(subgroups.flat());
  return Math.sqrt(squares / (count - 1));
}

type Width = Pick<Model, "lower" | "upper"> & { readonly below: number; readonly above: number };

function evenWidth(sigma: number, center: number): Width {
  return {
    below: 3 * sigma,
    above: 3 * sigma,
    lower: (x) => normalCdf((x - center) / sigma),
    upper: (x) => normalSurvival((x - center) / sigma),
  };
}

function resultingWidth(
  subgroups: readonly (readonly number[])[],
  model: ProcessModelName,
  distribution: ModelName,
  center: number,
): Refusal | Width {
  if (model === "A1" || model === "C1") return evenWidth(sigmaOf(subgroups, "d5"), center);
  if (model === "A2" || model === "C2") {
    const fit = fitDistribution(subgroups.flat(), distribution);
    if ("refused" in fit) return fit;
    const { lower, upper, quantile, upperQuantile } = fit.model;
    return {
      below: center - quantile(EDGE),
      above: upperQuantile(EDGE) - center,
      ...{ lower, upper },
    };
  }
  const parts = instants(subgroups, model);
  if (!parts.some((part) => part.sigma > 0)) return refuseNoVariation(subgroups.flat().length);
  const lower = (x: number) => meanOf(parts.map((part) => normalCdf((x - part.mean) / part.sigma)));
  const upper = (x: number) =>
    meanOf(parts.map((part) => normalSurvival((x - part.mean) / part.sigma)));
  const from = Math.min(...parts.map((part) => part.mean - 9 * part.sigma));
  const to = Math.max(...parts.map((part) => part.mean + 9 * part.sigma));
  return {
    below: center - findRoot((x) => lower(x) - EDGE, from, to),
    above: findRoot((x) => EDGE - upper(x), from, to) - center,
    ...{ lower, upper },
  };
}

type Instant = { readonly mean: number; readonly sigma: number };

/** The instantaneous normal distributions, one for each subgroup. */
function instants(subgroups: readonly (readonly number[])[], model: ProcessModelName): Instant[] {
  const pooled = sigmaOf(subgroups, "d2");
  const all = meanOf(subgroups.flat());
  const means = model === "B" ? subgroups.map(() => all) : locations(subgroups, model, pooled);
  const own = model === "B" || model === "D" ? spreads(subgroups, pooled) : null;
  return subgroups.map((_, i) => ({ mean: means[i] ?? all, sigma: own?.[i] ?? pooled }));
}

/** Each subgroup's sigma, logarithms drawn together by what chance explains; mean square kept. */
function spreads(subgroups: readonly (readonly number[])[], pooled: number): number[] {
  const df = (subgroups[0]?.length ?? 2) - 1;
  const least = 1e-12 * pooled * pooled;
  const logs = subgroups.map((group) => Math.log(Math.max(least, centredSums(group).squares / df)));
  const { mean, squares, n } = centredSums(logs);
  const scatter = squares / (n - 1);
  const share = scatter > 0 ? Math.sqrt(Math.max(0, 1 - trigamma(df / 2) / scatter)) : 0;
  const drawn = logs.map((log) => Math.exp(share * (log - mean)));
  const level = (pooled * pooled) / meanOf(drawn);
  return drawn.map((variance) => Math.sqrt(level * variance));
}

/** Means on the line (C3), or drawn together until they scatter as the true ones do (C4, D). */
function locations(
  subgroups: readonly (readonly number[])[],
  model: ProcessModelName,
  sigma: number,
): number[] {
  const means = subgroups.map(meanOf);
  const all = meanOf(means);
  const line = lineFit(
    means.map((_, i) => i),
    means,
  );
  if (model === "C3" && !("refused" in line)) {
    return means.map((_, i) => line.intercept + line.slope * i);
  }
  const { squares, n } = centredSums(means);
  const noise = (sigma * sigma) / (subgroups[0]?.length ?? 1);
  const share = squares > 0 ? Math.sqrt(Math.max(0, 1 - noise / (squares / (n - 1)))) : 0;
  return means.map((mean) => all + share * (mean - all));
}

/** The index with the mean where it goes farthest, and the spread within subgroups. */
function worstOf(
  subgroups: readonly (readonly number[])[],
  model: ProcessModelName,
  { lsl, usl }: SpecLimits,
): TimeDependentCapability["worst"] {
  const sigma = sigmaOf(subgroups, "d2");
  const ordered = sorted(locations(subgroups, model, sigma));
  const smallest = ordered[0] ?? Number.NaN;
  const largest = ordered[ordered.length - 1] ?? Number.NaN;
  const below = lsl === undefined ? Number.POSITIVE_INFINITY : smallest - lsl;
  const above = usl === undefined ? Number.POSITIVE_INFINITY : usl - largest;
  return { smallest, largest, ppk: Math.min(below, above) / (3 * sigma) };
}
