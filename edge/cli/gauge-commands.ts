// `proofline gauges`: the catalogue, a model tried on a live port, a virtual gauge.
import { type Command, Option } from "commander";
import {
  adapterOf,
  type GaugeModel,
  isFrameModel,
  portsWords,
  systemPorts,
} from "../../gauges/index.ts";
import { addCaptureCommand } from "./capture-gauge.ts";
import { modelNamed, openCatalogue } from "./catalogue.ts";
import type { Exit } from "./commands.ts";
import { type ChosenWordOrder, WORD_ORDERS } from "./decode-command.ts";
import { addLearnCommands } from "./learn-gauge.ts";
import { addSimulateCommand, wholeNumber } from "./simulate-gauge.ts";
import { type TryOptions, tryGauge } from "./try-gauge.ts";
import type { World } from "./world.ts";

export function addGaugeCommands(program: Command, world: World, exit: Exit): void {
  const gauges = program.command("gauges").description("the catalogue of gauge models; try one");
  gauges
    .command("list", { isDefault: true })
    .description("every gauge model with how sure we are of it")
    .option("--ports", "the serial ports of this machine with their adapters instead")
    .option("--json", "print one JSON document")
    .action((options: { json?: boolean; ports?: boolean }) =>
      options.ports === true
        ? listPorts(options.json === true, world)
        : listModels(options.json === true, world),
    );
  gauges
    .command("try <model> <port>")
    .description(
      "raw bytes, matching rule and value, live; Ctrl-C ends. MODEL: an id or a file, PORT: a path or host:port",
    )
    .option("--baud <rate>", "bits per second, where not the model's first", wholeNumber)
    .option("--unit <unit>", "unit the gauge is set to, where its frames carry none")
    .option("--unit-id <id>", "Modbus unit, where not the model's", wholeNumber)
    .addOption(new Option("--word-order <order>", "for Modbus maps that ask").choices(WORD_ORDERS))
    .option("--record <file>", "write the session into this new file, to be decoded or replayed")
    .option("--capture <file>", "the same: a capture is what `gauges learn` takes")
    .option("--poll <ms>", "ask every so many milliseconds", wholeNumber, 500)
    .action((id: string, port: string, options: TryOptions & { wordOrder?: ChosenWordOrder }) => {
      const model = modelNamed(id, world, exit);
      return model === null ? undefined : tryGauge(model, port, options, world, exit);
    });
  addSimulateCommand(gauges, world, exit);
  addCaptureCommand(gauges, world, exit);
  addLearnCommands(gauges, world, exit);
}

function listModels(json: boolean, world: World): void {
  const models = [...openCatalogue(world).values()];
  if (json) {
    world.say(JSON.stringify({ models: models.map(summary) }));
    return;
  }
  const rows = models.map((model) => {
    const { id, line, evidence, asks } = summary(model);
    const how = [line, line === "file" ? "" : asks ? "asked" : "pushes"].filter(Boolean);
    const name = `${model.vendor}: ${model.models.join(", ")}`;
    return `${id.padEnd(22)} ${evidence.padEnd(10)} ${how.join(", ").padEnd(28)} ${name}`;
  });
  const open = models.filter(({ evidence }) => evidence === "unverified").length;
  const note = `${models.length} models; ${open} unverified: confirm those against the display.`;
  world.say([...rows, note].join("\n"));
}

async function listPorts(json: boolean, world: World): Promise<void> {
  const ports = await systemPorts.list();
  if (json) {
    world.say(
      JSON.stringify({ ports: ports.map((port) => ({ ...port, adapter: adapterOf(port) })) }),
    );
    return;
  }
  const rows = ports.map((port) => {
    const [name = ""] = port.names;
    return [port.path.padEnd(16), (adapterOf(port) ?? "no USB adapter").padEnd(32), name].join(" ");
  });
  world.say(rows.length === 0 ? `${portsWords(ports)}.` : rows.join("\n"));
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
    simulate: true,
    hash,
  };
}
