// What the screens are given: one schema per answer, shared by the routes and the pages.
import { type Static, Type } from "typebox";
import type { ChartViewSchema, LimitsPreviewSchema, UnitResultsSchema } from "./chart-views.ts";
import type {
  GaugeViewSchema,
  InboxViewSchema,
  MeasurementViewSchema,
  StationViewSchema,
  TaskViewSchema,
} from "./station-views.ts";
import {
  CapabilityViewSchema,
  CharacteristicViewSchema,
  closed,
  Limits,
  LocalText,
  nullable,
  SignalViewSchema,
} from "./view-parts.ts";

/** The record of the decision in force: whoever decides anew names it. */
const DecidedSchema = nullable(
  Type.Object(
    { epoch: Type.String(), seq: Type.Integer(), at: Type.String(), actor: Type.String() },
    closed,
  ),
);
/** A decision that a later one replaced. */
const EarlierSchema = Type.Array(
  Type.Object(
    { decision: Type.String(), reason: Type.String(), at: Type.String(), actor: Type.String() },
    closed,
  ),
);

export const OutputName = Type.Union([
  Type.Literal("iqc"),
  Type.Literal("ipqc"),
  Type.Literal("dimensional"),
  Type.Literal("functional"),
  Type.Literal("assessment"),
]);

/** GET /api/runs/:run — progress, the five outputs and what each lacks. */
export const RunViewSchema = Type.Object(
  {
    run: Type.String(),
    brand: Type.String(),
    supplier: Type.String(),
    order: nullable(Type.String()),
    partNumber: Type.String(),
    partRevision: Type.String(),
    partName: LocalText,
    planHash: Type.String(),
    phase: Type.Union([
      Type.Literal("planned"),
      Type.Literal("running"),
      Type.Literal("held"),
      Type.Literal("closed"),
      Type.Literal("assessed"),
    ]),
    target: Type.Integer(),
    /** Lower 95 % bound of Cpk the plan asks of critical characteristics. */
    exitCpk: Type.Number(),
    plannedAt: Type.String(),
    startedAt: nullable(Type.String()),
    closedAt: nullable(Type.String()),
    /** Units for which every owed cell is filled. */
    unitsDone: Type.Integer(),
    unitsNonconforming: Type.Integer(),
    cellsDone: Type.Integer(),
    cellsOwed: Type.Integer(),
    outputs: Type.Array(
      Type.Object(
        {
          output: OutputName,
          inPlan: Type.Boolean({ description: "False: the plan asks nothing of this output" }),
          complete: Type.Boolean({ description: "Nothing is lacking" }),
          /** Codes with figures, translated on the screen: e.g. cells-missing {n}. */
          lacks: Type.Array(
            Type.Object(
              {
                code: Type.String(),
                params: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
              },
              closed,
            ),
          ),
        },
        closed,
      ),
    ),
    characteristics: Type.Array(
      Type.Object(
        {
          characteristic: CharacteristicViewSchema,
          chart: Type.String(),
          done: Type.Integer(),
          owed: Type.Integer(),
          capability: CapabilityViewSchema,
          openSignals: Type.Integer(),
          signals: Type.Integer(),
          limitsEstablished: Type.Boolean(),
          /** Last 30 locations for a sparkline, with the limits. */
          recent: Type.Array(Type.Number()),
          limits: nullable(Limits),
        },
        closed,
      ),
    ),
    lots: Type.Array(
      Type.Object(
        {
          lot: Type.String(),
          material: Type.String(),
          supplier: Type.String(),
          role: Type.String(),
          heat: nullable(Type.String()),
          quantity: Type.String(),
          certificate: nullable(Type.String({ description: "Type and number" })),
          decision: nullable(Type.String()),
          reason: nullable(Type.String()),
          decided: DecidedSchema,
          earlier: EarlierSchema,
        },
        closed,
      ),
    ),
    findings: Type.Array(
      Type.Object(
        {
          finding: Type.String(),
          type: Type.String(),
          severity: Type.String(),
          title: Type.String(),
          description: Type.String(),
          characteristic: nullable(Type.String()),
          units: Type.Array(Type.String()),
          owner: nullable(Type.String()),
          due: nullable(Type.String()),
          disposition: nullable(Type.String()),
          reason: nullable(Type.String()),
          decided: DecidedSchema,
          earlier: EarlierSchema,
        },
        closed,
      ),
    ),
    openSignals: Type.Array(SignalViewSchema),
    /** Cells that were skipped or judged nonconforming, newest first: each can be taken back. */
    exceptions: Type.Array(
      Type.Object(
        {
          type: Type.Union([Type.Literal("skip"), Type.Literal("attribute")]),
          epoch: Type.String(),
          seq: Type.Integer(),
          at: Type.String(),
          balloon: Type.String(),
          unit: Type.String(),
          /** Why it was skipped; null for a judgement. */
          reason: nullable(Type.String()),
          defects: Type.Array(Type.String()),
        },
        closed,
      ),
    ),
    assessment: nullable(
      Type.Object(
        {
          decision: Type.String(),
          conditions: Type.Array(Type.String()),
          units: Type.String(),
          summary: Type.String(),
          actor: Type.String(),
          at: Type.String(),
        },
        closed,
      ),
    ),
  },
  closed,
);

export type GaugeView = Static<typeof GaugeViewSchema>;
export type StationView = Static<typeof StationViewSchema>;
export type CharacteristicView = Static<typeof CharacteristicViewSchema>;
export type MeasurementView = Static<typeof MeasurementViewSchema>;
export type TaskView = Static<typeof TaskViewSchema>;
export type CapabilityView = Static<typeof CapabilityViewSchema>;
export type SignalView = Static<typeof SignalViewSchema>;
export type ChartView = Static<typeof ChartViewSchema>;
export type LimitsPreviewView = Static<typeof LimitsPreviewSchema>;
export type UnitResultsView = Static<typeof UnitResultsSchema>;
export type RunView = Static<typeof RunViewSchema>;
export type InboxView = Static<typeof InboxViewSchema>;
export type { ComparisonView, GaugePageView, LineEvent } from "./gauge-views.ts";
