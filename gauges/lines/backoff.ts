// How long to wait before the next attempt to connect: soon at first, never in step with the other gauges.

export const shortestWaitMs = 250;
export const longestWaitMs = 5000;

/**
 * Wait before attempt `failures + 1`: between 250 ms and a ceiling that doubles from 500 ms to 5 s.
 * `random` gives [0, 1).
 */
export function waitMs(failures: number, random: () => number): number {
  const ceiling = Math.min(longestWaitMs, 2 * shortestWaitMs * 2 ** Math.min(failures, 10));
  return shortestWaitMs + random() * (ceiling - shortestWaitMs);
}
