// One gauge as it is wired and set at the moment, as a confirmation of its values keeps it.
import { type GaugeSettings, isFrameModel, isModbusModel, portKey } from "../../gauges/index.ts";
import type { CommissioningTerms, GaugeFacts } from "../intake/index.ts";
import type { FloorGauge } from "./floor.ts";

/** Line settings in force: what the station's file leaves out is the model's. */
export function gaugeFacts({ id, model, settings }: FloorGauge): GaugeFacts {
  return {
    gauge: id,
    evidence: model.evidence,
    model: { id: model.id, hash: model.hash },
    port: portOf(settings),
    line: lineFacts({ model, settings }),
    unit: settings.unit ?? null,
    wordOrder: settings.wordOrder ?? null,
  };
}

/** What a confirmation of the gauge's values holds for. */
export function termsOf(gauge: FloorGauge): CommissioningTerms {
  const { evidence, unit, wordOrder, line } = gaugeFacts(gauge);
  return { evidence, unit, wordOrder, line };
}

/** The port in words: a path, host:port or folder. */
export function portOf(settings: GaugeSettings): string {
  const { line } = settings;
  switch (line.kind) {
    case "serial":
    case "modbus-rtu":
      return portKey(line);
    case "tcp":
    case "modbus-tcp":
      return `${line.host}:${line.port}`;
    case "file":
      return line.folder;
    case "replay":
      return `replay ${line.file}`;
  }
}

function lineFacts({
  model,
  settings,
}: Pick<FloorGauge, "model" | "settings">): GaugeFacts["line"] {
  const { line } = settings;
  if (line.kind === "tcp") return { kind: line.kind, host: line.host, port: line.port };
  if (line.kind === "file") return { kind: line.kind, folder: line.folder };
  if (line.kind === "replay") return { kind: line.kind, file: line.file };
  if (line.kind === "modbus-tcp") {
    const own = isModbusModel(model) ? model.line.unitId : null;
    const { kind, host, port } = line;
    return { kind, host, port, unitId: line.unitId ?? own };
  }
  const { kind } = line;
  if (line.kind === "modbus-rtu" && isModbusModel(model)) {
    const { baud, bits, parity = "none", stop, unitId } = model.line;
    return {
      ...{ kind, baud: line.baud ?? baud[0] ?? 9600, bits, parity, stop },
      unitId: line.unitId ?? unitId,
    };
  }
  if (isFrameModel(model) && model.line.kind === "serial") {
    const { baud, bits, parity, stop, flow } = model.line;
    return { kind, baud: line.baud ?? baud[0] ?? 9600, bits, parity, stop, flow };
  }
  return { kind, baud: line.baud ?? null };
}
