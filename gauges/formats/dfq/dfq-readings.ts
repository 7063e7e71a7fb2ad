// What a DFQ file says, value by value: the parts of a reading with what helps to bind it.
import { normaliseDecimal } from "../../decode/decimal-text.ts";
import type { FileContext, ReadingStatus } from "../../reading.ts";
import {
  type DfqCharacteristic,
  type DfqFile,
  type DfqPart,
  type Fields,
  isAttribute,
  plainDecimal,
} from "./dfq-file.ts";

export type FileValue = {
  /** Number of the characteristic in the file. */
  readonly channel: string;
  readonly text: string | null;
  readonly value: number | null;
  readonly unit: string | null;
  readonly status: ReadingStatus;
  readonly marks: readonly string[];
  /** The value's own fields in key form, one per line. */
  readonly source: string;
  readonly context: Omit<FileContext, "name">;
};

/** A value that is there but is no measurement: said, never guessed. */
export type FileGap = { readonly detail: string };

/** K0002 codes other than valid; what is not listed counts as withdrawn. */
const codes: Readonly<Record<string, ReadingStatus>> = {
  "0": "ok",
  "255": "no-data",
  "256": "no-data",
  "290": "over-range",
};

/** Status of a value with this K0002 code. */
export function statusOfCode(code: string): ReadingStatus {
  return codes[code] ?? "cancelled";
}

/** The values of a file, set by set: first every characteristic's first value, then the second ones. */
export function dfqReadings(file: DfqFile): (FileValue | FileGap)[] {
  const found: (FileValue | FileGap)[] = [];
  const all = file.parts.flatMap((part) =>
    part.characteristics.map((characteristic) => ({ part, characteristic })),
  );
  const sets = Math.max(0, ...all.map(({ characteristic }) => characteristic.values.length));
  for (let set = 0; set < sets; set += 1) {
    for (const { part, characteristic } of all) {
      const value = characteristic.values[set];
      if (value !== undefined) found.push(readingOf(part, characteristic, value));
    }
  }
  return found;
}

function readingOf(
  part: DfqPart,
  characteristic: DfqCharacteristic,
  value: Fields,
): FileValue | FileGap {
  if (isAttribute(characteristic.fields)) {
    const counts = `n = ${inspected(value)}, errors = ${value.K0021 ?? "?"}`;
    return { detail: `characteristic ${characteristic.index} counts errors (${counts})` };
  }
  const code = value.K0002 ?? "0";
  const status = statusOfCode(code);
  const plain = status === "ok" ? plainDecimal(value.K0001 ?? "") : null;
  const decimal = plain === null ? null : normaliseDecimal(plain);
  return {
    channel: String(characteristic.index),
    text: decimal?.text ?? null,
    value: decimal?.value ?? null,
    unit: decimal === null ? null : (characteristic.fields.K2142 ?? null),
    status,
    marks: status === "ok" ? [] : [`code:${code}`],
    source: Object.entries(value)
      .map(([key, text]) => `${key}/${characteristic.index} ${text}`)
      .join("\r\n"),
    context: {
      part: part.fields.K1001 ?? part.fields.K1002 ?? null,
      characteristic: characteristic.fields.K2001 ?? characteristic.fields.K2002 ?? null,
      serial: value.K0014 ?? null,
      measuredAt: value.K0004 ?? null,
    },
  };
}

/** K0020 is stored a thousandfold. */
function inspected(value: Fields): string {
  const plain = plainDecimal(value.K0020 ?? "");
  return plain === null ? "?" : String(Number(plain) / 1000);
}
