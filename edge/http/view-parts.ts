// The parts that several views share: limits, characteristics, capability, signals.
import { type TSchema, Type } from "typebox";

export const closed = { additionalProperties: false };
export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
export const LocalText = Type.Object(
  { en: Type.String(), "zh-CN": Type.Optional(Type.String()) },
  closed,
);
export const Verdict = Type.Union([Type.Literal("ok"), Type.Literal("low"), Type.Literal("high")]);
export const Limits = Type.Object(
  { center: Type.Number(), lcl: Type.Number(), ucl: Type.Number() },
  closed,
);

const CharacteristicViewFields = {
  id: Type.String(),
  balloon: Type.String(),
  name: LocalText,
  kind: Type.Union([
    Type.Literal("variable"),
    Type.Literal("attribute"),
    Type.Literal("load-test"),
  ]),
  unit: Type.String(),
  decimals: Type.Integer(),
  nominal: nullable(Type.Number()),
  lsl: nullable(Type.Number()),
  usl: nullable(Type.Number()),
  class: Type.String(),
  gauge: Type.String(),
  keyed: Type.Boolean(),
  reaction: nullable(LocalText),
};
export const CharacteristicViewSchema = Type.Object(CharacteristicViewFields, closed);

const Interval = Type.Object(
  { lower: Type.Number(), upper: Type.Number(), level: Type.Number() },
  closed,
);
const Index = nullable(Type.Object({ value: Type.Number(), interval: nullable(Interval) }, closed));

export const CapabilityViewSchema = Type.Object(
  {
    n: Type.Integer(),
    mean: nullable(Type.Number()),
    sigmaWithin: nullable(Type.Number()),
    sigmaOverall: nullable(Type.Number()),
    estimator: nullable(Type.String()),
    cp: Index,
    cpk: Index,
    pp: Index,
    ppk: Index,
    stable: nullable(Type.Boolean({ description: "Null while no limits are established" })),
    outOfSpec: Type.Integer(),
    /** Mean − k·s for destructive strength; null otherwise. */
    provenStrength: nullable(
      Type.Object(
        {
          value: Type.Number(),
          k: Type.Number(),
          coverage: Type.Number(),
          confidence: Type.Number(),
        },
        closed,
      ),
    ),
    /** In words, when an index cannot be given or must be read with care; codes for translation. */
    cautions: Type.Array(Type.Object({ code: Type.String(), why: Type.String() }, closed)),
  },
  closed,
);

export const SignalViewSchema = Type.Object(
  {
    epoch: Type.String(),
    seq: Type.Integer(),
    at: Type.String(),
    characteristic: Type.String(),
    chart: Type.Union([Type.Literal("location"), Type.Literal("spread")]),
    rule: Type.String(),
    side: Type.Union([Type.Literal("above"), Type.Literal("below")]),
    subgroup: Type.Integer(),
    points: Type.Array(Type.Integer()),
    answer: nullable(
      Type.Object(
        { cause: Type.String(), action: Type.String(), note: Type.String(), at: Type.String() },
        closed,
      ),
    ),
    /** Kept in the trail though it no longer stands: a value of its points was taken out. */
    withdrawn: nullable(
      Type.Object(
        {
          at: Type.String(),
          reason: Type.Union([
            Type.Literal("point-open"),
            Type.Literal("pattern-gone"),
            Type.Literal("point-excluded"),
          ]),
        },
        closed,
      ),
    ),
  },
  closed,
);
