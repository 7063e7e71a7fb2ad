// Decides how long a message may be: what the broker announces, what it refuses, what never arrives.
import { MESSAGE_BYTES } from "../records/index.ts";

export type MessageSize = {
  /** Bytes of a message's payload, at most. */
  readonly limit: number;
  /** Whether the broker takes so little that not even pieces of a record fit. */
  readonly tooSmall: boolean;
};

/** A piece of a record needs about 450 bytes around it. */
export const SMALLEST_MESSAGE = 1_024;
/** Where guessing begins: batches are no longer than this anyway. */
const COMMON_BYTES = 64 * 1024;
/** Fixed header, lengths, packet id and an empty list of properties. */
const PACKET_OVERHEAD = 16;

export const anySize: MessageSize = { limit: MESSAGE_BYTES, tooSmall: false };

/**
 * A new connection with what its broker announced (MQTT 5 Maximum Packet Size, bytes; null for
 * nothing). What was learnt on earlier connections stays.
 */
export function announced(size: MessageSize, packetBytes: number | null, topic: string) {
  if (packetBytes === null) return { ...size, tooSmall: false };
  const room = packetBytes - Buffer.byteLength(topic) - PACKET_OVERHEAD;
  return { limit: Math.min(size.limit, room), tooSmall: room < SMALLEST_MESSAGE };
}

/** The broker said that a message of so many bytes is too large (0x95). */
export function refused(size: MessageSize, bytes: number): MessageSize {
  // Longer ones were sent before the limit went down: they teach nothing new.
  if (bytes > size.limit) return size;
  if (bytes <= SMALLEST_MESSAGE) return { limit: SMALLEST_MESSAGE, tooSmall: true };
  return { ...size, limit: Math.max(SMALLEST_MESSAGE, Math.floor(bytes / 2)) };
}

/**
 * Messages of up to so many bytes vanish, or the connection ends with them, and nobody says why. A
 * broker of MQTT 3.1.1 has no other way to say "too large".
 */
export function vanished(size: MessageSize, bytes: number): MessageSize {
  const common = bytes > COMMON_BYTES ? COMMON_BYTES : Math.floor(bytes / 4);
  return { ...size, limit: Math.min(size.limit, Math.max(SMALLEST_MESSAGE, common)) };
}
