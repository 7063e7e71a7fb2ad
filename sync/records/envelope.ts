// The quality record: the one envelope in which everything that happens is kept and sent.
import { type Static, type TSchema, Type } from "typebox";

/** 64 zeros: the `prev` of the first record of an epoch. */
export const GENESIS_HASH = "0".repeat(64);

export const EnvelopeFields = {
  station: Type.String({ minLength: 1, maxLength: 64 }),
  epoch: Type.String({ description: "UUIDv7 made when the journal was created or restored" }),
  seq: Type.Integer({ minimum: 1, description: "Dense, unique within station and epoch" }),
  id: Type.String({ description: "UUIDv7 of the record" }),
  at: Type.String({ description: "Wall clock, UTC, ISO 8601; never used for order" }),
  kind: Type.String(),
  v: Type.Integer({ minimum: 1 }),
  actor: Type.String({ description: "station, gauge:ID, operator:ID, engineer:ID" }),
  body: Type.Record(Type.String(), Type.Unknown()),
  prev: Type.String({ pattern: "^[0-9a-f]{64}$" }),
  hash: Type.String({ pattern: "^[0-9a-f]{64}$" }),
};

export const QualityRecordSchema = Type.Object(EnvelopeFields, { additionalProperties: false });
export type Envelope = Static<typeof QualityRecordSchema>;

/** What is known of a record before the journal gives it its place: no seq, no hashes yet. */
export type RecordDraft<Kind extends string = string, Body = Record<string, unknown>> = {
  readonly id: string;
  readonly at: string;
  readonly kind: Kind;
  readonly v: number;
  readonly actor: string;
  readonly body: Body;
};

/** A kind of record: its name, version and the schema of its body. */
export type RecordKind<Name extends string = string, Body extends TSchema = TSchema> = {
  readonly kind: Name;
  readonly v: number;
  readonly body: Body;
};

export function recordKind<Name extends string, Body extends TSchema>(
  kind: Name,
  v: number,
  body: Body,
): RecordKind<Name, Body> {
  return { kind, v, body };
}
