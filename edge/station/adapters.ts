// Which USB adapter each gauge was on, as the journal's newest records tell it.
import type { Journal } from "../store/index.ts";

/** Records looked through from the end: older ones say nothing, and the adapter found counts as new. */
const LOOKED_THROUGH = 100_000;
const PAGE = 5000;

/** The newest adapter of each of these gauges, of the current epoch. */
export async function lastAdapters(
  journal: Pick<Journal, "read" | "head">,
  gauges: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const sought = new Set(gauges);
  const { seq } = journal.head();
  const first = Math.max(1, seq - LOOKED_THROUGH + 1);
  for (let last = seq; last >= first && sought.size > 0; last -= PAGE) {
    const from = Math.max(first, last - PAGE + 1);
    const records = await journal.read(from, last - from + 1);
    for (const { kind, body } of records.toReversed()) {
      if (kind === "gauge.adapter" && sought.delete(body.gauge))
        found.set(body.gauge, body.adapter);
    }
  }
  return found;
}
