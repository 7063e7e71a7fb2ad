// A recorded session in place of a gauge: the same line as the live one, on a link that plays a file.
import { readFile, stat } from "node:fs/promises";
import type { GaugeLine, GaugeSettings, LineClock, LineSink } from "../line.ts";
import { type GaugeModel, isFrameModel, isModbusModel } from "../model/gauge-model.ts";
import type { Reading } from "../reading.ts";
import { createFrameLine } from "./frame-line.ts";
import { createModbusBus } from "./modbus-bus.ts";
import { createModbusLine } from "./modbus-line.ts";
import { parseRecording, type Recording } from "./recording.ts";
import { createReplayConnect } from "./replay-link.ts";
import { words } from "./system-words.ts";

/** Every reading of a replay carries it: it was measured once, and not now. */
export const REPLAY_MARK = "replayed";

const FILE_BYTES_MAX = 67_108_864;
const RETRY_MS = 5000;

export type ReplayParts = {
  readonly settings: GaugeSettings;
  readonly model: GaugeModel;
  readonly sink: LineSink;
  readonly clock: LineClock;
  readonly random: () => number;
};

/** A line of the contract in ../line.ts; a file that can't be read is away, and looked for again. */
export function createReplayLine(parts: ReplayParts): GaugeLine {
  const { settings, model, sink } = parts;
  let inner: GaugeLine | null = null;
  let timer: NodeJS.Timeout | null = null;
  let running = false;

  const begin = async () => {
    timer = null;
    const recording = await recordingOf(settings, model);
    if (!running) return;
    if ("refused" in recording) {
      sink.state(settings.id, "away", recording.refused);
      timer = setTimeout(() => void begin(), RETRY_MS);
      return;
    }
    inner = lineOn(recording, parts);
    inner.start();
  };

  const line = {
    gauge: settings.id,
    start() {
      if (running) return;
      running = true;
      sink.state(settings.id, "connecting", "reading the recording");
      void begin();
    },
    async stop() {
      running = false;
      if (timer !== null) clearTimeout(timer);
      await inner?.stop();
      inner = null;
    },
  };
  const asks = isModbusModel(model) || (isFrameModel(model) && model.poll !== undefined);
  return asks ? { ...line, ask: () => inner?.ask?.() } : line;
}

async function recordingOf(
  { line }: GaugeSettings,
  model: GaugeModel,
): Promise<Recording | { readonly refused: string }> {
  if (line.kind !== "replay") return { refused: "the settings name no recording" };
  try {
    const { size } = await stat(line.file);
    if (size > FILE_BYTES_MAX) return { refused: `${line.file} is larger than 64 MiB` };
    const recording = parseRecording(await readFile(line.file, "latin1"));
    if ("refused" in recording) return { refused: `${line.file}: ${recording.refused}` };
    const fits = isFrameModel(model) === (recording.line === "frames");
    if (fits) return recording;
    return { refused: `${line.file} is a recording of ${recording.model}, not of such a gauge` };
  } catch (error) {
    return { refused: words(error) };
  }
}

function lineOn(
  recording: Recording,
  { settings, model, sink, clock, random }: ReplayParts,
): GaugeLine {
  const speed = settings.line.kind === "replay" ? (settings.line.speed ?? 1) : 1;
  const port = settings.line.kind === "replay" ? `replay ${settings.line.file}` : "replay";
  const connect = createReplayConnect(recording, clock, speed);
  const marked = markReplayed(sink);
  if (isFrameModel(model)) {
    // Silences and bounces are judged by the time of the recording.
    const paced = { wall: clock.wall, monotonicMs: scaled(clock, speed) };
    return createFrameLine({ settings, model, port, connect, sink: marked, clock: paced, random });
  }
  if (!isModbusModel(model)) throw new Error(`no replay for the files of ${model.id}`);
  const kind = recording.line === "tcp" ? "tcp" : "rtu";
  const bus = { ...createModbusBus({ kind, connect, clock, random }), acceptAdapter: () => null };
  const wired = { ...settings, line: { kind: "modbus-rtu", path: port } as const };
  return createModbusLine(wired, model, marked, clock, random, { busFor: () => bus });
}

function scaled(clock: LineClock, speed: number): () => number {
  const startMs = clock.monotonicMs();
  return () => startMs + (clock.monotonicMs() - startMs) * speed;
}

function markReplayed(sink: LineSink): LineSink {
  const mark = (reading: Reading): Reading => ({
    ...reading,
    marks: [...reading.marks, REPLAY_MARK],
  });
  return {
    ...sink,
    reading: (reading) => sink.reading(mark(reading)),
    sample: (sample) => sink.sample({ ...sample, readings: sample.readings.map(mark) }),
  };
}
