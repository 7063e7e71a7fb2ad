// Puts Modbus requests on a byte link and finds their answers in what comes back: by CRC, unit,
// function and length on a serial line, by transaction number on TCP. What answers nothing that was
// asked is a stray, never an answer.
import { EventEmitter } from "node:events";
import { modbusCrc } from "../decode/registers-frame.ts";

/** The port modbus-serial asks for; it sends and expects frames in RTU form, CRC included. */
export type ModbusPort = EventEmitter & {
  isOpen: boolean;
  _transactionIdRead: number;
  _transactionIdWrite: number;
  open(done: (fault?: Error) => void): void;
  close(done?: () => void): void;
  write(request: Buffer): void;
};

export type Framing = {
  readonly port: ModbusPort;
  /** Bytes as they came from the link. */
  take(chunk: Uint8Array): void;
  /** What came since the last request, whole or not. */
  received(): Uint8Array;
  /** Gives up the request: what still comes is a stray. */
  forget(): void;
};

export type FramingHandlers = {
  send(bytes: Buffer): void;
  /** Bytes came that answer nothing. */
  stray(): void;
  /** Half an answer came and its rest did not: where the next one begins can't be told any more. */
  outOfStep(): void;
};

/** More than the longest answer and one late one before it. */
const RECEIVED_BYTES = 1024;
const TCP_HEAD_BYTES = 6;
const LONGEST_TCP_BODY = 254;
const TRANSACTIONS = 4096;

type Expected = { readonly unit: number; readonly code: number; readonly bytes: number };

export function createRtuFraming(handlers: FramingHandlers): Framing {
  let expected: Expected | null = null;
  let received: Buffer<ArrayBufferLike> = Buffer.alloc(0);
  const port = createPort((request) => {
    received = Buffer.alloc(0);
    expected = {
      unit: request.readUInt8(0),
      code: request.readUInt8(1),
      bytes: 2 * request.readUInt16BE(4),
    };
    handlers.send(request);
  });
  return {
    port,
    take(chunk) {
      if (expected === null) return handlers.stray();
      received = Buffer.concat([received, chunk]).subarray(-RECEIVED_BYTES);
      const answer = findRtuAnswer(received, expected);
      if (answer === null) return;
      received = answer;
      expected = null;
      port.emit("data", answer);
    },
    received: () => received,
    forget() {
      expected = null;
    },
  };
}

/** The first whole answer with a right CRC; noise or a late answer of other length may precede. */
function findRtuAnswer(received: Buffer, expected: Expected): Buffer | null {
  for (let start = 0; start + 5 <= received.length; start++) {
    if (received[start] !== expected.unit) continue;
    const code = received[start + 1];
    const isAnswer = code === expected.code && received[start + 2] === expected.bytes;
    if (!isAnswer && code !== (expected.code | 0x80)) continue;
    const frame = received.subarray(start, start + (isAnswer ? expected.bytes + 5 : 5));
    const whole = frame.length === (isAnswer ? expected.bytes + 5 : 5);
    if (whole && modbusCrc(frame) === 0) return Buffer.from(frame);
  }
  return null;
}

export function createTcpFraming(handlers: FramingHandlers): Framing {
  let transaction: number | null = null;
  let received: Buffer<ArrayBufferLike> = Buffer.alloc(0);
  let pending: Buffer<ArrayBufferLike> = Buffer.alloc(0);
  const port = createPort((request) => {
    transaction = port._transactionIdWrite;
    received = Buffer.alloc(0);
    const head = Buffer.alloc(TCP_HEAD_BYTES);
    head.writeUInt16BE(transaction, 0);
    head.writeUInt16BE(request.length - 2, 4);
    handlers.send(Buffer.concat([head, request.subarray(0, -2)]));
    port._transactionIdWrite = (transaction + 1) % TRANSACTIONS;
  });
  const deliver = (frame: Buffer) => {
    if (frame.readUInt16BE(0) !== transaction) return handlers.stray();
    port._transactionIdRead = transaction;
    transaction = null;
    received = Buffer.from(frame);
    const body = frame.subarray(TCP_HEAD_BYTES);
    const crc = modbusCrc(body);
    port.emit("data", Buffer.concat([body, Buffer.from([crc & 0xff, crc >> 8])]));
  };
  return {
    port,
    take(chunk) {
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= TCP_HEAD_BYTES) {
        const length = pending.readUInt16BE(4);
        if (pending.readUInt16BE(2) !== 0 || length < 3 || length > LONGEST_TCP_BODY) {
          // Out of step: nothing that follows can be trusted, and the request runs into its time-out.
          received = pending.subarray(0, RECEIVED_BYTES);
          pending = Buffer.alloc(0);
          return handlers.stray();
        }
        if (pending.length < TCP_HEAD_BYTES + length) return;
        const frame = pending.subarray(0, TCP_HEAD_BYTES + length);
        pending = pending.subarray(TCP_HEAD_BYTES + length);
        deliver(frame);
      }
    },
    received: () => received,
    forget() {
      transaction = null;
      if (pending.length > 0) handlers.outOfStep();
    },
  };
}

function createPort(write: (request: Buffer) => void): ModbusPort {
  const port: ModbusPort = Object.assign(new EventEmitter(), {
    isOpen: true,
    _transactionIdRead: 1,
    _transactionIdWrite: 1,
    open: (done: (fault?: Error) => void) => done(),
    close(done?: () => void) {
      port.isOpen = false;
      done?.();
    },
    write,
  });
  return port;
}
