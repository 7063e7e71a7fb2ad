// Normal values that are the same in every run: simulations that can be repeated.

import { seededRandom } from "../../spc/index.ts";

/** Uniform values in (0, 1) from a seed. */
export const uniformSource = seededRandom;

/** Standard normal values from a seed (Box-Muller). */
export function normalSource(seed: number): () => number {
  const uniform = seededRandom(seed);
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
