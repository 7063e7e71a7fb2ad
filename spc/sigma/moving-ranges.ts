// The moving range: how far a value is from its neighbours in time.

/**
 * Range of each value and the `length - 1` before it; null where there are not enough before, and
 * null across a gap (a value that is not finite). In the unit of the values.
 * Source: AIAG SPC 2nd edition, chapter II; a longer window: Minitab, moving range of length w.
 */
export function movingRanges(values: readonly number[], length = 2): (number | null)[] {
  return values.map((_, end) => {
    if (end < length - 1) return null;
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = end - length + 1; i <= end; i++) {
      const value = values[i] ?? Number.NaN;
      if (!Number.isFinite(value)) return null;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return high - low;
  });
}
