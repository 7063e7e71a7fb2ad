// A simulated manufacturing process: normal scatter about a mean that may drift or step, the same for the same seed.

export type ProcessSettings = {
  readonly mean: number;
  /** Standard deviation, same unit as the mean; 0 = no scatter. */
  readonly sd: number;
  /** Added to the mean with every part. */
  readonly driftPerPart?: number;
  /** From part `at` (1 = the first) on the mean is shifted by `by`. */
  readonly step?: { readonly at: number; readonly by: number };
  /** A tool that wears: added with every part, back to nothing after `toolLife` parts. */
  readonly wear?: { readonly perPart: number; readonly toolLife: number };
};

export type Process = {
  /** Value of the next part. */
  next(): number;
};

/** Uniform numbers in [0, 1) from a 32-bit seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A standard normal number by the Box-Muller transform; takes two uniform numbers. */
export function drawNormal(random: () => number): number {
  // 1 - u lies in (0, 1], so the logarithm is finite.
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

export function createProcess(seed: number, settings: ProcessSettings): Process {
  const random = createRandom(seed);
  const { mean, sd, driftPerPart = 0, step, wear } = settings;
  let part = 0;
  return {
    next() {
      part += 1;
      const shift = step !== undefined && part >= step.at ? step.by : 0;
      const worn = wear === undefined ? 0 : wear.perPart * ((part - 1) % wear.toolLife);
      return mean + shift + worn + driftPerPart * (part - 1) + sd * drawNormal(random);
    },
  };
}
