// Writes a result file as CSV: one line per value, with its part, characteristic and limits.
import type { ResultFile } from "./result-file.ts";

const columns = [
  "part",
  "characteristic",
  "type",
  "serial",
  "value",
  "unit",
  "nominal",
  "lower",
  "upper",
  "status",
  "verdict",
  "measuredAt",
  "inspected",
  "nonconforming",
] as const;

/** CRLF lines with a head, UTF-8. A text that a spreadsheet would take for a formula gets a quote mark. */
export function writeResultCsv(file: ResultFile): string {
  const lines: string[] = [columns.join(",")];
  for (const part of file.parts) {
    for (const { name, type, unit, nominal, lower, upper, values } of part.characteristics) {
      for (const value of values) {
        const texts = [part.name, name, type, value.serial].map(harmless);
        const numbers = [value.text, harmless(unit), nominal, lower, upper];
        const said = [value.status, value.verdict, value.measuredAt].map(harmless);
        const counts = [value.counted?.inspected ?? null, value.counted?.nonconforming ?? null];
        lines.push([...texts, ...numbers, ...said, ...counts].map(cell).join(","));
      }
    }
  }
  return lines.map((line) => `${line}\r\n`).join("");
}

function harmless(text: string | null): string | null {
  return text !== null && /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text;
}

function cell(text: string | null): string {
  if (text === null) return "";
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
