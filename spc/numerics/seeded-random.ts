// Chance that is the same in every run: simulations that can be repeated.

/**
 * Uniform values in (0, 1) from a whole seed; 2^32 of them differ. For simulations, not for secrets.
 * Source: the public domain generator mulberry32 (T. Ettinger, 2017).
 */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 4294967296;
  };
}
