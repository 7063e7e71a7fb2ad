// What goes wrong with a simulated gauge, and when: the same for the same seed.
import { expected, type FileModel, type FrameModel } from "../model/gauge-model.ts";
import { createRandom } from "./process.ts";

/**
 * half: a frame, answer or file without its end · status: an error line, or an error bit of the block
 * · noise: bytes that mean nothing · unplug: the cable is out for a while.
 */
export type Trouble = "half" | "status" | "noise" | "unplug";

export const TROUBLES: readonly Trouble[] = ["half", "status", "noise", "unplug"];

/** Before each value: the trouble that comes first, null for none; `rate` in [0, 1]. */
export function createTroubles(seed: number, rate: number): () => Trouble | null {
  const random = createRandom(seed);
  return () => {
    const struck = random() < rate;
    const kind = TROUBLES[Math.floor(random() * TROUBLES.length)] ?? "half";
    return struck ? kind : null;
  };
}

/** Bytes that mean nothing, with the model's end among them. */
export function noiseBytes(random: () => number, length: number, end: string): Buffer {
  const bytes = Array.from({ length }, () => Math.floor(random() * 256));
  return Buffer.concat([Buffer.from(bytes), Buffer.from(end, "latin1")]);
}

/** What the model's own examples show as an error without a value, null where none does. */
export function errorText(model: FrameModel | FileModel): string | null {
  for (const example of model.example) {
    const given = expected(example.gives);
    const error = given.every(({ value, status }) => value === undefined && status !== undefined);
    if (error) return "bytes" in example ? example.bytes : example.text;
  }
  return null;
}
