// What a CSV or JSON text holds: named columns of cells, a missing value as null.
import { parse } from "csv-parse/sync";

export type Cell = number | string | null;

/** Columns of one length, in the order of the file. */
export type Table = {
  readonly columns: ReadonlyMap<string, readonly Cell[]>;
  readonly rows: number;
  /** Where a row (from 0) stands in the file, in words. */
  readonly place: (row: number) => string;
  /** What was taken for granted, as sentences. */
  readonly notes: readonly string[];
};

/** How a CSV text is written; what is not said is a comma, a decimal point, a header. */
export type Written = {
  readonly delimiter?: "," | ";" | "\t" | "|" | undefined;
  readonly decimal?: "." | "," | undefined;
  readonly header?: boolean | undefined;
};

/** The text cannot be read; `unreadable` is a sentence for the user. */
export type Unreadable = {
  readonly unreadable: string;
  /** An option of the command would help. */
  readonly usage: boolean;
};

export function isUnreadable(answer: object): answer is Unreadable {
  return "unreadable" in answer;
}

/** Most cells a file may have. */
const MOST_CELLS = 20_000_000;

const MISSING = new Set(["", "na", "n/a", "nan", "null", "none", "-", "*", "."]);

/**
 * The columns of a CSV text or of a JSON text (a list of numbers, of rows or of objects, or an
 * object of lists). The first line of a CSV is its header unless it is all numbers or `header` is
 * false; columns without a name are 1, 2, 3 …. Separators and decimal signs are never guessed: a
 * text that looks otherwise than said is refused with the option that says it.
 */
export function readTable(
  text: string,
  format: "csv" | "json",
  written: Written = {},
): Table | Unreadable {
  if (text.includes("\u0000")) return fault("The file is no UTF-8 text: save it as UTF-8.");
  const bare = text.replace(/^\uFEFF/, "");
  const read = format === "json" ? jsonRows(bare) : csvRows(bare, written);
  if (isUnreadable(read)) return read;
  const { names, body, place, notes = [] } = read;
  if (body.length === 0) return fault("The file holds no row of values.");
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) return fault(`Two columns are named "${twice}".`);
  if (names.length * body.length > MOST_CELLS) {
    return fault(`The file has over ${MOST_CELLS} cells.`);
  }
  const columns = new Map(names.map((name, i) => [name, body.map((row) => row[i] ?? null)]));
  return { columns, rows: body.length, place, notes };
}

function fault(unreadable: string): Unreadable {
  return { unreadable, usage: false };
}

type Rows = {
  readonly names: readonly string[];
  readonly body: readonly (readonly Cell[])[];
  readonly place: (row: number) => string;
  readonly notes?: readonly string[];
};

const USUAL = {
  relax_column_count: true,
  skip_empty_lines: true,
  trim: true,
  comment: "#",
  comment_no_infix: true,
} as const;

function csvRows(text: string, written: Written): Rows | Unreadable {
  const { decimal = "." } = written;
  const delimiter = written.delimiter ?? (decimal === "," ? ";" : ",");
  const asked = asksForOption(text, written, delimiter);
  if (asked !== null) return { unreadable: asked, usage: true };
  let lines: string[][];
  try {
    lines = parse(text, { ...USUAL, delimiter });
  } catch (error) {
    return fault(`The file is no delimited text: ${messageOf(error)}`);
  }
  const cellOf = decimal === "," ? commaCell : pointCell;
  const cells = lines.map((line) => line.map(cellOf));
  const first = cells[0] ?? [];
  const numbers = first.every((one) => typeof one === "number" || one === null);
  const bare = written.header === false || numbers;
  const lineOf = (record: number) => `Line ${lineNumber(text, delimiter, record)}`;
  if (bare) {
    const width = cells.reduce((most, line) => Math.max(most, line.length), 0);
    const notes =
      written.header === false
        ? []
        : ["The first line is numbers: read as values, the columns are named 1, 2, 3 …."];
    return { names: numbered(width), body: cells, place: lineOf, notes };
  }
  const wide = cells.findIndex((line) => line.length > first.length);
  if (wide > 0) {
    const own = cells[wide]?.length ?? 0;
    const why = `${lineOf(wide)} has ${own} cells, the header has ${first.length}.`;
    const remedy = "With decimal commas say --decimal comma; without a header say --no-header.";
    return { unreadable: `${why} ${remedy}`, usage: true };
  }
  const names = first.map((name, i) => String(name ?? i + 1).trim());
  return { names, body: cells.slice(1), place: (row) => lineOf(row + 1) };
}

/** What the first line asks to be said, or null. */
function asksForOption(text: string, written: Written, delimiter: string): string | null {
  if (written.decimal === "," && delimiter === ",") {
    return "Decimal commas need another separator: say --delimiter semicolon or tab.";
  }
  if (written.delimiter !== undefined) return null;
  const first =
    text.split(/\r?\n/).find((line) => line.trim() !== "" && !line.startsWith("#")) ?? "";
  const other = [
    [";", "semicolon"],
    ["\t", "tab"],
    ["|", "bar"],
  ].find(([sign = ""]) => sign !== delimiter && first.includes(sign));
  if (other === undefined) return null;
  return `The first line holds a ${other[1]}: say --delimiter ${other[1]} (or --delimiter comma).`;
}

/** The line a record (from 0) begins on, comments and empty lines counted. */
function lineNumber(text: string, delimiter: string, record: number): number {
  const seen: unknown[] = parse(text, { ...USUAL, delimiter, info: true, to: record + 1 });
  const last = seen.at(-1);
  if (typeof last !== "object" || last === null || !("info" in last)) return record + 1;
  const { info } = last;
  const lines = typeof info === "object" && info !== null && "lines" in info ? info.lines : null;
  return typeof lines === "number" ? lines : record + 1;
}

function numbered(width: number): string[] {
  return Array.from({ length: width }, (_, i) => String(i + 1));
}

const PLAIN_NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const COMMA_NUMBER = /^[-+]?(\d+,?\d*|,\d+)(e[-+]?\d+)?$/i;

function pointCell(text: string): Cell {
  if (PLAIN_NUMBER.test(text)) return Number(text);
  return MISSING.has(text.toLowerCase()) ? null : text;
}

function commaCell(text: string): Cell {
  if (COMMA_NUMBER.test(text)) return Number(text.replace(",", "."));
  return MISSING.has(text.toLowerCase()) ? null : text;
}

/** Minus signs that word processors put in the place of a hyphen. */
const OTHER_MINUS = /^[\u2010-\u2015\u2212]/;

/** The option that would make a number of a text, as a sentence; empty where none would. */
export function remedyFor(text: string): string {
  if (COMMA_NUMBER.test(text)) return " With decimal commas say --decimal comma.";
  if (PLAIN_NUMBER.test(text)) return " With decimal points leave out --decimal comma.";
  const plain = text.replace(OTHER_MINUS, "-");
  if (PLAIN_NUMBER.test(plain) || COMMA_NUMBER.test(plain)) return " Write the minus sign as -.";
  return "";
}

const element = (row: number) => `Element ${row + 1}`;

function jsonRows(text: string): Rows | Unreadable {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return fault(`The file is no JSON: ${messageOf(error)}`);
  }
  if (Array.isArray(parsed)) return listRows(parsed);
  if (typeof parsed === "object" && parsed !== null) return columnRows(parsed);
  return fault("The JSON is neither a list nor an object of lists.");
}

function listRows(list: readonly unknown[]): Rows {
  if (list.some(Array.isArray)) {
    const rows = list.map((row) => (Array.isArray(row) ? row.map(jsonCell) : [jsonCell(row)]));
    const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
    return { names: numbered(width), body: rows, place: element };
  }
  const objects = list.filter((row) => typeof row === "object" && row !== null);
  if (objects.length === 0) {
    return { names: ["value"], body: list.map((one) => [jsonCell(one)]), place: element };
  }
  const names = [...new Set(objects.flatMap((row) => Object.keys(row)))];
  const entries = list.map((row) => new Map(Object.entries(row ?? {})));
  const body = entries.map((row) => names.map((name) => jsonCell(row.get(name))));
  return { names, body, place: element };
}

function columnRows(object: object): Rows | Unreadable {
  const lists = Object.entries(object).filter(([, list]) => Array.isArray(list));
  const [only] = lists;
  if (only === undefined) return fault("The JSON object has no list.");
  const nested = lists.find(([, list]) => list.some(Array.isArray));
  if (nested !== undefined) return listRows(nested[1]);
  const length = lists.reduce((most, [, list]) => Math.max(most, list.length), 0);
  const names = lists.map(([name]) => name);
  const rowAt = (i: number) => lists.map(([, list]) => jsonCell(list[i]));
  return { names, body: Array.from({ length }, (_, i) => rowAt(i)), place: element };
}

function jsonCell(value: unknown): Cell {
  if (typeof value === "number") return value;
  if (typeof value === "string") return pointCell(value.trim());
  return value === null || value === undefined ? null : JSON.stringify(value);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
