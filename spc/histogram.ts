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
 * as Sturges' ceil(log2 n) + 1 gives; whole multiples of the resolution of the readings, so that
 * rounding makes no comb; with specification limits the edges are moved so that a limit never cuts
 * through a bin. A bin holds its upper edge (the first also its lower one), and a value on the
 * lower specification limit counts inside. At most 200 bins.
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
  const edges = edgesOf(ordered, low, high, spec);
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

/** Smallest step between readings; null where they are as good as continuous. */
function resolutionOf(ordered: readonly number[], range: number): number | null {
  let smallest = range;
  for (let i = 1; i < ordered.length; i++) {
    const gap = (ordered[i] ?? 0) - (ordered[i - 1] ?? 0);
    if (gap > range * 1e-6 && gap < smallest) smallest = gap;
  }
  return smallest > 0 && smallest >= range / MOST_BINS ? smallest : null;
}

function widthOf(ordered: readonly number[], range: number, resolution: number | null): number {
  const n = ordered.length;
  const sturges = range / (Math.ceil(Math.log2(n)) + 1);
  const spread = quantile(ordered, 0.75, 7) - quantile(ordered, 0.25, 7);
  const ruled = spread > 0 ? Math.min(sturges, (2 * spread) / Math.cbrt(n)) : sturges;
  const width = Math.max(ruled, range / MOST_BINS);
  return resolution === null ? width : resolution * Math.max(1, Math.round(width / resolution));
}

/** The width nearest to `width` that divides the tolerance, in resolution steps if it can. */
function dividing(tolerance: number, width: number, resolution: number | null): number {
  const bins = Math.max(1, Math.round(tolerance / width));
  const steps = resolution === null ? 0 : Math.round(tolerance / resolution);
  const whole = resolution !== null && Math.abs(tolerance / resolution - steps) < 1e-6 * steps;
  const furthest = Math.min(bins / 2, MOST_BINS);
  for (let off = 0; whole && off <= furthest; off++) {
    for (const count of [bins + off, bins - off]) {
      if (count >= 1 && steps % count === 0) return tolerance / count;
    }
  }
  return tolerance / bins;
}

function edgesOf(ordered: readonly number[], low: number, high: number, spec: SpecLimits) {
  const resolution = resolutionOf(ordered, high - low);
  const width = widthOf(ordered, high - low, resolution);
  if (!(width > 0) || low + width === low || high + width === high) {
    const half = Math.max(Math.abs(low), Math.abs(high)) * 1e-6 || 0.5;
    return [low - half, high + half];
  }
  const { lsl, usl } = spec;
  const both = lsl !== undefined && usl !== undefined && usl > lsl;
  const step = both ? dividing(usl - lsl, width, resolution) : width;
  const anchor = lsl ?? usl ?? low - (resolution ?? 0) / 2;
  const aligned = alignedEdges(low, high, step, anchor, spec);
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
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last)) return null;
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
