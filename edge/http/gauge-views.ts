// What the gauge page is given: one gauge with its model, its standing, and what is doubtful about it.
import { type Static, Type } from "typebox";
import { gaugeCommissioned } from "../../sync/records/index.ts";
import { closed, LocalText, nullable } from "./view-parts.ts";

const Scalar = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]);

/** GET /api/gauges/:id */
export const GaugePageViewSchema = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    serves: Type.Array(Type.String()),
    state: Type.String(),
    reason: Type.String(),
    remedy: nullable(
      Type.String({ description: "What to do about the reason, where it is known" }),
    ),
    asks: Type.Boolean(),
    port: Type.String(),
    adapter: nullable(Type.String()),
    line: Type.Record(Type.String(), Scalar),
    unit: nullable(Type.String({ description: "Set for frames that carry none" })),
    wordOrder: nullable(Type.String()),
    model: Type.Object(
      {
        id: Type.String(),
        hash: Type.String(),
        vendor: Type.String(),
        models: Type.Array(Type.String()),
        evidence: Type.String(),
        source: nullable(Type.String()),
        note: nullable(Type.String()),
        /** Pattern and status of each rule in order; empty for registers and files. */
        rules: Type.Array(Type.Object({ match: Type.String(), status: Type.String() }, closed)),
      },
      closed,
    ),
    commissioning: Type.Object(
      {
        state: Type.Union([
          Type.Literal("commissioned"),
          Type.Literal("needed"),
          Type.Literal("refused"),
          Type.Literal("not-needed"),
        ]),
        /** The last confirmation, in force or not. */
        last: nullable(
          Type.Object(
            {
              at: Type.String(),
              by: Type.String(),
              model: Type.String(),
              hash: Type.String(),
              pairs: gaugeCommissioned.body.properties.pairs,
            },
            closed,
          ),
        ),
      },
      closed,
    ),
    calibration: Type.Object(
      {
        due: nullable(Type.String()),
        overdue: Type.Boolean(),
        policy: Type.Union([Type.Literal("flag"), Type.Literal("refuse")]),
        calibratedOn: nullable(Type.String()),
        certificate: nullable(Type.String()),
      },
      closed,
    ),
    msa: nullable(Type.Object({ on: Type.String(), grrPercent: Type.String() }, closed)),
    /** Step of the last value against the tolerance of each characteristic it serves in the run. */
    resolution: Type.Array(
      Type.Object(
        {
          characteristic: Type.String(),
          balloon: Type.String(),
          name: LocalText,
          tolerance: Type.String({ description: "Width of the tolerance, in the unit below" }),
          step: Type.String({ description: "Smallest step of the gauge, in the same unit" }),
          unit: Type.String(),
          /** Tolerance over step, rounded down; 10 or more is wanted. */
          ratio: Type.Integer(),
          coarse: Type.Boolean(),
        },
        closed,
      ),
    ),
    running: Type.Boolean({ description: "A run is running: readings that count are booked" }),
  },
  closed,
);
export type GaugePageView = Static<typeof GaugePageViewSchema>;

/** GET /api/gauges/:id/live: one event of a watched line. Bytes are hexadecimal. */
export type LineEvent =
  | { readonly event: "bytes"; readonly at: string; readonly raw: string }
  | {
      readonly event: "reading";
      readonly frame: number;
      readonly at: string;
      readonly raw: string;
      readonly rule: number | null;
      readonly channel: string | null;
      readonly text: string | null;
      readonly unit: string | null;
      readonly status: string;
      readonly kind: string | null;
      readonly marks: readonly string[];
    }
  | {
      readonly event: "rejected";
      readonly at: string;
      readonly raw: string;
      readonly fault: string;
      readonly detail: string;
    }
  | { readonly event: "skipped"; readonly count: number };

/** POST /api/gauges/:id/compare */
export const ComparisonSchema = Type.Object(
  {
    agrees: Type.Boolean(),
    why: nullable(Type.String()),
    factor: nullable(Type.String()),
    decoded: Type.Object({ text: Type.String(), unit: Type.String() }, closed),
    shown: Type.Object({ text: Type.String(), unit: Type.String() }, closed),
  },
  closed,
);
export type ComparisonView = Static<typeof ComparisonSchema>;
