// Which gauges share a bus: all on one serial port or behind one TCP address, within this process.
import type { LineClock, LineSettings } from "../line.ts";
import type { ModbusModel } from "../model/gauge-model.ts";
import { createModbusBus, type ModbusBus } from "./modbus-bus.ts";
import { createSerialConnect } from "./serial.ts";
import { createTcpConnect } from "./tcp.ts";

export type ModbusLineSettings = Extract<LineSettings, { kind: "modbus-tcp" | "modbus-rtu" }>;

export type ModbusBuses = {
  /** The bus for these settings, new or shared; in words why it can't be shared. */
  busFor(
    line: ModbusLineSettings,
    model: ModbusModel,
    clock: LineClock,
    random: () => number,
  ): ModbusBus | { readonly conflict: string };
};

export function createModbusBuses(): ModbusBuses {
  const open = new Map<string, { bus: ModbusBus; settings: string }>();
  return {
    busFor(line, model, clock, random) {
      const key = portOf(line);
      const settings = line.kind === "modbus-rtu" ? serialSettings(line, model) : "";
      for (const [other, { bus }] of open) if (bus.members() === 0) open.delete(other);
      const shared = open.get(key);
      if (shared !== undefined) {
        if (shared.settings === settings) return shared.bus;
        return { conflict: `${key} is in use with ${shared.settings}, not ${settings}` };
      }
      const connect =
        line.kind === "modbus-tcp"
          ? createTcpConnect(line.host, line.port)
          : createSerialConnect({
              path: line.path,
              baudRate: baudOf(line, model),
              dataBits: model.line.bits,
              parity: model.line.parity ?? "none",
              stopBits: model.line.stop,
              flow: "none",
              dtr: true,
              rts: true,
            });
      const kind = line.kind === "modbus-tcp" ? "tcp" : "rtu";
      const bus = createModbusBus({ kind, connect, clock, random });
      open.set(key, { bus, settings });
      return bus;
    },
  };
}

/** A serial port belongs to the process, so its bus does too: every station part meets here. */
export const processBuses = createModbusBuses();

export function portOf(line: ModbusLineSettings): string {
  return line.kind === "modbus-tcp" ? `${line.host}:${line.port}` : line.path;
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
