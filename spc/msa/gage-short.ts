// The short gauge studies: two appraisers once each, and one gauge without people.

import { d2star } from "../constants.ts";
import { fSurvival } from "../distributions/f.ts";
import { centredSums, meanOf } from "../moments.ts";
import {
  counted,
  refuse,
  refuseNoVariation,
  refusePositive,
  refuseValues,
  whenFinite,
} from "../refusals.ts";
import type { Refusal } from "../types.ts";
import { type ComponentTable, componentTable } from "./variance-components.ts";

export type GageShort = {
  readonly parts: number;
  /** Mean difference of the two readings of a part, without sign. */
  readonly rBar: number;
  readonly grr: number;
  /** Per cent of the process standard deviation; null when none is given. */
  readonly pctProcess: number | null;
};

/**
 * The range method: two appraisers read every part once; GRR = R-bar/d2*(2, parts), repeatability
 * and reproducibility together. A quick look, not a study.
 * Source: AIAG MSA 4th edition, chapter III section B, range method.
 * Refuses: too-few-values (below 2 parts, lists that do not pair), not-finite, no-variation (no
 * difference anywhere), parameter-out-of-range (process sigma).
 */
export function gageShort(
  first: readonly number[],
  second: readonly number[],
  processSigma?: number,
): Refusal | GageShort {
  const refused =
    refuseValues(first, 2) ??
    refuseValues(second, 2) ??
    (processSigma === undefined ? null : refusePositive("process sigma", processSigma));
  if (refused !== null) return refused;
  const parts = first.length;
  if (second.length !== parts) {
    return refuse(
      "too-few-values",
      `${parts} and ${counted(second.length, "reading")} came, not pairs.`,
    );
  }
  const rBar = meanOf(first.map((value, i) => Math.abs(value - (second[i] ?? value))));
  if (!(rBar > 0)) return refuseNoVariation(2 * parts);
  const grr = rBar / d2star(2, parts);
  const pctProcess = processSigma === undefined ? null : (100 * grr) / processSigma;
  return whenFinite({ parts, rBar, grr, pctProcess });
}

export type GageAutomatic = ComponentTable & {
  readonly anova: {
    readonly part: { readonly df: number; readonly ss: number; readonly ms: number };
    readonly repeatability: { readonly df: number; readonly ss: number; readonly ms: number };
    readonly f: number | null;
    readonly p: number | null;
  };
};

/**
 * Repeatability of a gauge that no person handles (type 3 study): parts read repeatedly, one-way
 * analysis of variance, part = (MS(p) - MS(e))/trials. No operator, so no reproducibility.
 * Source: VDA 5 (2011), 5.3.2; ISO 22514-7:2012, table B.3; AIAG MSA 4th edition, Appendix A.
 * Refuses: too-few-values (below 2 parts or trials, uneven), not-finite, no-variation,
 * parameter-out-of-range (k, tolerance).
 */
export function gageAutomatic(
  parts: readonly (readonly number[])[],
  options: { readonly k?: number | undefined; readonly tolerance?: number | undefined } = {},
): Refusal | GageAutomatic {
  const { k = 6, tolerance } = options;
  const trials = parts[0]?.length ?? 0;
  const refused =
    refusePositive("study variation factor", k) ??
    (tolerance === undefined ? null : refusePositive("tolerance", tolerance)) ??
    refuseValues(parts.flat(), 4);
  if (refused !== null) return refused;
  if (parts.length < 2 || trials < 2 || parts.some((own) => own.length !== trials)) {
    return refuse("too-few-values", "At least 2 parts must be read equally often, at least twice.");
  }
  const values = parts.flat();
  const origin = meanOf(values);
  const within = parts.reduce((sum, own) => sum + centredSums(own).squares, 0);
  const between = trials * centredSums(parts.map((own) => meanOf(own) - origin)).squares;
  if (!(within + between > 0)) return refuseNoVariation(values.length);
  const dfPart = parts.length - 1;
  const dfRest = parts.length * (trials - 1);
  const part = { df: dfPart, ss: between, ms: between / dfPart };
  const repeatability = { df: dfRest, ss: within, ms: within / dfRest };
  const f = within > 0 ? part.ms / repeatability.ms : null;
  const estimated = {
    repeatability: repeatability.ms,
    operator: 0,
    interaction: 0,
    part: Math.max(0, (part.ms - repeatability.ms) / trials),
  };
  const p = f === null ? null : fSurvival(f, dfPart, dfRest);
  return whenFinite({
    anova: { part, repeatability, f, p },
    ...componentTable(estimated, k, tolerance),
  });
}
