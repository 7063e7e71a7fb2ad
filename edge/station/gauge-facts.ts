// One gauge as it is wired and set at the moment, as a confirmation of its values keeps it.
import { isFrameModel, isModbusModel } from "../../gauges/index.ts";
import type { GaugeFacts } from "../intake/index.ts";
import { type FloorGauge, portOf } from "./floor.ts";

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
