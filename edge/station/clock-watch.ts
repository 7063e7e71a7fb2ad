// Notices when the wall clock jumps against the monotonic one; the jump becomes a record.

export type ClockJump = { readonly jumpMs: number; readonly from: string; readonly to: string };

/** Smaller differences are drift of the two clocks or a slow event loop. */
const JUMP_MS = 1500;

/**
 * Remembers one pair of clock readings and compares the next with it.
 * @returns a function to call every now and then with both clocks, in ms; null when nothing jumped.
 */
export function createClockWatch(): (wallMs: number, monotonicMs: number) => ClockJump | null {
  let last: { wallMs: number; monotonicMs: number } | null = null;
  return (wallMs, monotonicMs) => {
    const before = last;
    last = { wallMs, monotonicMs };
    if (before === null) return null;
    const expected = before.wallMs + (monotonicMs - before.monotonicMs);
    const jumpMs = Math.round(wallMs - expected);
    if (Math.abs(jumpMs) < JUMP_MS) return null;
    return {
      jumpMs,
      from: new Date(expected).toISOString(),
      to: new Date(wallMs).toISOString(),
    };
  };
}
