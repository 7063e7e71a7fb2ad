// Whether the long forms of tests run: `GAUGE_LONG=1 npx vitest run test/gauges` plays every storm,
// unplug and noise test at its full size; else a short form of the same runs.

export const longRuns = process.env.GAUGE_LONG === "1";

/** The size of the long form, or of the short one. */
export function sized<T>(short: T, long: T): T {
  return longRuns ? long : short;
}

/** Prints a figure of a run, so that a long run can be reported. */
export function tell(words: string): void {
  process.stderr.write(`${words}\n`);
}
