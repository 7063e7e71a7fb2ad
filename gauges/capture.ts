// What a gauge model makes of captured bytes: readings, answers and rejected frames, in order.
import { decodeFile } from "./decode/decode-file.ts";
import { createFrameDecoder, type FrameOutcome } from "./decode/decode-frame.ts";
import { decodeRegisters, type RegisterCommissioning } from "./decode/registers.ts";
import { readCapturedAnswer } from "./decode/registers-frame.ts";
import { createFramer, type Framer } from "./lines/framer.ts";
import type { Recording } from "./lines/recording.ts";
import { reasonFor, wrongSettingsWords } from "./lines/rejecting.ts";
import {
  type FileModel,
  type FrameModel,
  type GaugeModel,
  isFileModel,
  isFrameModel,
  type ModbusModel,
} from "./model/gauge-model.ts";
import type { FrameFault, Reading, ReadingKind, ReadingStatus } from "./reading.ts";

export type CapturedReading = {
  readonly is: "reading";
  readonly raw: Uint8Array;
  /** Number of the rule that took the frame, from 1; null for registers and files. */
  readonly rule: number | null;
  readonly channel: string | null;
  readonly text: string | null;
  readonly value: number | null;
  readonly unit: string | null;
  readonly status: ReadingStatus;
  readonly kind: ReadingKind | null;
  readonly marks: readonly string[];
  /** For a result file: part, characteristic, serial and time as written. */
  readonly context?: Omit<NonNullable<Reading["file"]>, "name">;
};

export type CapturedRejection = {
  readonly is: "rejected";
  readonly raw: Uint8Array;
  readonly fault: FrameFault;
  readonly detail: string;
};

export type CaptureEntry = CapturedReading | CapturedRejection;

/**
 * Decodes a capture. Frames may be cut anywhere between the chunks; of a Modbus model every chunk
 * is one answer; a result file is the chunks put together. An unfinished frame at the end is
 * rejected. Pure.
 *
 * @param chosen unit and word order as they would be set at commissioning.
 */
export function decodeCapture(
  model: GaugeModel,
  chunks: readonly Uint8Array[],
  chosen: RegisterCommissioning = {},
): CaptureEntry[] {
  if (isFrameModel(model)) {
    // No time passes inside a capture, so silence never ends a frame.
    const feed = (framer: Framer) => {
      for (const chunk of chunks) framer.push(chunk, 0);
    };
    return decodeFrames(model, feed, chosen.unit ?? null);
  }
  if (isFileModel(model)) return decodeFileCapture(model, Buffer.concat(chunks));
  return chunks.flatMap((chunk) => decodeAnswer(model, chunk, chosen));
}

/**
 * Decodes a recorded session: silences and ends of the link give up half a frame as they did when
 * it was recorded; of Modbus, what came between two requests is one answer. Pure.
 */
export function decodeRecording(
  model: GaugeModel,
  { entries }: Recording,
  chosen: RegisterCommissioning = {},
): CaptureEntry[] {
  if (isFileModel(model)) return [];
  if (isFrameModel(model)) {
    const feed = (framer: Framer) => {
      for (const entry of entries) {
        if (entry.is === "received") framer.push(entry.bytes, entry.ms);
        else if (entry.is === "ended") framer.close();
      }
    };
    return decodeFrames(model, feed, chosen.unit ?? null);
  }
  const answers: Buffer[][] = [];
  for (const entry of entries) {
    if (entry.is === "received") answers.at(-1)?.push(entry.bytes);
    else answers.push([]);
  }
  return answers
    .filter((parts) => parts.length > 0)
    .flatMap((parts) => decodeAnswer(model, Buffer.concat(parts), chosen));
}

/** Number (from 1) of the rule that takes this frame text; null when none does. */
function createRuleFinder(model: FrameModel): (text: string) => number | null {
  const patterns = model.rule.map(({ match }) => new RegExp(match, "u"));
  return (text) => {
    const at = model.rule.findIndex(({ piece }, index) => !piece && patterns[index]?.test(text));
    return at === -1 ? null : at + 1;
  };
}

function decodeFrames(
  model: FrameModel,
  feed: (framer: Framer) => void,
  unit: string | null,
): CaptureEntry[] {
  const decode = createFrameDecoder(model);
  const ruleOf = createRuleFinder(model);
  const entries: CaptureEntry[] = [];
  const reject = (fault: FrameFault, detail: string, raw: Uint8Array) => {
    const settings = model.frame.eightBit ? null : wrongSettingsWords(raw);
    if (settings === null) entries.push({ is: "rejected", raw, fault, detail });
    else entries.push({ is: "rejected", raw, fault: "wrong-parity-or-bits", detail: settings });
  };
  const framer = createFramer(model.frame, {
    frame(raw, text) {
      const outcome = decode(text);
      if (outcome.kind === "refused") return reject(outcome.fault, outcome.detail, raw);
      if (outcome.kind !== "readings") return reject("frame-unknown", answerWords(outcome), raw);
      const rule = ruleOf(text);
      for (const { code, ...part } of outcome.parts) {
        const marks = code === null ? part.marks : [...part.marks, `code:${code}`];
        const own = part.text === null ? null : (part.unit ?? unit);
        entries.push({ is: "reading", raw, rule, ...part, unit: own, marks });
      }
    },
    fault: (fault, raw) => reject(fault, reasonFor(fault), raw),
  });
  feed(framer);
  framer.close();
  return entries;
}

function answerWords(outcome: Exclude<FrameOutcome, { kind: "readings" | "refused" }>): string {
  if (outcome.kind === "unit") return `tells the unit (${outcome.unit ?? "none"}), not a reading`;
  const says = outcome.says === null ? "" : ` (${outcome.says})`;
  return `an answer about ${outcome.query}${says}, not a reading`;
}

function decodeAnswer(
  model: ModbusModel,
  raw: Uint8Array,
  chosen: RegisterCommissioning,
): CaptureEntry[] {
  const answer = readCapturedAnswer(raw, model.block.count);
  if ("fault" in answer) return [{ is: "rejected", raw, ...answer }];
  if ("exception" in answer) {
    const detail = `exception ${answer.exception}`;
    return [{ is: "rejected", raw, fault: "modbus-exception", detail }];
  }
  const points = decodeRegisters(answer.registers, model, chosen);
  return points.map((point) => ({ is: "reading", raw, rule: null, ...point, marks: [] }));
}

function decodeFileCapture(model: FileModel, raw: Uint8Array): CaptureEntry[] {
  const outcome = decodeFile(model, raw);
  if (outcome.kind === "refused") {
    const { fault, detail } = outcome;
    return [{ is: "rejected", raw, fault, detail }];
  }
  return outcome.values.map((value): CaptureEntry => {
    if ("detail" in value) {
      const { detail } = value;
      return { is: "rejected", raw: new Uint8Array(), fault: "file-unsupported", detail };
    }
    const { source, ...rest } = value;
    return { is: "reading", raw: Buffer.from(source), rule: null, kind: null, ...rest };
  });
}
