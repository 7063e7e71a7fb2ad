// Decides what the next message holds: as many records as fit, or a piece of one that is too long.
import type { MessageSize } from "./message-size.ts";
import { batchText, fillBatch, type MessageHeader, type SentRecord } from "./outbox.ts";
import { cutPiece, piecesOf } from "./pieces.ts";
import { limits } from "./settings.ts";

export type NextMessage =
  | { readonly is: "batch"; readonly text: string; readonly to: number }
  | { readonly is: "piece"; readonly text: string; readonly last: boolean }
  /** Nothing can leave: the broker takes too little for this record. */
  | { readonly is: "held"; readonly code: "broker-packets-too-small" | "record-too-long" };

/**
 * The message that begins with the first of `records`; null when there is none.
 * @param pieces how many pieces of the first record have left already
 */
export function nextMessage(
  records: readonly SentRecord[],
  pieces: number,
  header: MessageHeader,
  size: MessageSize,
): NextMessage | null {
  const [first] = records;
  if (first === undefined) return null;
  if (size.tooSmall) return { is: "held", code: "broker-packets-too-small" };
  const frame = Buffer.byteLength(batchText(header, [])) + FRAME_BYTES;
  const room = Math.min(limits.batchBytes, size.limit - frame);
  const batch = fillBatch(records, first.seq, room);
  if (batch.length > 1 || Buffer.byteLength(first.text) + frame <= size.limit) {
    return { is: "batch", text: batchText(header, batch), to: first.seq + batch.length - 1 };
  }
  const of = piecesOf(first, header, size.limit);
  if (of === null) return { is: "held", code: "record-too-long" };
  const part = pieces + 1;
  return { is: "piece", text: cutPiece(first, header, part, of), last: part >= of };
}

/** Room for the digits of `from` and `to`. */
const FRAME_BYTES = 32;
