// Reads every model file of a folder: one wrong file is named with its line and remedy, the others load.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkModel } from "./check-model.ts";
import type { GaugeModel } from "./gauge-model.ts";
import { readToml } from "./read-toml.ts";

export type ModelError = {
  /** File name within the folder. */
  readonly file: string;
  readonly line: number;
  readonly what: string;
  readonly remedy: string;
};

export type LoadedModels = {
  readonly models: Map<string, GaugeModel>;
  readonly errors: ModelError[];
};

/**
 * Loads every `*.toml` of the catalogue's folder and of the station's own folders, in the order of
 * their names. Models with errors are left out of `models`, as is one of an id that is taken.
 * Nothing throws but an unreadable catalogue; an own folder that cannot be read is an error.
 */
export function loadModels(folder: string, own: readonly string[] = []): LoadedModels {
  const models = new Map<string, GaugeModel>();
  const errors: ModelError[] = [];
  loadFolder(readdirSync(folder), (name) => name, folder, models, errors);
  for (const further of own) {
    const names = namesIn(further);
    if (names === null) {
      const remedy = "Make the folder, correct its name in `models`, or let the station read it.";
      errors.push({ file: further, line: 1, what: "the folder cannot be read", remedy });
    } else loadFolder(names, (name) => join(further, name), further, models, errors);
  }
  return { models, errors };
}

function namesIn(folder: string): string[] | null {
  try {
    return readdirSync(folder);
  } catch {
    return null;
  }
}

/** `label` names a file in errors and as a model's origin. */
function loadFolder(
  names: readonly string[],
  label: (name: string) => string,
  folder: string,
  models: Map<string, GaugeModel>,
  errors: ModelError[],
): void {
  for (const name of names.filter((one) => one.endsWith(".toml")).sort()) {
    const file = label(name);
    const bytes = readFileSync(join(folder, name));
    const outcome = parseModel(file, bytes);
    if (outcome.model === null) {
      errors.push(...outcome.errors);
      continue;
    }
    const other = models.get(outcome.model.id);
    if (other !== undefined) {
      const remedy = "Give one of the two another id.";
      errors.push({ file, line: 1, what: `id is also that of ${other.origin}`, remedy });
      continue;
    }
    models.set(outcome.model.id, outcome.model);
  }
}

export type ParsedModel =
  | { readonly model: GaugeModel; readonly errors: readonly [] }
  | { readonly model: null; readonly errors: ModelError[] };

/** One model file's bytes → the checked model, or every error found in it. */
export function parseModel(file: string, bytes: Uint8Array): ParsedModel {
  const document = readToml(Buffer.from(bytes).toString("utf8"));
  if ("syntax" in document) {
    const { line, what } = document.syntax;
    return {
      model: null,
      errors: [{ file, line, what, remedy: "Mend the TOML at this line." }],
    };
  }
  const checked = checkModel(document.content);
  if ("problems" in checked) {
    return {
      model: null,
      errors: checked.problems.map(({ path, what, remedy }) => ({
        file,
        line: document.lineOf(path),
        what,
        remedy,
      })),
    };
  }
  const hash = createHash("sha256").update(bytes).digest("hex");
  return { model: { ...checked.model, hash, origin: file }, errors: [] };
}
