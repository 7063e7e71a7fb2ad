// Which bins a histogram has, and what falls into them.

import { quantile, sorted } from "./order.ts";
import { refuseOverflow, refuseValues } from "./refusals.ts";
import type { Refusal, SpecLimits } from "./types.ts";

export type Histogram = {
  /** Bin edges in the unit of the values, one more than there are bins. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
};

const MOST_BINS = 100;

/**
 * Bins of equal width by the rule of Freedman and Diaconis, width 2 IQR n^(-1/3), at least as many
 * as Sturges' ceil(log2 n) + 1 gives; with specification limits the edges are moved so that a limit
 * never cuts through a bin. A bin holds its upper edge (the first also its lower one), and a value
 * on the lower specification limit counts inside. At most 200 bins.
 * Source: Freedman & Diaconis, Zeitschrift für Wahrscheinlichkeitstheorie 57 (1981) 453-476;
 * H. A. Sturges, Journal of the American Statistical Association 21 (1926) 65-66.
 * Refuses: too-few-values (none), not-finite.
 */
export function histogram(values: readonly number[], spec: SpecLimits = {}): Refusal | Histogram {
  const refused = refuseValues(values, 1);
  if (refused !== null) return refused;
  const ordered = sorted(values);
  const low = ordered[0] ?? 0;
  const high = ordered.at(-1) ?? low;
  if (!Number.isFinite(high - low)) return refuseOverflow();
  const edges = edgesOf(low, high, widthOf(ordered, high - low), spec);
  const counts: number[] = new Array(edges.length - 1).fill(0);
  let bin = 0;
  for (const value of ordered) {
    while (bin < counts.length - 1 && isPast(value, edges[bin + 1] ?? value, spec)) bin++;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { edges, counts };
}

function isPast(value: number, edge: number, spec: SpecLimits): boolean {
  return value > edge || (value === edge && value === spec.lsl);
}

function widthOf(ordered: readonly number[], range: number): number {
  const n = ordered.length;
  const sturges = range / (Math.ceil(Math.log2(n)) + 1);
  const spread = quantile(ordered, 0.75, 7) - quantile(ordered, 0.25, 7);
  const width = spread > 0 ? Math.min(sturges, (2 * spread) / Math.cbrt(n)) : sturges;
  return Math.max(width, range / MOST_BINS);
}

function edgesOf(low: number, high: number, width: number, spec: SpecLimits): number[] {
  if (!(width > 0) || low + width === low || high + width === high) {
    const half = Math.max(Math.abs(low), Math.abs(high)) * 1e-6 || 0.5;
    return [low - half, high + half];
  }
  const { lsl, usl } = spec;
  const whole = lsl !== undefined && usl !== undefined && usl > lsl;
  const step = whole ? (usl - lsl) / Math.max(1, Math.ceil((usl - lsl) / width - 1e-9)) : width;
  const anchor = lsl ?? usl;
  const aligned = anchor === undefined ? null : alignedEdges(low, high, step, anchor, spec);
  if (aligned !== null) return aligned;
  const bins = Math.max(1, Math.ceil((high - low) / width - 1e-9));
  const even = Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins);
  even[bins] = high;
  return even;
}

/** Edges on a grid through the limit; null when the grid would need too many bins. */
function alignedEdges(
  low: number,
  high: number,
  step: number,
  anchor: number,
  spec: SpecLimits,
): number[] | null {
  const first = Math.floor((low - anchor) / step);
  const last = Math.max(first + 1, Math.ceil((high - anchor) / step));
  if (!(last - first <= 2 * MOST_BINS) || anchor + step === anchor) return null;
  const edges: number[] = [];
  for (let i = first; i <= last; i++) {
    const edge = anchor + i * step;
    const onUpper = spec.usl !== undefined && Math.abs(edge - spec.usl) < step * 1e-6;
    edges.push(onUpper && spec.usl !== undefined ? spec.usl : edge);
  }
  if ((edges[0] ?? low) > low) edges.unshift((edges[0] ?? low) - step);
  if ((edges.at(-1) ?? high) < high) edges.push((edges.at(-1) ?? high) + step);
  return edges;
}
