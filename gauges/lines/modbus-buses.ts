// Which gauges share a bus: all on one serial port or behind one TCP address, within this process.
import type { LineClock, LineSettings } from "../line.ts";
import type { ModbusModel } from "../model/gauge-model.ts";
import type { Connect } from "./link.ts";
import { createModbusBus, type ModbusBus } from "./modbus-bus.ts";
import { portKey } from "./port-choice.ts";
import { createAdapterMemory, createGuardedConnect } from "./port-guard.ts";
import { type Ports, systemPorts } from "./port-list.ts";
import { createSerialConnect } from "./serial.ts";
import { createTcpConnect } from "./tcp.ts";

export type ModbusLineSettings = Extract<LineSettings, { kind: "modbus-tcp" | "modbus-rtu" }>;

export type ModbusBuses = {
  /**
   * The bus for these settings, new or shared; in words why it can't be shared. `remembered` is the
   * USB adapter the gauge was on last, null when none is known.
   */
  busFor(
    line: ModbusLineSettings,
    model: ModbusModel,
    clock: LineClock,
    random: () => number,
    remembered: string | null,
  ): SharedBus | { readonly conflict: string };
};

export type SharedBus = ModbusBus & {
  /** See `GaugeLine.acceptAdapter`. */
  acceptAdapter(): string | null;
};

/** `wrap` listens to each link that is made, such as a recorder does. */
export function createModbusBuses(
  ports: Ports = systemPorts,
  wrap: (connect: Connect) => Connect = (connect) => connect,
): ModbusBuses {
  const open = new Map<string, { bus: SharedBus; settings: string }>();
  return {
    busFor(line, model, clock, random, remembered) {
      const key = portOf(line);
      const settings = line.kind === "modbus-rtu" ? serialSettings(line, model) : "";
      for (const [other, { bus }] of open) if (bus.members() === 0) open.delete(other);
      const shared = open.get(key);
      if (shared !== undefined) {
        if (shared.settings === settings) return shared.bus;
        return { conflict: `${key} is in use with ${shared.settings}, not ${settings}` };
      }
      const memory = createAdapterMemory(remembered, (adapter) => bus.tellAdapter(adapter));
      const connect =
        line.kind === "modbus-tcp"
          ? createTcpConnect(line.host, line.port)
          : createGuardedConnect({ wanted: line, ports, memory, open: serialOf(line, model) });
      const kind = line.kind === "modbus-tcp" ? "tcp" : "rtu";
      const bus: SharedBus = {
        ...createModbusBus({ kind, connect: wrap(connect), clock, random }),
        acceptAdapter() {
          const adapter = memory.accept();
          if (adapter !== null) bus.tellAdapter(adapter);
          return adapter;
        },
      };
      open.set(key, { bus, settings });
      return bus;
    },
  };
}

const processBuses = new WeakMap<Ports, ModbusBuses>();

/** A serial port belongs to the process, so its bus does too: every station part meets here. */
export function busesOn(ports: Ports): ModbusBuses {
  const buses = processBuses.get(ports) ?? createModbusBuses(ports);
  processBuses.set(ports, buses);
  return buses;
}

export function portOf(line: ModbusLineSettings): string {
  return line.kind === "modbus-tcp" ? `${line.host}:${line.port}` : portKey(line);
}

function serialOf(line: Extract<ModbusLineSettings, { kind: "modbus-rtu" }>, model: ModbusModel) {
  return (path: string) =>
    createSerialConnect({
      path,
      baudRate: baudOf(line, model),
      dataBits: model.line.bits,
      parity: model.line.parity ?? "none",
      stopBits: model.line.stop,
      flow: "none",
      dtr: true,
      rts: true,
    });
}

function baudOf(line: Extract<ModbusLineSettings, { kind: "modbus-rtu" }>, model: ModbusModel) {
  const [usual = 9600] = model.line.baud;
  return line.baud ?? usual;
}

function serialSettings(
  line: Extract<ModbusLineSettings, { kind: "modbus-rtu" }>,
  model: ModbusModel,
): string {
  const { bits, parity = "none", stop } = model.line;
  return `${baudOf(line, model)} baud ${bits}${parity.charAt(0).toUpperCase()}${stop}`;
}
