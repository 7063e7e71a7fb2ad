// `proofline start`: the station with the gauges and plans of its configuration.
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import {
  formatConfigErrors,
  knownModels,
  loadStation,
  modelFolders,
  type StationConfig,
} from "../../config/index.ts";
import { type GaugeModel, loadModels } from "../../gauges/index.ts";
import type { Exit } from "./commands.ts";
import { refusable } from "./journal-commands.ts";
import { runStation, type StationSetup } from "./run-station.ts";
import { EXIT, type World } from "./world.ts";

/** The catalogue of gauge models, beside the code. */
export const MODELS_FOLDER = fileURLToPath(new URL("../../gauges/models/", import.meta.url));

export function addStartCommand(program: Command, world: World, exit: Exit): void {
  program
    .command("start")
    .description("the station: gauges, screens, sync")
    .option("--config <file>", "settings of the station", "station.toml")
    .option("--dir <dir>", "where the journal and the key are kept", "./var")
    .action((options: { config: string; dir: string }) =>
      refusable(world, exit, () => startStation(options, world, exit)),
    );
}

async function startStation(
  options: { config: string; dir: string },
  world: World,
  exit: Exit,
): Promise<void> {
  const { models, errors } = loadModels(MODELS_FOLDER, modelFolders(options.config));
  const loaded = loadStation(options.config, knownModels(models));
  const faults = "errors" in loaded ? [...loaded.errors] : [];
  if (errors.length > 0)
    world.warn(formatConfigErrors(errors.map((one) => ({ path: "", ...one }))));
  if (faults.length > 0) world.warn(formatConfigErrors(faults));
  if ("errors" in loaded || errors.length > 0) {
    exit(EXIT.configuration);
    return;
  }
  if (loaded.warnings.length > 0) world.warn(formatConfigErrors(loaded.warnings));
  const running = await runStation(setupOf(loaded.ok, models, options.dir, world.version), world);
  world.say(`Station ${loaded.ok.name} runs on ${running.url}`);
  world.say("READY");
  await running.stop(await world.ended());
}

function setupOf(
  config: StationConfig,
  models: ReadonlyMap<string, GaugeModel>,
  dir: string,
  version: string,
): StationSetup {
  const { name, zone, place, http, mqtt, gauges, runs, journal, policy } = config;
  return {
    dir,
    name,
    zone,
    demo: false,
    http,
    gauges: gauges.map((gauge) => {
      const model = models.get(gauge.model);
      if (model === undefined) throw new Error(`model ${gauge.model} passed the check but is gone`);
      const { id, serves, calibrationDue, msa } = gauge;
      const standing = { calibrationDue, msa, policy };
      return { id, name: gauge.name, serves, ...standing, settings: gauge, model };
    }),
    runs: runs.map(({ run, ...planned }) => ({ id: run, ...planned })),
    sync: mqtt === null ? null : { ...mqtt, ...place, station: name, version },
    quotaMb: journal.quotaMb ?? undefined,
  };
}
