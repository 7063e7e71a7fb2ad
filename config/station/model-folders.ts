// Where a station keeps gauge models of its own: known before the file is judged by them.
import { dirname, resolve } from "node:path";
import { checkShape } from "../file/check-shape.ts";
import { readConfigFile } from "../file/read-file.ts";
import { StationFileSchema } from "./station-schema.ts";

/**
 * The folders that `models` of a station's file names, absolute. Empty for a file that cannot be
 * read or where the key is wrong: loading the station says why.
 */
export function modelFolders(file: string): readonly string[] {
  const read = readConfigFile(StationFileSchema, file);
  const content = "content" in read ? read.content : read.misshapen?.content;
  if (typeof content !== "object" || content === null || !("models" in content)) return [];
  const { models } = content;
  if (checkShape(StationFileSchema.properties.models, models).length > 0) return [];
  if (!Array.isArray(models)) return [];
  return models.map((name) => resolve(dirname(resolve(file)), String(name)));
}
