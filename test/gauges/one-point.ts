// A block of registers with one number in it, and the text it gives.
import { decodeRegisters, type RegisterMap } from "../../gauges/decode/registers.ts";

/** A map of one point in a block of its own. */
export function onePoint(number: RegisterMap["point"][number]["number"], count = 2): RegisterMap {
  return {
    block: { function: 3, address: 0, count },
    point: [{ channel: "x", at: 0, number }],
  };
}

export const text = (words: number[], number: RegisterMap["point"][number]["number"]) =>
  decodeRegisters(words, onePoint(number, words.length))[0]?.text;
