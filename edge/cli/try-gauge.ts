// Shows what a port says and what a gauge model makes of it, until the person ends it.
import { closeSync, openSync, writeSync } from "node:fs";
import {
  createLine,
  createRecorder,
  decodeCapture,
  type GaugeModel,
  type GaugeSettings,
  isFrameModel,
  isModbusModel,
  type LineSettings,
  type LineSink,
  lineFault,
  portRemedy,
  type Reading,
} from "../../gauges/index.ts";
import { hexWords, visibleText } from "./byte-words.ts";
import type { Exit } from "./commands.ts";
import { type ChosenWordOrder, entryWords } from "./decode-command.ts";
import { MOST_BYTES } from "./file-bytes.ts";
import { EXIT, type World } from "./world.ts";

export type TryOptions = {
  readonly baud?: number;
  readonly unit?: string;
  readonly unitId?: number;
  readonly wordOrder?: ChosenWordOrder;
  readonly poll: number;
  readonly record?: string;
  readonly capture?: string;
};

/** Runs until the process is asked to end; a port that stays away is said, and tried again. */
export async function tryGauge(
  model: GaugeModel,
  port: string,
  options: TryOptions,
  world: World,
  exit: Exit,
): Promise<void> {
  const settings = settingsFor(model, port, options);
  const fault = settings === null ? "A file model has no port." : lineFault(settings, model);
  if (settings === null || fault !== null) {
    world.warn(fault ?? "");
    exit(EXIT.usage);
    return;
  }
  world.say(`${model.id}: ${model.vendor} ${model.models.join(", ")}`);
  if (model.evidence === "unverified") {
    world.say("UNVERIFIED: nobody has seen this model on a device. Compare with the display.");
  }
  if (model.note !== undefined) world.say(model.note);
  const clock = { wall: world.now, monotonicMs: world.monotonicMs };
  const heard = (chunk: Uint8Array) => world.say(`  ${hexWords(chunk)}   ${visibleText(chunk)}`);
  const sink = createTrySink(model, world);
  const kept = options.record ?? options.capture;
  const recording = kept === undefined ? null : openRecording(kept);
  if (typeof recording === "string") {
    world.warn(recording);
    exit(EXIT.failure);
    return;
  }
  const kind = isFrameModel(model) ? "frames" : settings.line.kind === "modbus-tcp" ? "tcp" : "rtu";
  const recorder =
    recording === null
      ? null
      : createRecorder({ model: model.id, line: kind }, clock, recording.put);
  const outside = recorder === null ? {} : { wrap: recorder.wrap };
  const line = createLine(settings, model, sink, clock, world.random, heard, outside);
  line.start();
  await world.ended();
  await line.stop();
  recording?.close();
}

/** A new file that takes lines until it is as large as a replay reads; in words why there is none. */
export function openRecording(file: string): { put(line: string): void; close(): void } | string {
  try {
    const descriptor = openSync(file, "wx");
    let left = MOST_BYTES;
    return {
      put(line) {
        left -= line.length + 1;
        if (left >= 0) writeSync(descriptor, `${line}\n`);
      },
      close: () => closeSync(descriptor),
    };
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return `${file} cannot be written: ${error.message}`;
  }
}

function createTrySink(model: GaugeModel, world: World): LineSink {
  const show = (reading: Reading) => {
    const rule = isFrameModel(model) ? ruleFor(model, reading) : null;
    world.say(entryWords({ is: "reading", rule, ...reading }));
  };
  return {
    reading: show,
    sample: ({ readings }) => {
      if (isModbusModel(model) && readings[0] !== undefined) {
        world.say(`  ${hexWords(readings[0].raw)}`);
      }
      for (const reading of readings) show(reading);
    },
    rejected: ({ raw, fault, detail }) => {
      const words = entryWords({ is: "rejected", raw, fault, detail });
      world.say(raw.length === 0 ? words : `${words}   ${visibleText(raw)}`);
    },
    state: (_, state, reason) => {
      world.say(`-- ${state}: ${reason}`);
      const remedy = state === "online" ? null : portRemedy(reason);
      if (remedy !== null) world.say(`   ${remedy}`);
    },
  };
}

/** The rule that took the reading's frame: the frame alone is decoded again. */
function ruleFor(model: GaugeModel, { raw }: Reading): number | null {
  const [entry] = decodeCapture(model, [raw]);
  return entry?.is === "reading" ? entry.rule : null;
}

function settingsFor(model: GaugeModel, port: string, options: TryOptions): GaugeSettings | null {
  const line = lineFor(model, port, options);
  if (line === null) return null;
  const { unit, wordOrder } = options;
  const asked = isFrameModel(model) ? model.poll !== undefined : true;
  return {
    id: "trial",
    model: model.id,
    line,
    unit,
    wordOrder,
    ...(asked ? { pollMs: Math.max(20, options.poll) } : {}),
  };
}

/** host:port is TCP, everything else the path of a serial port. */
export function lineFor(
  model: GaugeModel,
  port: string,
  options: Pick<TryOptions, "baud" | "unitId">,
): LineSettings | null {
  const address = /^(?<host>\[[^\]]+\]|[^/\\:\s]+):(?<port>\d{1,5})$/u.exec(port)?.groups;
  const { baud, unitId } = options;
  const serial = { path: port, baud };
  const tcp = {
    host: (address?.host ?? "").replace(/^\[|\]$/g, ""),
    port: Number(address?.port ?? 0),
  };
  if (isFrameModel(model)) {
    return address === undefined ? { kind: "serial", ...serial } : { kind: "tcp", ...tcp };
  }
  if (!isModbusModel(model)) return null;
  return address === undefined
    ? { kind: "modbus-rtu", ...serial, unitId }
    : { kind: "modbus-tcp", ...tcp, unitId };
}
