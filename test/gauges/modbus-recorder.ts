// A sink that keeps what a Modbus line delivers, and the clock and chance the tests give it.
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import {
  isModbusModel,
  type LineClock,
  type LineSink,
  type LineState,
  loadModels,
  type ModbusModel,
  type Reading,
  type RejectedFrame,
  type Sample,
} from "../../gauges/index.ts";

export const clock: LineClock = {
  wall: () => new Date().toISOString(),
  monotonicMs: () => performance.now(),
};

export const random = () => Math.random();

export type Recorder = {
  readonly sink: LineSink;
  readonly samples: Sample[];
  readonly readings: Reading[];
  readonly rejected: RejectedFrame[];
  readonly states: { state: LineState; reason: string }[];
  onSample: (sample: Sample) => void;
  /** Waits until the condition holds; throws after `ms`. */
  until(condition: () => boolean, ms?: number): Promise<void>;
};

export function recorder(): Recorder {
  const seen: Recorder = {
    samples: [],
    readings: [],
    rejected: [],
    states: [],
    onSample: () => undefined,
    sink: {
      reading: (reading) => void seen.readings.push(reading),
      sample(sample) {
        seen.samples.push(sample);
        seen.onSample(sample);
      },
      rejected: (frame) => void seen.rejected.push(frame),
      state: (_gauge, state, reason) => void seen.states.push({ state, reason }),
    },
    async until(condition, ms = 20_000) {
      const endMs = performance.now() + ms;
      while (!condition()) {
        if (performance.now() > endMs) {
          const summary = { samples: seen.samples.length, states: seen.states.slice(-4) };
          throw new Error(`not within ${ms} ms: ${JSON.stringify(summary)}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
  };
  return seen;
}

const { models } = loadModels(fileURLToPath(new URL("../../gauges/models/", import.meta.url)));

/** A Modbus model of the catalogue. */
export function model(id: string): ModbusModel {
  const found = models.get(id);
  if (found === undefined || !isModbusModel(found)) throw new Error(`no Modbus model ${id}`);
  return found;
}

/** Samples per second in the best row of ten within half a minute: other programs may hold up any. */
export async function bestRate(seen: Recorder): Promise<number> {
  let best = 0;
  for (let second = 0; second < 30 && best <= 12; second += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const times = seen.samples.map(({ monotonicMs }) => monotonicMs);
    for (let at = 10; at < times.length; at += 1)
      best = Math.max(best, 10_000 / ((times[at] ?? 0) - (times[at - 10] ?? 0)));
  }
  return best;
}
