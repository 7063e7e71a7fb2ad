// The distribution of the range of n standard normal values: the ground of d2, d3 and d4.

import { integrate, panelNodes } from "../numerics/gauss-legendre.ts";
import { findRoot } from "../numerics/root.ts";
import { normalCdf, normalPdf, normalSurvival } from "./normal.ts";

/** Beyond this the range of up to 1000 normal values has no probability a double can hold. */
const WIDEST = 18;
/** Gauss-Legendre panels over the width of the range and over the smallest value. */
const PANELS = 6;
const LOCATIONS = 8;

/**
 * P(R <= w) for n >= 2 standard normal values: n times the integral of
 * phi(x) (Phi(x+w) - Phi(x))^(n-1). Source: H. O. Hartley, Biometrika 32 (1942) 334-348.
 */
export function rangeCdf(w: number, n: number): number {
  if (w <= 0) return 0;
  const f = (x: number) => normalPdf(x) * between(x, x + w) ** (n - 1);
  return Math.min(1, n * integrate(f, -9, 9, LOCATIONS));
}

/** Phi(b) - Phi(a), a < b, from the tails that keep digits. */
function between(a: number, b: number): number {
  return a > 0 ? normalSurvival(a) - normalSurvival(b) : normalCdf(b) - normalCdf(a);
}

/** Phi(x+w) - Phi(x) on the nodes of w and x, and phi(x) dx: the same for every n, made once. */
type RangeGrid = {
  readonly widths: readonly { readonly w: number; readonly weight: number }[];
  readonly masses: readonly number[];
  readonly spans: readonly (readonly number[])[];
};
let grid: RangeGrid | null = null;

function rangeGrid(): RangeGrid {
  if (grid !== null) return grid;
  const widths = panelNodes(0, WIDEST, PANELS).map(({ x, weight }) => ({ w: x, weight }));
  const locations = panelNodes(-9, 9, LOCATIONS);
  grid = {
    widths,
    masses: locations.map(({ x, weight }) => weight * normalPdf(x)),
    spans: widths.map(({ w }) => locations.map(({ x }) => between(x, x + w))),
  };
  return grid;
}

/** E[R] and E[R^2]: integrals of 1 - P(R <= w) and of 2 w (1 - P(R <= w)). */
export function rangeMoments(n: number): { readonly mean: number; readonly square: number } {
  const { widths, masses, spans } = rangeGrid();
  let mean = 0;
  let square = 0;
  widths.forEach(({ w, weight }, i) => {
    const row = spans[i] ?? [];
    let inside = 0;
    for (let j = 0; j < row.length; j++) inside += (masses[j] ?? 0) * (row[j] ?? 0) ** (n - 1);
    const share = weight * (1 - n * inside);
    mean += share;
    square += 2 * w * share;
  });
  return { mean, square };
}

/** Median of R: the root of P(R <= w) = 1/2. */
export function rangeMedian(n: number): number {
  return findRoot((w) => rangeCdf(w, n) - 0.5, 0.1, WIDEST);
}
