// `proofline demo`: virtual gauges, an embedded broker, and the carabiner pilot run before one's eyes.
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Command, InvalidArgumentError, Option } from "commander";
import { Value } from "typebox/value";
import { formatConfigErrors, type InspectionPlan, loadPlan } from "../../config/index.ts";
import { loadModels } from "../../gauges/index.ts";
import { createDemoBench, type DemoBench } from "../demo/demo-bench.ts";
import { measureRun } from "../demo/demo-operator.ts";
import { closeRun, openRun } from "../demo/demo-story.ts";
import { createProcessValues } from "../demo/process-values.ts";
import { type Story, StorySchema } from "../demo/story-schema.ts";
import { checkLoadTest } from "../intake/index.ts";
import type { Exit } from "./commands.ts";
import { makeDataFolder } from "./data-folder.ts";
import { refusable } from "./journal-commands.ts";
import { MODELS_FOLDER } from "./models-folder.ts";
import { type RunningStation, runStation } from "./run-station.ts";
import { EXIT, type World } from "./world.ts";

type DemoOptions = {
  readonly dir: string;
  readonly speed: number;
  readonly port: number;
  readonly target?: number;
  readonly until?: "closed";
};

const PLAN = fileURLToPath(new URL("../../config/examples/carabiner-plan.toml", import.meta.url));
const STORY = fileURLToPath(new URL("../demo/carabiner-story.json", import.meta.url));
const STATION = "demo-1";
/** From this speed on nobody watches, and the CMM's files come in one go at the end. */
const FAST = 100;
const CMM_BATCH = 5;
const positive = (text: string) => {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value)))
    throw new InvalidArgumentError(`A positive number is expected, not ${text}.`);
  return value;
};
const wholeIn = (least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new InvalidArgumentError(
    `A whole number from ${least} to ${most} is expected, not ${text}.`,
  );
};
/** As many units as the schema of a run allows in a station file. */
const MOST_UNITS = 100_000;

export function addDemoCommand(program: Command, world: World, exit: Exit): void {
  program
    .command("demo")
    .description("virtual gauges, an embedded broker, and a carabiner pilot run that fills")
    .option("--dir <dir>", "where the journal and the key are kept", "./var")
    .option("--speed <factor>", "how many times faster than a person", positive, 1)
    .option("--port <port>", "port of the screens", wholeIn(0, 65_535), 8080)
    .option("--target <units>", "units of the run when it is planned", wholeIn(1, MOST_UNITS))
    .addOption(new Option("--until <phase>", "play the whole run, then end").choices(["closed"]))
    .action((options: DemoOptions) => refusable(world, exit, () => playDemo(options, world, exit)));
}

async function playDemo(options: DemoOptions, world: World, exit: Exit): Promise<void> {
  const loaded = loadPlan(PLAN);
  if ("errors" in loaded) {
    world.warn(formatConfigErrors(loaded.errors));
    exit(EXIT.configuration);
    return;
  }
  makeDataFolder(options.dir);
  const told = Value.Parse(StorySchema, JSON.parse(readFileSync(STORY, "utf8")));
  const story = { ...told, target: options.target ?? told.target };
  const { models } = loadModels(MODELS_FOLDER);
  const bench = await createDemoBench({
    models,
    plan: loaded.ok,
    folder: join(options.dir, "cmm"),
    seed: story.seed,
    speed: options.speed,
    calibrationDue: `${Number(world.now().slice(0, 4)) + 1}-12-31`,
    monotonicMs: world.monotonicMs,
  });
  const broker = await startBroker();
  try {
    const running = await startDemoStation({
      options,
      story,
      plan: loaded.ok,
      bench,
      broker,
      world,
    });
    greet(running, options, world);
    await play(running, bench, story, options, world);
    await running.stop("ended");
  } finally {
    // A station that was refused would otherwise leave gauges and broker running, and the process with them.
    await bench.close();
    await broker.close();
  }
}

/** Plays the run until it is closed or the user ends it. */
async function play(
  running: RunningStation,
  bench: DemoBench,
  story: Story,
  options: DemoOptions,
  world: World,
): Promise<void> {
  let stopped = false;
  const ended = world.ended().then(() => {
    stopped = true;
  });
  const { station, floor } = running;
  const people = { station, story, newId: world.newId, now: world.now };
  const played = (async () => {
    const phase = station.shown.runs.get(story.run)?.phase;
    if (phase === undefined || phase === "assessed" || phase === "closed") return;
    await openRun(story.run, people);
    await untilGaugesAreThere(running, () => stopped);
    await measureRun(story.run, {
      ...people,
      bench: bench.handsOn((gauge) => floor.ask(gauge)),
      valueOf: createProcessValues(story),
      pause: (ms) => pauseUnless(() => stopped, ms / options.speed),
      check: async (test) => {
        const gauges = new Map([...floor.gauges].map(([id, { gauge }]) => [id, gauge] as const));
        await station.act((state, source) =>
          checkLoadTest(
            state,
            { id: source.newId(), test, function: "ok", note: "" },
            `operator:${state.operator ?? "unknown"}`,
            gauges,
            source,
          ),
        );
      },
      stopped: () => stopped,
      cmmBatch: options.speed < FAST ? CMM_BATCH : story.target,
    });
    if (!stopped) await closeRun(story.run, people);
  })();
  if (options.until === "closed") {
    await Promise.race([played, ended]);
    await played;
    await station.settled();
    if (!stopped) world.say(`run ${story.run} closed`);
    return;
  }
  await Promise.race([ended, played.then(() => ended)]);
  await played;
}

async function untilGaugesAreThere(
  { floor }: RunningStation,
  stopped: () => boolean,
): Promise<void> {
  while (!stopped() && [...floor.gauges.values()].some((one) => one.state !== "online")) {
    await wait(20);
  }
}

async function pauseUnless(stopped: () => boolean, ms: number): Promise<void> {
  let left = ms;
  while (left > 0 && !stopped()) {
    await wait(Math.min(left, 200));
    left -= 200;
  }
}

type DemoParts = {
  readonly options: DemoOptions;
  readonly story: Story;
  readonly plan: InspectionPlan;
  readonly bench: DemoBench;
  readonly broker: { readonly port: number };
  readonly world: World;
};

function startDemoStation({ options, story, plan, bench, broker, world }: DemoParts) {
  const { run, brand, supplier, order, target } = story;
  return runStation(
    {
      dir: options.dir,
      name: STATION,
      zone: world.zone,
      demo: true,
      http: { host: "127.0.0.1", port: options.port, remedy: "choose another with --port" },
      gauges: bench.gauges,
      runs: [{ id: run, plan, brand, supplier, order, target }],
      sync: {
        url: `mqtt://127.0.0.1:${broker.port}`,
        enterprise: "proofline",
        site: "demo",
        area: "pilot",
        line: "carabiner",
        station: STATION,
        version: world.version,
      },
    },
    world,
  );
}

/** An MQTT 3.1.1 broker inside this process, on a free port of loopback. */
async function startBroker(): Promise<{ readonly port: number; close(): Promise<void> }> {
  // Only the demo has a broker in its own memory.
  const { Aedes } = await import("aedes");
  const broker = await Aedes.createBroker();
  const server = createServer(broker.handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port for the broker");
  return {
    port: address.port,
    close: async () => {
      await new Promise<void>((resolve) => broker.close(() => resolve()));
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function greet({ url, station }: RunningStation, options: DemoOptions, world: World): void {
  const address = url.replace("127.0.0.1", "localhost");
  const [run] = station.shown.runs.values();
  world.say(`Proofline demo: pilot run ${run?.run ?? ""} fills at ${address}`);
  world.say(`  ${address}/         operator: what to measure now`);
  world.say(`  ${address}/quality  quality engineer: charts, signals, capability`);
  world.say(`  ${address}/run      the run: progress, the five outputs, report and bundle`);
  world.say(
    run?.phase === "assessed"
      ? `The run is complete. Remove ${options.dir} to play it again. Ctrl-C ends it.`
      : `The journal is kept in ${options.dir}; start again and it goes on. Ctrl-C ends it.`,
  );
}
