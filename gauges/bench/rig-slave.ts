// A Modbus RTU slave on a serial port or pty: answers functions 3 and 4 in the order of the requests, and
// misbehaves on demand.
import { modbusCrc } from "../decode/registers-frame.ts";
import { openPort, readPort } from "../lines/serial-binding.ts";

/** Registers from PDU address `address`, or the code of the exception to answer. */
export type ReadBlock = (
  address: number,
  count: number,
) => { readonly registers: readonly number[] } | { readonly exception: number };

/** How an answer goes wrong on the wire. */
export type Spoil = "crc" | "unit" | "short" | "silent";

export type RtuSlave = {
  /** Answers the next request that many ms late; later requests wait behind it. */
  delayNextMs(ms: number): void;
  /** Spoils every answer until null. */
  spoil(how: Spoil | null): void;
  close(): Promise<void>;
};

export type RtuSlaveOptions = {
  readonly path: string;
  readonly baud: number;
  readonly unitId: number;
  readonly read: ReadBlock;
};

const REQUEST_BYTES = 8;
const PENDING_BYTES = 256;

/** Opens the port; rejects when it can't. A port that ends later ends the slave. */
export async function createRtuSlave(options: RtuSlaveOptions): Promise<RtuSlave> {
  let pending: Buffer<ArrayBufferLike> = Buffer.alloc(0);
  let delayMs = 0;
  let spoiled: Spoil | null = null;
  let turn = Promise.resolve();

  const { port } = await openPort({
    path: options.path,
    baudRate: options.baud,
    dataBits: 8,
    parity: "none",
    stopBits: 1,
    flow: "none",
    dtr: true,
    rts: true,
  });

  const answer = async (request: Buffer) => {
    const late = delayMs;
    delayMs = 0;
    if (late > 0) await new Promise((resolve) => setTimeout(resolve, late));
    const frame = spoil(answerFrame(request, options), spoiled);
    // Each answer is on the wire before the next is begun: a device has only one transmitter.
    if (port.isOpen && frame !== null) await port.write(frame).catch(() => undefined);
  };

  const ended = readPort(port, (chunk) => {
    pending = Buffer.concat([pending, chunk]).subarray(-PENDING_BYTES);
    for (let start = 0; start + REQUEST_BYTES <= pending.length; start++) {
      const request = pending.subarray(start, start + REQUEST_BYTES);
      if (modbusCrc(request) !== 0) continue;
      pending = pending.subarray(start + REQUEST_BYTES);
      start = -1;
      if (request[0] === options.unitId) turn = turn.then(() => answer(request));
    }
  });

  return {
    delayNextMs(ms) {
      delayMs = ms;
    },
    spoil(how) {
      spoiled = how;
    },
    async close() {
      if (port.isOpen) await port.close().catch(() => undefined);
      await ended;
    },
  };
}

function answerFrame(request: Buffer, options: RtuSlaveOptions): Buffer {
  const code = request[1] ?? 0;
  if (code !== 3 && code !== 4) return sealed([options.unitId, code | 0x80, 1]);
  const outcome = options.read(request.readUInt16BE(2), request.readUInt16BE(4));
  if ("exception" in outcome) return sealed([options.unitId, code | 0x80, outcome.exception]);
  const bytes = outcome.registers.flatMap((word) => [word >> 8, word & 0xff]);
  return sealed([options.unitId, code, bytes.length, ...bytes]);
}

function sealed(bytes: readonly number[]): Buffer {
  const crc = modbusCrc(Uint8Array.from(bytes));
  return Buffer.from([...bytes, crc & 0xff, crc >> 8]);
}

function spoil(frame: Buffer, how: Spoil | null): Buffer | null {
  if (how === null) return frame;
  if (how === "silent") return null;
  if (how === "short") return frame.subarray(0, -3);
  if (how === "unit") return sealed([((frame[0] ?? 0) % 247) + 1, ...frame.subarray(1, -2)]);
  const damaged = Buffer.from(frame);
  damaged[3] = (damaged[3] ?? 0) ^ 0x10;
  return damaged;
}
