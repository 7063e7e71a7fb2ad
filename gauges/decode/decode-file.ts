// Reads a result file by its model: bytes → values with their context, or why the file is refused.

import type { Refusal } from "../formats/dfq/dfq-file.ts";
import { dfqReadings, type FileGap, type FileValue } from "../formats/dfq/dfq-readings.ts";
import {
  type ReadResult,
  readResultFile,
  readResultText,
  resultReadings,
} from "../formats/read-result-file.ts";
import { isRefused } from "../formats/result-file.ts";
import type { FileModel } from "../model/gauge-model.ts";
import type { FrameFault } from "../reading.ts";

export type FileOutcome =
  | { readonly kind: "values"; readonly values: readonly (FileValue | FileGap)[] }
  | { readonly kind: "refused"; readonly fault: FrameFault; readonly detail: string };

/** Decodes a whole file's bytes; pure. */
export function decodeFile(model: FileModel, bytes: Uint8Array): FileOutcome {
  return outcomeOf(readResultFile(model.file, bytes));
}

/** The same for text that is decoded already. */
export function decodeFileText(model: FileModel, text: string): FileOutcome {
  return outcomeOf(readResultText(model.file, text));
}

function outcomeOf(read: ReadResult | Refusal): FileOutcome {
  if (isRefused(read)) {
    const detail = `line ${read.line}: ${read.refused}`;
    return { kind: "refused", fault: "file-damaged", detail };
  }
  const { file, dfq } = read;
  return { kind: "values", values: dfq === null ? resultReadings(file) : dfqReadings(dfq) };
}
