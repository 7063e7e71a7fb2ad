// When acts leave for the disk: a lone one at once, those that follow each other closely together.
import type { StoreLimits } from "./limits.ts";

/** After so many waits that brought nobody the next acts go at once, until another wait is tried. */
const vainWaits = 3;
const untriedActs = 30;

export type Gathering = {
  /** An act has joined those that wait; `leave` will be called once for all of them. */
  join(): void;
  /** They have left. */
  left(): void;
};

/**
 * While acts follow each other closely, each group waits a moment for those that come a turn of the
 * event loop later. Who hands in one act after the other's answer is never joined, and soon not held.
 */
export function createGathering(
  { gatherMs, calmMs }: Pick<StoreLimits, "gatherMs" | "calmMs">,
  leave: () => void,
): Gathering {
  let waiting = 0;
  let together = 0;
  let vain = 0;
  let untried = 0;
  let timer: NodeJS.Timeout | null = null;
  /** Runs while acts left a moment ago. */
  let busy: NodeJS.Timeout | null = null;
  const hold = (): void => {
    timer = setTimeout(leave, gatherMs);
    queueMicrotask(() => {
      together = waiting;
    });
  };
  const judgeWait = (): void => {
    if (timer === null) return;
    clearTimeout(timer);
    timer = null;
    vain = waiting > together ? 0 : vain + 1;
    if (vain < vainWaits) return;
    vain -= 1;
    untried = untriedActs;
  };
  return {
    join: () => {
      waiting += 1;
      if (waiting > 1) return;
      if (busy !== null && untried === 0) hold();
      else queueMicrotask(leave);
    },
    left: () => {
      untried = Math.max(0, untried - waiting);
      judgeWait();
      waiting = 0;
      busy?.refresh();
      busy ??= setTimeout(() => {
        busy = null;
      }, calmMs);
    },
  };
}
