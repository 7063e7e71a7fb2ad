// A sink that keeps what a line delivers, and waits for it.
import { performance } from "node:perf_hooks";
import type { LineClock, LineSink, LineState } from "../../../gauges/line.ts";
import type { Reading, RejectedFrame, Sample } from "../../../gauges/reading.ts";

export type Recorder = LineSink & {
  readonly readings: Reading[];
  readonly samples: Sample[];
  readonly rejections: RejectedFrame[];
  readonly states: { state: LineState; reason: string; atMs: number }[];
  texts(): (string | null)[];
};

export function createRecorder(): Recorder {
  const readings: Reading[] = [];
  const samples: Sample[] = [];
  const rejections: RejectedFrame[] = [];
  const states: Recorder["states"] = [];
  return {
    readings,
    samples,
    rejections,
    states,
    texts: () => readings.map(({ text }) => text),
    reading: (reading) => void readings.push(reading),
    sample: (sample) => void samples.push(sample),
    rejected: (frame) => void rejections.push(frame),
    state: (_, state, reason) => void states.push({ state, reason, atMs: performance.now() }),
  };
}

export const realClock: LineClock = {
  wall: () => new Date().toISOString(),
  monotonicMs: () => performance.now(),
};

/** Waits until the condition holds; fails with the words after `limitMs`. */
export async function until(
  condition: () => boolean,
  words: string,
  limitMs = 20_000,
): Promise<void> {
  const startMs = performance.now();
  while (!condition()) {
    if (performance.now() - startMs > limitMs)
      throw new Error(`not within ${limitMs} ms: ${words}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
