// The nested gauge R&R study: parts that cannot be measured by two operators (destructive tests).

import { meanOf } from "../moments.ts";
import { refuse, refuseNoVariation, refusePositive, whenFinite } from "../refusals.ts";
import type { Refusal } from "../types.ts";
import { type GageReading, nestedLayout } from "./gage-layout.ts";
import { type AnovaRow, type GageStudyOptions, row } from "./gage-rr-anova.ts";
import { type ComponentTable, componentTable } from "./variance-components.ts";

export type GageRrNested = ComponentTable & {
  readonly anova: Readonly<Record<"operator" | "part" | "repeatability", AnovaRow>> & {
    readonly total: Pick<AnovaRow, "df" | "ss">;
  };
  readonly negativeComponents: readonly string[];
};

/**
 * Analysis of variance of parts nested in operators: F of operator against part(operator), of
 * part(operator) against repeatability. Components: part = (MS(p) - MS(e))/trials, operator =
 * (MS(o) - MS(p))/(parts trials). Source: AIAG MSA 4th edition, chapter IV (nested studies);
 * Montgomery, Design and Analysis of Experiments, 14.1.
 * Refuses: too-few-values (unbalanced, or below 2 parts, operators or trials), not-finite,
 * no-variation, parameter-out-of-range.
 */
export function gageRrNested(
  readings: readonly GageReading[],
  options: Pick<GageStudyOptions, "k" | "tolerance" | "processSigma"> = {},
): Refusal | GageRrNested {
  const { k = 6, tolerance, processSigma } = options;
  const refused =
    refusePositive("study variation factor", k) ??
    (tolerance === undefined ? null : refusePositive("tolerance", tolerance)) ??
    (processSigma === undefined ? null : refusePositive("process sigma", processSigma));
  if (refused !== null) return refused;
  const layout = nestedLayout(readings);
  if ("refused" in layout) return layout;
  const { cells, parts, operators, trials } = layout;
  if (operators.length < 2) {
    return refuse("too-few-values", "1 operator came, at least 2 are needed.");
  }
  const ss = sumsOfSquares(cells);
  if (!(ss.operator + ss.part + ss.repeatability > 0)) return refuseNoVariation(readings.length);
  const df = {
    operator: operators.length - 1,
    part: operators.length * (parts.length - 1),
    repeatability: operators.length * parts.length * (trials - 1),
  };
  const anova = {
    operator: row(ss.operator, df.operator, ss.part, df.part),
    part: row(ss.part, df.part, ss.repeatability, df.repeatability),
    repeatability: row(ss.repeatability, df.repeatability, 0, 0),
    total: { df: readings.length - 1, ss: ss.operator + ss.part + ss.repeatability },
  };
  const operator = (anova.operator.ms - anova.part.ms) / (parts.length * trials);
  const part = (anova.part.ms - anova.repeatability.ms) / trials;
  const estimated = {
    repeatability: anova.repeatability.ms,
    operator: Math.max(0, operator),
    interaction: 0,
    part: Math.max(0, part),
  };
  const negativeComponents = Object.entries({ operator, part }).flatMap(([name, value]) =>
    value < 0 ? [name] : [],
  );
  return whenFinite({
    anova,
    negativeComponents,
    ...componentTable(estimated, k, tolerance, processSigma),
  });
}

function sumsOfSquares(cells: readonly (readonly (readonly number[])[])[]) {
  const origin = meanOf(cells.flat(2));
  const centred = cells.map((row) => row.map((cell) => cell.map((value) => value - origin)));
  const grand = meanOf(centred.flat(2));
  let operator = 0;
  let part = 0;
  let repeatability = 0;
  for (const row of centred) {
    const operatorMean = meanOf(row.flat());
    operator += row.flat().length * (operatorMean - grand) ** 2;
    for (const cell of row) {
      const mean = meanOf(cell);
      part += cell.length * (mean - operatorMean) ** 2;
      for (const value of cell) repeatability += (value - mean) ** 2;
    }
  }
  return { operator, part, repeatability };
}
