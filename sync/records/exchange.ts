// The messages around the records: a batch upward, the collector's answer, a question, a station's state.
import { type Static, Type } from "typebox";

const Seq = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** A message may not be longer than this; a batch aims far lower, one large record may come near. */
export const MESSAGE_BYTES = 4 * 1024 * 1024;
/** Records in one batch at most. */
export const BATCH_RECORDS = 500;

/** A run of records of one epoch, dense from `from` to `to`. Fields added later are let through. */
export const BatchSchema = Type.Object({
  v: Type.Literal(1),
  station: Type.String({ minLength: 1, maxLength: 64 }),
  epoch: Type.String({ minLength: 1, maxLength: 64 }),
  from: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  to: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  sentAt: Type.String({ maxLength: 64 }),
  records: Type.Array(Type.Unknown(), { minItems: 1, maxItems: BATCH_RECORDS }),
});
export type Batch = Static<typeof BatchSchema>;

/** What the collector holds durably of one epoch. Sent only after its commit. */
export const AckSchema = Type.Object({
  v: Type.Literal(1),
  station: Type.String(),
  epoch: Type.String(),
  upto: Seq,
  gaps: Type.Array(Type.Tuple([Seq, Seq]), {
    maxItems: 16,
    description: "First and last missing seq, inclusive",
  }),
  asked: Type.Optional(Type.String({ description: "The question this answers" })),
  hello: Type.Optional(
    Type.Boolean({ description: "The collector has just come; the station should ask" }),
  ),
});
export type Ack = Static<typeof AckSchema>;

/** "How far do you hold this epoch?"; the answer carries `asked` and is a truth to go back to. */
export const QuestionSchema = Type.Object({
  v: Type.Literal(1),
  station: Type.String({ minLength: 1, maxLength: 64 }),
  epoch: Type.String({ minLength: 1, maxLength: 64 }),
  ask: Type.Literal("cursor"),
  nonce: Type.String({ minLength: 1, maxLength: 64 }),
});
export type Question = Static<typeof QuestionSchema>;

/** Retained; the last will says online: false. */
export const StateSchema = Type.Object({
  v: Type.Literal(1),
  station: Type.String({ minLength: 1, maxLength: 64 }),
  epoch: Type.String({ minLength: 1, maxLength: 64 }),
  online: Type.Boolean(),
  version: Type.String(),
  backlog: Type.Union([Seq, Type.Null()], { description: "Records not yet confirmed" }),
  head: Type.Union([Seq, Type.Null()]),
  at: Type.String(),
});
export type StationState = Static<typeof StateSchema>;
