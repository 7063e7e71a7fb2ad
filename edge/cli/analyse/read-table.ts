// What a CSV or JSON text holds: named columns of cells, a missing value as null.
import { parse } from "csv-parse/sync";

export type Cell = number | string | null;

/** Columns of one length, in the order of the file. */
export type Table = {
  readonly columns: ReadonlyMap<string, readonly Cell[]>;
  readonly rows: number;
};

/** The text cannot be read; `what` is a sentence for the user. */
export type Unreadable = { readonly unreadable: string };

export function isUnreadable(answer: object): answer is Unreadable {
  return "unreadable" in answer;
}

/** Most cells a file may have. */
const MOST_CELLS = 20_000_000;

const MISSING = new Set(["", "na", "n/a", "nan", "null", "none", "-", "*", "."]);

/**
 * The columns of a CSV text (comma, semicolon or tab, found by the first line; decimal commas where
 * the separator is no comma; first line a header unless it is all numbers) or of a JSON text (a list
 * of numbers, of rows or of objects, or an object of lists). Columns without a name are 1, 2, 3 ….
 */
export function readTable(text: string, format: "csv" | "json"): Table | Unreadable {
  const rows = format === "json" ? jsonRows(text) : csvRows(text.replace(/^\uFEFF/, ""));
  if (!Array.isArray(rows)) return rows;
  if (rows.length < 2) return { unreadable: "The file holds no row of values." };
  const names = rows[0]?.map((name) => String(name ?? "").trim()) ?? [];
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) return { unreadable: `Two columns are named "${twice}".` };
  if (names.length * rows.length > MOST_CELLS) {
    return { unreadable: `The file has over ${MOST_CELLS} cells.` };
  }
  const body = rows.slice(1);
  const columns = new Map(names.map((name, i) => [name, body.map((row) => row[i] ?? null)]));
  return { columns, rows: body.length };
}

function csvRows(text: string): Cell[][] | Unreadable {
  const first = text.split("\n", 1)[0] ?? "";
  const separator = [";", "\t"].find((one) => first.includes(one)) ?? ",";
  let lines: string[][];
  try {
    lines = parse(text, {
      delimiter: separator,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      comment: "#",
      comment_no_infix: true,
    });
  } catch (error) {
    return { unreadable: `The file is no delimited text: ${messageOf(error)}` };
  }
  const cells = lines.map((line) => line.map((one) => cellOf(one, separator !== ",")));
  const bare = cells[0]?.every((one) => typeof one === "number" || one === null) ?? false;
  const width = cells.reduce((most, line) => Math.max(most, line.length), 0);
  return bare ? [numbered(width), ...cells] : named(cells, width);
}

/** The header, with numbers for columns it does not name. */
function named(cells: Cell[][], width: number): Cell[][] {
  const [header = [], ...body] = cells;
  return [numbered(width).map((number, i) => header[i] ?? number), ...body];
}

function numbered(width: number): string[] {
  return Array.from({ length: width }, (_, i) => String(i + 1));
}

function cellOf(text: string, decimalComma: boolean): Cell {
  if (MISSING.has(text.toLowerCase())) return null;
  const plain = decimalComma && /^[-+]?\d*,\d+$/.test(text) ? text.replace(",", ".") : text;
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : text;
}

function jsonRows(text: string): Cell[][] | Unreadable {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return { unreadable: `The file is no JSON: ${messageOf(error)}` };
  }
  if (Array.isArray(parsed)) return listRows(parsed);
  if (typeof parsed === "object" && parsed !== null) return columnRows(parsed);
  return { unreadable: "The JSON is neither a list nor an object of lists." };
}

function listRows(list: readonly unknown[]): Cell[][] | Unreadable {
  if (list.some(Array.isArray)) {
    const rows = list.map((row) => (Array.isArray(row) ? row.map(jsonCell) : [jsonCell(row)]));
    const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
    return [numbered(width), ...rows];
  }
  const objects = list.filter((row) => typeof row === "object" && row !== null);
  if (objects.length === 0) return [["value"], ...list.map((one) => [jsonCell(one)])];
  const names = [...new Set(objects.flatMap((row) => Object.keys(row)))];
  const entries = list.map((row) => new Map(Object.entries(row ?? {})));
  return [names, ...entries.map((row) => names.map((name) => jsonCell(row.get(name))))];
}

function columnRows(object: object): Cell[][] | Unreadable {
  const lists = Object.entries(object).filter(([, list]) => Array.isArray(list));
  const [only] = lists;
  if (only === undefined) return { unreadable: "The JSON object has no list." };
  const nested = lists.find(([, list]) => list.some(Array.isArray));
  if (nested !== undefined) return listRows(nested[1]);
  const length = lists.reduce((most, [, list]) => Math.max(most, list.length), 0);
  const names = lists.map(([name]) => name);
  const rowAt = (i: number) => lists.map(([, list]) => jsonCell(list[i]));
  return [names, ...Array.from({ length }, (_, i) => rowAt(i))];
}

function jsonCell(value: unknown): Cell {
  if (typeof value === "number") return value;
  if (typeof value === "string") return cellOf(value, false);
  return value === null || value === undefined ? null : JSON.stringify(value);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
