// Tells a keyboard-wedge gauge from a person typing: keys less than 50 ms apart that end with Enter.
import type { Signal } from "@preact/signals";

/** No hand types three keys faster than this; keyboard-type gauges send one key in 1–20 ms. */
export const WEDGE_GAP_MS = 50;
const WEDGE_KEYS = 3;
/** Longer than any value; what a stuck key adds beyond it is not taken. */
export const ENTRY_LENGTH = 32;

export type KeyCapture = {
  /** Takes one key at a time in ms; true when the key was used here. */
  readonly press: (key: string, atMs: number) => boolean;
};

/**
 * `typed` is what stands in the entry field. A burst of a gauge does not touch it: what stood there
 * before the burst stands there afterwards, and the burst goes to `onWedge`.
 */
export function createKeyCapture(
  typed: Signal<string>,
  on: { readonly wedge: (text: string) => void; readonly enter: () => void },
): KeyCapture {
  let burst = { text: "", before: "", lastMs: Number.NEGATIVE_INFINITY };

  function enter(atMs: number): boolean {
    const fast = atMs - burst.lastMs < WEDGE_GAP_MS && burst.text.length >= WEDGE_KEYS;
    const { text, before } = burst;
    burst = { text: "", before: "", lastMs: Number.NEGATIVE_INFINITY };
    if (fast) {
      typed.value = before;
      on.wedge(text);
      return true;
    }
    if (typed.value === "") return false;
    on.enter();
    return true;
  }

  function character(key: string, atMs: number): boolean {
    const inBurst = atMs - burst.lastMs < WEDGE_GAP_MS;
    if (key === " " && !inBurst) return false;
    burst = inBurst
      ? { ...burst, text: (burst.text + key).slice(0, ENTRY_LENGTH), lastMs: atMs }
      : { text: key, before: typed.value, lastMs: atMs };
    typed.value = (typed.value + key).slice(0, ENTRY_LENGTH);
    return true;
  }

  function press(key: string, atMs: number): boolean {
    if (key === "Enter") return enter(atMs);
    if (key === "Backspace" && typed.value !== "") {
      typed.value = typed.value.slice(0, -1);
      return true;
    }
    return key.length === 1 ? character(key, atMs) : false;
  }
  return { press };
}
