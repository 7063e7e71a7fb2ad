#!/usr/bin/env node
// The command line: makes clocks, ids and streams, names the commands, turns answers into exit codes.
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { v7 as uuidv7 } from "uuid";
import { addCommands } from "./cli/commands.ts";
import { EXIT, type World } from "./cli/world.ts";

const { version } = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
) as { version: string };

// A reader that has seen enough, such as `head`, closes the pipe: that is no fault of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

const world: World = {
  now: () => new Date().toISOString(),
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  newId: () => uuidv7(),
  random: () => Math.random(),
  say: (line) => {
    process.stdout.write(`${line}\n`);
  },
  warn: (line) => {
    process.stderr.write(`${line}\n`);
  },
  ended: () =>
    new Promise((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
        process.once(signal, () => resolve(signal));
      }
    }),
  version,
  node: process.version,
  platform: `${process.platform}-${process.arch}`,
  zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
};

const program = new Command("proofline")
  .description(
    "Shop-floor SPC and pilot runs: gauges in, live charts, a report the brand can verify.",
  )
  .version(version)
  .exitOverride();

await addCommands(program, process.argv[2], world, (code) => {
  process.exitCode = code;
});

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
}
