// Laney's p' and u' charts: attribute charts for samples so large that binomial limits are too
// tight.

import { d2 } from "../constants.ts";
import { refuse, refuseNoVariation } from "../refusals.ts";
import type { ControlLimits, Refusal } from "../types.ts";
import { refuseCounts, refuseWidth } from "./count-rules.ts";
import { proportionCenter } from "./p.ts";
import { rateCenter } from "./u.ts";

export type LaneyKind = "p" | "u";

export type LaneyEstimate = {
  readonly center: number;
  /** Variation between samples over the binomial or Poisson one; below 1 is legal. */
  readonly sigmaZ: number;
  /** Standardised points. */
  readonly z: readonly number[];
};

/** Standard error of one point: sqrt(p(1-p)/n) or sqrt(u/n). */
function standardError(kind: LaneyKind, center: number, n: number): number {
  return Math.sqrt((kind === "p" ? center * (1 - center) : center) / n);
}

/**
 * Centre and sigma_z = mean |z_i - z_(i-1)| / d2(2), z_i standardised with each sample's own size.
 * Source: D. B. Laney, Improved control charts for attributes, Quality Engineering 14 (2002)
 * 531-537. Refuses: too-few-values (below 2), not-finite, parameter-out-of-range, no-variation
 * (centre 0 or 1).
 */
export function laneyEstimate(
  kind: LaneyKind,
  counts: readonly number[],
  sizes: readonly number[],
): Refusal | LaneyEstimate {
  const refused = refuseCounts(counts, sizes, kind === "p");
  if (refused !== null) return refused;
  if (counts.length < 2) return refuse("too-few-values", "1 sample came, at least 2 are needed.");
  const center = kind === "p" ? proportionCenter(counts, sizes) : rateCenter(counts, sizes);
  if (typeof center !== "number") return center;
  if (standardError(kind, center, 1) === 0) return refuseNoVariation(counts.length);
  const z = counts.map((count, i) => {
    const n = sizes[i] ?? 1;
    return (count / n - center) / standardError(kind, center, n);
  });
  let steps = 0;
  for (let i = 1; i < z.length; i++) steps += Math.abs((z[i] ?? 0) - (z[i - 1] ?? 0));
  return { center, sigmaZ: steps / (z.length - 1) / d2(2), z };
}

/**
 * Limits per point: centre +- nsigmas sigma_z times the standard error, within [0, 1] for p and not
 * below 0 for u. Source: as above. Refuses: parameter-out-of-range.
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
  const highest = kind === "p" ? 1 : Number.POSITIVE_INFINITY;
  return sizes.map((n) => {
    const reach = nsigmas * sigmaZ * standardError(kind, center, n);
    return { center, lcl: Math.max(0, center - reach), ucl: Math.min(highest, center + reach) };
  });
}
