// The load test under way as the screen has seen it: its phase, its force and the curve so far.
import { type ReadonlySignal, signal } from "@preact/signals";
import type { LiveReading, LiveTest, Stream } from "../station/stream.ts";

export type Pull = {
  readonly gauge: string;
  readonly load: number;
  readonly test: LiveTest;
  readonly elapsedMs: readonly number[];
  readonly force: readonly number[];
};

/** Ten a second for twenty minutes; a longer curve loses every second point. */
const MOST_POINTS = 12_000;
/** A rig that says nothing for this long is not under way any more. */
const SILENT_MS = 6_000;

const UNDER_WAY: readonly string[] = ["preload", "ramp", "hold", "unload"];

/** Null while no load test is under way. */
export function createPull(stream: Stream): ReadonlySignal<Pull | null> {
  const pull = signal<Pull | null>(null);
  let silent: ReturnType<typeof setTimeout> | undefined;
  stream.listen((event) => {
    if (event.type !== "live") return;
    const { live } = event;
    const before = pull.peek();
    const next = nextPull(before, live);
    if (next === null && before !== null && before.gauge !== live.gauge) return;
    pull.value = next;
    clearTimeout(silent);
    silent = setTimeout(() => {
      pull.value = null;
    }, SILENT_MS);
  });
  return pull;
}

function nextPull(before: Pull | null, live: LiveReading): Pull | null {
  const { test, gauge } = live;
  if (test === null || test === undefined || test.load === null) return null;
  if (!UNDER_WAY.includes(test.phase)) return null;
  const load = Math.abs(Number(test.load));
  const same = before?.gauge === gauge && before.test.elapsedMs <= test.elapsedMs;
  const elapsedMs = [...(same ? before.elapsedMs : []), test.elapsedMs];
  const force = [...(same ? before.force : []), load];
  const kept = elapsedMs.length > MOST_POINTS ? (_: unknown, k: number) => k % 2 === 0 : () => true;
  return {
    ...{ gauge, load, test },
    ...{ elapsedMs: elapsedMs.filter(kept), force: force.filter(kept) },
  };
}
