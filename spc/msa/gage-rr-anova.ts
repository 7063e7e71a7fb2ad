// The crossed gauge R&R study by analysis of variance.

import { fSurvival } from "../distributions/f.ts";
import { meanOf } from "../moments.ts";
import { refuse, refuseNoVariation, refusePositive, whenFinite } from "../refusals.ts";
import type { Refusal } from "../types.ts";
import { crossedLayout, type GageLayout, type GageReading } from "./gage-layout.ts";
import { type ComponentTable, componentTable } from "./variance-components.ts";

export type AnovaRow = {
  readonly df: number;
  readonly ss: number;
  readonly ms: number;
  readonly f: number | null;
  readonly p: number | null;
};

export type GageStudyOptions = {
  /** Standard deviations that make the study variation: 6 unless said otherwise. */
  readonly k?: number | undefined;
  /** Width of the specification, for the per cent of tolerance. */
  readonly tolerance?: number | undefined;
  /** Standard deviation of the process from elsewhere, for the per cent of process. */
  readonly processSigma?: number | undefined;
  /** The interaction is pooled when its p is above this: 0.25 (AIAG) unless said otherwise. */
  readonly alphaPool?: number | undefined;
};

export type PooledAnova = {
  readonly part: Pick<AnovaRow, "f" | "p">;
  readonly operator: Pick<AnovaRow, "f" | "p">;
  readonly repeatability: Pick<AnovaRow, "df" | "ss" | "ms">;
};

export type GageRrAnova = ComponentTable & {
  readonly anova: Readonly<
    Record<"part" | "operator" | "interaction" | "repeatability", AnovaRow>
  > & { readonly total: Pick<AnovaRow, "df" | "ss"> };
  readonly interactionPooled: boolean;
  /** The table without the interaction; null when it was not pooled. */
  readonly anovaPooled: PooledAnova | null;
  /** Components that came out negative and were set to 0. */
  readonly negativeComponents: readonly string[];
};

type Effects = Readonly<Record<"part" | "operator" | "interaction" | "repeatability", number>>;

/**
 * Two-way random effects analysis of variance of parts and operators: F of part and operator
 * against the interaction; the interaction is pooled into repeatability when its p is above
 * alphaPool. Components: repeatability = MS(e), interaction = (MS(po) - MS(e))/trials, operator =
 * (MS(o) - MS(po))/(parts trials), part = (MS(p) - MS(po))/(operators trials).
 * Source: AIAG MSA 4th edition, Appendix A; Montgomery, 8.7.
 * Refuses: too-few-values (unbalanced, below 2 parts, operators or trials), not-finite,
 * no-variation, parameter-out-of-range.
 */
export function gageRrAnova(
  readings: readonly GageReading[],
  options: GageStudyOptions = {},
): Refusal | GageRrAnova {
  const { k = 6, tolerance, processSigma, alphaPool = 0.25 } = options;
  const refused =
    refusePositive("study variation factor", k) ??
    (tolerance === undefined ? null : refusePositive("tolerance", tolerance)) ??
    (processSigma === undefined ? null : refusePositive("process sigma", processSigma));
  if (refused !== null) return refused;
  const layout = crossedLayout(readings);
  if ("refused" in layout) return layout;
  if (layout.operators.length < 2) {
    return refuse("too-few-values", "1 operator came, at least 2 are needed.");
  }
  const ss = sumsOfSquares(layout);
  const total = ss.part + ss.operator + ss.interaction + ss.repeatability;
  if (!(total > 0)) return refuseNoVariation(readings.length);
  const df = degrees(layout);
  const anova = {
    part: row(ss.part, df.part, ss.interaction, df.interaction),
    operator: row(ss.operator, df.operator, ss.interaction, df.interaction),
    interaction: row(ss.interaction, df.interaction, ss.repeatability, df.repeatability),
    repeatability: row(ss.repeatability, df.repeatability, 0, 0),
    total: { df: readings.length - 1, ss: total },
  };
  const { p } = anova.interaction;
  const interactionPooled = p !== null && p > alphaPool;
  const { estimated, negativeComponents } = components(layout, ss, df, interactionPooled);
  return whenFinite({
    anova,
    interactionPooled,
    anovaPooled: interactionPooled ? pooledAnova(ss, df) : null,
    negativeComponents,
    ...componentTable(estimated, k, tolerance, processSigma),
  });
}

function sumsOfSquares({ cells, parts, operators, trials }: GageLayout): Effects {
  const origin = meanOf(cells.flat(2));
  const centred = cells.map((row) => row.map((cell) => cell.map((value) => value - origin)));
  const cellMeans = centred.map((row) => row.map(meanOf));
  const operatorMeans = cellMeans.map(meanOf);
  const partMeans = parts.map((_, j) => meanOf(cellMeans.map((row) => row[j] ?? 0)));
  const grand = meanOf(operatorMeans);
  const square = (sum: number, mean: number) => sum + (mean - grand) ** 2;
  let interaction = 0;
  let repeatability = 0;
  cellMeans.forEach((row, i) => {
    row.forEach((mean, j) => {
      interaction += (mean - (operatorMeans[i] ?? 0) - (partMeans[j] ?? 0) + grand) ** 2;
      for (const value of centred[i]?.[j] ?? []) repeatability += (value - mean) ** 2;
    });
  });
  return {
    part: operators.length * trials * partMeans.reduce(square, 0),
    operator: parts.length * trials * operatorMeans.reduce(square, 0),
    interaction: trials * interaction,
    repeatability,
  };
}

function degrees({ parts, operators, trials }: GageLayout): Effects {
  const part = parts.length - 1;
  const operator = operators.length - 1;
  return {
    part,
    operator,
    interaction: part * operator,
    repeatability: parts.length * operators.length * (trials - 1),
  };
}

/** A row of the table, tested against the given error; no test against an error of 0. */
export function row(ss: number, df: number, errorSs: number, errorDf: number): AnovaRow {
  const ms = ss / df;
  const f = errorSs > 0 ? ms / (errorSs / errorDf) : null;
  return { df, ss, ms, f, p: f === null ? null : fSurvival(f, df, errorDf) };
}

function pooledAnova(ss: Effects, df: Effects): PooledAnova {
  const errorSs = ss.interaction + ss.repeatability;
  const errorDf = df.interaction + df.repeatability;
  return {
    part: row(ss.part, df.part, errorSs, errorDf),
    operator: row(ss.operator, df.operator, errorSs, errorDf),
    repeatability: { df: errorDf, ss: errorSs, ms: errorSs / errorDf },
  };
}

function components(layout: GageLayout, ss: Effects, df: Effects, pooled: boolean) {
  const { parts, operators, trials } = layout;
  const error = pooled
    ? (ss.interaction + ss.repeatability) / (df.interaction + df.repeatability)
    : ss.repeatability / df.repeatability;
  const between = pooled ? error : ss.interaction / df.interaction;
  const raw = {
    interaction: pooled ? 0 : (between - error) / trials,
    operator: (ss.operator / df.operator - between) / (parts.length * trials),
    part: (ss.part / df.part - between) / (operators.length * trials),
  };
  const negativeComponents = Object.entries(raw).flatMap(([name, value]) =>
    value < 0 ? [name] : [],
  );
  const estimated = {
    repeatability: error,
    interaction: Math.max(0, raw.interaction),
    operator: Math.max(0, raw.operator),
    part: Math.max(0, raw.part),
  };
  return { estimated, negativeComponents };
}
