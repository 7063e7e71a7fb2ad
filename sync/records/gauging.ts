// Records of a gauge's standing: who confirmed what it shows, until when it is calibrated, its last study.
import { Type } from "typebox";
import { recordKind } from "./envelope.ts";

const closed = { additionalProperties: false };
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);
const day = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" });

/** One frame and what a person read off the display beside it. */
const ConfirmedPairSchema = Type.Object(
  {
    channel: nullable(Type.String()),
    text: Type.String({ description: "Decimal string decoded from the frame" }),
    unit: Type.String({ description: "Unit of the decoded value" }),
    shown: Type.String({ description: "Decimal string the person read off the display" }),
    shownUnit: Type.String(),
    raw: Type.String({ description: "The frame's bytes in hexadecimal" }),
    receivedAt: Type.String(),
  },
  closed,
);

export const gaugeCommissioned = recordKind(
  "gauge.commissioned",
  1,
  Type.Object(
    {
      gauge: Type.String(),
      model: Type.Object({ id: Type.String(), hash: Type.String() }, closed),
      evidence: Type.String({ description: "How sure the model was: manual, capture, unverified" }),
      port: Type.String(),
      adapter: nullable(Type.String({ description: "USB adapter, where the port has one" })),
      line: Type.Record(
        Type.String(),
        Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]),
        { description: "Line settings in force: kind, baud, bits, parity, address …" },
      ),
      unit: nullable(Type.String({ description: "Unit set for frames that carry none" })),
      wordOrder: nullable(Type.String()),
      pairs: Type.Array(ConfirmedPairSchema, { minItems: 2, maxItems: 8 }),
      by: Type.String({ minLength: 1, description: "Who compared them" }),
    },
    closed,
  ),
);

export const gaugeCalibrated = recordKind(
  "gauge.calibrated",
  1,
  Type.Object(
    {
      gauge: Type.String(),
      calibratedOn: nullable(day),
      due: nullable(Type.String({ ...day, description: "Last day on which it holds" })),
      certificate: nullable(Type.String({ minLength: 1, maxLength: 200 })),
      msa: nullable(
        Type.Object(
          {
            on: day,
            grrPercent: Type.String({
              pattern: "^\\d{1,3}(\\.\\d{1,3})?$",
              description: "%GRR as reported, a decimal string",
            }),
          },
          closed,
        ),
      ),
    },
    closed,
  ),
);
