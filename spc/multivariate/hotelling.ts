// Hotelling's T2: several related characteristics on one chart.

import { betaUpperQuantile } from "../distributions/beta.ts";
import { chiSquareUpperQuantile } from "../distributions/chi-square.ts";
import { fUpperQuantile } from "../distributions/f.ts";
import { cholesky, determinant, type Matrix, quadraticForm } from "../numerics/linear-system.ts";
import { refuse, refusePositive, refuseProbability, whenFinite } from "../refusals.ts";
import type { Refusal } from "../types.ts";
import {
  columnMeans,
  covariance,
  minus,
  refuseRows,
  refuseSingular,
  successiveCovariance,
} from "./covariance.ts";

export type HotellingIndividuals = {
  readonly mean: readonly number[];
  readonly cov: Matrix;
  readonly t2: readonly number[];
  /** Limit for the rows the estimates come from (beta), and for later ones (F, chi-square). */
  readonly uclPhase1: number;
  readonly uclPhase2: number;
  readonly uclChi2: number;
  /** The same with the covariance of successive differences; null when that is singular. */
  readonly covSuccDiff: Matrix;
  readonly t2SuccDiff: readonly number[] | null;
};

/**
 * Limits of T2 of p characteristics, estimated from m samples of n rows: for those samples
 * themselves (phase I) and for later ones (phase II). Formulas: see `hotellingIndividuals` (n = 1)
 * and `hotellingSubgroups`. m n - m - p + 1 (n = 1: m - p - 1) must be above 0.
 */
export function t2Limits(alpha: number, p: number, m: number, n: number) {
  if (n === 1) {
    return {
      phase1: ((m - 1) ** 2 / m) * betaUpperQuantile(alpha, p / 2, (m - p - 1) / 2),
      phase2: ((p * (m + 1) * (m - 1)) / (m * (m - p))) * fUpperQuantile(alpha, p, m - p),
    };
  }
  const df = m * n - m - p + 1;
  const scale = (p * (n - 1) * fUpperQuantile(alpha, p, df)) / df;
  return { phase1: (m - 1) * scale, phase2: (m + 1) * scale };
}

/**
 * T2 = (x - mean)' S^-1 (x - mean) of each row. Phase I limit (m-1)^2/m Beta(p/2, (m-p-1)/2), phase
 * II p(m+1)(m-1)/(m(m-p)) F(p, m-p), at false alarm rate alpha.
 * Source: Tracy, Young & Mason, Journal of Quality Technology 24 (1992) 88-95; Montgomery, 11.3.
 * Refuses: too-few-values (below p + 2 rows), parameter-out-of-range, not-finite, no-variation
 * (singular covariance).
 */
export function hotellingIndividuals(rows: Matrix, alpha: number): Refusal | HotellingIndividuals {
  const p = rows[0]?.length ?? 0;
  const refused = refuseProbability("false alarm rate", alpha) ?? refuseRows(rows, p + 2);
  if (refused !== null) return refused;
  const m = rows.length;
  const mean = columnMeans(rows);
  const cov = covariance(rows);
  const t2 = hotellingT2(rows, mean, cov);
  if ("refused" in t2) return t2;
  const covSuccDiff = successiveCovariance(rows);
  const robust = hotellingT2(rows, mean, covSuccDiff);
  const limits = t2Limits(alpha, p, m, 1);
  return whenFinite({
    mean,
    cov,
    t2,
    uclPhase1: limits.phase1,
    uclPhase2: limits.phase2,
    uclChi2: chiSquareUpperQuantile(alpha, p),
    covSuccDiff,
    t2SuccDiff: "refused" in robust ? null : robust,
  });
}

/**
 * T2 of rows against a frozen mean and covariance; `size` values per subgroup mean (1 for single
 * rows). Refuses: not-finite, parameter-out-of-range (shapes), no-variation (singular).
 */
export function hotellingT2(
  rows: Matrix,
  mean: readonly number[],
  cov: Matrix,
  size = 1,
): Refusal | number[] {
  const refused =
    refusePositive("subgroup size", size) ??
    (rows.length === 0 ? null : refuseRows([mean, ...cov, ...rows], 1));
  if (refused !== null) return refused;
  const factor = cholesky(cov);
  if (factor === null) return refuseSingular();
  return whenFinite(rows.map((row) => size * quadraticForm(factor, minus(row, mean))));
}

export type HotellingSubgroups = {
  readonly mean: readonly number[];
  /** Mean of the subgroups' covariance matrices. */
  readonly cov: Matrix;
  readonly t2: readonly number[];
  readonly uclPhase1: number;
  readonly uclPhase2: number;
  /** Generalised variance: determinant of each subgroup's covariance matrix. */
  readonly genVar: readonly number[];
};

/**
 * T2 of subgroup means: n (mean_i - mean)' S^-1 (mean_i - mean); limits p(m-1)(n-1)/(mn-m-p+1) F in
 * phase I and p(m+1)(n-1)/(mn-m-p+1) F in phase II, F with p and mn-m-p+1 degrees of freedom.
 * Source: Montgomery, 11.3.1; Alt (1985). `subgroups` are m subgroups of n rows of p values.
 * Refuses: too-few-subgroups (below 2), subgroup-too-small (below 2 rows, or unequal), not-finite,
 * parameter-out-of-range, no-variation (singular).
 */
export function hotellingSubgroups(
  subgroups: readonly Matrix[],
  alpha: number,
): Refusal | HotellingSubgroups {
  const refused = refuseProbability("false alarm rate", alpha) ?? refuseRows(subgroups.flat(), 1);
  if (refused !== null) return refused;
  const m = subgroups.length;
  if (m < 2) return refuse("too-few-subgroups", `${m} subgroup came, at least 2 are needed.`);
  const n = subgroups[0]?.length ?? 0;
  if (n < 2 || subgroups.some((rows) => rows.length !== n)) {
    return refuse("subgroup-too-small", "Every subgroup needs the same number of rows, 2 or more.");
  }
  const means = subgroups.map(columnMeans);
  const mean = columnMeans(means);
  const p = mean.length;
  const covariances = subgroups.map(covariance);
  const cov = mean.map((_, j) =>
    mean.map((_, k) => covariances.reduce((sum, one) => sum + (one[j]?.[k] ?? 0), 0) / m),
  );
  const df = m * n - m - p + 1;
  if (df < 1) return refuse("too-few-subgroups", `${m} subgroups of ${n} are too few.`);
  const t2 = hotellingT2(means, mean, cov, n);
  if ("refused" in t2) return t2;
  const limits = t2Limits(alpha, p, m, n);
  return whenFinite({
    mean,
    cov,
    t2,
    uclPhase1: limits.phase1,
    uclPhase2: limits.phase2,
    genVar: covariances.map(determinant),
  });
}
