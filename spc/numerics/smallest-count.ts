// Where a rising yes/no question about a count turns to yes.

/**
 * Smallest whole k >= 0 for which `holds`, which stays true once it is; found by doubling steps
 * from `start` and bisection, never above `most`.
 */
export function smallestCount(
  holds: (k: number) => boolean,
  start: number,
  most = Number.MAX_SAFE_INTEGER,
): number {
  let high = Math.min(most, Math.max(0, Math.floor(start)));
  let low = high;
  let step = 1;
  while (high < most && !holds(high)) {
    low = high + 1;
    high = Math.min(most, high + step);
    step *= 2;
  }
  step = 1;
  while (low > 0 && holds(low - 1)) {
    high = low - 1;
    low = Math.max(0, low - 1 - step);
    step *= 2;
  }
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return high;
}
