// Makes a kept fault of bytes that gave no reading, and recognises text received with the wrong parity.
import type { LineClock } from "../line.ts";
import type { FrameFault, ModelReference, RejectedFrame } from "../reading.ts";

/** Share of bytes with bit 7 set above which a 7-bit text was received with wrong settings. */
const highBitShare = 0.2;
/** Fewer bytes than this prove nothing about parity. */
const highBitBytesMin = 4;

/** Which gauge a line serves, as readings and faults name it. */
export type LineIdentity = {
  readonly gauge: string;
  readonly port: string;
  readonly model: ModelReference;
};

const reasons: Partial<Record<FrameFault, string>> = {
  "frame-incomplete": "the end of the frame never came",
  "frame-too-long": "no end of frame within the longest frame of the model",
  "frame-unknown": "bytes outside of any frame",
};

export function reasonFor(fault: FrameFault): string {
  return reasons[fault] ?? fault;
}

export function rejectedFrame(
  identity: LineIdentity,
  clock: LineClock,
  fault: FrameFault,
  detail: string,
  raw: Uint8Array,
): RejectedFrame {
  return {
    ...identity,
    fault,
    detail,
    raw,
    receivedAt: clock.wall(),
    monotonicMs: clock.monotonicMs(),
  };
}

export function looksLikeWrongParity(raw: Uint8Array): boolean {
  if (raw.length < highBitBytesMin) return false;
  let high = 0;
  for (const byte of raw) if (byte > 0x7f) high += 1;
  return high > raw.length * highBitShare;
}
