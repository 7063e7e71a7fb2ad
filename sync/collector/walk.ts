// Decides how far an epoch is held without a gap and whether its hash chain links up. Pure.
import { GENESIS_HASH } from "../records/index.ts";

/** A place in the chain: a stored record, or one that was set aside with the hashes it claims. */
export type Place = {
  readonly seq: number;
  readonly prev: string | null;
  readonly hash: string | null;
};

export type Watermark = {
  readonly contiguous: number;
  /** Hash at `contiguous`; null when unknown. */
  readonly headHash: string | null;
};

export const atGenesis: Watermark = { contiguous: 0, headHash: GENESIS_HASH };

/**
 * Walks on from a watermark over the places at hand, in any order.
 * @returns the new watermark and every seq whose `prev` is not the hash before it
 */
export function walk(
  start: Watermark,
  places: ReadonlyMap<number, Place>,
): { readonly watermark: Watermark; readonly broken: readonly number[] } {
  let { contiguous, headHash } = start;
  const broken: number[] = [];
  for (;;) {
    const place = places.get(contiguous + 1);
    if (place === undefined) return { watermark: { contiguous, headHash }, broken };
    const known = headHash !== null && place.prev !== null;
    if (known && place.prev !== headHash) broken.push(place.seq);
    contiguous += 1;
    headHash = place.hash;
  }
}
