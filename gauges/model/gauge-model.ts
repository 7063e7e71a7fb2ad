// What a gauge model is once loaded: the file's content, checked, with the file's name and content hash.
import { type Static, Type } from "typebox";
import { type FileModelFile, FileModelSchema } from "./file-model.ts";
import { type FrameModelFile, FrameModelSchema } from "./frame-model.ts";
import { type ModbusModelFile, ModbusModelSchema } from "./modbus-model.ts";
import type { GivesSchema } from "./vocabulary.ts";

/** The schema of a model file; the loader checks against the part its `line.kind` names. */
export const GaugeModelSchema = Type.Union([FrameModelSchema, ModbusModelSchema, FileModelSchema]);

type Loaded = {
  /** SHA-256 of the file's bytes, lower-case hex: readings name it. */
  readonly hash: string;
  /** File name within the folder of models. */
  readonly origin: string;
};

export type FrameModel = FrameModelFile & Loaded;
export type ModbusModel = ModbusModelFile & Loaded;
export type FileModel = FileModelFile & Loaded;
export type GaugeModel = FrameModel | ModbusModel | FileModel;

/** What an example says a frame, block or file gives. */
export type Gives = Static<typeof GivesSchema>;

export function isFrameModel(model: GaugeModel): model is FrameModel {
  return model.line.kind === "serial" || model.line.kind === "tcp";
}

export function isModbusModel(model: GaugeModel): model is ModbusModel {
  return model.line.kind === "modbus-rtu" || model.line.kind === "modbus-tcp";
}

export function isFileModel(model: GaugeModel): model is FileModel {
  return model.line.kind === "file";
}

/** The expectations of an example as a list. */
export function expected(gives: Gives | Gives[]): Gives[] {
  return Array.isArray(gives) ? gives : [gives];
}
