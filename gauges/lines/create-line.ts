// Picks the line for a gauge's settings and model; the two must fit, which the configuration checks first.
import { needsWordOrder } from "../decode/registers.ts";
import type { GaugeLine, GaugeSettings, LineClock, LineSink } from "../line.ts";
import {
  type FrameModel,
  type GaugeModel,
  isFileModel,
  isFrameModel,
  isModbusModel,
} from "../model/gauge-model.ts";
import { createFrameLine } from "./frame-line.ts";
import { createHotFolder } from "./hot-folder.ts";
import type { Connect } from "./link.ts";
import { busesOn, createModbusBuses } from "./modbus-buses.ts";
import { createModbusLine } from "./modbus-line.ts";
import { portKey } from "./port-choice.ts";
import { type AdapterMemory, createAdapterMemory, createGuardedConnect } from "./port-guard.ts";
import { type Ports, systemPorts } from "./port-list.ts";
import { createReplayLine } from "./replay-line.ts";
import { createSerialConnect } from "./serial.ts";
import { createTcpConnect } from "./tcp.ts";

/** Why settings and model can't go together, in words; null when they can. */
export function lineFault(settings: GaugeSettings, model: GaugeModel): string | null {
  const { id, line } = settings;
  const framed = line.kind === "serial" || line.kind === "tcp";
  const modbus = line.kind === "modbus-rtu" || line.kind === "modbus-tcp";
  const fits =
    (framed && isFrameModel(model)) ||
    (modbus && isModbusModel(model)) ||
    (line.kind === "file" && isFileModel(model)) ||
    (line.kind === "replay" && !isFileModel(model));
  if (!fits) return `gauge ${id}: model ${model.id} does not work on a ${line.kind} line`;
  if (line.kind === "serial" && line.baud === undefined && model.line.kind !== "serial") {
    return `gauge ${id}: model ${model.id} needs \`baud\` on a serial line`;
  }
  if (isModbusModel(model) && needsWordOrder(model) && settings.wordOrder === undefined) {
    return `gauge ${id}: model ${model.id} needs \`wordOrder\`, picked against the display`;
  }
  return null;
}

/** What a line has from outside its settings. */
export type LineOutside = {
  /** The ports of the machine; those of this one unless given. */
  readonly ports?: Ports | undefined;
  /** Listens to the link, such as a recorder does; a gauge with it shares no bus. */
  readonly wrap?: ((connect: Connect) => Connect) | undefined;
};

/**
 * Creates, but does not start, the line of one gauge. `random` gives [0, 1) for the waits between
 * attempts to connect. `heard` is told of every chunk a framed link receives, before it is cut into
 * frames. Throws when `lineFault` has something to say: that is a bug of the caller.
 */
export function createLine(
  settings: GaugeSettings,
  model: GaugeModel,
  sink: LineSink,
  clock: LineClock,
  random: () => number,
  heard?: (chunk: Uint8Array) => void,
  { ports = systemPorts, wrap }: LineOutside = {},
): GaugeLine {
  const fault = lineFault(settings, model);
  if (fault !== null) throw new Error(fault);
  if (settings.line.kind === "replay") {
    return createReplayLine({ settings, model, sink, clock, random });
  }
  if (isModbusModel(model)) {
    const buses = wrap === undefined ? busesOn(ports) : createModbusBuses(ports, wrap);
    return createModbusLine(settings, model, sink, clock, random, buses);
  }
  if (isFileModel(model)) return createHotFolder(settings, model, sink, clock);
  const memory = createAdapterMemory(settings.adapter ?? null, (adapter) =>
    sink.adapter?.(settings.id, adapter),
  );
  const { port, connect } = linkOf(settings, model, ports, memory);
  const wrapped = wrap === undefined ? connect : wrap(connect);
  const tapped = heard === undefined ? wrapped : tap(wrapped, heard);
  const line = createFrameLine({ settings, model, port, connect: tapped, sink, clock, random });
  return settings.line.kind === "serial" ? { ...line, acceptAdapter: memory.accept } : line;
}

function tap(connect: Connect, heard: (chunk: Uint8Array) => void): Connect {
  return (handlers) =>
    connect({
      ...handlers,
      bytes(chunk) {
        heard(chunk);
        handlers.bytes(chunk);
      },
    });
}

function linkOf(
  { line }: GaugeSettings,
  model: FrameModel,
  ports: Ports,
  memory: AdapterMemory,
): { port: string; connect: Connect } {
  if (line.kind === "tcp") {
    const connect = createTcpConnect(line.host, line.port);
    return { port: `tcp:${line.host}:${line.port}`, connect };
  }
  if (line.kind !== "serial") throw new Error(`no frames on a ${line.kind} line`);
  const own = model.line.kind === "serial" ? model.line : null;
  const open = (path: string) =>
    createSerialConnect({
      path,
      baudRate: line.baud ?? own?.baud[0] ?? 9600,
      dataBits: own?.bits ?? 8,
      parity: own?.parity ?? "none",
      stopBits: own?.stop ?? 1,
      flow: own?.flow ?? "none",
      dtr: own?.dtr ?? true,
      rts: own?.rts ?? true,
    });
  return {
    port: portKey(line),
    connect: createGuardedConnect({ wanted: line, ports, memory, open }),
  };
}
