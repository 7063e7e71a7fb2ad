// Which USB adapter each gauge was on, as the journal's newest records tell it.

import type { Journal } from "../store/index.ts";
import type { FloorGauge } from "./floor.ts";

/** Records looked through from the end: older ones say nothing, and the adapter found counts as new. */
const LOOKED_THROUGH = 100_000;
const PAGE = 5000;

/** Lines that may hang on a USB adapter. */
const isSerial: ReadonlySet<string> = new Set(["serial", "modbus-rtu"]);

/** The newest adapter of each of these gauges that is on a serial port, of the current epoch. */
export async function lastAdapters(
  journal: Pick<Journal, "read" | "head">,
  gauges: readonly Pick<FloorGauge, "id" | "settings">[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const serial = gauges.filter(({ settings }) => isSerial.has(settings.line.kind));
  const sought = new Set(serial.map(({ id }) => id));
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
