// Makes a reading of one value of a result file.
import type { FileValue } from "../formats/dfq/dfq-readings.ts";
import type { LineClock } from "../line.ts";
import type { Reading } from "../reading.ts";
import type { LineIdentity } from "./rejecting.ts";

/** `name` is the file's; the raw bytes are the value's own fields as the file has them. */
export function fileReading(
  identity: LineIdentity,
  clock: LineClock,
  name: string,
  value: FileValue,
  marks: readonly string[],
): Reading {
  return {
    ...identity,
    channel: value.channel,
    text: value.text,
    value: value.value,
    unit: value.unit,
    status: value.status,
    kind: null,
    entry: "file",
    raw: Buffer.from(value.source, "utf8"),
    receivedAt: clock.wall(),
    monotonicMs: clock.monotonicMs(),
    marks: [...value.marks, ...marks],
    file: { name, ...value.context },
  };
}
