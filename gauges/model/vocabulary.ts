// The closed list of words a gauge model file may use; a gauge that doesn't fit gets a decoder, never a new flag.
import { Type } from "typebox";

export const closed = { additionalProperties: false };

/** One of the given words; a JSON Schema enum, so that an error names them all. */
export function oneOf<const W extends readonly [string, ...string[]]>(...words: W) {
  return Type.Unsafe<W[number]>({ type: "string", enum: [...words] });
}

export const StatusSchema = oneOf(
  "ok",
  "unstable",
  "over-range",
  "under-range",
  "no-data",
  "sensor-error",
  "command-error",
  "low-battery",
  "cancelled",
);

export const KindSchema = oneOf("net", "gross", "peak");

export const FaultSchema = oneOf(
  "frame-incomplete",
  "frame-too-long",
  "frame-unknown",
  "wrong-parity-or-bits",
  "timeout",
  "modbus-exception",
  "file-damaged",
  "file-unsupported",
);

export const EvidenceSchema = oneOf("manual", "capture", "unverified");

/** Captured text → word; what is not listed is kept as captured. */
export const MapSchema = Type.Record(Type.String(), Type.String());

export const PatternSchema = Type.String({
  minLength: 1,
  maxLength: 500,
  description: "Regular expression (flag u), anchored with ^ and $, with named groups",
});

/** What all three sorts of model say of themselves. */
export const identity = {
  id: Type.String({ pattern: "^[a-z0-9][a-z0-9-]{1,47}$" }),
  vendor: Type.String({ minLength: 1 }),
  models: Type.Array(Type.String({ minLength: 1 }), { minItems: 1 }),
  families: Type.Optional(
    Type.Array(Type.String(), { description: "Frame families whose test vectors it must pass" }),
  ),
  evidence: EvidenceSchema,
  source: Type.Optional(Type.String({ description: "Manual, page or capture it was made from" })),
  note: Type.Optional(Type.String({ description: "What a person must know when commissioning" })),
};

export const GivesSchema = Type.Object(
  {
    value: Type.Optional(Type.String({ description: "Decimal text; absent = no value" })),
    unit: Type.Optional(Type.String()),
    channel: Type.Optional(Type.String()),
    kind: Type.Optional(KindSchema),
    status: Type.Optional(StatusSchema),
    code: Type.Optional(Type.String({ description: "Code the device sent with its error" })),
    answer: Type.Optional(Type.String({ description: "Name of the query this frame answers" })),
    fault: Type.Optional(FaultSchema),
  },
  closed,
);
