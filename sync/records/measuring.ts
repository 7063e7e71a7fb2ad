// Records of what was measured: measurements, load tests, attribute results, and what could not be used.
import { Type } from "typebox";
import { recordKind } from "./envelope.ts";
import { NamedEpoch } from "./place.ts";
import { ReadingSchema } from "./reading.ts";

const closed = { additionalProperties: false };
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

export const VerdictSchema = Type.Union([
  Type.Literal("ok"),
  Type.Literal("low"),
  Type.Literal("high"),
]);

export const measurementTaken = recordKind(
  "measurement.taken",
  1,
  Type.Object(
    {
      run: Type.String(),
      characteristic: Type.String(),
      unit: Type.String({ description: "Serial of the unit measured" }),
      unitIndex: Type.Integer({ minimum: 1 }),
      lot: nullable(Type.String()),
      operator: nullable(Type.String()),
      value: Type.String({ description: "Decimal string in the characteristic's unit" }),
      uom: Type.String(),
      verdict: VerdictSchema,
      validity: Type.Union([Type.Literal("valid"), Type.Literal("suspect")]),
      marks: Type.Array(Type.String(), {
        description:
          "Why to look twice: bounce, manual, unstable, implausible, calibration-overdue",
      }),
      reading: ReadingSchema,
      calibrationDue: nullable(Type.String({ description: "Of the gauge, when it measured" })),
      source: nullable(Type.Integer({ description: "seq of the unassigned reading it came from" })),
      sourceEpoch: NamedEpoch,
      loadTest: nullable(Type.String({ description: "id of the load-test.finished record" })),
    },
    closed,
  ),
);

export const measurementVoided = recordKind(
  "measurement.voided",
  1,
  Type.Object(
    {
      run: Type.String(),
      characteristic: Type.String(),
      unit: Type.String(),
      measurement: Type.Integer({ description: "seq of the measurement that no longer counts" }),
      epoch: NamedEpoch,
      reason: Type.String({ minLength: 1 }),
    },
    closed,
  ),
);

export const readingUnassigned = recordKind(
  "reading.unassigned",
  1,
  Type.Object(
    {
      run: nullable(Type.String()),
      reason: Type.String(),
      reading: ReadingSchema,
    },
    closed,
  ),
);

export const readingDismissed = recordKind(
  "reading.dismissed",
  1,
  Type.Object(
    {
      reading: Type.Integer({ description: "seq of the reading or frame that left the inbox" }),
      epoch: NamedEpoch,
      reason: Type.String({ minLength: 1 }),
    },
    closed,
  ),
);

export const frameRejected = recordKind(
  "frame.rejected",
  1,
  Type.Object(
    {
      gauge: Type.String(),
      port: Type.String(),
      model: Type.Object({ id: Type.String(), hash: Type.String() }),
      reason: Type.String({ description: "Stable fault code" }),
      detail: Type.String(),
      raw: Type.String({ description: "Bytes in hexadecimal" }),
      receivedAt: Type.String(),
      monotonicMs: Type.Number(),
    },
    closed,
  ),
);

export const attributeCounted = recordKind(
  "attribute.counted",
  1,
  Type.Object(
    {
      run: Type.String(),
      characteristic: Type.String(),
      unit: Type.String(),
      unitIndex: Type.Integer({ minimum: 1 }),
      lot: nullable(Type.String()),
      operator: nullable(Type.String()),
      inspected: Type.Integer({ minimum: 1 }),
      nonconforming: Type.Integer({ minimum: 0 }),
      defects: Type.Record(Type.String(), Type.Integer({ minimum: 0 })),
    },
    closed,
  ),
);

export const unitSkipped = recordKind(
  "unit.skipped",
  1,
  Type.Object(
    {
      run: Type.String(),
      characteristic: Type.String(),
      unit: Type.String(),
      unitIndex: Type.Integer({ minimum: 1 }),
      reason: Type.String({ minLength: 1 }),
    },
    closed,
  ),
);

export const cellReopened = recordKind(
  "cell.reopened",
  1,
  Type.Object(
    {
      run: Type.String(),
      characteristic: Type.String(),
      unit: Type.String(),
      unitIndex: Type.Integer({ minimum: 1 }),
      cell: Type.Integer({ description: "seq of the skip or judgement that no longer counts" }),
      epoch: NamedEpoch,
      reason: Type.String({ minLength: 1 }),
    },
    closed,
  ),
);
