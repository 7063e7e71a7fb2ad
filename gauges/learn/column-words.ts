// Words whose meaning is the same on many gauges; everything else stays a column of unknown meaning.
import type { ReadingStatus } from "../reading.ts";

/** Spellings of units on wires → the unit. */
const units: Readonly<Record<string, string>> = {
  ...{ mm: "mm", MM: "mm", in: "in", IN: "in", inch: "in", INCH: "in", '"': "in" },
  ...{ um: "um", UM: "um", µm: "um", N: "N", kN: "kN", KN: "kN", mN: "mN" },
  ...{ lbF: "lbf", lbf: "lbf", LBF: "lbf", kgF: "kgf", kgf: "kgf", KGF: "kgf" },
  ...{ ozF: "ozf", ozf: "ozf", gF: "gf", gf: "gf", g: "g", kg: "kg", KG: "kg" },
  ...{ lb: "lb", oz: "oz", t: "t", mg: "mg", Nm: "Nm", Ncm: "Ncm", deg: "deg" },
};

const statuses: Readonly<Record<string, ReadingStatus>> = {
  ...{ US: "unstable", OL: "over-range", UL: "under-range", OVER: "over-range" },
  ...{ UNDER: "under-range", HELP: "over-range", OVERLOAD: "over-range", UNDERLOAD: "under-range" },
  ...{ ERR: "command-error", ERROR: "sensor-error", Error: "sensor-error", Err: "sensor-error" },
};

export function unitOf(word: string): string | null {
  return units[word] ?? null;
}

/** What a word says of the frame it stands in; null for a word that says nothing known. */
export function statusOf(word: string): ReadingStatus | null {
  return statuses[word] ?? null;
}
