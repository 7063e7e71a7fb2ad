// Laney's p' and u' charts: attribute charts for samples so large that binomial limits are too
// tight.

import { type Constants, constantsOf } from "../constants.ts";
import { averageOf } from "../numerics/tally.ts";
import { refuse, refuseNoVariation, whenFinite } from "../refusals.ts";
import type { ControlLimits, Refusal } from "../types.ts";
import { BINOMIAL, countCenter, POISSON, refuseCounts, refuseWidth } from "./count-rules.ts";

export type LaneyKind = "p" | "u";

export type LaneyEstimate = {
  readonly center: number;
  /** Variation between samples over the binomial or Poisson one; below 1 is legal. */
  readonly sigmaZ: number;
  /** Standardised points. */
  readonly z: readonly number[];
};

const LAWS = { p: BINOMIAL, u: POISSON } as const;

/** Standard error of one point: sqrt(p(1-p)/n) or sqrt(u/n). */
function standardError(kind: LaneyKind, center: number, n: number): number {
  return Math.sqrt(LAWS[kind].variance(center) / n);
}

/**
 * Centre and sigma_z = mean |z_i - z_(i-1)| / d2(2), z_i standardised with each sample's own size.
 * `gapsBefore`: indices of samples before which something is missing, so that no step is taken.
 * Source: D. B. Laney, Improved control charts for attributes, Quality Engineering 14 (2002)
 * 531-537. Refuses: too-few-values (below 2, or no neighbours), not-finite, parameter-out-of-range,
 * no-variation (centre 0 or 1).
 */
export function laneyEstimate(
  kind: LaneyKind,
  counts: readonly number[],
  sizes: readonly number[],
  gapsBefore: ReadonlySet<number> = NO_GAPS,
  { d2 }: Constants = constantsOf(),
): Refusal | LaneyEstimate {
  const refused = refuseCounts(counts, sizes, kind === "p");
  if (refused !== null) return refused;
  if (counts.length < 2) return refuse("too-few-values", "1 sample came, at least 2 are needed.");
  const center = countCenter(LAWS[kind], counts, sizes);
  if (typeof center !== "number") return center;
  if (standardError(kind, center, 1) === 0) return refuseNoVariation(counts.length);
  const z = counts.map((count, i) => {
    const n = sizes[i] ?? 1;
    return (count / n - center) / standardError(kind, center, n);
  });
  const steps = z.flatMap((value, i) =>
    i === 0 || gapsBefore.has(i) ? [] : [Math.abs(value - (z[i - 1] ?? 0))],
  );
  if (steps.length === 0) return refuse("too-few-values", "No two neighbouring samples came.");
  return { center, sigmaZ: averageOf(steps) / d2(2), z };
}

const NO_GAPS: ReadonlySet<number> = new Set();

/**
 * Limits per point: centre +- nsigmas sigma_z times the standard error, within [0, 1] for p and not
 * below 0 for u. Source: as above. Refuses: parameter-out-of-range, not-finite.
 */
export function laneyLimits(
  kind: LaneyKind,
  sizes: readonly number[],
  center: number,
  sigmaZ: number,
  nsigmas = 3,
): Refusal | ControlLimits[] {
  const refused = refuseWidth(sizes, { nsigmas });
  if (refused !== null) return refused;
  if (!(center >= 0 && (kind === "u" || center <= 1) && sigmaZ >= 0)) {
    return refuse("parameter-out-of-range", `Centre ${center} or sigma ${sigmaZ} is impossible.`);
  }
  return whenFinite(sizes.map((n) => laneyLine(kind, n, center, sigmaZ, nsigmas)));
}

/** Limits of one proportion or rate of `n` units. */
export function laneyLine(
  kind: LaneyKind,
  n: number,
  center: number,
  sigmaZ: number,
  nsigmas: number,
): ControlLimits {
  const reach = nsigmas * sigmaZ * standardError(kind, center, n);
  const ucl = Math.min(LAWS[kind].highest, center + reach);
  return { center, lcl: Math.max(0, center - reach), ucl };
}
