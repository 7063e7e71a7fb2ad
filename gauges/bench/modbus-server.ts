// A real Modbus server for what a simulated device shows, on TCP or a serial port, with the faults of
// the wire: late answers, resets, connections refused, and on a serial port spoiled answers.
import type { Socket } from "node:net";
import { createServer } from "node:net";
import { ServerTCP } from "modbus-serial";
import { createRtuSlave, type ReadBlock, type RtuSlave, type Spoil } from "./rig-slave.ts";

export type ModbusListen =
  | { readonly kind: "tcp"; readonly host: string /** 0 = any free one. */; readonly port: number }
  | { readonly kind: "pty"; readonly path: string; readonly baud: number };

export type ModbusServer = {
  /** TCP port it listens on; null on a serial port. */
  readonly port: number | null;
  /** Answers the next request that many ms late. */
  delayNextMs(ms: number): void;
  /** Serial: spoils every answer until null. */
  spoil(how: Spoil | null): void;
  /** TCP: ends every connection with a reset. */
  reset(): void;
  close(): Promise<void>;
};

/** Answers functions 3 and 4 alike; rejects when the port can't be had. */
export async function createModbusServer(
  where: ModbusListen,
  unitId: number,
  read: ReadBlock,
): Promise<ModbusServer> {
  if (where.kind === "tcp") return listenTcp(where.host, where.port, unitId, read);
  const { path, baud } = where;
  const slave: RtuSlave = await createRtuSlave({ path, baud, unitId, read });
  return { port: null, ...slave, reset() {} };
}

async function listenTcp(
  host: string,
  asked: number,
  unitId: number,
  read: ReadBlock,
): Promise<ModbusServer> {
  const port = asked === 0 ? await freePort(host) : asked;
  let delayMs = 0;
  const answer = (address: number, count: number, done: Answer) => {
    const late = delayMs;
    delayMs = 0;
    const respond = () => {
      const outcome = read(address, count);
      if ("registers" in outcome) done(null, [...outcome.registers]);
      else done(Object.assign(new Error("refused"), { modbusErrorCode: outcome.exception }), []);
    };
    if (late > 0) setTimeout(respond, late);
    else respond();
  };
  const server = new ServerTCP(
    {
      getMultipleHoldingRegisters: (address, count, _unit, done) => answer(address, count, done),
      getMultipleInputRegisters: (address, count, _unit, done) => answer(address, count, done),
      getHoldingRegister: (address, _unit, done) =>
        answer(address, 1, (error, values) => done(error, values[0] ?? 0)),
      getInputRegister: (address, _unit, done) =>
        answer(address, 1, (error, values) => done(error, values[0] ?? 0)),
    },
    { host, port, unitID: unitId },
  );
  await new Promise<void>((resolve, reject) => {
    server.on("initialized", () => resolve());
    server.on("serverError", (error) => reject(error ?? new Error("the server failed")));
  });
  // A client that goes away in the middle is no fault of the rig.
  server.on("socketError", () => undefined);
  const sockets = (): Socket[] => [...server.socks.keys()];
  return {
    port,
    delayNextMs(ms) {
      delayMs = ms;
    },
    spoil() {},
    reset() {
      for (const socket of sockets()) socket.resetAndDestroy();
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets()) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

type Answer = (error: Error | null, values: number[]) => void;

/** The server knows no "any free port", so one is looked for and given back just before. */
function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, host, () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
