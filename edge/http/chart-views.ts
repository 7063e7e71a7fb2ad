// What the chart pages are given: one chart with its stages, limits computed anew, the results of a unit.
import { Type } from "typebox";
import {
  CapabilityViewSchema,
  CharacteristicViewSchema,
  closed,
  Limits,
  nullable,
  SignalViewSchema,
  Verdict,
} from "./view-parts.ts";

/** Established: computed once and kept. Preliminary: rolling until then. */
const StageLimitsSchema = Type.Object(
  {
    state: Type.Union([Type.Literal("established"), Type.Literal("preliminary")]),
    ...{ location: Limits, spread: Limits, sigma: Type.Number(), estimator: Type.String() },
    ...{ fromSubgroup: Type.Integer(), toSubgroup: Type.Integer() },
    at: nullable(Type.String()),
    method: nullable(Type.String({ description: "trial or recomputed" })),
    by: nullable(Type.String()),
    reason: nullable(Type.String({ description: "Why limits were computed anew" })),
  },
  closed,
);

const StageSchema = Type.Object(
  {
    first: Type.Integer({ description: "First subgroup, 0-based" }),
    from: Type.Integer({ description: "Place of its first point" }),
    to: Type.Integer({ description: "Place behind its last point" }),
    name: Type.String({ description: "Empty for the stage that a run begins with" }),
    limits: nullable(StageLimitsSchema),
    begun: nullable(
      Type.Object({ at: Type.String(), by: Type.String(), reason: Type.String() }, closed),
    ),
  },
  closed,
);

/** GET /api/runs/:run/charts/:characteristic — everything one chart shows. */
export const ChartViewSchema = Type.Object(
  {
    run: Type.String(),
    characteristic: CharacteristicViewSchema,
    chart: Type.Union([
      Type.Literal("xbar-r"),
      Type.Literal("xbar-s"),
      Type.Literal("i-mr"),
      Type.Literal("none"),
    ]),
    size: Type.Integer(),
    points: Type.Array(
      Type.Object(
        {
          subgroup: Type.Integer(),
          units: Type.Array(Type.String()),
          values: Type.Array(Type.Number()),
          texts: Type.Array(Type.String()),
          seqs: Type.Array(Type.Integer()),
          location: Type.Number(),
          spread: nullable(Type.Number()),
          at: Type.String(),
          operators: Type.Array(Type.String()),
        },
        closed,
      ),
    ),
    /** Of the stage that the next point belongs to. */
    limits: nullable(StageLimitsSchema),
    /** One at least, in the order of their subgroups. */
    stages: Type.Array(StageSchema),
    /** Subgroups left out of limits and rules; included: taken in again since. */
    exclusions: Type.Array(
      Type.Object(
        {
          ...{ subgroup: Type.Integer(), epoch: Type.String(), seq: Type.Integer() },
          ...{ cause: Type.String(), note: Type.String(), at: Type.String(), by: Type.String() },
          included: nullable(
            Type.Object({ at: Type.String(), by: Type.String(), reason: Type.String() }, closed),
          ),
        },
        closed,
      ),
    ),
    notes: Type.Array(
      Type.Object(
        {
          ...{ subgroup: Type.Integer(), event: Type.String(), text: Type.String() },
          ...{ at: Type.String(), by: Type.String() },
        },
        closed,
      ),
    ),
    signals: Type.Array(SignalViewSchema),
    capability: CapabilityViewSchema,
    histogram: nullable(
      Type.Object({ edges: Type.Array(Type.Number()), counts: Type.Array(Type.Integer()) }, closed),
    ),
  },
  closed,
);

export const BothLimits = Type.Object({ location: Limits, spread: Limits }, closed);

/** GET /api/runs/:run/charts/:characteristic/limits-preview */
export const LimitsPreviewSchema = Type.Object(
  {
    ...{ fromSubgroup: Type.Integer(), toSubgroup: Type.Integer(), subgroups: Type.Integer() },
    excluded: Type.Array(Type.Integer()),
    before: nullable(BothLimits),
    after: BothLimits,
    signals: Type.Object({ before: Type.Integer(), after: Type.Integer() }, closed),
  },
  closed,
);

/** GET /api/runs/:run/units/:unit — by serial or number. */
export const UnitResultsSchema = Type.Object(
  {
    unit: Type.String(),
    unitIndex: Type.Integer(),
    results: Type.Array(
      Type.Object(
        {
          characteristic: CharacteristicViewSchema,
          found: nullable(
            Type.Object(
              {
                type: Type.Union([
                  Type.Literal("measurement"),
                  Type.Literal("attribute"),
                  Type.Literal("skip"),
                ]),
                ...{ epoch: Type.String(), seq: Type.Integer(), at: Type.String() },
                text: nullable(Type.String()),
                verdict: nullable(Verdict),
                nonconforming: nullable(Type.Integer()),
                reason: nullable(Type.String()),
              },
              closed,
            ),
          ),
        },
        closed,
      ),
    ),
  },
  closed,
);
