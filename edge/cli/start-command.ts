// `proofline start`: the station with the gauges and plans of its configuration.
import type { Command } from "commander";
import { formatConfigErrors, type StationConfig } from "../../config/index.ts";
import type { GaugeModel } from "../../gauges/index.ts";
import type { Exit } from "./commands.ts";
import { refusable } from "./journal-commands.ts";
import { runStation, type StationSetup } from "./run-station.ts";
import { readSettings } from "./station-settings.ts";
import { EXIT, type World } from "./world.ts";

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
  const { models, config, errors, warnings } = readSettings(options.config);
  if (config === null) {
    const count = errors.length === 1 ? "one error" : `${errors.length} errors`;
    world.warn(`${formatConfigErrors(errors)}Nothing was started: ${count}.`);
    exit(EXIT.configuration);
    return;
  }
  if (warnings.length > 0)
    world.warn(`The station starts, but look at this:\n${formatConfigErrors(warnings).trimEnd()}`);
  const running = await runStation(setupOf(config, models, options.dir, world.version), world);
  world.say(`Station ${config.name} runs on ${running.url}`);
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
