// The uncertainty of a measuring system and a measurement process against the tolerance.

import { centredSums } from "../moments.ts";
import { refuse, refusePositive, refuseValues, whenFinite } from "../refusals.ts";
import type { Refusal } from "../types.ts";
import type { GageReading } from "./gage-layout.ts";
import { gageRrAnova } from "./gage-rr-anova.ts";
import { linearityUncertainty } from "./linearity-uncertainty.ts";

export type UncertaintyInput = {
  /** Repeated readings of one reference part, and its value. */
  readonly referenceReadings?: readonly number[] | undefined;
  readonly referenceValue?: number | undefined;
  /** Or readings of several reference parts: repeatability and linearity come from the line. */
  readonly linearityStudy?:
    | { readonly references: readonly number[]; readonly values: readonly number[] }
    | undefined;
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
  /** Further standard uncertainties of the system, and of the process (temperature, object, ...). */
  readonly systemRest?: readonly number[] | undefined;
  readonly processRest?: readonly number[] | undefined;
  readonly alphaPool?: number | undefined;
  /** Largest Q allowed, in per cent: 15 and 30 unless said otherwise. */
  readonly qMsMax?: number | undefined;
  readonly qMpMax?: number | undefined;
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
  /** Smallest tolerance the system is fit for; whether Q is within what is allowed. */
  readonly toleranceMinMs: number;
  readonly msCapable: boolean;
  /** 0.3 tolerance / (6 u_MS): above 1.33 by the same custom. */
  readonly cMs: number | null;
  /** The same of the measurement process; null without a study. */
  readonly process: {
    readonly uEvo: number;
    readonly uAv: number;
    readonly uIa: number;
    readonly uMp: number;
    readonly expandedMp: number;
    readonly qMp: number;
    readonly toleranceMinMp: number;
    readonly mpCapable: boolean;
    /** 0.3 tolerance / (3 u_MP). */
    readonly cMp: number | null;
  } | null;
};

/**
 * u_MS^2 = u_CAL^2 + max(u_EVR, u_RE)^2 + u_BI^2 + u_LIN^2 + rest; the process takes the largest of
 * u_EVR, u_EVO, u_RE and adds u_AV^2 + u_IA^2 + rest; u_BI = |bias|/sqrt(3) of one reference, 0
 * after correction by the line of several; u_RE = resolution/sqrt(12); U = 2 u,
 * Q = 100 2U / tolerance, smallest tolerance 2U/(Q allowed). Unit: that of the readings.
 * Source: VDA 5 (2011), chapters 4 and 5; ISO 22514-7:2012, tables 1 to 3 and 9, clause 9.
 * Refuses: too-few-values (neither kind of reference readings), not-finite,
 * parameter-out-of-range, and as linearityUncertainty and gageRrAnova.
 */
export function uncertaintyBudget(input: UncertaintyInput): Refusal | UncertaintyBudget {
  const { tolerance, resolution, qMsMax = 15, qMpMax = 30 } = input;
  const { systemRest = [], processRest = [] } = input;
  const refused =
    refusePositive("tolerance", tolerance) ??
    refusePositive("coverage factor", input.calibrationK) ??
    refusePositive("largest Q of the system", qMsMax) ??
    refusePositive("largest Q of the process", qMpMax);
  if (refused !== null) return refused;
  const given = [resolution, input.calibrationU, input.linearity ?? 0];
  if (![...given, ...systemRest, ...processRest].every((u) => Number.isFinite(u) && u >= 0)) {
    return refuse("parameter-out-of-range", "A resolution or an uncertainty is negative.");
  }
  const onReference = referencePart(input);
  if ("refused" in onReference) return onReference;
  const { uEvr, uBi, uLin } = onReference;
  const uCal = input.calibrationU / input.calibrationK;
  const uRe = resolution / Math.sqrt(12);
  const fixed = [uCal, uBi, uLin, ...systemRest];
  const uMs = Math.hypot(...fixed, Math.max(uEvr, uRe));
  const qMs = (400 * uMs) / tolerance;
  const system = {
    ...{ uCal, uRe, uEvr, uBi, uLin, uMs, expandedMs: 2 * uMs, qMs },
    toleranceMinMs: (400 * uMs) / qMsMax,
    msCapable: qMs <= qMsMax,
    cMs: uMs > 0 ? (0.3 * tolerance) / (6 * uMs) : null,
  };
  if (input.study === undefined) return whenFinite({ ...system, process: null });
  const study = gageRrAnova(input.study, { alphaPool: input.alphaPool ?? 0.05 });
  if ("refused" in study) return study;
  const { repeatability: uEvo, operator: uAv, interaction: uIa } = study.stdDev;
  const uMp = Math.hypot(...fixed, Math.max(uEvr, uEvo, uRe), uAv, uIa, ...processRest);
  const qMp = (400 * uMp) / tolerance;
  const process = {
    ...{ uEvo, uAv, uIa, uMp, expandedMp: 2 * uMp, qMp },
    toleranceMinMp: (400 * uMp) / qMpMax,
    mpCapable: qMp <= qMpMax,
    cMp: uMp > 0 ? (0.3 * tolerance) / (3 * uMp) : null,
  };
  return whenFinite({ ...system, process });
}

/** Repeatability, bias and linearity from one reference part or from several. */
function referencePart(
  input: UncertaintyInput,
): Refusal | { readonly uEvr: number; readonly uBi: number; readonly uLin: number } {
  const { referenceReadings, referenceValue, linearityStudy } = input;
  const line =
    linearityStudy === undefined
      ? null
      : linearityUncertainty(linearityStudy.references, linearityStudy.values);
  if (line !== null && "refused" in line) return line;
  if (referenceReadings === undefined) {
    if (line !== null) return { uEvr: line.uEvr, uBi: 0, uLin: input.linearity ?? line.uLin };
    return refuse("too-few-values", "Neither readings of one reference nor of several came.");
  }
  const refused = refuseValues([...referenceReadings, referenceValue ?? Number.NaN], 3);
  if (refused !== null) return refused;
  const { n, mean, squares } = centredSums(referenceReadings);
  const uEvr = Math.sqrt(squares / (n - 1));
  return {
    uEvr: Math.max(uEvr, line?.uEvr ?? 0),
    uBi: Math.abs(mean - (referenceValue ?? mean)) / Math.sqrt(3),
    uLin: input.linearity ?? line?.uLin ?? 0,
  };
}
