// What the screens are given: one schema per answer, shared by the routes and the pages.
import { type Static, type TSchema, Type } from "typebox";

const closed = { additionalProperties: false };
const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const LocalText = Type.Object({ en: Type.String(), "zh-CN": Type.Optional(Type.String()) }, closed);
const Verdict = Type.Union([Type.Literal("ok"), Type.Literal("low"), Type.Literal("high")]);
const Limits = Type.Object(
  { center: Type.Number(), lcl: Type.Number(), ucl: Type.Number() },
  closed,
);

export const GaugeViewSchema = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    model: Type.String({ description: "Vendor and model as sold" }),
    serves: Type.Array(Type.String()),
    port: Type.String(),
    evidence: Type.String({ description: "manual, capture or unverified" }),
    state: Type.Union([Type.Literal("connecting"), Type.Literal("online"), Type.Literal("away")]),
    reason: Type.String(),
    since: Type.String(),
    calibrationDue: nullable(Type.String()),
    asks: Type.Boolean({ description: "May be asked for a reading from the screen" }),
    last: nullable(
      Type.Object(
        { text: nullable(Type.String()), unit: nullable(Type.String()), at: Type.String() },
        closed,
      ),
    ),
  },
  closed,
);

/** GET /api/station */
export const StationViewSchema = Type.Object(
  {
    station: Type.String(),
    epoch: Type.String(),
    seq: Type.Integer(),
    version: Type.String(),
    demo: Type.Boolean(),
    zone: Type.String(),
    time: Type.String(),
    operator: nullable(Type.String()),
    storage: Type.Object(
      {
        state: Type.Union([Type.Literal("ok"), Type.Literal("refusing")]),
        reason: nullable(Type.String()),
      },
      closed,
    ),
    sync: Type.Object(
      {
        state: Type.Union([
          Type.Literal("off"),
          Type.Literal("connected"),
          Type.Literal("disconnected"),
        ]),
        sent: Type.Integer({ description: "Last seq the broker took" }),
        confirmed: Type.Integer({ description: "Last seq the plant has made durable" }),
        waiting: Type.Integer({ description: "Records not yet taken by the broker" }),
        reason: nullable(Type.String()),
      },
      closed,
    ),
    gauges: Type.Array(GaugeViewSchema),
    run: nullable(
      Type.Object(
        {
          run: Type.String(),
          phase: Type.String(),
          partNumber: Type.String(),
          partName: LocalText,
          target: Type.Integer(),
        },
        closed,
      ),
    ),
    inbox: Type.Integer({ description: "Unassigned readings and rejected frames not dealt with" }),
    openSignals: Type.Integer(),
  },
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

const MeasurementViewSchema = Type.Object(
  {
    seq: Type.Integer(),
    at: Type.String(),
    characteristic: Type.String(),
    unit: Type.String(),
    unitIndex: Type.Integer(),
    text: Type.String(),
    verdict: Verdict,
    validity: Type.String(),
    marks: Type.Array(Type.String()),
    gauge: Type.String(),
    entry: Type.String(),
  },
  closed,
);

/** GET /api/task: what the operator does now. Null task where no run is running. */
export const TaskViewSchema = Type.Object(
  {
    task: nullable(
      Type.Object(
        {
          run: Type.String(),
          partNumber: Type.String(),
          partName: LocalText,
          lot: nullable(Type.String()),
          target: Type.Integer(),
          /** Where the next reading of the armed gauge goes. Null when everything is measured. */
          armed: nullable(
            Type.Object(
              {
                characteristic: CharacteristicViewSchema,
                unit: Type.String(),
                unitIndex: Type.Integer(),
                /** Cells of the current subgroup (one for i-mr), the armed one included. */
                cells: Type.Array(
                  Type.Object(
                    {
                      unit: Type.String(),
                      unitIndex: Type.Integer(),
                      measurement: nullable(MeasurementViewSchema),
                      skipped: nullable(Type.String()),
                    },
                    closed,
                  ),
                ),
                subgroup: Type.Integer({ description: "1-based" }),
                /** Last 25 chart locations with the limits in force. */
                recent: Type.Array(Type.Number()),
                limits: nullable(Limits),
              },
              closed,
            ),
          ),
          /** The characteristics in plan order with their progress. */
          list: Type.Array(
            Type.Object(
              {
                characteristic: CharacteristicViewSchema,
                done: Type.Integer(),
                total: Type.Integer(),
                openSignals: Type.Integer(),
              },
              closed,
            ),
          ),
          last: nullable(MeasurementViewSchema),
        },
        closed,
      ),
    ),
  },
  closed,
);

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

const SignalViewSchema = Type.Object(
  {
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
  },
  closed,
);

/** GET /api/runs/:run/charts/:characteristic — everything one chart shows. */
export const ChartViewSchema = Type.Object(
  {
    run: Type.String(),
    characteristic: CharacteristicViewSchema,
    chart: Type.Union([Type.Literal("xbar-r"), Type.Literal("i-mr"), Type.Literal("none")]),
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
    /** Established: computed from the first subgroups and kept. Preliminary: rolling until then. */
    limits: nullable(
      Type.Object(
        {
          state: Type.Union([Type.Literal("established"), Type.Literal("preliminary")]),
          location: Limits,
          spread: Limits,
          sigma: Type.Number(),
          estimator: Type.String(),
          fromSubgroup: Type.Integer(),
          toSubgroup: Type.Integer(),
          at: nullable(Type.String()),
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
    exitCpk: Type.Optional(Type.Number()),
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
          complete: Type.Boolean(),
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
        },
        closed,
      ),
    ),
    openSignals: Type.Array(SignalViewSchema),
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

/** GET /api/inbox — readings nobody could place and frames nobody could read. */
export const InboxViewSchema = Type.Object(
  {
    total: Type.Integer(),
    entries: Type.Array(
      Type.Object(
        {
          seq: Type.Integer(),
          at: Type.String(),
          kind: Type.Union([Type.Literal("unassigned"), Type.Literal("rejected")]),
          gauge: Type.String(),
          reason: Type.String(),
          text: nullable(Type.String()),
          unit: nullable(Type.String()),
          raw: Type.String(),
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
export type RunView = Static<typeof RunViewSchema>;
export type InboxView = Static<typeof InboxViewSchema>;
