// Opens a serial port and reads it so that every unplug is seen: a read of zero bytes is a hang-up.
import { readSync } from "node:fs";
import {
  type AutoDetectTypes,
  autoDetect,
  DarwinPortBinding,
  LinuxPortBinding,
} from "@serialport/bindings-cpp";
import { words } from "./system-words.ts";

type OpenPort = Awaited<ReturnType<AutoDetectTypes["open"]>>;
type UnixPort = LinuxPortBinding | DarwinPortBinding;

/** Most that is taken from a port before others get their turn. */
const readBytes = 16_384;

/** A piece this large says that more of it waits: the system hands out at most 4095 bytes at once. */
const manyBytes = 2048;

/** UV_READABLE of the poller, which hears of one event per request. */
const READABLE = 0b0001;

export type PortSettings = {
  readonly path: string;
  readonly baudRate: number;
  readonly dataBits: 7 | 8;
  readonly parity: "none" | "even" | "odd";
  readonly stopBits: 1 | 2;
  readonly flow: "none" | "rts-cts" | "xon-xoff";
  readonly dtr: boolean;
  readonly rts: boolean;
};

export type SerialHandle = {
  readonly port: OpenPort;
  /** What is odd about the port, in words; null if nothing. */
  readonly remark: string | null;
};

/** Opens the port exclusively, without hanging up on close, and sets DTR and RTS as the model says. */
export async function openPort(settings: PortSettings): Promise<SerialHandle> {
  const port = await autoDetect().open({
    path: settings.path,
    baudRate: settings.baudRate,
    dataBits: settings.dataBits,
    parity: settings.parity,
    stopBits: settings.stopBits,
    rtscts: settings.flow === "rts-cts",
    xon: settings.flow === "xon-xoff",
    xoff: settings.flow === "xon-xoff",
    hupcl: false,
    lock: true,
  });
  try {
    await port.set({ dtr: settings.dtr, rts: settings.rts, brk: false, cts: false });
    return { port, remark: null };
  } catch (error) {
    // A pseudo-terminal has no control lines; a cable that needs them will stay silent, so it is told.
    return { port, remark: `connected; DTR and RTS could not be set (${words(error)})` };
  }
}

/** Reads until the port ends; resolves with the reason in words, null when we closed it ourselves. */
export function readPort(
  port: OpenPort,
  take: (chunk: Uint8Array) => void,
): Promise<string | null> {
  const unix = port instanceof LinuxPortBinding || port instanceof DarwinPortBinding;
  return unix ? readUnix(port, take) : readPlain(port, take);
}

function readUnix(port: UnixPort, take: (chunk: Uint8Array) => void): Promise<string | null> {
  const buffer = Buffer.allocUnsafe(readBytes);
  return new Promise((resolve) => {
    const { poller } = port;
    const end = (reason: string | null) => {
      poller.off("readable", onReadable);
      resolve(reason);
    };
    const onReadable = (fault: Error | null) => {
      if (fault !== null) return end(isCancelled(fault) ? null : words(fault));
      // The descriptor does not block, so reading it here spares a hop through the thread pool.
      const taken = port.fd === null ? null : readNow(port.fd, buffer);
      if (taken === null || typeof taken === "string") return end(taken);
      if (taken > 0) take(buffer.subarray(0, taken));
      if (port.isOpen) poller.poll(READABLE);
      else end(null);
    };
    // Listening once and for all: to begin anew with every frame costs more than reading it.
    poller.on("readable", onReadable);
    poller.poll(READABLE);
  });
}

/**
 * Bytes read, 0 when there is nothing yet, or in words why the port has ended. What waits is read in one
 * go: left behind, the rest of a cut frame would look late while the frames before it are worked on.
 */
function readNow(fd: number, buffer: Buffer): number | string {
  let filled = 0;
  for (;;) {
    const count = readPiece(fd, buffer, filled);
    if (typeof count === "string") return filled > 0 ? filled : count;
    filled += count;
    if (count < manyBytes || buffer.length - filled < manyBytes) return filled;
  }
}

function readPiece(fd: number, buffer: Buffer, at: number): number | string {
  try {
    const count = readSync(fd, buffer, at, buffer.length - at, null);
    return count === 0 ? "the port hung up (unplugged)" : count;
  } catch (error) {
    const code = codeOf(error);
    if (code === "EAGAIN" || code === "EWOULDBLOCK" || code === "EINTR") return 0;
    return words(error);
  }
}

async function readPlain(
  port: OpenPort,
  take: (chunk: Uint8Array) => void,
): Promise<string | null> {
  const buffer = Buffer.allocUnsafe(readBytes);
  try {
    while (port.isOpen) {
      const { bytesRead } = await port.read(buffer, 0, buffer.length);
      if (bytesRead === 0) return "the port hung up (unplugged)";
      take(buffer.subarray(0, bytesRead));
    }
    return null;
  } catch (error) {
    return isCancelled(error) ? null : words(error);
  }
}

function isCancelled(fault: unknown): boolean {
  return fault instanceof Error && "canceled" in fault && fault.canceled === true;
}

function codeOf(fault: unknown): string {
  return fault instanceof Error && "code" in fault ? String(fault.code) : "";
}
