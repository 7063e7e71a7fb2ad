// Whether a model reads its own examples: whole, split at every byte, and glued to their like.
import { type CaptureEntry, decodeCapture } from "./capture.ts";
import { modbusCrc } from "./decode/registers-frame.ts";
import type { FrameExample } from "./model/frame-model.ts";
import {
  expected,
  type FrameModel,
  type GaugeModel,
  type Gives,
  isFileModel,
  isFrameModel,
} from "./model/gauge-model.ts";
import type { ModbusExample } from "./model/modbus-model.ts";

export type ExampleFault = {
  /** Number of the example in the file, from 1. */
  readonly example: number;
  readonly how: string;
  readonly wanted: string;
  readonly given: string;
};

/** Plays every example; an empty list means that the model does what its file says. Pure. */
export function checkExamples(model: GaugeModel): ExampleFault[] {
  if (isFileModel(model)) return [];
  const faults: ExampleFault[] = [];
  model.example.forEach((example, index) => {
    const wanted = expected(example.gives).filter((one) => one.answer === undefined);
    const isAnswer = wanted.length === 0;
    const check = (how: string, entries: readonly CaptureEntry[], times = 1) => {
      const told = isAnswer ? [] : Array.from({ length: times }, () => wanted).flat();
      const given = isAnswer ? entries.filter((one) => one.is === "reading") : entries;
      if (told.length === given.length && told.every((one, at) => fits(one, given[at]))) return;
      const words = told.map(givesWords).join("; ") || "no reading";
      faults.push({
        example: index + 1,
        how,
        wanted: words,
        given: given.map(entryWords).join("; "),
      });
    };
    if (isFrameModel(model) && "bytes" in example) playFrame(model, example, check);
    else if (!("bytes" in example)) {
      const chosen = { wordOrder: "order" in example ? example.order : undefined };
      check("whole", decodeCapture(model, [answerOf(example)], chosen));
    }
  });
  return faults;
}

type Check = (how: string, entries: readonly CaptureEntry[], times?: number) => void;

function playFrame(model: FrameModel, example: FrameExample, check: Check): void {
  const bytes = Buffer.from(example.bytes, "latin1");
  check("whole", decodeCapture(model, [bytes]));
  for (let at = 1; at < bytes.length; at += 1) {
    check(`split at byte ${at}`, decodeCapture(model, [bytes.subarray(0, at), bytes.subarray(at)]));
  }
  // Half a frame runs into what follows it.
  const half = expected(example.gives).some((one) => one.fault === "frame-incomplete");
  if (!half) check("glued to its like", decodeCapture(model, [Buffer.concat([bytes, bytes])]), 2);
}

/** The bytes of a block of registers, or an RTU answer with the exception. */
function answerOf({ registers, exception }: ModbusExample): Buffer {
  if (exception !== undefined) {
    const answer = Buffer.from([1, 0x83, exception]);
    const crc = modbusCrc(answer);
    return Buffer.concat([answer, Buffer.from([crc & 0xff, crc >> 8])]);
  }
  return Buffer.from((registers ?? []).flatMap((word) => [word >> 8, word & 0xff]));
}

function fits(gives: Gives, entry: CaptureEntry | undefined): boolean {
  if (entry === undefined) return false;
  if (entry.is === "rejected") return gives.fault === entry.fault;
  const code = entry.marks.find((mark) => mark.startsWith("code:"))?.slice(5);
  return (
    gives.fault === undefined &&
    (gives.value ?? null) === entry.text &&
    (gives.status ?? "ok") === entry.status &&
    (gives.unit === undefined || entry.text === null || gives.unit === entry.unit) &&
    (gives.channel === undefined || gives.channel === entry.channel) &&
    (gives.kind === undefined || gives.kind === entry.kind) &&
    (gives.code === undefined || gives.code === code)
  );
}

function givesWords(gives: Gives): string {
  if (gives.fault !== undefined) return gives.fault;
  return [gives.value ?? "no value", gives.unit, gives.status ?? "ok"].filter(Boolean).join(" ");
}

function entryWords(entry: CaptureEntry): string {
  if (entry.is === "rejected") return `${entry.fault} (${entry.detail})`;
  return [entry.text ?? "no value", entry.unit, entry.status].filter(Boolean).join(" ");
}
