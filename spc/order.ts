// Order statistics: sorting, median and the two quantile definitions in use on shop floors.

/** The values, smallest first; the list given stays as it is. */
export function sorted(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}

/** Middle value, or the mean of the two middle ones; NaN of nothing: callers refuse it first. */
export function median(values: readonly number[]): number {
  return quantile(sorted(values), 0.5, 7);
}

/**
 * Sample quantile of sorted values. Type 6: position p(n+1), Minitab and JMP; type 7: position
 * p(n-1)+1, R and Excel's PERCENTILE.INC.
 * Source: Hyndman & Fan, Sample quantiles in statistical packages, The American Statistician 50
 * (1996) 361-365.
 */
export function quantile(ordered: readonly number[], p: number, type: 6 | 7): number {
  const n = ordered.length;
  const position = type === 6 ? p * (n + 1) - 1 : p * (n - 1);
  const clamped = Math.min(n - 1, Math.max(0, position));
  const below = Math.floor(clamped);
  const low = ordered[below] ?? Number.NaN;
  const high = ordered[below + 1] ?? low;
  return low + (clamped - below) * (high - low);
}
