// Plays bytes through a gauge model exactly as a line does, and tells what came out.
import { FrameIntake } from "../../../gauges/lines/frame-intake.ts";
import type { FrameModel } from "../../../gauges/model/gauge-model.ts";
import type { Reading, RejectedFrame } from "../../../gauges/reading.ts";

export type Played = { readonly readings: Reading[]; readonly rejected: RejectedFrame[] };

/** Pushes the chunks one after the other, then closes the line. */
export function play(model: FrameModel, chunks: readonly Uint8Array[]): Played {
  const readings: Reading[] = [];
  const rejected: RejectedFrame[] = [];
  let nowMs = 0;
  const intake = new FrameIntake(
    { id: "g", model: model.id, line: { kind: "serial", path: "x" } },
    model,
    "x",
    {
      sink: {
        reading: (reading) => void readings.push(reading),
        sample: (sample) => void readings.push(...sample.readings),
        rejected: (frame) => void rejected.push(frame),
        state: () => undefined,
      },
      clock: { wall: () => "2026-11-22T00:00:00.000Z", monotonicMs: () => nowMs },
      hooks: { answered: () => "reading", unitAnswered: () => undefined },
    },
  );
  for (const chunk of chunks) {
    nowMs += 1;
    intake.framer.push(chunk, nowMs);
  }
  intake.framer.close();
  return { readings, rejected };
}

/** The same bytes whole, split at every position, and byte by byte. */
export function splittings(bytes: Uint8Array): Uint8Array[][] {
  const ways: Uint8Array[][] = [[bytes]];
  for (let at = 1; at < bytes.length; at += 1) {
    ways.push([bytes.subarray(0, at), bytes.subarray(at)]);
  }
  ways.push(Array.from(bytes, (byte) => Uint8Array.of(byte)));
  return ways;
}

/** Bytes of the model's end of frame; empty for frames of fixed length. */
export function endOf(model: FrameModel): Buffer {
  return Buffer.from(model.frame.end ?? "", "latin1");
}

export function codeOf(reading: Reading): string | undefined {
  return reading.marks.find((mark) => mark.startsWith("code:"))?.slice(5);
}
