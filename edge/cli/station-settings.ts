// What a station's files say, with the catalogue they are judged by: for `start` and for `doctor`.
import {
  type ConfigError,
  knownModels,
  loadStation,
  modelFolders,
  type StationConfig,
} from "../../config/index.ts";
import { type GaugeModel, loadModels } from "../../gauges/index.ts";
import { convertDecimal } from "../intake/index.ts";
import { MODELS_FOLDER } from "./models-folder.ts";

export type StationSettings = {
  readonly models: ReadonlyMap<string, GaugeModel>;
  /** Null where anything is wrong; `errors` says all of it. */
  readonly config: StationConfig | null;
  readonly errors: readonly ConfigError[];
  readonly warnings: readonly ConfigError[];
};

/** Whether any value in the first unit can be given in the second without rounding. */
export function convertible(from: string, to: string): boolean {
  return convertDecimal("1", from, to) !== null;
}

/** Reads a station's file, its plans and its own gauge models. Never throws for what they hold. */
export function readSettings(file: string): StationSettings {
  const { models, errors: modelErrors } = loadModels(MODELS_FOLDER, modelFolders(file));
  const loaded = loadStation(file, knownModels(models), convertible);
  const errors = [
    ...modelErrors.map((one) => ({ path: "", ...one })),
    ...("errors" in loaded ? loaded.errors : []),
  ];
  if ("errors" in loaded || errors.length > 0)
    return { models, config: null, errors, warnings: [] };
  return { models, config: loaded.ok, errors, warnings: loaded.warnings };
}
