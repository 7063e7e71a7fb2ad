// Reads a result file of any format by its definition: bytes → text → parts, characteristics, values.
import type { FileModelFile } from "../model/file-model.ts";
import { controlFault, decodePieces, decodeText, xmlEncoding } from "./decode-text.ts";
import { layoutOf, readDelimited } from "./delimited/read-delimited.ts";
import { type DfqFile, fieldMark, groupMark, type Refusal } from "./dfq/dfq-file.ts";
import type { FileGap, FileValue } from "./dfq/dfq-readings.ts";
import { dfqResult } from "./dfq/dfq-result.ts";
import { readDfq } from "./dfq/read-dfq.ts";
import { readDmis } from "./dmis/read-dmis.ts";
import { readMts } from "./mts/read-mts.ts";
import { readQif, readQifPieces } from "./qif/read-qif.ts";
import { isRefused, type ResultFile, type ResultValue } from "./result-file.ts";

export type FileDefinition = FileModelFile["file"];

/** The result in the common shape; of a DFQ file also all its K fields. */
export type ReadResult = { readonly file: ResultFile; readonly dfq: DfqFile | null };

/** Decodes by the declared encoding (an XML file declares its own) and reads; pure. */
export function readResultFile(
  definition: FileDefinition,
  bytes: Uint8Array,
): ReadResult | Refusal {
  if (definition.format === "qif") return readXml(bytes);
  const decoded = decodeText(definition.encoding, bytes);
  if (isRefused(decoded)) return decoded;
  const read = readResultText(definition, decoded.text);
  if (isRefused(read) || decoded.remarks.length === 0) return read;
  return { ...read, file: { ...read.file, remarks: [...decoded.remarks, ...read.file.remarks] } };
}

/** QIF documents are the longest files: they are never held as one text. */
function readXml(bytes: Uint8Array): ReadResult | Refusal {
  const encoding = xmlEncoding(bytes);
  if (typeof encoding === "object") {
    return { refused: `its encoding ${encoding.unknown} is not read`, line: 1 };
  }
  const file = readQifPieces((take) => decodePieces(encoding, bytes, take));
  return isRefused(file) ? file : { file, dfq: null };
}

/** The same for text that is decoded already. */
export function readResultText(definition: FileDefinition, text: string): ReadResult | Refusal {
  if (text.trim() === "") return { refused: "the file is empty", line: 1 };
  const marks = definition.format === "dfq" ? fieldMark + groupMark : "";
  const control = controlFault(text, marks);
  if (control !== null) return control;
  if (definition.format === "dfq") {
    const dfq = readDfq(text);
    return isRefused(dfq) ? dfq : { file: dfqResult(dfq), dfq };
  }
  const file = readersOf(definition)(text);
  return isRefused(file) ? file : { file, dfq: null };
}

function readersOf(definition: FileDefinition): (text: string) => ResultFile | Refusal {
  if (definition.format === "qif") return readQif;
  if (definition.format === "dmis") return readDmis;
  if (definition.format === "mts") return readMts;
  return (text) => readDelimited(text, layoutOf(definition));
}

/** The values for a reading each: first every characteristic's first value, then the second ones. */
export function resultReadings(file: ResultFile): (FileValue | FileGap)[] {
  const all = file.parts.flatMap((part) =>
    part.characteristics.map((characteristic) => ({ part, characteristic })),
  );
  const longest = all.reduce((most, one) => Math.max(most, one.characteristic.values.length), 0);
  const found: (FileValue | FileGap)[] = [];
  for (let set = 0; set < longest; set += 1) {
    for (const [at, { part, characteristic }] of all.entries()) {
      const value = characteristic.values[set];
      if (value === undefined) continue;
      const { name, unit } = characteristic;
      const channel = String(at + 1);
      found.push(readingOf(value, { channel, part: part.name, name, unit }));
    }
  }
  return found;
}

type Place = {
  readonly channel: string;
  readonly part: string | null;
  readonly name: string | null;
  readonly unit: string | null;
};

function readingOf(value: ResultValue, { channel, part, name, unit }: Place): FileValue {
  return {
    channel,
    text: value.text,
    value: value.value,
    unit: value.text === null ? null : unit,
    status: value.status,
    marks: value.marks,
    source: value.source,
    context: { part, characteristic: name, serial: value.serial, measuredAt: value.measuredAt },
  };
}
