// A gauge polled over Modbus, on TCP or a serial bus: one block per poll becomes one sample; an
// outage is told once, with its reason, and ends with the first block that is read again.
import { decodeRegisters, needsWordOrder } from "../decode/registers.ts";
import type { GaugeLine, GaugeSettings, LineClock, LineSink, LineState } from "../line.ts";
import type { ModbusModel } from "../model/gauge-model.ts";
import type { FrameFault, Reading } from "../reading.ts";
import type { ModbusBus } from "./modbus-bus.ts";
import {
  busesOn,
  type ModbusBuses,
  type ModbusLineSettings,
  portOf,
  type SharedBus,
} from "./modbus-buses.ts";
import type { ModbusOutcome, ModbusRequest } from "./modbus-exchange.ts";
import { systemPorts } from "./port-list.ts";

/** Polls of a silent device get rarer up to this; where others share the bus, up to the second. */
const LONGEST_RETRY_MS = 1000;
const LONGEST_SHARED_RETRY_MS = 5000;
const POLL_MS = 70;
const TIMEOUT_MS = 300;

/**
 * A polled gauge. `settings.line` says TCP or RTU whatever the model names: the block is the same.
 * `ask` delivers the points of the next block as readings too.
 *
 * @throws Error when the settings' line is not a Modbus line, or the model's word order is to be
 * verified and none was chosen: the station checks both before.
 */
export function createModbusLine(
  settings: GaugeSettings,
  model: ModbusModel,
  sink: LineSink,
  clock: LineClock,
  random: () => number,
  buses: ModbusBuses = busesOn(systemPorts),
): GaugeLine {
  const line = modbusLine(settings);
  if (needsWordOrder(model) && settings.wordOrder === undefined) {
    throw new Error(`gauge ${settings.id}: the word order was not chosen at commissioning`);
  }
  const teller = createTeller(settings, model, line, sink, clock);
  const request = requestOf(line, model);
  const pollMs = settings.pollMs ?? model.poll?.minIntervalMs ?? POLL_MS;
  const pause = createPause();
  let stopLoop: (() => Promise<void>) | null = null;
  let joined: SharedBus | null = null;

  function start(): void {
    if (stopLoop !== null) return;
    const bus = buses.busFor(line, model, clock, random, settings.adapter ?? null);
    if ("conflict" in bus) {
      teller.state("away", bus.conflict);
      return;
    }
    let running = true;
    const member = {
      state(state: LineState, reason: string) {
        teller.link(state, reason);
        pause.end();
      },
      adapter: (adapter: string) => sink.adapter?.(settings.id, adapter),
    };
    joined = bus;
    stopLoop = async () => {
      running = false;
      pause.end();
      await bus.leave(member);
    };
    bus.join(member);
    void poll(bus, () => running);
  }

  async function poll(bus: ModbusBus, running: () => boolean): Promise<void> {
    let dueMs = clock.monotonicMs();
    let failures = 0;
    while (running()) {
      const outcome = await bus.read(request);
      if (!running()) return;
      teller.outcome(outcome);
      failures = outcome.kind === "registers" ? 0 : failures + 1;
      const longest = bus.members() > 1 ? LONGEST_SHARED_RETRY_MS : LONGEST_RETRY_MS;
      const retryMs = Math.min(longest, pollMs * 2 ** Math.min(failures, 10));
      const nowMs = clock.monotonicMs();
      dueMs = Math.max(dueMs + pollMs, failures > 0 ? nowMs + retryMs : nowMs);
      await pause.wait(dueMs - nowMs);
    }
  }

  return {
    gauge: settings.id,
    start,
    async stop() {
      const stop = stopLoop;
      stopLoop = null;
      await stop?.();
    },
    ask: () => teller.ask(),
    acceptAdapter: () => joined?.acceptAdapter() ?? null,
  };
}

type Teller = {
  outcome(outcome: ModbusOutcome): void;
  link(state: LineState, reason: string): void;
  state(state: LineState, reason: string): void;
  ask(): void;
};

/** Turns what came of each poll into samples, rejected frames and states. */
function createTeller(
  settings: GaugeSettings,
  model: ModbusModel,
  line: ModbusLineSettings,
  sink: LineSink,
  clock: LineClock,
): Teller {
  const gauge = settings.id;
  const port = portOf(line);
  const reference = { id: model.id, hash: model.hash };
  const told = new Set<string>();
  let last: { state: LineState; reason: string } | null = null;
  let asked = false;

  const state = (next: LineState, reason: string) => {
    if (last?.state === next && last.reason === reason) return;
    last = { state: next, reason };
    sink.state(gauge, next, reason);
  };

  const fail = (fault: FrameFault, detail: string, raw: Uint8Array) => {
    // The same fault again is the same outage; a person who asked gets an answer all the same.
    const once = `${fault} ${fault === "modbus-exception" ? detail : ""}`;
    if (asked || !told.has(once)) {
      const receivedAt = clock.wall();
      const monotonicMs = clock.monotonicMs();
      const frame = { gauge, port, model: reference, fault, detail, receivedAt, monotonicMs };
      sink.rejected({ ...frame, raw: Uint8Array.from(raw) });
    }
    told.add(once);
    asked = false;
    state("away", detail);
  };

  const deliver = (registers: readonly number[], raw: Uint8Array) => {
    const moment = { receivedAt: clock.wall(), monotonicMs: clock.monotonicMs() };
    const bytes = Uint8Array.from(raw);
    const readings = decodeRegisters(registers, model, settings).map(
      (point): Reading => ({
        gauge,
        ...point,
        entry: "gauge",
        raw: bytes,
        model: reference,
        port,
        ...moment,
        marks: [],
        file: null,
      }),
    );
    told.clear();
    state("online", `unit ${unitOf(line, model)} answers`);
    sink.sample({ gauge, ...moment, readings });
    if (asked) for (const reading of readings) sink.reading(reading);
    asked = false;
  };

  return {
    state,
    ask() {
      asked = true;
    },
    link(next, reason) {
      if (next !== "online") state(next, reason);
      // A port that opens again ends no outage: only an answer does.
      else if (last?.state !== "away") state("connecting", `${reason}; waiting for an answer`);
    },
    outcome(outcome) {
      if (outcome.kind === "registers") deliver(outcome.registers, outcome.raw);
      else if (outcome.kind === "timeout") fail("timeout", outcome.detail, new Uint8Array());
      else if (outcome.kind === "damaged") fail("frame-unknown", outcome.detail, outcome.raw);
      else if (outcome.kind === "exception") {
        fail("modbus-exception", exceptionWords(outcome.code), outcome.raw);
      } else if (asked) fail("timeout", "the port is not open", new Uint8Array());
    },
  };
}

const EXCEPTIONS: Readonly<Record<number, string>> = {
  1: "function not known to the device",
  2: "register not known to the device",
  3: "value refused",
  4: "device failure",
  5: "accepted, takes longer",
  6: "device busy",
  8: "memory parity error",
  10: "gateway has no path",
  11: "device behind the gateway does not answer",
};

/** The code first, so that it can be read without the words. */
export function exceptionWords(code: number): string {
  return `exception ${code}: ${EXCEPTIONS[code] ?? "not in the standard"}`;
}

/**
 * Address on the wire of a register as the manual counts it. Base 0: as it stands. Base 1: 40007 and
 * 400007 are holding register 7, 30007 and 300007 input register 7, 7 is 7; on the wire all are 6.
 */
export function pduAddress(address: number, base: 0 | 1): number {
  if (base === 0) return address;
  for (const origin of [400_000, 300_000, 40_000, 30_000]) {
    const register = address - origin;
    if (register >= 1 && register <= (origin > 100_000 ? 65_536 : 9999)) return register - 1;
  }
  return address - 1;
}

function requestOf(line: ModbusLineSettings, model: ModbusModel): ModbusRequest {
  return {
    unitId: unitOf(line, model),
    function: model.block.function,
    address: pduAddress(model.block.address, model.line.base),
    count: model.block.count,
    timeoutMs: model.poll?.timeoutMs ?? TIMEOUT_MS,
  };
}

function unitOf(line: ModbusLineSettings, model: ModbusModel): number {
  return line.unitId ?? model.line.unitId;
}

function modbusLine({ id, line }: GaugeSettings): ModbusLineSettings {
  if (line.kind === "modbus-tcp" || line.kind === "modbus-rtu") return line;
  throw new Error(`gauge ${id}: a Modbus model on a ${line.kind} line`);
}

/** A wait that can be cut short. */
function createPause(): { wait(ms: number): Promise<void>; end(): void } {
  let end: (() => void) | null = null;
  return {
    wait: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        end = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    end: () => end?.(),
  };
}
