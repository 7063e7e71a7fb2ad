// `proofline start`: the station with the gauges and plans of its configuration.
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import {
  type ConfigWarning,
  formatErrors,
  loadStation,
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
  const { models, errors } = loadModels(MODELS_FOLDER);
  const loaded = loadStation(options.config, models);
  if (errors.length > 0) world.warn(errors.map((error) => `${error.file}:${error.line}: ${error.what}`).join("\n"));
  if ("errors" in loaded || errors.length > 0) {
    if ("errors" in loaded) world.warn(formatErrors(loaded.errors));
    exit(EXIT.configuration);
    return;
  }
  for (const warning of loaded.warnings) world.warn(warningLine(warning));
  const running = await runStation(setupOf(loaded.ok, models, options.dir), world);
  world.say(`Station ${loaded.ok.station.name} runs on ${running.url}`);
  world.say("READY");
  await running.stop(await world.ended());
}
