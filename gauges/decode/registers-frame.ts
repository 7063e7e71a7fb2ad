// Captured Modbus bytes → the registers or the exception in them: an RTU answer, a TCP answer, or
// the bare registers of a block. For captures and examples; a live line has them from its client.

/** What a captured answer holds, or why it is none. */
export type CapturedAnswer =
  | { readonly registers: readonly number[]; readonly unitId: number | null }
  | { readonly exception: number; readonly unitId: number | null }
  | { readonly fault: "frame-incomplete" | "frame-unknown"; readonly detail: string };

/** CRC-16 of Modbus RTU (polynomial 0xA001, initial 0xFFFF); sent low byte first. */
export function modbusCrc(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}

/**
 * Reads one captured answer to function 3 or 4.
 *
 * @param count registers the model's block has: bytes of exactly twice that length without a
 * frame around them are taken as the block itself.
 */
export function readCapturedAnswer(bytes: Uint8Array, count: number): CapturedAnswer {
  const protocolData = unwrap(bytes);
  if (protocolData === null) {
    if (bytes.length === 2 * count) return { registers: toRegisters(bytes), unitId: null };
    const detail = `no Modbus answer and no block of ${count} registers (${bytes.length} bytes)`;
    const short = bytes.length < 2 * count;
    return { fault: short ? "frame-incomplete" : "frame-unknown", detail };
  }
  const { unitId, body } = protocolData;
  const [code = 0, second = 0] = body;
  if (code === 0x83 || code === 0x84) return { exception: second, unitId };
  if (code !== 3 && code !== 4) return { fault: "frame-unknown", detail: `function ${code}` };
  const content = body.subarray(2);
  if (second !== content.length || content.length !== 2 * count) {
    const detail = `${content.length / 2} registers where the block has ${count}`;
    return { fault: "frame-unknown", detail };
  }
  return { registers: toRegisters(content), unitId };
}

/** Registers of big-endian byte pairs. */
export function toRegisters(bytes: Uint8Array): number[] {
  const registers: number[] = [];
  for (let index = 0; index + 1 < bytes.length; index += 2) {
    registers.push(((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0));
  }
  return registers;
}

/** Function code and what follows, out of an RTU frame (by its CRC) or a TCP one (by its head). */
function unwrap(bytes: Uint8Array): { unitId: number; body: Uint8Array } | null {
  if (bytes.length >= 5 && modbusCrc(bytes) === 0) {
    return { unitId: bytes[0] ?? 0, body: bytes.subarray(1, -2) };
  }
  const [protocol, length] = toRegisters(bytes.subarray(2, 6));
  if (protocol === 0 && length === bytes.length - 6 && bytes.length >= 9) {
    return { unitId: bytes[6] ?? 0, body: bytes.subarray(7) };
  }
  return null;
}
