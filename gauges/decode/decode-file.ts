// Reads a result file by its model: bytes → values with their context, or why the file is refused.
import { isRefusal } from "../formats/dfq/dfq-file.ts";
import { dfqReadings, type FileGap, type FileValue } from "../formats/dfq/dfq-readings.ts";
import { readDfq } from "../formats/dfq/read-dfq.ts";
import type { FileModel } from "../model/gauge-model.ts";
import type { FrameFault } from "../reading.ts";

export type FileOutcome =
  | { readonly kind: "values"; readonly values: readonly (FileValue | FileGap)[] }
  | { readonly kind: "refused"; readonly fault: FrameFault; readonly detail: string };

/** Decodes a whole file's bytes; pure. */
export function decodeFile(model: FileModel, bytes: Uint8Array): FileOutcome {
  const text = decodeText(model.file.encoding, bytes);
  if (text === null) {
    const detail = `the file is not ${model.file.encoding} text`;
    return { kind: "refused", fault: "file-damaged", detail };
  }
  return decodeFileText(model, text);
}

/** The same for text that is decoded already. */
export function decodeFileText(model: FileModel, text: string): FileOutcome {
  if (model.file.format !== "dfq") {
    const detail = `no reader for ${model.file.format} files`;
    return { kind: "refused", fault: "file-unsupported", detail };
  }
  const file = readDfq(text);
  if (isRefusal(file)) {
    const detail = `line ${file.line}: ${file.refused}`;
    return { kind: "refused", fault: "file-damaged", detail };
  }
  return { kind: "values", values: dfqReadings(file) };
}

function decodeText(encoding: FileModel["file"]["encoding"], bytes: Uint8Array): string | null {
  if (encoding === "utf-8") return strictly("utf-8", bytes);
  if (encoding === "gb18030") return strictly("gb18030", bytes);
  if (encoding === "windows-1252") return strictly("windows-1252", bytes);
  if (encoding === "latin1") return Buffer.from(bytes).toString("latin1");
  return strictly("utf-8", bytes) ?? Buffer.from(bytes).toString("latin1");
}

function strictly(label: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
