// Makes a kept fault of bytes that gave no reading, and recognises a port with wrong settings.
import type { LineClock } from "../line.ts";
import type { FrameFault, ModelReference, RejectedFrame } from "../reading.ts";

/** Share of bytes with bit 7 set above which a 7-bit text was received with wrong settings. */
const highBitShare = 0.2;
/** The same for control characters but CR and LF: frames hold few of them. */
const controlShare = 0.4;
/** Share of characters from which on the low seven bits count as text. */
const textShare = 0.9;
/** Fewer bytes than this prove nothing. */
const judgedBytesMin = 4;

/** Which gauge a line serves, as readings and faults name it. */
export type LineIdentity = {
  readonly gauge: string;
  readonly port: string;
  readonly model: ModelReference;
};

const reasons: Partial<Record<FrameFault, string>> = {
  "frame-incomplete": "the end of the frame never came",
  "frame-too-long":
    "no end of frame within the longest frame of the model: is it the model, and the baud rate?",
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

/**
 * What is wrong with the settings of the port when a 7-bit text came like this, in words; null when
 * they may be right. Wrong parity sets bit 7 and leaves the text below it; a wrong rate leaves none.
 */
export function wrongSettingsWords(raw: Uint8Array): string | null {
  if (raw.length < judgedBytesMin) return null;
  let high = 0;
  let control = 0;
  let textBelow = 0;
  for (const byte of raw) {
    const below = byte & 0x7f;
    if (byte > 0x7f) high += 1;
    else if (below < 0x20 && below !== 0x0d && below !== 0x0a) control += 1;
    if ((below >= 0x20 && below < 0x7f) || below === 0x0d || below === 0x0a) textBelow += 1;
  }
  if (high > raw.length * highBitShare) {
    return textBelow >= raw.length * textShare
      ? "bytes with bit 7 set and text below it: check parity and data bits of the port"
      : "bytes with bit 7 set and no text below it: check the baud rate, then parity and data bits";
  }
  if (control > raw.length * controlShare) {
    return "bytes that are no characters: check the baud rate, then parity and data bits";
  }
  return null;
}
