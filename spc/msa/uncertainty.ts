// The uncertainty of a measuring system and a measurement process against the tolerance.

import { centredSums } from "../moments.ts";
import { refuse, refusePositive, refuseValues } from "../refusals.ts";
import type { Refusal } from "../types.ts";
import type { GageReading } from "./gage-layout.ts";
import { gageRrAnova } from "./gage-rr-anova.ts";

export type UncertaintyInput = {
  /** Repeated readings of one reference part, and its value. */
  readonly referenceReadings: readonly number[];
  readonly referenceValue: number;
  /** A crossed study; without it only the measuring system is judged. */
  readonly study?: readonly GageReading[] | undefined;
  readonly tolerance: number;
  /** Smallest step of the display. */
  readonly resolution: number;
  /** Expanded uncertainty of the reference on its certificate, and its coverage factor. */
  readonly calibrationU: number;
  readonly calibrationK: number;
  /** Standard uncertainty of linearity, when known. */
  readonly linearity?: number | undefined;
  readonly alphaPool?: number | undefined;
};

export type UncertaintyBudget = {
  readonly uCal: number;
  readonly uRe: number;
  readonly uEvr: number;
  readonly uBi: number;
  readonly uLin: number;
  /** Standard and expanded (k = 2) uncertainty of the measuring system, 2 U in per cent of it. */
  readonly uMs: number;
  readonly expandedMs: number;
  readonly qMs: number;
  /** The same of the measurement process; null without a study. */
  readonly process: {
    readonly uEvo: number;
    readonly uAv: number;
    readonly uIa: number;
    readonly uMp: number;
    readonly expandedMp: number;
    readonly qMp: number;
  } | null;
};

/**
 * u_MS^2 = u_CAL^2 + max(u_EVR, u_RE)^2 + u_BI^2 + u_LIN^2; the process takes the largest of u_EVR,
 * u_EVO, u_RE and adds u_AV^2 + u_IA^2; u_BI = |bias|/sqrt(3), u_RE = resolution/sqrt(12);
 * U = 2 u, Q = 100 2U / tolerance. Source: VDA 5 (2011), chapters 4 and 5; ISO 22514-7.
 * Refuses: too-few-values, not-finite, parameter-out-of-range, and as gageRrAnova.
 */
export function uncertaintyBudget(input: UncertaintyInput): Refusal | UncertaintyBudget {
  const { referenceReadings, referenceValue, tolerance, resolution, linearity = 0 } = input;
  const refused =
    refuseValues([...referenceReadings, referenceValue], 3) ??
    refusePositive("tolerance", tolerance) ??
    refusePositive("coverage factor", input.calibrationK);
  if (refused !== null) return refused;
  if (![resolution, input.calibrationU, linearity].every((u) => Number.isFinite(u) && u >= 0)) {
    return refuse("parameter-out-of-range", "A resolution or an uncertainty is negative.");
  }
  const { n, mean, squares } = centredSums(referenceReadings);
  const uCal = input.calibrationU / input.calibrationK;
  const uRe = resolution / Math.sqrt(12);
  const uEvr = Math.sqrt(squares / (n - 1));
  const uBi = Math.abs(mean - referenceValue) / Math.sqrt(3);
  const fixed = [uCal, uBi, linearity];
  const uMs = Math.hypot(...fixed, Math.max(uEvr, uRe));
  const system = {
    uCal,
    uRe,
    uEvr,
    uBi,
    uLin: linearity,
    uMs,
    expandedMs: 2 * uMs,
    qMs: (400 * uMs) / tolerance,
  };
  if (input.study === undefined) return { ...system, process: null };
  const study = gageRrAnova(input.study, { alphaPool: input.alphaPool ?? 0.05 });
  if ("refused" in study) return study;
  const { repeatability: uEvo, operator: uAv, interaction: uIa } = study.stdDev;
  const uMp = Math.hypot(...fixed, Math.max(uEvr, uEvo, uRe), uAv, uIa);
  const qMp = (400 * uMp) / tolerance;
  return { ...system, process: { uEvo, uAv, uIa, uMp, expandedMp: 2 * uMp, qMp } };
}
