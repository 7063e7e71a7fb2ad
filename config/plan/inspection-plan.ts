// The inspection plan: what is measured on which part, against which limits, how often, and what to do.
import { type Static, Type } from "typebox";
import { LoadTestSettingsSchema } from "./load-test-settings.ts";

const closed = { additionalProperties: false };

/** A text in the languages of the screens; English is required, it stands in for what is missing. */
export const LocalTextSchema = Type.Object(
  { en: Type.String({ minLength: 1 }), "zh-CN": Type.Optional(Type.String({ minLength: 1 })) },
  closed,
);

export const CharacteristicSchema = Type.Object(
  {
    id: Type.String({ pattern: "^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$" }),
    balloon: Type.String({ minLength: 1, maxLength: 8 }),
    name: LocalTextSchema,
    kind: Type.Union([
      Type.Literal("variable"),
      Type.Literal("attribute"),
      Type.Literal("load-test"),
    ]),
    unit: Type.Optional(Type.String({ description: "mm, in, N, kN, g, … ; none for attributes" })),
    decimals: Type.Integer({ minimum: 0, maximum: 6, default: 3 }),
    nominal: Type.Optional(Type.Number()),
    lsl: Type.Optional(Type.Number()),
    usl: Type.Optional(Type.Number()),
    class: Type.Union([
      Type.Literal("critical"),
      Type.Literal("significant"),
      Type.Literal("standard"),
    ]),
    function: Type.Union([
      Type.Literal("fit"),
      Type.Literal("function"),
      Type.Literal("certification"),
      Type.Literal("cosmetic"),
    ]),
    chart: Type.Union([
      Type.Literal("xbar-r"),
      Type.Literal("xbar-s"),
      Type.Literal("i-mr"),
      Type.Literal("none"),
    ]),
    subgroup: Type.Integer({ minimum: 1, maximum: 10, default: 5 }),
    trialSubgroups: Type.Integer({
      minimum: 2,
      default: 20,
      description: "Subgroups from which the control limits are computed and then kept",
    }),
    gauge: Type.String({
      description: "Kind of gauge that measures it, as gauges declare `serves`",
    }),
    channel: Type.Optional(
      Type.String({ description: "Channel, point or DFQ number of the gauge" }),
    ),
    every: Type.Integer({ minimum: 1, default: 1, description: "Every n-th unit, from unit n on" }),
    keyed: Type.Boolean({ default: true, description: "May a typed value count?" }),
    loadTest: Type.Optional(LoadTestSettingsSchema),
    requirement: Type.Optional(
      Type.String({ description: "Standard and clause, such as EN 12275 class B" }),
    ),
    reaction: Type.Optional(LocalTextSchema),
  },
  closed,
);
export type Characteristic = Static<typeof CharacteristicSchema>;

export const InspectionPlanSchema = Type.Object(
  {
    part: Type.Object(
      {
        number: Type.String({ minLength: 1 }),
        revision: Type.String({ minLength: 1 }),
        name: LocalTextSchema,
        material: Type.Optional(Type.String()),
      },
      closed,
    ),
    serials: Type.String({
      default: "U{0000}",
      description: "Pattern of unit serials; the zeros in braces give the width of the index",
      pattern: "\\{0+\\}",
    }),
    exit: Type.Object(
      {
        cpk: Type.Number({ default: 1.33, description: "Lower 95 % bound asked of critical ones" }),
        maxOpenCritical: Type.Integer({ minimum: 0, default: 0 }),
      },
      { ...closed, default: {} },
    ),
    characteristic: Type.Array(CharacteristicSchema, { minItems: 1, maxItems: 200 }),
  },
  closed,
);
export type LoadTestSettings = Static<typeof LoadTestSettingsSchema>;
export type InspectionPlan = Static<typeof InspectionPlanSchema>;
