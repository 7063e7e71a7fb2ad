// What every result file comes down to, whatever its format: parts, characteristics, values, limits.
import type { ReadingStatus } from "../reading.ts";
import type { Refusal } from "./dfq/dfq-file.ts";

export type ResultFile = {
  readonly format: "dfq" | "qif" | "dmis" | "calypso" | "delimited" | "mts";
  /** What the file says of itself: program, date, order; as written. */
  readonly head: Readonly<Record<string, string>>;
  readonly parts: readonly ResultPart[];
  /** How many of what the format knows were found; a number per name, or per word of a name. */
  readonly counts: Readonly<Record<string, number | Readonly<Record<string, number>>>>;
  /** What was left out or is not known, in words. */
  readonly remarks: readonly string[];
};

export type ResultPart = {
  readonly name: string | null;
  readonly characteristics: readonly ResultCharacteristic[];
  /** Pieces the file judges as a whole. */
  readonly pieces: readonly { readonly serial: string | null; readonly verdict: string }[];
  readonly curve: ResultCurve | null;
};

export type ResultCharacteristic = {
  readonly name: string | null;
  /** The format's own word for its type. */
  readonly type: string | null;
  readonly unit: string | null;
  /** Decimal text, as are the limits; the limits are absolute. Null where there is none. */
  readonly nominal: string | null;
  readonly lower: string | null;
  readonly upper: string | null;
  /** Width of a tolerance zone whose limits the file does not give. */
  readonly zone: string | null;
  readonly values: readonly ResultValue[];
};

export type ResultValue = {
  readonly text: string | null;
  readonly value: number | null;
  readonly status: ReadingStatus;
  /** The file's own judgement, as written; never computed again. */
  readonly verdict: string | null;
  readonly serial: string | null;
  /** As written; a zone only where the file has one. */
  readonly measuredAt: string | null;
  readonly marks: readonly string[];
  /** Counted instead of measured. */
  readonly counted: { readonly inspected: string; readonly nonconforming: string } | null;
  /** The value's own piece of the file. */
  readonly source: string;
};

/** Samples of a test: decimal texts, one row per instant; a gap is null. */
export type ResultCurve = {
  readonly columns: readonly { readonly name: string; readonly unit: string | null }[];
  readonly rows: readonly (readonly (string | null)[])[];
};

export function isRefused<T extends object>(outcome: T | Refusal): outcome is Refusal {
  return "refused" in outcome;
}

/** One part with these characteristics and nothing else. */
export function partOf(
  name: string | null,
  characteristics: readonly ResultCharacteristic[],
): ResultPart {
  return { name, characteristics, pieces: [], curve: null };
}

/**
 * Of a value with nothing said beside it. Values are written out field by field, never spread from
 * a common one: of a million of them each would take three times the memory.
 */
export const noMarks: readonly string[] = [];
