// Decides what a received message is worth: which records stand, and why the others do not.
import type { TSchema } from "typebox";
import { Compile, type Validator } from "typebox/compile";
import { findKind, recordKinds } from "./catalogue.ts";
import { type Envelope, QualityRecordSchema } from "./envelope.ts";
import {
  type Ack,
  AckSchema,
  type Batch,
  BatchSchema,
  type Question,
  QuestionSchema,
  type RecordPart,
  RecordPartSchema,
  StateSchema,
  type StationState,
} from "./exchange.ts";
import { hashRecord } from "./hash.ts";

/** Stable codes of what is wrong with a message or a record. */
export type BatchFault = "not-json" | "not-a-batch" | "range-mismatch";
export type RecordFault = "not-a-record" | "wrong-place" | "hash-mismatch";
export type BodyFlaw = "unknown-kind" | "unknown-version" | "body-invalid";

/**
 * A record that stands may still be flawed: its hash proves that the station wrote it so, hence it is
 * kept, and the flaw is reported beside it.
 */
export type RecordCheck =
  | {
      readonly ok: true;
      readonly record: Envelope;
      readonly flaw: { readonly code: BodyFlaw; readonly detail: string } | null;
    }
  | { readonly ok: false; readonly fault: RecordFault; readonly detail: string };

export type BatchCheck =
  | { readonly ok: true; readonly batch: Batch }
  | { readonly ok: false; readonly fault: BatchFault; readonly detail: string };

const envelope = Compile(QualityRecordSchema);
const batchMessage = Compile(BatchSchema);
const ackMessage = Compile(AckSchema);
const questionMessage = Compile(QuestionSchema);
const partMessage = Compile(RecordPartSchema);
const stateMessage = Compile(StateSchema);
const bodies = new Map<string, Validator>(
  recordKinds.map((known): [string, Validator] => {
    const body: TSchema = known.body;
    return [known.kind, Compile(body)];
  }),
);

function firstError(validator: Validator, value: unknown): string {
  const [first] = validator.Errors(value);
  return first === undefined ? "does not fit" : `${first.instancePath || "/"} ${first.message}`;
}

/**
 * Checks one record against the place it was sent for and against its own hash.
 * @param value what stood in the batch
 * @param place station, epoch and seq that the batch gives this position
 */
export function checkRecord(
  value: unknown,
  place: { readonly station: string; readonly epoch: string; readonly seq: number },
): RecordCheck {
  if (!envelope.Check(value)) {
    return { ok: false, fault: "not-a-record", detail: firstError(envelope, value) };
  }
  if (value.station !== place.station || value.epoch !== place.epoch || value.seq !== place.seq) {
    const found = `${value.station}/${value.epoch}/${value.seq}`;
    return { ok: false, fault: "wrong-place", detail: `says ${found}` };
  }
  const hash = contentHash(value);
  if (hash === null) {
    return { ok: false, fault: "not-a-record", detail: "holds a number beyond JSON" };
  }
  if (hash !== value.hash) {
    return { ok: false, fault: "hash-mismatch", detail: `content gives ${hash}` };
  }
  return { ok: true, record: value, flaw: bodyFlaw(value) };
}

/** The hash that the content gives; null without a canonical form (1e999 is read as Infinity). */
function contentHash(record: Envelope): string | null {
  const { hash: _claimed, ...content } = record;
  try {
    return hashRecord(content);
  } catch {
    return null;
  }
}

function bodyFlaw(record: Envelope): { code: BodyFlaw; detail: string } | null {
  const known = findKind(record.kind);
  const body = bodies.get(record.kind);
  if (known === undefined || body === undefined) {
    return { code: "unknown-kind", detail: record.kind };
  }
  if (record.v > known.v) return { code: "unknown-version", detail: `${record.kind} ${record.v}` };
  if (body.Check(record.body)) return null;
  return { code: "body-invalid", detail: firstError(body, record.body) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Checks the frame of a batch; its records are checked one by one with checkRecord. */
export function checkBatch(text: string): BatchCheck {
  const value = parse(text);
  if (value === undefined) return { ok: false, fault: "not-json", detail: "cannot be parsed" };
  if (!batchMessage.Check(value)) {
    return { ok: false, fault: "not-a-batch", detail: firstError(batchMessage, value) };
  }
  if (value.to - value.from + 1 !== value.records.length) {
    const detail = `${value.from}…${value.to} with ${value.records.length} records`;
    return { ok: false, fault: "range-mismatch", detail };
  }
  return { ok: true, batch: value };
}

/** A piece of a record, or null when the message is none. */
export function readPart(text: string): RecordPart | null {
  const value = parse(text);
  return partMessage.Check(value) && value.part <= value.of ? value : null;
}

/** The collector's answer, or null when the message is none. */
export function readAck(text: string): Ack | null {
  const value = parse(text);
  return ackMessage.Check(value) ? value : null;
}

/** A station's question, or null when the message is none. */
export function readQuestion(text: string): Question | null {
  const value = parse(text);
  return questionMessage.Check(value) ? value : null;
}

/** A station's state, or null when the message is none. */
export function readState(text: string): StationState | null {
  const value = parse(text);
  return stateMessage.Check(value) ? value : null;
}
