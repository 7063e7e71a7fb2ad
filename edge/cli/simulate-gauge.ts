// `proofline gauges simulate`: a virtual gauge of any model, with a process behind it that drifts and
// wears, and with the troubles gauges have.
import { type Command, InvalidArgumentError, Option } from "commander";
import {
  createProcess,
  createSimulation,
  createTroubles,
  type GaugeModel,
  isFileModel,
  isFrameModel,
  type Simulation,
  type SimulationPlace,
} from "../../gauges/index.ts";
import { modelNamed } from "./catalogue.ts";
import type { Exit } from "./commands.ts";
import { type ChosenWordOrder, WORD_ORDERS } from "./decode-command.ts";
import { EXIT, type World } from "./world.ts";

type SimulateOptions = {
  readonly tcp?: number;
  readonly pty?: string;
  readonly folder?: string;
  readonly value: readonly string[];
  readonly mean?: number;
  readonly sd: number;
  readonly drift: number;
  readonly wear: number;
  readonly toolLife: number;
  readonly decimals: number;
  readonly trouble: number;
  readonly seed: number;
  readonly every: number;
  readonly wordOrder?: ChosenWordOrder;
};

export function addSimulateCommand(gauges: Command, world: World, exit: Exit): void {
  gauges
    .command("simulate <model>")
    .description("a virtual gauge that speaks the model's protocol; Ctrl-C ends")
    .addOption(
      new Option("--tcp <port>", "listen on this port of 127.0.0.1, 0 = any free one")
        .argParser(wholeNumber)
        .conflicts(["pty", "folder"]),
    )
    .option("--pty <path>", "speak on this serial port or pseudo-terminal")
    .option("--folder <dir>", "drop result files here, for models of files")
    .option("--value <text...>", "values to show, one after the other", ["12.345"])
    .option("--mean <number>", "show a process with this mean instead of --value", decimal)
    .option("--sd <number>", "its standard deviation", decimal, 0)
    .option("--drift <number>", "added to its mean with every value", decimal, 0)
    .option("--wear <number>", "added with every value until the tool is changed", decimal, 0)
    .option("--tool-life <n>", "values until the tool is changed", wholeNumber, 100)
    .option("--decimals <n>", "digits after the point of the process's values", wholeNumber, 3)
    .option("--trouble <share>", "share of values before which something goes wrong", decimal, 0)
    .option("--seed <n>", "the same seed gives the same values and troubles", wholeNumber, 1)
    .option("--every <ms>", "time between values", wholeNumber, 1000)
    .addOption(new Option("--word-order <order>", "for Modbus maps that ask").choices(WORD_ORDERS))
    .action((id: string, options: SimulateOptions) => {
      const model = modelNamed(id, world, exit);
      return model === null ? undefined : simulate(model, options, world, exit);
    });
}

export function wholeNumber(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError("A whole number is due.");
  return Number(text);
}

function decimal(text: string): number {
  if (!/^[+-]?\d{1,9}(\.\d{1,9})?$/.test(text)) throw new InvalidArgumentError("A number is due.");
  return Number(text);
}

async function simulate(
  model: GaugeModel,
  options: SimulateOptions,
  world: World,
  exit: Exit,
): Promise<void> {
  const fault = simulateFault(model, options);
  if (fault !== null) {
    world.warn(fault);
    exit(EXIT.usage);
    return;
  }
  const { seed, wordOrder, every } = options;
  const place = placeOf(options);
  const started = await createSimulation(model, place, { seed, wordOrder }).catch(worldFault);
  if (typeof started === "string") {
    world.warn(started);
    exit(EXIT.failure);
    return;
  }
  world.say(`${model.id} on ${"path" in place ? place.path : `127.0.0.1:${started.port}`}`);
  world.say(`${habitOf(model, every)} Ctrl-C ends.`);
  const playing = play(started, options, world);
  await world.ended();
  playing.stop();
  await started.close();
}

function habitOf(model: GaugeModel, every: number): string {
  if (isFileModel(model)) return `It drops a file every ${every} ms.`;
  const asked = !isFrameModel(model) || model.poll !== undefined;
  return asked ? "It answers when asked." : `It sends every ${every} ms.`;
}

/** Shows value after value; one that the model can't show is said, and the next one is tried. */
function play(simulation: Simulation, options: SimulateOptions, world: World): { stop(): void } {
  const next = valuesOf(options);
  const trouble = createTroubles(options.seed, options.trouble);
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  const step = async () => {
    const kind = trouble();
    if (kind !== null) {
      world.say(`trouble: ${kind}`);
      await simulation.trouble(kind).catch((error: unknown) => world.warn(worldFault(error)));
    }
    const shown = simulation.show(next());
    await shown.catch((error: unknown) => world.warn(worldFault(error)));
    if (!stopped) timer = setTimeout(() => void step(), Math.max(10, options.every));
  };
  void step();
  return {
    stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}

function valuesOf({ value, mean, sd, drift, wear, toolLife, seed, decimals }: SimulateOptions) {
  let shown = 0;
  if (mean === undefined) return () => value[shown++ % value.length] ?? "0";
  const tool = { perPart: wear, toolLife: Math.max(1, toolLife) };
  const process = createProcess(seed, { mean, sd, driftPerPart: drift, wear: tool });
  return () => process.next().toFixed(Math.min(9, decimals));
}

function placeOf({ tcp, pty, folder }: SimulateOptions): SimulationPlace {
  if (folder !== undefined) return { kind: "folder", path: folder };
  if (pty !== undefined) return { kind: "pty", path: pty };
  return { kind: "tcp", host: "127.0.0.1", port: tcp ?? 0 };
}

/** Why this model can't be played like this, in words; null when it can. */
function simulateFault(model: GaugeModel, { value, folder }: SimulateOptions): string | null {
  if (isFileModel(model) && folder === undefined) {
    return `Model ${model.id} is a machine that drops files: name the folder with --folder.`;
  }
  if (!isFileModel(model) && folder !== undefined) {
    return `Model ${model.id} drops no files: use --tcp or --pty.`;
  }
  const odd = value.find((text) => !/^[+-]?\d{1,12}(\.\d{1,9})?$/.test(text));
  return odd === undefined ? null : `"${odd}" is not a decimal number.`;
}

/** The words of a fault of the world, such as a port in use; a bug goes on. */
function worldFault(error: unknown): string {
  if (error instanceof Error && !(error instanceof TypeError)) return error.message;
  throw error;
}
