// What the gauge station's screens are given: the station, the task, the inbox.
import { Type } from "typebox";
import {
  CharacteristicViewSchema,
  closed,
  Limits,
  LocalText,
  nullable,
  Verdict,
} from "./view-parts.ts";

export const GaugeViewSchema = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    model: Type.String({ description: "Vendor and model as sold" }),
    serves: Type.Array(Type.String()),
    port: Type.String(),
    evidence: Type.String({ description: "manual, capture or unverified" }),
    state: Type.Union(
      [
        Type.Literal("connecting"),
        Type.Literal("online"),
        Type.Literal("away"),
        Type.Literal("swapped"),
      ],
      { description: "swapped: its USB adapter is another one; nothing is read until confirmed" },
    ),
    reason: Type.String(),
    since: Type.String(),
    calibrationDue: nullable(Type.String()),
    commissioning: Type.Union(
      [
        Type.Literal("commissioned"),
        Type.Literal("needed"),
        Type.Literal("refused"),
        Type.Literal("not-needed"),
      ],
      { description: "needed, refused: its values are kept and do not count" },
    ),
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

export const MeasurementViewSchema = Type.Object(
  {
    epoch: Type.String(),
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

/** Where and when the record stands that filled a cell. */
const FilledSchema = Type.Object(
  { epoch: Type.String(), seq: Type.Integer(), at: Type.String() },
  closed,
);

/** The newest result of a run, of any kind: what "undo last" takes back. */
const LastCellSchema = Type.Object(
  {
    type: Type.Union([
      Type.Literal("measurement"),
      Type.Literal("attribute"),
      Type.Literal("skip"),
    ]),
    ...FilledSchema.properties,
    characteristic: Type.String(),
    unit: Type.String(),
    unitIndex: Type.Integer(),
    /** The value; null where none was measured. */
    text: nullable(Type.String()),
  },
  closed,
);

/** A pull that gave neither a value nor a specimen to check, and why. */
const UnprovenPullSchema = Type.Object(
  {
    test: Type.String({ description: "id of the load-test.finished record" }),
    characteristic: Type.String(),
    unit: Type.String(),
    at: Type.String(),
    reason: Type.String({ description: "As in the record: hold-lost, aborted, rig-away, …" }),
    /** The specimen must be neither tested again nor shipped. */
    spent: Type.Boolean(),
    /** The highest force that was seen, decimal string; null where none was. */
    peak: nullable(Type.String()),
    uom: Type.String(),
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
                      /** Judged cells: 0 conforming, 1 nonconforming; null for the rest. */
                      nonconforming: nullable(Type.Integer()),
                      /** The record that filled the cell, to take it back; null while it is open. */
                      filled: nullable(FilledSchema),
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
          /** Specimens whose load was held: somebody must say whether they still work. */
          checks: Type.Array(
            Type.Object(
              {
                test: Type.String({ description: "id of the load-test.finished record" }),
                characteristic: Type.String(),
                unit: Type.String(),
                minimum: Type.String({ description: "Least force of the hold" }),
                uom: Type.String(),
                heldMs: Type.Number(),
                question: nullable(LocalText),
              },
              closed,
            ),
          ),
          /** The newest pull of each rig where it proved nothing, until the next one begins. */
          unproven: Type.Array(UnprovenPullSchema),
          lastCell: nullable(LastCellSchema),
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
          epoch: Type.String(),
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
