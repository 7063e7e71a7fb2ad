// The shipped gauge models, by id, for tests.
import { fileURLToPath } from "node:url";
import { type FrameModel, isFrameModel } from "../../../gauges/model/gauge-model.ts";
import { loadModels } from "../../../gauges/model/load-models.ts";

export const { models } = loadModels(
  fileURLToPath(new URL("../../../gauges/models", import.meta.url)),
);

export function frameModel(id: string): FrameModel {
  const found = models.get(id);
  if (found === undefined || !isFrameModel(found)) throw new Error(`no frame model ${id}`);
  return found;
}
