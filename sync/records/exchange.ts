// The messages around the records: a batch upward, the collector's answer, a question, a station's state.
import { type Static, Type } from "typebox";

const Seq = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** A message may not be longer than this; a batch aims far lower, one large record may come near. */
export const MESSAGE_BYTES = 4 * 1024 * 1024;
/** Records in one batch at most. */
export const BATCH_RECORDS = 500;
/** A record's JSON text is not taken beyond this length. */
export const RECORD_BYTES = 32 * 1024 * 1024;
/** Parts that one record may be cut into. */
export const RECORD_PARTS = 65_535;

const Instance = Type.String({
  minLength: 1,
  maxLength: 64,
  description: "The running process of the station; another one never has the same",
});

/** A run of records of one epoch, dense from `from` to `to`. Fields added later are let through. */
export const BatchSchema = Type.Object({
  v: Type.Literal(1),
  station: Type.String({ minLength: 1, maxLength: 64 }),
  epoch: Type.String({ minLength: 1, maxLength: 64 }),
  from: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  to: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  sentAt: Type.String({ maxLength: 64 }),
  instance: Type.Optional(Instance),
  records: Type.Array(Type.Unknown(), { minItems: 1, maxItems: BATCH_RECORDS }),
});
export type Batch = Static<typeof BatchSchema>;

/**
 * A piece of one record that is too long for a message of this broker. All `of` pieces, decoded and
 * joined in the order of `part`, are the record's JSON text.
 */
export const RecordPartSchema = Type.Object({
  v: Type.Literal(1),
  station: Type.String({ minLength: 1, maxLength: 64 }),
  epoch: Type.String({ minLength: 1, maxLength: 64 }),
  seq: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  hash: Type.String({ pattern: "^[0-9a-f]{64}$", description: "The record's own hash" }),
  part: Type.Integer({ minimum: 1, maximum: RECORD_PARTS }),
  of: Type.Integer({ minimum: 1, maximum: RECORD_PARTS }),
  sentAt: Type.String({ maxLength: 64 }),
  instance: Type.Optional(Instance),
  base64: Type.String({ pattern: "^[A-Za-z0-9+/]+={0,2}$" }),
});
export type RecordPart = Static<typeof RecordPartSchema>;

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
  to: Type.Optional(
    Type.String({ description: "The instance this is for; others of the same name ignore it" }),
  ),
  refused: Type.Optional(
    Type.Literal("station-twice", {
      description: "Another running station has this name: nothing of this one is taken",
    }),
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
  instance: Type.Optional(Instance),
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
  instance: Type.Optional(Instance),
});
export type StationState = Static<typeof StateSchema>;
