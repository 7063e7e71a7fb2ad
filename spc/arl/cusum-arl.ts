// How long a cumulative sum runs before it signals.

import { normalCdf, normalPdf } from "../distributions/normal.ts";
import { gaussLegendre } from "../numerics/gauss-legendre.ts";
import { solve } from "../numerics/linear-system.ts";
import { refuse } from "../refusals.ts";
import type { Refusal } from "../types.ts";

const NODES = 80;

/**
 * Zero-state average run length of the two-sided tabular CUSUM with allowance k and decision
 * interval h (standard errors) after a shift: 1/ARL = 1/ARL+ + 1/ARL-, each side from Page's
 * integral equation on 80 Gauss-Legendre nodes.
 * Source: Lucas & Crosier, Technometrics 24 (1982) 199-205; Vance (1986).
 * Refuses: parameter-out-of-range (h above 50), not-finite.
 */
export function cusumArl(shift: number, k: number, h: number): Refusal | number {
  if (!(k >= 0) || !(h > 0 && h <= 50) || !Number.isFinite(shift) || !Number.isFinite(k)) {
    return refuse("parameter-out-of-range", `Shift ${shift}, k ${k} or h ${h} is wrong.`);
  }
  const upper = oneSided(shift, k, h);
  const lower = oneSided(-shift, k, h);
  const rate = 1 / upper + 1 / lower;
  if (!(rate > 0)) return refuse("not-finite", "The run is longer than a double can hold.");
  return 1 / rate;
}

/** L(0) of L(u) = 1 + L(0) Phi(k - u - shift) + integral of L(y) phi(y + k - u - shift), 0 to h. */
function oneSided(shift: number, k: number, h: number): number {
  const { nodes, weights } = gaussLegendre(NODES);
  const points = nodes.map((node) => (h / 2) * (1 + node));
  const starts = [0, ...points];
  const matrix = starts.map((from, i) =>
    starts.map((to, j) => {
      const drift = k - from - shift;
      const weight =
        j === 0 ? normalCdf(drift) : (h / 2) * (weights[j - 1] ?? 0) * normalPdf(to + drift);
      return (i === j ? 1 : 0) - weight;
    }),
  );
  const lengths = solve(
    matrix,
    starts.map(() => 1),
  );
  const length = lengths?.[0] ?? Number.POSITIVE_INFINITY;
  return length > 0 ? length : Number.POSITIVE_INFINITY;
}
