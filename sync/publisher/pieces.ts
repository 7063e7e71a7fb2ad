// Decides how a record that is too long for one message is cut into pieces. Pure.
import { RECORD_BYTES, RECORD_PARTS } from "../records/index.ts";
import type { MessageHeader, SentRecord } from "./outbox.ts";

/** Room for the digits of `part` and `of`. */
const FRAME_BYTES = 16;

/** How many pieces a record needs when a message may have `bytes`; null when they are too many. */
export function piecesOf(record: SentRecord, header: MessageHeader, bytes: number): number | null {
  const frame = Buffer.byteLength(pieceText(record, header, 1, 1, "")) + FRAME_BYTES;
  const each = Math.floor((bytes - frame) / 4) * 3;
  const length = Buffer.byteLength(record.text);
  if (each < 1 || length > RECORD_BYTES) return null;
  const of = Math.ceil(length / each);
  return of > RECORD_PARTS ? null : of;
}

/**
 * One piece as a message. The cut follows from the number of pieces alone, so that the same number
 * gives the same pieces again.
 * @param part 1 … of
 */
export function cutPiece(
  record: SentRecord,
  header: MessageHeader,
  part: number,
  of: number,
): string {
  const bytes = Buffer.from(record.text);
  const each = Math.ceil(bytes.length / of);
  const base64 = bytes.subarray((part - 1) * each, part * each).toString("base64");
  return pieceText(record, header, part, of, base64);
}

function pieceText(
  { seq, hash }: SentRecord,
  header: MessageHeader,
  part: number,
  of: number,
  base64: string,
): string {
  return JSON.stringify({ v: 1, ...header, seq, hash, part, of, base64 });
}
