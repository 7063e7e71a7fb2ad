// What Modbus tests set up again and again: devices that misbehave on demand, lines on them, and their end.
import { createServer, type Socket } from "node:net";
import { createVirtualRig, type RigListen, type VirtualRig } from "../../gauges/bench/rig.ts";
import { createRtuSlave, type RtuSlave } from "../../gauges/bench/rig-slave.ts";
import type { GaugeLine, GaugeSettings, LineSettings, ModbusModel } from "../../gauges/index.ts";
import { createModbusBuses, type ModbusBuses } from "../../gauges/lines/modbus-buses.ts";
import { createModbusLine } from "../../gauges/lines/modbus-line.ts";
import { clock, model, type Recorder, random } from "../gauges/modbus-recorder.ts";
import { createPtyPair, type PtyPair } from "./pty-pair.ts";

type Poll = NonNullable<ModbusModel["poll"]>;
type ModbusAddress = Extract<LineSettings, { kind: "modbus-tcp" | "modbus-rtu" }>;

export type ModbusBench = {
  /** A started line to a Laumas transmitter at this address. */
  line(
    address: ModbusAddress,
    seen: Recorder,
    poll: Poll,
    more?: Partial<GaugeSettings> & { readonly buses?: ModbusBuses },
  ): GaugeLine;
  rig(listen: RigListen): Promise<VirtualRig>;
  /** A pair of terminals joined by a cable. */
  cable(): Promise<PtyPair>;
  /** A TCP server of bytes on a port of its own: every request is handed to `answer`. */
  byteServer(answer: (request: Buffer, socket: Socket) => void): Promise<number>;
  countingSlave(path: string): Promise<CountingSlave>;
  /** Ends everything, the youngest first. */
  stop(): Promise<void>;
};

/** A slave whose gross weight is the number of the block it serves, so that a stale one shows. */
export type CountingSlave = {
  readonly slave: RtuSlave;
  served(): number;
  /** How late block `served` is answered, and with what exception instead; may be set. */
  readonly blocks: { late: (served: number) => number; exception: number | null };
  /** Requests of any kind, probes too. */
  requests(): number;
};

export function createModbusBench(): ModbusBench {
  const open: { stop(): Promise<void> }[] = [];
  return {
    line(address, seen, poll, { buses = createModbusBuses(), ...more } = {}) {
      const laumas = model("laumas-tlb");
      const settings = { id: "rig", model: laumas.id, line: address, ...more };
      const made = createModbusLine(settings, { ...laumas, poll }, seen.sink, clock, random, buses);
      open.push(made);
      made.start();
      return made;
    },
    async rig(listen) {
      const { monotonicMs } = clock;
      const made = await createVirtualRig({ listen, unitId: 1, seed: 7, monotonicMs });
      open.push({ stop: () => made.close() });
      return made;
    },
    async cable() {
      const pair = await createPtyPair();
      open.push({ stop: () => pair.remove() });
      return pair;
    },
    async byteServer(answer) {
      const { port, stop } = await listenBytes(answer);
      open.push({ stop });
      return port;
    },
    async countingSlave(path) {
      const counting = await createCountingSlave(path);
      open.push({ stop: () => counting.slave.close() });
      return counting;
    },
    async stop() {
      for (const one of open.splice(0).reverse()) await one.stop();
    },
  };
}

async function listenBytes(answer: (request: Buffer, socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    socket.on("data", (request) => answer(request, socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const stop = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
  };
  return { port: typeof address === "object" && address !== null ? address.port : 0, stop };
}

async function createCountingSlave(path: string): Promise<CountingSlave> {
  let served = 0;
  let requests = 0;
  const blocks: CountingSlave["blocks"] = { late: () => 0, exception: null };
  const slave = await createRtuSlave({
    path,
    baud: 115_200,
    unitId: 1,
    read(address, count) {
      requests += 1;
      if (blocks.exception !== null) return { exception: blocks.exception };
      if (address !== 6 || count > 8) return { exception: 2 };
      served += 1;
      const late = blocks.late(served + 1);
      if (late > 0) slave.delayNextMs(late);
      const registers = [0x0800, served >>> 16, served & 0xffff, 0, 0, 0, 0, 0x0406];
      return { registers: registers.slice(0, count) };
    },
  });
  return { slave, served: () => served, blocks, requests: () => requests };
}

/** The answer of a TCP device to one request, all eight registers 0 but the ones given. */
export function tcpReply(request: Buffer, gross: number, unitId = request.readUInt8(6)): Buffer {
  const registers = [0x0800, gross >>> 16, gross & 0xffff, 0, 0, 0, 0, 0x0406];
  const count = request.readUInt16BE(10);
  const frame = Buffer.alloc(9 + 2 * count);
  request.copy(frame, 0, 0, 4);
  frame.writeUInt16BE(3 + 2 * count, 4);
  frame.writeUInt8(unitId, 6);
  frame.writeUInt8(3, 7);
  frame.writeUInt8(2 * count, 8);
  registers.slice(0, count).forEach((word, index) => {
    frame.writeUInt16BE(word, 9 + 2 * index);
  });
  return frame;
}

/** The exception of a TCP device to one request. */
export function tcpException(request: Buffer, code: number): Buffer {
  const frame = Buffer.alloc(9);
  request.copy(frame, 0, 0, 4);
  frame.writeUInt16BE(3, 4);
  frame.writeUInt8(request.readUInt8(6), 6);
  frame.writeUInt8(request.readUInt8(7) | 0x80, 7);
  frame.writeUInt8(code, 8);
  return frame;
}
