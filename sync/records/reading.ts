// What a gauge said, as it stands inside a record: the value as sent and the bytes it came from.
import { type Static, Type } from "typebox";

/** Status words of a reading; only `ok` (and, marked, `unstable`) carries a value. */
export const ReadingStatusSchema = Type.Union([
  Type.Literal("ok"),
  Type.Literal("unstable"),
  Type.Literal("over-range"),
  Type.Literal("under-range"),
  Type.Literal("no-data"),
  Type.Literal("sensor-error"),
  Type.Literal("command-error"),
  Type.Literal("low-battery"),
  Type.Literal("cancelled"),
]);

/** How the value reached the station. */
export const EntrySchema = Type.Union([
  Type.Literal("gauge"),
  Type.Literal("keyed"),
  Type.Literal("wedge"),
  Type.Literal("file"),
]);

export const ReadingSchema = Type.Object(
  {
    gauge: Type.String({ description: "Gauge id of the station, or the keyed-entry field" }),
    channel: Type.Union([Type.String(), Type.Null()]),
    text: Type.Union([Type.String(), Type.Null()], {
      description: "Decimal string as sent: sign + and leading zeros dropped, trailing zeros kept",
    }),
    unit: Type.Union([Type.String(), Type.Null()]),
    status: ReadingStatusSchema,
    kind: Type.Union([
      Type.Literal("net"),
      Type.Literal("gross"),
      Type.Literal("peak"),
      Type.Null(),
    ]),
    entry: EntrySchema,
    raw: Type.String({ description: "The frame's bytes in hexadecimal" }),
    model: Type.Object({ id: Type.String(), hash: Type.String() }),
    port: Type.String(),
    receivedAt: Type.String({ description: "Wall clock, UTC, ISO 8601 with milliseconds" }),
    monotonicMs: Type.Number({ description: "Monotonic clock of this start of the station" }),
  },
  { additionalProperties: false },
);
export type RecordedReading = Static<typeof ReadingSchema>;
export type ReadingStatus = Static<typeof ReadingStatusSchema>;
export type Entry = Static<typeof EntrySchema>;
