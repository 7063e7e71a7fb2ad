// The bodies of the commands: what a screen may ask the station to do.
import { type Static, Type } from "typebox";
import {
  findingDisposed,
  findingOpened,
  lotDecided,
  lotReceived,
  runAssessed,
} from "../../sync/records/index.ts";
import { BothLimits } from "./chart-views.ts";

const closed = { additionalProperties: false };
const reason = Type.String({ minLength: 1, maxLength: 500 });
const clientId = Type.String({
  pattern: "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
  description: "UUID made by the sender: sending twice has one effect",
});

/** Epoch of the record that the address names by its seq; the current one where it is absent. */
const epoch = Type.Optional(Type.String({ description: "Absent: the current epoch" }));

/** A page, or its queue of values, may be older than the run that is running now. */
const run = Type.Optional(
  Type.String({ description: "The run that was on the screen; another one running is refused" }),
);

export const OperatorCommand = Type.Object(
  {
    operator: Type.Union([
      Type.String({ minLength: 1, maxLength: 64, pattern: "\\S" }),
      Type.Null(),
    ]),
  },
  closed,
);
export const ArmCommand = Type.Object(
  { run, characteristic: Type.String(), unitIndex: Type.Integer({ minimum: 1 }) },
  closed,
);
export const ReadingCommand = Type.Object(
  {
    id: clientId,
    text: Type.String({ minLength: 1, maxLength: 64 }),
    entry: Type.Union([Type.Literal("keyed"), Type.Literal("wedge")]),
    run,
    characteristic: Type.String(),
    unitIndex: Type.Integer({ minimum: 1 }),
    confirmed: Type.Optional(
      Type.Boolean({ description: "The person insists although the value lies far off" }),
    ),
  },
  closed,
);
export const AttributeCommand = Type.Object(
  {
    id: clientId,
    run,
    characteristic: Type.String(),
    unitIndex: Type.Integer({ minimum: 1 }),
    nonconforming: Type.Union([Type.Literal(0), Type.Literal(1)]),
    defects: Type.Record(Type.String(), Type.Integer({ minimum: 0 })),
  },
  closed,
);
export const ReasonCommand = Type.Object({ reason, epoch }, closed);
export const SkipCommand = Type.Object(
  { run, characteristic: Type.String(), unitIndex: Type.Integer({ minimum: 1 }), reason },
  closed,
);
export const AssignCommand = Type.Object({ ...ArmCommand.properties, epoch }, closed);
export const LoadTestCheckCommand = Type.Object(
  {
    id: clientId,
    test: Type.String({ minLength: 1, maxLength: 64 }),
    function: Type.Union([Type.Literal("ok"), Type.Literal("not-ok")]),
    note: Type.String({ maxLength: 500 }),
  },
  closed,
);
export const AnswerCommand = Type.Object(
  {
    cause: Type.String({ minLength: 1, maxLength: 200 }),
    action: Type.String({ minLength: 1, maxLength: 200 }),
    note: Type.String({ maxLength: 1000 }),
    epoch,
  },
  closed,
);
const subgroup = Type.Integer({ minimum: 0, description: "0-based" });
export const ExcludeCommand = Type.Object(
  { subgroup, cause: reason, note: Type.String({ maxLength: 1000 }) },
  closed,
);
export const IncludeCommand = Type.Object({ subgroup, reason }, closed);
export const StageCommand = Type.Object(
  { subgroup, name: Type.String({ minLength: 1, maxLength: 60 }), reason },
  closed,
);
export const NoteCommand = Type.Object(
  {
    subgroup,
    event: Type.String({ minLength: 1, maxLength: 60 }),
    text: Type.String({ maxLength: 1000 }),
  },
  closed,
);
export const LimitsCommand = Type.Object(
  {
    subgroup,
    toSubgroup: Type.Integer({
      minimum: 0,
      description: "Last subgroup of the preview: what was looked at is put in force",
    }),
    shown: Type.Optional(BothLimits),
    reason,
  },
  closed,
);
export const PhaseCommand = Type.Object(
  {
    step: Type.Union([
      Type.Literal("start"),
      Type.Literal("hold"),
      Type.Literal("resume"),
      Type.Literal("close"),
    ]),
    reason: Type.Union([Type.String({ maxLength: 500 }), Type.Null()]),
  },
  closed,
);
export const FindingCommand = Type.Object(
  {
    id: Type.Optional(clientId),
    ...Type.Omit(findingOpened.body, ["run", "finding"]).properties,
  },
  closed,
);
/** The decision that a new one replaces: whoever decides anew has seen it. */
const replaces = Type.Optional(
  Type.Object({ epoch: Type.String(), seq: Type.Integer({ minimum: 1 }) }, closed),
);
export const DispositionCommand = Type.Object(
  { ...Type.Pick(findingDisposed.body, ["disposition", "reason"]).properties, replaces },
  closed,
);
export const LotCommand = Type.Omit(lotReceived.body, ["run"]);
export const LotDecisionCommand = Type.Object(
  { ...Type.Pick(lotDecided.body, ["decision", "reason"]).properties, replaces },
  closed,
);
export const AssessmentCommand = Type.Omit(runAssessed.body, ["run"]);

/** What a command answers once its records are durable. */
export const CommandAnswerSchema = Type.Object(
  {
    epoch: Type.String(),
    seq: Type.Integer({ description: "seq of the act's first record" }),
    kind: Type.String(),
    verdict: Type.Optional(Type.String()),
    reason: Type.Optional(Type.String()),
  },
  closed,
);
export type CommandAnswer = Static<typeof CommandAnswerSchema>;
