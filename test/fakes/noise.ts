// What a line hears that no gauge said: random bytes and characters, damaged frames, the wrong parity, the wrong
// rate. Every kind is the same for the same seed.

/** Chance, [0, 1). */
export type Chance = () => number;

export const randomBytes = (chance: Chance, count: number): Buffer =>
  Buffer.from(Array.from({ length: count }, () => Math.floor(chance() * 256)));

/** Printable characters, those of numbers three times as often, as a half-right line would have them. */
export function randomText(chance: Chance, count: number): Buffer {
  const digits = "0123456789+-. ";
  const characters = Array.from({ length: count }, () =>
    chance() < 0.5
      ? digits.charCodeAt(Math.floor(chance() * digits.length))
      : 0x20 + Math.floor(chance() * 95),
  );
  return Buffer.from(characters);
}

/** Each bit turned over with this chance. */
export function flipped(frame: Buffer, chance: Chance, rate: number): Buffer {
  const bytes = Buffer.from(frame);
  for (let at = 0; at < bytes.length; at += 1) {
    for (let bit = 0; bit < 8; bit += 1) {
      if (chance() < rate) bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
    }
  }
  return bytes;
}

/** Seven bits with even parity, read as eight bits without. */
export function evenParityAsEightBits(frame: Buffer): Buffer {
  return Buffer.from(
    frame.map((byte) => {
      let ones = 0;
      for (let bit = 0; bit < 7; bit += 1) ones += (byte >> bit) & 1;
      return (byte & 0x7f) | (ones % 2 === 1 ? 0x80 : 0);
    }),
  );
}

const STEPS = 8;

/**
 * Frames sent with eight bits, received at `ratio` times their rate: 2 = the port is set twice as
 * fast as the gauge. Start bits are looked for as a receiver does, bits are read in their middle.
 */
export function atWrongRate(frames: Buffer, ratio: number): Buffer {
  const wire: number[] = [];
  const put = (level: number, bits: number) => {
    for (let step = 0; step < bits * STEPS; step += 1) wire.push(level);
  };
  for (const byte of frames) {
    put(0, 1);
    for (let bit = 0; bit < 8; bit += 1) put((byte >> bit) & 1, 1);
    put(1, 1);
  }
  put(1, 20);
  const bitSteps = STEPS / ratio;
  const level = (at: number) => wire[Math.floor(at)] ?? 1;
  const received: number[] = [];
  for (let at = 0; at < wire.length; ) {
    if (level(at) === 1) {
      at += 1;
      continue;
    }
    let byte = 0;
    for (let bit = 0; bit < 8; bit += 1) byte |= level(at + (1.5 + bit) * bitSteps) << bit;
    received.push(byte);
    at += 9.5 * bitSteps;
    // A break: the line has to come back up before a start can be seen again.
    while (at < wire.length && level(at) === 0) at += 1;
  }
  return Buffer.from(received);
}
