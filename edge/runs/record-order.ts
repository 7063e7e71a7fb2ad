// Which of two records of a run is the newer one: by the order of their epochs in it, then by seq.
import type { RecordPlace } from "../../sync/records/index.ts";

/** Negative when `a` stands before `b`; `epochs` are those of the run, oldest first. */
export function compareOrder(epochs: readonly string[], a: RecordPlace, b: RecordPlace): number {
  return a.epoch === b.epoch ? a.seq - b.seq : epochs.indexOf(a.epoch) - epochs.indexOf(b.epoch);
}
