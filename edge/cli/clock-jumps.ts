// Looks at the wall clock while a station runs: one that was set or jumped becomes a record.
import { createClockWatch, type Station } from "../station/index.ts";
import type { World } from "./world.ts";

const CLOCK_CHECK_MS = 1000;

/** Records every jump until the timer is cleared; order stays by seq. */
export function watchClock(station: Station, world: World, boot: string): NodeJS.Timeout {
  const watch = createClockWatch();
  // The first look is the measure of the next: time is often set just after a machine starts.
  watch(world.wallMs(), world.monotonicMs());
  const timer = setInterval(() => {
    const jump = watch(world.wallMs(), world.monotonicMs());
    if (jump === null) return;
    void station.act((_, source) => [
      {
        id: source.newId(),
        at: source.now(),
        kind: "clock.jumped",
        v: 1,
        actor: "station",
        body: { ...jump, boot },
      },
    ]);
  }, CLOCK_CHECK_MS);
  timer.unref();
  return timer;
}
