// The catalogue of gauge models as the command line opens it: whole, or said what is wrong with it.
import { formatConfigErrors } from "../../config/index.ts";
import { type GaugeModel, loadModels, parseModel } from "../../gauges/index.ts";
import type { Exit } from "./commands.ts";
import { readBounded } from "./file-bytes.ts";
import { MODELS_FOLDER } from "./models-folder.ts";
import { EXIT, type World } from "./world.ts";

const MOST_MODEL_BYTES = 1024 * 1024;

/** Every model that loads; a broken model file is said on stderr and left out. */
export function openCatalogue(world: World): ReadonlyMap<string, GaugeModel> {
  const { models, errors } = loadModels(MODELS_FOLDER);
  if (errors.length > 0) {
    world.warn(formatConfigErrors(errors.map((error) => ({ path: "", ...error }))));
  }
  return models;
}

/** A model's own file, outside the catalogue. */
function modelOfFile(file: string, world: World): GaugeModel | null {
  const read = readBounded(file, MOST_MODEL_BYTES);
  if ("refused" in read) {
    world.warn(read.refused);
    return null;
  }
  const { model, errors } = parseModel(file, read.bytes);
  if (model === null) world.warn(formatConfigErrors(errors.map((one) => ({ path: "", ...one }))));
  return model;
}

/** The model with this id, or of this file (a name that ends with .toml); null after saying which are near and setting the exit code. */
export function modelNamed(id: string, world: World, exit: Exit): GaugeModel | null {
  if (id.endsWith(".toml")) {
    const own = modelOfFile(id, world);
    if (own === null) exit(EXIT.usage);
    return own;
  }
  const models = openCatalogue(world);
  const model = models.get(id);
  if (model !== undefined) return model;
  const near = [...models.keys()].filter((other) => other.includes(id) || id.includes(other));
  const hint = near.length > 0 ? ` Near it: ${near.join(", ")}.` : "";
  world.warn(`There is no gauge model "${id}".${hint} "proofline gauges list" names them all.`);
  exit(EXIT.usage);
  return null;
}
