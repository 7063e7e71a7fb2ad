// A virtual load rig: a real Modbus server, on TCP or a serial port, with the registers of a Laumas
// transmitter behind it and specimens that are pulled on demand.
import { createModbusServer, type ModbusListen } from "./modbus-server.ts";
import { createRandom } from "./process.ts";
import { createLoadTrack, type Pull } from "./rig-load.ts";
import { FIRST_REGISTER, REGISTER_COUNT, type RigScale, rigRegisters } from "./rig-registers.ts";
import type { ReadBlock, Spoil } from "./rig-slave.ts";

export type RigListen = ModbusListen;

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
  const wire = await createModbusServer(options.listen, unitId, read);

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
