// `proofline gauges`: the catalogue, a model tried on a live port, a virtual gauge.
import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { createVirtualGauge, type GaugeModel, isFrameModel } from "../../gauges/index.ts";
import { modelNamed, openCatalogue } from "./catalogue.ts";
import type { Exit } from "./commands.ts";
import { type ChosenWordOrder, WORD_ORDERS } from "./decode-command.ts";
import { type TryOptions, tryGauge } from "./try-gauge.ts";
import { EXIT, type World } from "./world.ts";

export function addGaugeCommands(program: Command, world: World, exit: Exit): void {
  const gauges = program.command("gauges").description("the catalogue of gauge models; try one");
  gauges
    .command("list", { isDefault: true })
    .description("every gauge model with how sure we are of it")
    .option("--json", "print one JSON document")
    .action((options: { json?: boolean }) => listModels(options.json === true, world));
  gauges
    .command("try <model> <port>")
    .description("raw bytes, matching rule and value, live; Ctrl-C ends. PORT: a path or host:port")
    .option("--baud <rate>", "bits per second, where not the model's first", wholeNumber)
    .option("--unit <unit>", "unit the gauge is set to, where its frames carry none")
    .option("--unit-id <id>", "Modbus unit, where not the model's", wholeNumber)
    .addOption(new Option("--word-order <order>", "for Modbus maps that ask").choices(WORD_ORDERS))
    .option("--poll <ms>", "ask every so many milliseconds", wholeNumber, 500)
    .action((id: string, port: string, options: TryOptions & { wordOrder?: ChosenWordOrder }) => {
      const model = modelNamed(id, world, exit);
      return model === null ? undefined : tryGauge(model, port, options, world, exit);
    });
  gauges
    .command("simulate")
    .addArgument(new Argument("<model>", "a model with a [simulate] part"))
    .description("a virtual gauge that speaks the model's protocol; Ctrl-C ends")
    .addOption(
      new Option("--tcp <port>", "listen on this port of 127.0.0.1, 0 = any free one")
        .argParser(wholeNumber)
        .conflicts("pty"),
    )
    .option("--pty <path>", "speak on this serial port or pseudo-terminal")
    .option("--value <text...>", "values to show, one after the other", ["12.345"])
    .option("--every <ms>", "press the DATA key every so many milliseconds", wholeNumber, 1000)
    .action((id: string, options: SimulateOptions) => {
      const model = modelNamed(id, world, exit);
      return model === null ? undefined : simulate(model, options, world, exit);
    });
}

function wholeNumber(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError("A whole number is due.");
  return Number(text);
}

function listModels(json: boolean, world: World): void {
  const models = [...openCatalogue(world).values()];
  if (json) {
    world.say(JSON.stringify({ models: models.map(summary) }));
    return;
  }
  const rows = models.map((model) => {
    const { id, line, evidence, asks, simulate: plays } = summary(model);
    const how = [line, asks ? "asked" : "pushes", plays ? "simulated" : ""].filter(Boolean);
    const name = `${model.vendor}: ${model.models.join(", ")}`;
    return `${id.padEnd(22)} ${evidence.padEnd(10)} ${how.join(", ").padEnd(28)} ${name}`;
  });
  const open = models.filter(({ evidence }) => evidence === "unverified").length;
  const note = `${models.length} models; ${open} unverified: confirm those against the display.`;
  world.say([...rows, note].join("\n"));
}

function summary(model: GaugeModel) {
  const { id, vendor, models, evidence, hash, source = null, note = null } = model;
  const framed = isFrameModel(model) ? model : null;
  return {
    id,
    vendor,
    models,
    line: model.line.kind,
    evidence,
    source,
    note,
    asks: framed === null ? model.line.kind !== "file" : framed.poll !== undefined,
    simulate: framed?.simulate !== undefined,
    hash,
  };
}

type SimulateOptions = {
  readonly tcp?: number;
  readonly pty?: string;
  readonly value: readonly string[];
  readonly every: number;
};

async function simulate(
  model: GaugeModel,
  { tcp, pty, value, every }: SimulateOptions,
  world: World,
  exit: Exit,
): Promise<void> {
  const fault = simulateFault(model, value);
  if (fault !== null) {
    world.warn(fault);
    exit(EXIT.usage);
    return;
  }
  const listen =
    pty === undefined
      ? ({ kind: "tcp", host: "127.0.0.1", port: tcp ?? 0 } as const)
      : ({ kind: "pty", path: pty } as const);
  let shown = 0;
  const next = () => value[shown++ % value.length] ?? "0";
  const started = await createVirtualGauge(model, { listen, answer: next }).catch(worldFault);
  if (typeof started === "string") {
    world.warn(started);
    exit(EXIT.failure);
    return;
  }
  world.say(`${model.id} on ${pty ?? `127.0.0.1:${started.port}`}`);
  const asked = isFrameModel(model) && model.poll !== undefined;
  world.say(asked ? "It answers when asked. Ctrl-C ends." : `It sends every ${every} ms.`);
  const key = asked ? null : setInterval(() => started.press(next()), Math.max(10, every));
  await world.ended();
  if (key !== null) clearInterval(key);
  await started.close();
}

/** Why this model can't show these values, in words; null when it can. */
function simulateFault(model: GaugeModel, values: readonly string[]): string | null {
  if (!isFrameModel(model) || model.simulate === undefined) {
    return `Model ${model.id} has no [simulate] part; "proofline gauges list" marks those that do.`;
  }
  const odd = values.find((text) => !/^[+-]?\d{1,12}(\.\d{1,9})?$/.test(text));
  return odd === undefined ? null : `"${odd}" is not a decimal number.`;
}

/** The words of a fault of the world, such as a port in use; a bug goes on. */
function worldFault(error: unknown): string {
  if (error instanceof Error && !(error instanceof TypeError)) return error.message;
  throw error;
}
