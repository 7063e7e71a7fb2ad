// A simulated gauge of any model, from the model's own file: frames on TCP or a serial port, registers
// behind a Modbus server, result files in a folder. What it shows, its model reads as that value.
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeCapture } from "../capture.ts";
import { type ChosenOrder, decodeRegisters } from "../decode/registers.ts";
import { pduAddress } from "../lines/modbus-line.ts";
import {
  type FileModel,
  type FrameModel,
  type GaugeModel,
  isFileModel,
  isFrameModel,
  type ModbusModel,
} from "../model/gauge-model.ts";
import { createModbusServer } from "./modbus-server.ts";
import { createRandom } from "./process.ts";
import { registerImage, troubledBlock } from "./register-image.ts";
import { simulatedFrame } from "./simulated-frame.ts";
import { templateOf } from "./simulation-template.ts";
import { errorText, noiseBytes, type Trouble } from "./trouble.ts";
import { createVirtualGauge } from "./virtual-gauge.ts";

export type SimulationPlace =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  | { readonly kind: "pty"; readonly path: string }
  | { readonly kind: "folder"; readonly path: string };

export type SimulationOptions = {
  /** Seed of the noise. */
  readonly seed: number;
  /** Order of the words, for Modbus models that leave it to a person; ABCD unless given. */
  readonly wordOrder?: ChosenOrder | undefined;
  /** How long an unplugged gauge stays away; a second unless given. */
  readonly awayMs?: number | undefined;
};

export type Simulation = {
  /** TCP port in use; null elsewhere. */
  readonly port: number | null;
  /**
   * The next value. A gauge that pushes sends it, one that is asked answers with it from now on, a
   * Modbus device holds it in every point, a machine drops a file. Throws for what its model can't
   * say: no room, no sign.
   */
  show(value: string): Promise<void>;
  /** Something goes wrong; on Modbus until the next value. */
  trouble(kind: Trouble): Promise<void>;
  close(): Promise<void>;
};

/** Starts the gauge; rejects when the place does not fit the model or can't be had. */
export async function createSimulation(
  model: GaugeModel,
  place: SimulationPlace,
  options: SimulationOptions,
): Promise<Simulation> {
  const fits = isFileModel(model) === (place.kind === "folder");
  if (!fits) throw new Error(`model ${model.id} cannot be simulated on a ${place.kind}`);
  if (isFileModel(model))
    return machineOf(model, place.kind === "folder" ? place.path : "", options);
  if (place.kind === "folder") throw new Error(`model ${model.id} drops no files`);
  return isFrameModel(model) ? gaugeOf(model, place, options) : deviceOf(model, place, options);
}

type Wire = Exclude<SimulationPlace, { kind: "folder" }>;

async function gaugeOf(
  model: FrameModel,
  listen: Wire,
  { seed, awayMs = 1000 }: SimulationOptions,
): Promise<Simulation> {
  const gauge = await createVirtualGauge(model, { listen });
  const random = createRandom(seed);
  const template = templateOf(model) ?? "";
  const frameOf = (value: string) => Buffer.from(simulatedFrame(template, value), "latin1");
  const { end = "" } = model.frame;
  const say = (bytes: Buffer) => {
    if (model.poll === undefined) gauge.send(bytes);
    else gauge.answerOnce(bytes);
  };
  let shown = "1";
  return {
    port: gauge.port,
    async show(value) {
      believed(model, frameOf(value), value);
      shown = value;
      if (model.poll === undefined) gauge.press(value);
      else gauge.show(value);
    },
    async trouble(kind) {
      if (kind === "unplug") return gauge.unplug(awayMs);
      if (kind === "noise") return say(noiseBytes(random, 24, end));
      const frame = frameOf(shown);
      const half = frame.subarray(0, Math.ceil(frame.length / 2));
      const error = kind === "status" ? errorText(model) : null;
      say(error === null ? half : Buffer.from(error, "latin1"));
    },
    close: () => gauge.close(),
  };
}

/** What is sent must be what the model reads, to half its last digit: else it can't show the value. */
function believed(model: FrameModel | FileModel, bytes: Buffer, value: string): void {
  const [entry] = decodeCapture(model, [bytes]);
  // A file of samples alone is a curve: no value is booked.
  if (entry === undefined && isFileModel(model)) return;
  const read = entry?.is === "reading" ? entry.text : null;
  if (read === null || !isNear(read, Number(value))) {
    const says = entry?.is === "rejected" ? entry.detail : `it would read ${read ?? "nothing"}`;
    throw new Error(`${model.id} cannot show ${value}: ${says}`);
  }
}

/** Is the decimal text the value, rounded to the text's decimals? */
export function isNear(text: string, value: number): boolean {
  const decimals = text.split(".")[1]?.length ?? 0;
  return Math.abs(Number(text) - value) <= 0.5000001 * 10 ** -decimals;
}

async function deviceOf(
  model: ModbusModel,
  place: Wire,
  { wordOrder = "ABCD" }: SimulationOptions,
): Promise<Simulation> {
  const first = pduAddress(model.block.address, model.line.base);
  let image: readonly number[] = registerImage(model, {}, wordOrder);
  let exception: number | null = null;
  const [baud = 9600] = model.line.baud;
  const where = place.kind === "tcp" ? place : { ...place, baud };
  const server = await createModbusServer(where, model.line.unitId, (address, count) => {
    if (exception !== null) return { exception };
    const from = address - first;
    if (from < 0 || from + count > image.length) return { exception: 2 };
    return { registers: image.slice(from, from + count) };
  });
  return {
    port: server.port,
    async show(value) {
      const shown = model.point.map(({ channel }) => [channel, Number(value)] as const);
      const next = registerImage(model, Object.fromEntries(shown), wordOrder);
      const read = decodeRegisters(next, model, { wordOrder }).map(({ text }) => text);
      if (!read.every((text) => text !== null && isNear(text, Number(value)))) {
        throw new Error(`${model.id} cannot show ${value}: it would read ${read.join(", ")}`);
      }
      image = next;
      exception = null;
      server.spoil(null);
    },
    async trouble(kind) {
      if (kind === "status") image = troubledBlock(model) ?? image;
      else if (place.kind === "pty") server.spoil(spoils[kind]);
      else if (kind === "noise") exception = 6;
      else server.reset();
    },
    close: () => server.close(),
  };
}

const spoils = { half: "short", noise: "crc", unplug: "silent" } as const;

function machineOf(model: FileModel, folder: string, { seed }: SimulationOptions): Simulation {
  const template = templateOf(model);
  if (template === null) throw new Error(`model ${model.id} has no example with a value`);
  const random = createRandom(seed);
  let dropped = 0;
  const drop = async (bytes: Buffer) => {
    dropped += 1;
    const name = model.file.glob.replace("*", `simulated-${String(dropped).padStart(4, "0")}`);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${name}.part`), bytes);
    await rename(join(folder, `${name}.part`), join(folder, name));
  };
  const encoding = model.file.encoding.startsWith("utf-8") ? "utf8" : "latin1";
  const plain = template.includes("{value}") && model.file.decimal === ",";
  const contentOf = (value: string) =>
    Buffer.from(simulatedFrame(template, plain ? value.replace(".", ",") : value), encoding);
  return {
    port: null,
    async show(value) {
      const content = contentOf(value);
      believed(model, content, value);
      await drop(content);
    },
    async trouble(kind) {
      const content = contentOf("1");
      if (kind === "half") await drop(content.subarray(0, Math.ceil(content.length / 2)));
      else if (kind === "noise") await drop(noiseBytes(random, 200, "\r\n"));
      else if (kind === "status") await drop(Buffer.from(errorText(model) ?? "", "latin1"));
    },
    close: () => Promise.resolve(),
  };
}
