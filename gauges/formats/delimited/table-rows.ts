// Cuts a delimited text into rows of cells with their line numbers; an open quote refuses it.
import { CsvError, parse } from "csv-parse/sync";
import type { Refusal } from "../dfq/dfq-file.ts";

export type TableRow = { readonly cells: readonly string[]; readonly line: number };

export type TableShape = {
  readonly delimiter: string;
  /** False where quotes are ordinary characters. */
  readonly quoted: boolean;
};

const rowMost = 1_048_576;
const rowsMost = 1_000_000;

/** Every row that is not empty; cells are trimmed. */
export function tableRows(text: string, shape: TableShape): readonly TableRow[] | Refusal {
  const rows: TableRow[] = [];
  try {
    parse(text, {
      delimiter: shape.delimiter,
      quote: shape.quoted ? '"' : null,
      // Both ends of a line count in one file, as after an edit: the first must not decide for all.
      record_delimiter: text.includes("\n") ? ["\r\n", "\n"] : ["\r"],
      relax_column_count: true,
      max_record_size: rowMost,
      on_record(record: string[], { lines }) {
        const cells = record.map((cell) => cell.trim());
        if (cells.some((cell) => cell !== "")) rows.push({ cells, line: lines });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = "lines" in error && typeof error.lines === "number" ? error.lines : 1;
    return { refused: `no sound table: ${error.message}`, line };
  }
  if (rows.length > rowsMost) return { refused: `more than ${rowsMost} rows`, line: rowsMost };
  return rows;
}
