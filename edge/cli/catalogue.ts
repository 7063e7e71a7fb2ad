// The catalogue of gauge models as the command line opens it: whole, or said what is wrong with it.
import { formatConfigErrors } from "../../config/index.ts";
import { type GaugeModel, loadModels } from "../../gauges/index.ts";
import type { Exit } from "./commands.ts";
import { MODELS_FOLDER } from "./start-command.ts";
import { EXIT, type World } from "./world.ts";

/** Every model that loads; a broken model file is said on stderr and left out. */
export function openCatalogue(world: World): ReadonlyMap<string, GaugeModel> {
  const { models, errors } = loadModels(MODELS_FOLDER);
  if (errors.length > 0) {
    world.warn(formatConfigErrors(errors.map((error) => ({ path: "", ...error }))));
  }
  return models;
}

/** The model with this id; null after saying which are near and setting the exit code. */
export function modelNamed(id: string, world: World, exit: Exit): GaugeModel | null {
  const models = openCatalogue(world);
  const model = models.get(id);
  if (model !== undefined) return model;
  const near = [...models.keys()].filter((other) => other.includes(id) || id.includes(other));
  const hint = near.length > 0 ? ` Near it: ${near.join(", ")}.` : "";
  world.warn(`There is no gauge model "${id}".${hint} "proofline gauges list" names them all.`);
  exit(EXIT.usage);
  return null;
}
