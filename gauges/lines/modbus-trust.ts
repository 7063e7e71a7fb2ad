// Decides when answers on a serial Modbus line may be believed: RTU answers carry no number, so a late
// one looks like the answer to the next question until silence and a read of another length rule it out.
import type { LineClock } from "../line.ts";
import type { ModbusOutcome, ModbusRequest } from "./modbus-exchange.ts";

export type LineTrust = {
  /** A request is about to go out: waits for silence, never longer than four guards. */
  quiet(request: ModbusRequest, isUp: () => boolean): Promise<void>;
  /** Must this unit answer a probe before its block is believed? */
  isSuspect(unitId: number): boolean;
  /** The probe was answered: trusted again, unless something late still follows it. */
  trust(request: ModbusRequest, isUp: () => boolean): Promise<void>;
  failed(request: ModbusRequest): void;
  /** Bytes came that nobody asked for: any unit may have sent them. */
  stray(): void;
  /** The link is new: nothing old can come over it. */
  reset(): void;
};

const SHORTEST_GUARD_MS = 200;
const STRAY_SILENCE_MS = 20;

export function createLineTrust(clock: LineClock): LineTrust {
  const suspects = new Set<number>();
  const units = new Set<number>();
  let quietUntilMs = 0;

  const quiet = async (request: ModbusRequest, isUp: () => boolean) => {
    units.add(request.unitId);
    const endMs = clock.monotonicMs() + 4 * guardMs(request);
    while (isUp()) {
      const waitMs = Math.min(quietUntilMs, endMs) - clock.monotonicMs();
      if (waitMs <= 0) return;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  };

  return {
    quiet,
    isSuspect: (unitId) => suspects.has(unitId),
    trust(request, isUp) {
      suspects.delete(request.unitId);
      quietUntilMs = clock.monotonicMs() + STRAY_SILENCE_MS;
      return quiet(request, isUp);
    },
    failed(request) {
      suspects.add(request.unitId);
      quietUntilMs = clock.monotonicMs() + guardMs(request);
    },
    stray() {
      for (const unit of units) suspects.add(unit);
      quietUntilMs = Math.max(quietUntilMs, clock.monotonicMs() + STRAY_SILENCE_MS);
    },
    reset() {
      suspects.clear();
      quietUntilMs = 0;
    },
  };
}

/** A TCP answer carries the number of its request, so nothing needs to be ruled out. */
export function createFullTrust(): LineTrust {
  return {
    quiet: () => Promise.resolve(),
    isSuspect: () => false,
    trust: () => Promise.resolve(),
    failed() {},
    stray() {},
    reset() {},
  };
}

/** Silence kept after a failure: twice the time-out, so that what is late has come and gone. */
function guardMs({ timeoutMs }: ModbusRequest): number {
  return Math.max(2 * timeoutMs, SHORTEST_GUARD_MS);
}

/** A read of another length than the block, and than the last probe where there is a choice. */
export function probeOf(request: ModbusRequest, turn: number): ModbusRequest {
  const { count } = request;
  return { ...request, count: count === 1 ? 2 : 1 + (turn % (count - 1)) };
}

/** Is the answer to the probe the proof that nothing late is under way? */
export function provesTrust(probe: ModbusOutcome, { count }: ModbusRequest): boolean {
  if (probe.kind === "registers") return true;
  // A block of one register is probed with two; the second may not exist.
  return count === 1 && probe.kind === "exception" && (probe.code === 2 || probe.code === 3);
}
