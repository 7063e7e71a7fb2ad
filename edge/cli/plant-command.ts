// `proofline plant`: the collector that writes the stations' records into PostgreSQL.
import type { Command } from "commander";
import { formatConfigErrors, loadPlant } from "../../config/index.ts";
import type { Exit } from "./commands.ts";
import { EXIT, type World } from "./world.ts";

export function addPlantCommand(program: Command, world: World, exit: Exit): void {
  program
    .command("plant")
    .description("the collector: records from MQTT into PostgreSQL, acknowledged when durable")
    .option("--config <file>", "settings of the plant", "plant.toml")
    .action(async (options: { config: string }) => {
      const loaded = loadPlant(options.config);
      if ("errors" in loaded) {
        world.warn(formatConfigErrors(loaded.errors));
        exit(EXIT.configuration);
        return;
      }
      // A station needs no PostgreSQL client in its memory.
      const { explainEvent, startCollector } = await import("../../sync/collector/index.ts");
      const collector = await startCollector({
        settings: loaded.ok,
        clock: { monotonicMs: world.monotonicMs },
        random: world.random,
        onEvent: (event) => {
          const words = explainEvent(event);
          world.warn(JSON.stringify(words === null ? event : { ...event, words }));
        },
      });
      world.say("Collecting. Ctrl-C ends it.");
      await world.ended();
      await collector.stop();
    });
}
