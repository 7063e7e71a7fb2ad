// The shape of the demo's data file: who, which lots, how each process behaves, and the final decision.
import { type Static, Type } from "typebox";
import {
  findingDisposed,
  findingOpened,
  lotDecided,
  lotReceived,
  runAssessed,
} from "../../sync/records/index.ts";

const closed = { additionalProperties: false };

/** One manufacturing process as seen by the gauge; lengths in the characteristic's unit. */
export const ProcessSchema = Type.Object(
  {
    mean: Type.Number(),
    sd: Type.Number({ minimum: 0 }),
    driftPerPart: Type.Number({ default: 0, description: "Tool wear" }),
    step: Type.Optional(
      Type.Object(
        { at: Type.Integer({ minimum: 1 }), by: Type.Number() },
        { ...closed, description: "From this unit on the mean is shifted by so much" },
      ),
    ),
    nonconforming: Type.Array(Type.Integer({ minimum: 1 }), {
      description: "Units that fail a judged characteristic",
    }),
  },
  closed,
);

export const StorySchema = Type.Object(
  {
    operator: Type.String(),
    brand: Type.String(),
    supplier: Type.String(),
    order: Type.String(),
    run: Type.String(),
    target: Type.Integer({ minimum: 1 }),
    seed: Type.Integer(),
    lots: Type.Array(
      Type.Object({
        ...Type.Omit(lotReceived.body, ["run"]).properties,
        decision: Type.Pick(lotDecided.body, ["decision", "reason"]),
      }),
    ),
    processes: Type.Record(Type.String(), ProcessSchema),
    findings: Type.Array(
      Type.Object({
        ...Type.Omit(findingOpened.body, ["run", "finding"]).properties,
        ...Type.Pick(findingDisposed.body, ["disposition", "reason"]).properties,
      }),
    ),
    nonconforming: Type.Object(
      {
        title: Type.String(),
        severity: findingOpened.body.properties.severity,
        disposition: findingDisposed.body.properties.disposition,
        reason: Type.String(),
      },
      closed,
    ),
    answer: Type.Object(
      { cause: Type.String(), action: Type.String(), note: Type.String() },
      closed,
    ),
    assessment: Type.Omit(runAssessed.body, ["run"]),
  },
  closed,
);
export type Story = Static<typeof StorySchema>;
export type DemoProcess = Static<typeof ProcessSchema>;
