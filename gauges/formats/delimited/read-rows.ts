// Reads tables in which every row is one measured value, with its columns found by their names.
import type { Refusal } from "../dfq/dfq-file.ts";
import { addDecimals } from "../exact-decimal.ts";
import {
  partOf,
  type ResultCharacteristic,
  type ResultFile,
  type ResultValue,
} from "../result-file.ts";
import { isoTime } from "../times.ts";
import { faultWords, type Layout, type LayoutField, numberIn, valueFrom } from "./layout.ts";
import type { FieldRow } from "./line-rows.ts";
import { lowerLimit, type Said } from "./minus-tolerance.ts";
import type { TableRow } from "./table-rows.ts";

type Fields = Readonly<Partial<Record<LayoutField, string>>>;
type Numbers = Readonly<Partial<Record<LayoutField, string | null>>>;
type Known = { characteristic: ResultCharacteristic; values: ResultValue[] };
type Tally = {
  values: number;
  withoutValue: number;
  nominalOnly: number;
  skipped: number;
  /** Lower limits whose sign can't be told. */
  untold: number;
};

/** Index of the row that names every column a file must have; -1 without one. */
export function namesAt(rows: readonly TableRow[], layout: Layout): number {
  const due = dueColumns(layout);
  return rows.findIndex(({ cells }) => due.every((name) => cells.includes(name)));
}

function dueColumns({ columns, optional }: Layout): string[] {
  return Object.keys(columns).filter((name) => !optional.includes(name));
}

/** The rows after the one that names every declared column; the lines above it are the head. */
export function readRows(
  rows: readonly TableRow[],
  layout: Layout,
  head: Readonly<Record<string, string>>,
): ResultFile | Refusal {
  const names = Object.keys(layout.columns);
  const at = namesAt(rows, layout);
  if (at === -1) {
    const refused = `no row names the columns ${dueColumns(layout).join(", ")}`;
    return { refused, line: rows[0]?.line ?? 1 };
  }
  const columns = rows[at]?.cells ?? [];
  const twice = names.find((name) => columns.indexOf(name) !== columns.lastIndexOf(name));
  if (twice !== undefined) {
    const refused = `the column ${twice} stands twice: which one holds it can't be told`;
    return { refused, line: rows[at]?.line ?? 1 };
  }
  const tally = newTally();
  const found: FieldRow[] = [];
  const cellOf = createCells(columns, layout);
  for (const row of rows.slice(at + 1)) {
    const written = row.cells.join(layout.delimiter);
    if (layout.stopAt?.test(written)) break;
    if (row.cells.length < layout.minCells || layout.rowWhen?.test(written) === false) {
      tally.skipped += 1;
      continue;
    }
    if (isShifted(row.cells, columns.length, layout)) {
      const refused = `a row of ${row.cells.length} cells where ${columns.length} columns are named: a "${layout.delimiter}" inside a cell moves those behind it`;
      return { refused, line: row.line };
    }
    const fields = cellOf(row.cells);
    const { value: _, ...named } = fields;
    const isShell = layout.shellWhen?.test(written) === true;
    found.push({ fields: isShell ? named : fields, source: written, line: row.line });
  }
  return resultOf(found, layout, head, tally, found.length + tally.skipped);
}

/** More cells than names; where the delimiter is also a decimal mark, empty ones are no padding. */
function isShifted(cells: readonly string[], named: number, { delimiter }: Layout): boolean {
  const more = cells.slice(named);
  return more.length > 0 && (delimiter === "," || more.some((cell) => cell !== ""));
}

function newTally(): Tally {
  return { values: 0, withoutValue: 0, nominalOnly: 0, skipped: 0, untold: 0 };
}

/** The same for rows whose fields were found without columns. */
export function readFieldRows(
  rows: readonly FieldRow[],
  layout: Layout,
  head: Readonly<Record<string, string>>,
): ResultFile | Refusal {
  return resultOf(rows, layout, head, newTally(), rows.length);
}

function resultOf(
  rows: readonly FieldRow[],
  layout: Layout,
  head: Readonly<Record<string, string>>,
  tally: Tally,
  total: number,
): ResultFile | Refusal {
  const parts = new Map<string, Map<string, Known>>();
  for (const { fields, source, line } of rows) {
    const fault = takeRow(fields, source, { layout, head, parts, tally });
    if (fault !== null) return { refused: fault, line };
  }
  const { values, withoutValue, skipped } = tally;
  return {
    format: layout.format,
    head,
    parts: [...parts].map(([name, known]) =>
      partOf(
        name || null,
        [...known.values()].map(({ characteristic }) => characteristic),
      ),
    ),
    counts: { rows: total, values, withoutValue, skipped },
    remarks: remarksOf(layout, tally),
  };
}

/** Cells by field; several columns of one field are joined, carried ones keep what was above. */
function createCells(names: readonly string[], layout: Layout) {
  const carried = new Map<string, string>();
  const places = Object.entries(layout.columns)
    .map(([name, field]) => ({ name, field, at: names.indexOf(name) }))
    .filter(({ at }) => at !== -1);
  return (cells: readonly string[]): Fields => {
    const fields: Partial<Record<LayoutField, string>> = {};
    for (const { name, field, at } of places) {
      let text = cells[at] ?? "";
      if (layout.carry.includes(name)) {
        if (text === "") text = carried.get(name) ?? "";
        else carried.set(name, text);
      }
      fields[field] = [fields[field] ?? "", text].filter((each) => each !== "").join(" ");
    }
    return fields;
  };
}

type Taking = {
  readonly layout: Layout;
  readonly head: Readonly<Record<string, string>>;
  readonly parts: Map<string, Map<string, Known>>;
  readonly tally: Tally;
};

const numeric = ["value", "nominal", "lower", "upper", "lowerTolerance", "upperTolerance"] as const;

function takeRow(fields: Fields, source: string, taking: Taking): string | null {
  const { layout, head, parts, tally } = taking;
  const numbers: Partial<Record<LayoutField, string | null>> = {};
  for (const field of numeric) {
    const number = numberIn(layout, fields[field] ?? "");
    if (number === false) return faultWords(layout, fields[field] ?? "");
    numbers[field] = number;
  }
  const stands = fields.value !== "" && fields.value !== undefined;
  // A row that only opens a group names what follows and has no value of its own.
  if (!stands) {
    tally.withoutValue += 1;
    if (numbers.nominal != null) tally.nominalOnly += 1;
    return null;
  }
  const said = { type: fields.type ?? "", minusShown: head.minusShown ?? "" };
  const { lower, upper, untold } = limitsOf(layout, numbers, said);
  if (untold) tally.untold += 1;
  if (lower !== null && upper !== null && Number(lower) > Number(upper)) {
    return `the lower limit ${lower} is above the upper limit ${upper}`;
  }
  const time = timeIn(layout, fields.measuredAt || head.measuredAt || null);
  if (time === false) return `the time "${fields.measuredAt}" is not of ${layout.dateFormat}`;
  const part = fields.part || head.part || "";
  const known = parts.get(part) ?? new Map<string, Known>();
  parts.set(part, known);
  const key = JSON.stringify([fields.characteristic, fields.type, numbers.nominal, lower, upper]);
  const found = known.get(key) ?? { characteristic: describe(fields, numbers, lower, upper) };
  const value = {
    ...valueFrom(numbers.value ?? null, source),
    verdict: verdictOf(layout, fields.verdict),
    serial: fields.serial || head.serial || null,
    measuredAt: time,
  };
  const values = "values" in found ? found.values : [];
  values.push(value);
  known.set(key, { characteristic: { ...found.characteristic, values }, values });
  tally.values += 1;
  return null;
}

/** A time by the declared form; as written where none is declared; false where it has another one. */
function timeIn({ dateFormat }: Layout, text: string | null): string | null | false {
  if (text === null || dateFormat === null) return text;
  return isoTime(text, dateFormat) ?? false;
}

function describe(
  fields: Fields,
  numbers: Numbers,
  lower: string | null,
  upper: string | null,
): ResultCharacteristic {
  return {
    name: fields.characteristic || null,
    type: fields.type || null,
    unit: fields.unit || null,
    nominal: numbers.nominal ?? null,
    lower,
    upper,
    zone: null,
    values: [],
  };
}

/** Absolute limits, else nominal with its tolerances. */
function limitsOf(
  layout: Layout,
  numbers: Numbers,
  said: Said,
): { lower: string | null; upper: string | null; untold: boolean } {
  const { nominal = null, lowerTolerance: minus = null, upperTolerance = null } = numbers;
  const upper = numbers.upper ?? addDecimals(nominal, upperTolerance);
  const lower = numbers.lower ?? lowerLimit(layout, { nominal, minus, upper }, said);
  const untold = layout.minusTolerance === "pcdmis" && lower === null && minus !== null;
  return { lower, upper, untold };
}

function verdictOf({ verdictWhen }: Layout, text: string | undefined): string | null {
  if (verdictWhen === null || text === undefined) return text || null;
  if (text === "") return verdictWhen.empty;
  return /^[-+]?(?:0+[.,]?0*|[.,]0+)$/u.test(text) ? verdictWhen.zero : verdictWhen.filled;
}

function remarksOf(layout: Layout, { skipped, nominalOnly, untold }: Tally): string[] {
  const remarks: string[] = [];
  if (nominalOnly > 0) remarks.push(`${nominalOnly} rows have a nominal and no value`);
  if (skipped > 0) remarks.push(`${skipped} rows are no data by the layout`);
  if (untold > 0) remarks.push(`${untold} lower limits are not read: their sign is not told`);
  if (layout.minusTolerance === "unknown") {
    remarks.push(
      "lower limits are not read: the layout does not know the sign of the minus tolerance",
    );
  }
  return remarks;
}
