// Tool wear over several lives: the line starts again at each tool change, the spread is shared.

import { refuse, refusePositive, whenFinite } from "../refusals.ts";
import { type LineFit, lineFit } from "../regression/line-fit.ts";
import type { ControlLimits, Refusal } from "../types.ts";

export type ToolLife = { readonly t: readonly number[]; readonly y: readonly number[] };

export type ToolLives = {
  readonly lines: readonly LineFit[];
  /** Pooled spread about the lines, and its degrees of freedom: sum of (n - 2). */
  readonly sigma: number;
  readonly df: number;
  /** Sloped limits of each life, point by point. */
  readonly limits: readonly (readonly ControlLimits[])[];
};

/**
 * Regression chart with reset: a least squares line for each tool life, sigma^2 = all squared
 * residuals / sum of (n - 2), limits line +- nsigmas sigma. The spread for a capability is this
 * sigma, never that of all values together. One life gives the limits of `trendChart`.
 * Source: B. J. Mandel, Journal of Quality Technology 1 (1969) 1-9; pooling: Draper & Smith, 1.
 * Refuses: too-few-subgroups (no life), as lineFit for a life (its number is in the sentence),
 * parameter-out-of-range.
 */
export function toolLives(lives: readonly ToolLife[], nsigmas = 3): Refusal | ToolLives {
  const refused = refusePositive("width", nsigmas);
  if (refused !== null) return refused;
  if (lives.length === 0) return refuse("too-few-subgroups", "No tool life came.");
  const lines: LineFit[] = [];
  let squares = 0;
  let df = 0;
  for (const [i, { t, y }] of lives.entries()) {
    const line = lineFit(t, y);
    if ("refused" in line) return refuse(line.refused, `Tool life ${i + 1}: ${line.why}`);
    lines.push(line);
    squares += line.residualSd ** 2 * (line.n - 2);
    df += line.n - 2;
  }
  const sigma = Math.sqrt(squares / df);
  const reach = nsigmas * sigma;
  const limits = lives.map(({ t }, i) =>
    t.map((time) => {
      const { yMean = 0, slope = 0, xMean = 0 } = lines[i] ?? {};
      const center = yMean + slope * (time - xMean);
      return { center, lcl: center - reach, ucl: center + reach };
    }),
  );
  return whenFinite({ lines, sigma, df, limits });
}
