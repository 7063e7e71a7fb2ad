// Notices a bouncing key: the same frame again within 300 ms is kept, but marked.

export const bounceMs = 300;
export const bounceMark = "bounce";

export type BounceGuard = (raw: Uint8Array, nowMs: number) => boolean;

/** One guard per gauge; true when the frame repeats the last one too soon to be a second measurement. */
export function createBounceGuard(): BounceGuard {
  let last: Uint8Array | null = null;
  let lastMs = 0;
  return (raw, nowMs) => {
    const same = last !== null && Buffer.compare(raw, last) === 0;
    const bounced = same && nowMs - lastMs <= bounceMs;
    last = raw;
    lastMs = nowMs;
    return bounced;
  };
}
