// Pulls as a rig shows them: forces at their times, and what a watcher says of them.
import { createLoadTestWatcher } from "../../../edge/intake/load-test.ts";
import type {
  ForceSample,
  LoadTestEvent,
  LoadTestSettings,
} from "../../../edge/intake/load-test-types.ts";

export const settings: LoadTestSettings = {
  procedure: "ramp-to-break",
  startAt: 500,
  breakDrop: 0.5,
  maxSeconds: 600,
};

export const bounds = { gapMs: 500, unseenMs: 5000 };

export type Force = { at: number; force: number | null; peak?: number | null };

export function sample({ at, force, peak }: Force): ForceSample {
  return {
    monotonicMs: at,
    force: force === null ? null : force.toFixed(1),
    peak: peak === undefined || peak === null ? null : peak.toFixed(1),
  };
}

export function play(forces: readonly Force[], chosen = settings): LoadTestEvent[] {
  const watcher = createLoadTestWatcher(chosen);
  return forces.flatMap((one) => watcher.feed(sample(one)));
}

/** Forces every 80 ms from `from`, with the peak latched as a rig does it. */
export function ramp(values: readonly number[], from = 0, latched = 0): Force[] {
  let peak = latched;
  return values.map((force, index) => {
    peak = Math.max(peak, Math.abs(force));
    return { at: from + index * 80, force, peak };
  });
}

export const steps = (from: number, to: number, count: number) =>
  Array.from({ length: count }, (_, index) => from + ((to - from) * index) / (count - 1));

export const finished = (events: readonly LoadTestEvent[]) =>
  events.filter((event) => event.type === "finished");
