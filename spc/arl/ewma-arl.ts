// How long an EWMA chart runs before it signals.

import { normalPdf } from "../distributions/normal.ts";
import { gaussLegendre } from "../numerics/gauss-legendre.ts";
import { solve } from "../numerics/linear-system.ts";
import { refuse } from "../refusals.ts";
import type { Refusal } from "../types.ts";

const NODES = 100;
/** Below this weight the nodes no longer resolve the step of the average. */
const SMALLEST_LAMBDA = 0.01;

/**
 * Zero-state average run length of a two-sided EWMA with constant limits
 * +- L sqrt(lambda/(2-lambda)), after a shift in standard errors: the integral equation of the run
 * length, solved on 100 Gauss-Legendre nodes.
 * Source: S. V. Crowder, Technometrics 29 (1987) 401-407; Lucas & Saccucci, Technometrics 32
 * (1990).
 * Refuses: parameter-out-of-range (lambda below 0.01 or above 1), not-finite.
 */
export function ewmaArl(shift: number, lambda: number, limit: number): Refusal | number {
  if (!(lambda >= SMALLEST_LAMBDA && lambda <= 1) || !(limit > 0) || !Number.isFinite(shift)) {
    return refuse(
      "parameter-out-of-range",
      `Shift ${shift}, lambda ${lambda} (0.01 to 1) or width ${limit} is wrong.`,
    );
  }
  const border = limit * Math.sqrt(lambda / (2 - lambda));
  const { nodes, weights } = gaussLegendre(NODES);
  const points = nodes.map((node) => border * node);
  const kernel = (to: number, from: number) =>
    normalPdf((to - (1 - lambda) * from) / lambda - shift) / lambda;
  const step = (from: number) =>
    points.map((to, j) => border * (weights[j] ?? 0) * kernel(to, from));
  const matrix = points.map((from, i) => step(from).map((weight, j) => (i === j ? 1 : 0) - weight));
  const lengths = solve(
    matrix,
    points.map(() => 1),
  );
  if (lengths === null) return refuse("not-finite", "The run is longer than a double can hold.");
  return step(0).reduce((sum, weight, j) => sum + weight * (lengths[j] ?? 0), 1);
}
