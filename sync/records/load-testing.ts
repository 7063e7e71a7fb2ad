// Records of load tests: begun, under way, finished with the force curve, and the check of a person
// after a hold.
import { Type } from "typebox";
import { recordKind } from "./envelope.ts";
import { ReadingSchema } from "./reading.ts";

const closed = { additionalProperties: false };
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

export const loadTestStarted = recordKind(
  "load-test.started",
  1,
  Type.Object(
    {
      run: nullable(Type.String()),
      characteristic: nullable(Type.String()),
      unit: nullable(Type.String()),
      unitIndex: Type.Optional(Type.Integer({ minimum: 1 })),
      gauge: Type.String(),
      procedure: Type.String(),
    },
    closed,
  ),
);

/** Most points of a curve that one record of a test under way carries. */
export const SAMPLED_POINTS_MAX = 10_000;

/** What a test under way has shown since its last such record: it outlives a station that is killed. */
export const loadTestSampled = recordKind(
  "load-test.sampled",
  1,
  Type.Object(
    {
      run: Type.String(),
      characteristic: Type.String(),
      unit: Type.String(),
      unitIndex: Type.Integer({ minimum: 1 }),
      test: Type.String({ description: "id of the load-test.started record" }),
      uom: Type.String(),
      elapsedMs: Type.Array(Type.Number(), { maxItems: SAMPLED_POINTS_MAX }),
      force: Type.Array(Type.String(), {
        description: "Decimal strings, in uom",
        maxItems: SAMPLED_POINTS_MAX,
      }),
    },
    closed,
  ),
);

/** Why a test ended the way it did; `outcome` says what became of the load. */
export const LoadTestReasonSchema = Type.Union([
  Type.Literal("broke"),
  Type.Literal("broke-in-hold"),
  Type.Literal("held"),
  Type.Literal("hold-lost"),
  Type.Literal("not-reached"),
  Type.Literal("no-break"),
  Type.Literal("end-not-seen"),
  Type.Literal("overload"),
  Type.Literal("wrong-direction"),
  Type.Literal("rig-away"),
  Type.Literal("aborted"),
  Type.Literal("run-ended"),
  Type.Literal("station-stopped"),
]);

const PlainCurveSchema = Type.Object(
  {
    elapsedMs: Type.Array(Type.Number()),
    force: Type.Array(Type.String(), { description: "Decimal strings, in uom" }),
    sha256: Type.String({ description: "of the canonical JSON of {elapsedMs, force}" }),
  },
  closed,
);

/** Most points a curve may have, packed or not. */
export const CURVE_POINTS_MAX = 120_000;

const PackedCurveSchema = Type.Object(
  {
    packing: Type.Literal("delta-zlib-1", {
      description: "Base64 of zlib of the text that edge/runs/load-test/pack-curve.ts describes",
    }),
    points: Type.Integer({ minimum: 0, maximum: CURVE_POINTS_MAX }),
    packed: Type.String({ maxLength: 2_000_000 }),
    sha256: Type.String({
      description: "of the canonical JSON of the unpacked {elapsedMs, force}",
    }),
  },
  closed,
);

export const loadTestFinished = recordKind(
  "load-test.finished",
  1,
  Type.Object(
    {
      run: nullable(Type.String()),
      characteristic: nullable(Type.String()),
      unit: nullable(Type.String()),
      unitIndex: Type.Optional(Type.Integer({ minimum: 1 })),
      gauge: Type.String(),
      procedure: Type.String(),
      started: nullable(Type.String({ description: "id of the load-test.started record" })),
      outcome: Type.Union([
        Type.Literal("break"),
        Type.Literal("released"),
        Type.Literal("interrupted"),
      ]),
      reason: Type.Optional(LoadTestReasonSchema),
      spent: Type.Optional(
        Type.Boolean({ description: "The specimen must be neither tested again nor shipped" }),
      ),
      uom: Type.String(),
      peak: nullable(Type.String({ description: "Decimal string, in uom" })),
      peakSource: Type.Union([Type.Literal("rig"), Type.Literal("curve")]),
      direction: nullable(
        Type.Union([Type.Literal("positive"), Type.Literal("negative")], {
          description: "Sign the rig gave to the load",
        }),
      ),
      bound: nullable(
        Type.Union([Type.Literal("max-seconds"), Type.Literal("max-points")], {
          description: "The bound that ended the test, when it was not the specimen",
        }),
      ),
      gaps: Type.Array(Type.Object({ fromMs: Type.Number(), toMs: Type.Number() }, closed), {
        description:
          "Stretches without samples since the start, from before it where negative; nothing is filled in",
      }),
      durationMs: Type.Number(),
      ratePerSecond: nullable(
        Type.Number({ description: "Slope 10–90 % of peak or hold force, uom per second" }),
      ),
      rateJudged: Type.Optional(
        nullable(
          Type.Union([Type.Literal("ok"), Type.Literal("too-slow"), Type.Literal("too-fast")]),
        ),
      ),
      holdMs: nullable(Type.Number({ description: "Longest time at 98 % of the peak or more" })),
      hold: Type.Optional(
        nullable(
          Type.Object(
            {
              fromMs: Type.Number({ description: "When the force to hold was reached" }),
              heldMs: Type.Number(),
              minimum: Type.String({ description: "Least force of the hold, decimal string" }),
              complete: Type.Boolean(),
            },
            closed,
          ),
        ),
      ),
      slope: Type.Optional(
        nullable(Type.Number({ description: "Stiffness: fitted line 20–50 % of peak, uom per s" })),
      ),
      knee: Type.Optional(
        nullable(Type.Object({ elapsedMs: Type.Number(), force: Type.Number() }, closed)),
      ),
      breakAt: Type.Optional(
        nullable(Type.Object({ elapsedMs: Type.Number(), force: Type.Number() }, closed)),
      ),
      reading: Type.Optional(nullable(ReadingSchema)),
      curve: Type.Union([PlainCurveSchema, PackedCurveSchema]),
    },
    closed,
  ),
);

/** What a person found after the hold; the measurement that follows carries the verdict. */
export const loadTestChecked = recordKind(
  "load-test.checked",
  1,
  Type.Object(
    {
      run: Type.String(),
      characteristic: Type.String(),
      unit: Type.String(),
      test: Type.String({ description: "id of the load-test.finished record" }),
      function: Type.Union([Type.Literal("ok"), Type.Literal("not-ok")]),
      note: Type.String({ maxLength: 500 }),
    },
    closed,
  ),
);
