// A load rig whose registers a test writes: a real Modbus server whose force goes where it is told.
import { setTimeout as pause } from "node:timers/promises";
import { createModbusServer } from "../../gauges/bench/modbus-server.ts";
import { FIRST_REGISTER, type RigScale, rigRegisters } from "../../gauges/bench/rig-registers.ts";

/** `per`: newtons of one of its units; 1 unless given. */
export type ScriptedScale = RigScale & { readonly per?: number };

export type ScriptedRig = {
  readonly port: number;
  /** Goes to this force in newtons in so many ms, evenly; resolves when it is there. */
  to(force: number, ms: number): Promise<void>;
  /** One pull: up to the peak in so many ms, then the break and the rest taken off. */
  pull(peak: number, ms: number): Promise<void>;
  /** The latched peak is this from now on; null lets the rig latch again, from zero. */
  latch(peak: number | null): void;
  /** Divisions and unit from now on. */
  scale(next: ScriptedScale): void;
  /** Error bits of the status word; 0 clears them. */
  errors(bits: number): void;
  /** Answers every request with this exception until null. */
  fail(exception: number | null): void;
  close(): Promise<void>;
};

/** Steps of 1 N. */
export const newtons: ScriptedScale = { divisionCode: 6, unitCode: 4 };
/** Steps of 0.01 in the unit that the station's file names. */
export const asConfigured: ScriptedScale = { divisionCode: 12, unitCode: 11 };

export async function createScriptedRig(): Promise<ScriptedRig> {
  let [from, target, beganMs, lastsMs] = [0, 0, 0, 0];
  let latched = 0;
  let fixed: number | null = null;
  let scale = newtons;
  let bits = 0;
  let exception: number | null = null;

  const force = () => {
    const share = lastsMs === 0 ? 1 : Math.min(1, (performance.now() - beganMs) / lastsMs);
    return from + (target - from) * share;
  };
  const registers = () => {
    const now = force();
    if (Math.abs(now) > Math.abs(latched)) latched = now;
    const { per = 1 } = scale;
    const load = { force: now / per, peak: (fixed ?? latched) / per, stable: false };
    return rigRegisters(load, scale, bits);
  };
  const server = await createModbusServer(
    { kind: "tcp", host: "127.0.0.1", port: 0 },
    1,
    (address, count) => {
      if (exception !== null) return { exception };
      return {
        registers: registers()
          .slice(address - FIRST_REGISTER)
          .slice(0, count),
      };
    },
  );
  const to: ScriptedRig["to"] = async (next, ms) => {
    [from, target, beganMs, lastsMs] = [force(), next, performance.now(), ms];
    await pause(ms);
    // What the rig latched is what it bore, polled in that moment or not.
    if (Math.abs(next) > Math.abs(latched)) latched = next;
  };
  return {
    port: server.port ?? 0,
    to,
    async pull(peak, ms) {
      await to(peak, ms);
      await to(0, 20);
    },
    latch(peak) {
      fixed = peak;
      latched = 0;
    },
    scale(next) {
      scale = next;
    },
    errors(next) {
      bits = next;
    },
    fail(code) {
      exception = code;
    },
    close: () => server.close(),
  };
}
