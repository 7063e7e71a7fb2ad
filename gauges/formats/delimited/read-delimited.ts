// Reads a delimited text by its declared layout; the Calypso tables are such layouts that we know.
import type { FileModelFile } from "../../model/file-model.ts";
import { linesOf } from "../decode-text.ts";
import { plainDecimal, type Refusal } from "../dfq/dfq-file.ts";
import { isRefused, type ResultFile } from "../result-file.ts";
import { calypsoLayout, readCalypso } from "./calypso.ts";
import type { Layout } from "./layout.ts";
import { lineRows } from "./line-rows.ts";
import { readCurve } from "./read-curve.ts";
import { namesAt, readFieldRows, readRows } from "./read-rows.ts";
import { tableRows } from "./table-rows.ts";

type FileDefinition = FileModelFile["file"];

/** Reads a whole text; a last row that was cut refuses the file where it can be told. */
export function readDelimited(text: string, layout: Layout): ResultFile | Refusal {
  if (layout.layout === "lines") {
    if (layout.row === null) return { refused: "the layout declares no row pattern", line: 1 };
    const { row, group } = layout;
    const found = lineRows(text, { row, group }, layout.stopAt);
    if (unended(text) && row.test(linesOf(text).at(-1) ?? "")) {
      return { refused: cutWords, line: linesOf(text).length };
    }
    return isRefused(found) ? found : readFieldRows(found, layout, headOf(text, layout));
  }
  const rows = tableRows(text, layout);
  if (isRefused(rows)) return rows;
  const last = rows.at(-1);
  const before = rows.at(-2);
  if (unended(text) && last !== undefined && layout.stopAt?.test(last.cells.join("")) !== true) {
    if (before !== undefined && last.cells.length < before.cells.length) {
      return { refused: "the file ends inside a row: it was cut", line: last.line };
    }
    // A number that lost its last digits is a number still.
    if (layout.layout === "curve" || plainDecimal(last.cells.at(-1) ?? "") !== null) {
      return { refused: cutWords, line: last.line };
    }
  }
  if (layout.layout === "curve") return readCurve(rows, layout);
  if (layout.format === "calypso") return readCalypso(rows, layout);
  const table = rows[namesAt(rows, layout)]?.line ?? 1;
  return readRows(rows, layout, headOf(text, layout, table - 1));
}

const headMost = 100;
const cutWords = "the file ends in a number without a line end: it may have been cut there";

function unended(text: string): boolean {
  return !/[\r\n]$/u.test(text);
}

/** What the declared patterns find in the file's first lines, at most those above its table. */
function headOf(text: string, layout: Layout, above = headMost): Record<string, string> {
  const start = linesOf(text.slice(0, 65_536)).slice(0, Math.min(above, headMost));
  const head: Record<string, string> = {};
  for (const [field, pattern] of Object.entries(layout.head)) {
    for (const line of start) {
      const found = pattern?.exec(line)?.groups?.value;
      if (found === undefined) continue;
      head[field] = found;
      break;
    }
  }
  return head;
}

/** The layout a model file declares. */
export function layoutOf(file: FileDefinition): Layout {
  if (file.format === "calypso") return calypsoLayout(file.decimal ?? ".");
  const head = Object.entries(file.head ?? {}).map(
    ([field, pattern]) => [field, new RegExp(pattern, "u")] as const,
  );
  return {
    format: "delimited",
    layout: file.layout ?? "rows",
    row: file.row === undefined ? null : new RegExp(file.row, "u"),
    group: file.group === undefined ? null : new RegExp(file.group, "u"),
    delimiter: file.delimiter ?? ",",
    quoted: file.quoted ?? true,
    decimal: file.decimal ?? ".",
    columns: file.columns ?? {},
    optional: [],
    carry: file.carry ?? [],
    missing: file.missing ?? [],
    minusTolerance: file.minusTolerance ?? "negative",
    shellWhen: file.shellWhen === undefined ? null : new RegExp(file.shellWhen, "u"),
    minCells: file.minCells ?? 1,
    head: Object.fromEntries(head),
    rowWhen: file.rowWhen === undefined ? null : new RegExp(file.rowWhen, "u"),
    stopAt: file.stopAt === undefined ? null : new RegExp(file.stopAt, "u"),
    verdictWhen: null,
    dateFormat: file.dateFormat ?? null,
  };
}
