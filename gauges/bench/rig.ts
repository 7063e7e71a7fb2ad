// A virtual load rig: a real Modbus server, on TCP or a serial port, with the registers of a Laumas
// transmitter behind it and specimens that are pulled on demand.
import type { Socket } from "node:net";
import { createServer } from "node:net";
import { ServerTCP } from "modbus-serial";
import { createRandom } from "./process.ts";
import { createLoadTrack, type Pull } from "./rig-load.ts";
import { FIRST_REGISTER, REGISTER_COUNT, type RigScale, rigRegisters } from "./rig-registers.ts";
import { createRtuSlave, type ReadBlock, type RtuSlave, type Spoil } from "./rig-slave.ts";

export type RigListen =
  | { readonly kind: "tcp"; readonly host: string /** 0 = any free one. */; readonly port: number }
  | { readonly kind: "pty"; readonly path: string; readonly baud: number };

export type RigOptions = {
  readonly listen: RigListen;
  readonly unitId: number;
  /** Seed of the noise: the same seed gives the same shaking. */
  readonly seed: number;
  /** Milliseconds, never going back. */
  readonly monotonicMs: () => number;
  /** How many times faster than asked a pull goes; 1 unless given. */
  readonly speed?: number | undefined;
  /** Steps of 1 N unless given. */
  readonly scale?: RigScale | undefined;
  /** Largest noise as a share of the peak; 0.002 unless given. */
  readonly noise?: number | undefined;
};

export type VirtualRig = {
  /** TCP port it listens on; null on a serial port. */
  readonly port: number | null;
  /** Resolves when the specimen is off the hook again; a pull while one runs is a bug and throws. */
  pull(pull: Pull): Promise<void>;
  /** Answers the next request that many ms late. */
  delayNextMs(ms: number): void;
  /** Answers every request with this exception until null. */
  fail(exception: number | null): void;
  /** Sets error bits of the status word, such as 1 = cell error; 0 clears them. */
  setErrorBits(bits: number): void;
  /** Serial: spoils every answer until null. */
  spoil(how: Spoil | null): void;
  /** TCP: ends every connection with a reset. */
  reset(): void;
  close(): Promise<void>;
};

/** Starts the rig; rejects when the port can't be had. */
export async function createVirtualRig(options: RigOptions): Promise<VirtualRig> {
  const { monotonicMs, unitId, scale = { divisionCode: 6, unitCode: 4 } } = options;
  const track = createLoadTrack(
    options.noise ?? 0.002,
    createRandom(options.seed),
    options.speed ?? 1,
  );
  let exception: number | null = null;
  let errorBits = 0;
  let pulling: { timer: NodeJS.Timeout; done: () => void } | null = null;

  const read: ReadBlock = (address, count) => {
    if (exception !== null) return { exception };
    const from = address - FIRST_REGISTER;
    if (from < 0 || from + count > REGISTER_COUNT) return { exception: 2 };
    const registers = rigRegisters(track.at(monotonicMs()), scale, errorBits);
    return { registers: registers.slice(from, from + count) };
  };
  const wire = await listen(options.listen, unitId, read);

  return {
    port: wire.port,
    pull(pull) {
      if (pulling !== null) throw new Error("a pull is under way");
      track.begin(pull, monotonicMs());
      return new Promise((resolve) => {
        const done = () => {
          pulling = null;
          resolve();
        };
        pulling = { timer: setTimeout(done, track.duration(pull)), done };
      });
    },
    delayNextMs: (ms) => wire.delayNextMs(ms),
    fail(code) {
      exception = code;
    },
    setErrorBits(bits) {
      errorBits = bits;
    },
    spoil: (how) => wire.spoil(how),
    reset: () => wire.reset(),
    async close() {
      if (pulling !== null) clearTimeout(pulling.timer);
      pulling?.done();
      await wire.close();
    },
  };
}

type Wire = {
  readonly port: number | null;
  readonly delayNextMs: (ms: number) => void;
  readonly spoil: (how: Spoil | null) => void;
  readonly reset: () => void;
  readonly close: () => Promise<void>;
};

async function listen(where: RigListen, unitId: number, read: ReadBlock): Promise<Wire> {
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
): Promise<Wire> {
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
      getHoldingRegister: (address, _unit, done) =>
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
