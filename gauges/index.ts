// The room's entry: what other rooms may use of gauges.

export type * from "./line.ts";
export {
  type FileModel,
  type FrameModel,
  type GaugeModel,
  GaugeModelSchema,
  isFileModel,
  isFrameModel,
  isModbusModel,
  type ModbusModel,
} from "./model/gauge-model.ts";
export { type LoadedModels, loadModels, type ModelError, parseModel } from "./model/load-models.ts";
export type * from "./reading.ts";
