// Records of the control charts: limits put in force, signals raised and what was answered.
import { Type } from "typebox";
import { recordKind } from "./envelope.ts";
import { NamedEpoch } from "./place.ts";

const closed = { additionalProperties: false };
const ChartLimits = Type.Object(
  { center: Type.Number(), lcl: Type.Number(), ucl: Type.Number() },
  closed,
);

export const limitsEstablished = recordKind(
  "limits.established",
  1,
  Type.Object(
    {
      run: Type.String(),
      characteristic: Type.String(),
      chart: Type.Union([Type.Literal("xbar-r"), Type.Literal("xbar-s"), Type.Literal("i-mr")]),
      size: Type.Integer({ minimum: 1 }),
      method: Type.Union([Type.Literal("trial"), Type.Literal("recomputed")], {
        description: "From the first subgroups of the stage, or anew because a person asked for it",
      }),
      stage: Type.Optional(
        Type.Integer({ minimum: 0, description: "First subgroup of its stage; 0 if absent" }),
      ),
      excluded: Type.Optional(
        Type.Array(Type.Integer({ minimum: 0 }), {
          description: "Subgroups between the two that were left out",
        }),
      ),
      reason: Type.Optional(Type.String({ description: "Why limits were computed anew" })),
      fromSubgroup: Type.Integer({ minimum: 0 }),
      toSubgroup: Type.Integer({ minimum: 0, description: "Inclusive, 0-based" }),
      sigma: Type.Number(),
      estimator: Type.String(),
      location: ChartLimits,
      spread: ChartLimits,
    },
    closed,
  ),
);

export const signalRaised = recordKind(
  "signal.raised",
  1,
  Type.Object(
    {
      run: Type.String(),
      characteristic: Type.String(),
      chart: Type.Union([Type.Literal("location"), Type.Literal("spread")]),
      rule: Type.String({ description: "we-1 … we-4" }),
      side: Type.Union([Type.Literal("above"), Type.Literal("below")]),
      subgroup: Type.Integer({ minimum: 0, description: "The point that completed the pattern" }),
      points: Type.Array(Type.Integer({ minimum: 0 }), {
        description: "All points that formed it",
      }),
    },
    closed,
  ),
);

export const signalWithdrawn = recordKind(
  "signal.withdrawn",
  1,
  Type.Object(
    {
      run: Type.String(),
      characteristic: Type.String(),
      signal: Type.Integer({ description: "seq of the signal that no longer stands" }),
      epoch: NamedEpoch,
      reason: Type.Union(
        [Type.Literal("point-open"), Type.Literal("pattern-gone"), Type.Literal("point-excluded")],
        {
          description:
            "A value of one of its points was taken out, the points judged anew do not form it, or one of them was excluded",
        },
      ),
    },
    closed,
  ),
);

export const signalAcknowledged = recordKind(
  "signal.acknowledged",
  1,
  Type.Object(
    {
      run: Type.String(),
      signal: Type.Integer({ description: "seq of the signal" }),
      epoch: NamedEpoch,
      cause: Type.String({ minLength: 1 }),
      action: Type.String({ minLength: 1 }),
      note: Type.String(),
    },
    closed,
  ),
);
