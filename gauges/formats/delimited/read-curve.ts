// Reads the export of a test machine: a head of keys with values, then a table of samples with name and unit rows.
import type { Refusal } from "../dfq/dfq-file.ts";
import type { ResultCharacteristic, ResultFile } from "../result-file.ts";
import { faultWords, type Layout, numberIn, valueFrom } from "./layout.ts";
import type { TableRow } from "./table-rows.ts";

/**
 * The table begins at the first row of numbers only; the two rows above it are names and units.
 * Keys of the head that the layout declares as `value` are results of the specimen.
 */
export function readCurve(rows: readonly TableRow[], layout: Layout): ResultFile | Refusal {
  const first = rows.findIndex(({ cells }) => cells.length >= 2 && cells.every(isNumber(layout)));
  const names = rows[first - 2];
  const units = rows[first - 1];
  if (first < 2 || names === undefined || units === undefined) {
    return { refused: "no table of samples below a row of names and a row of units", line: 1 };
  }
  const head = headOf(rows.slice(0, first - 2), layout);
  if (typeof head === "string") return { refused: head, line: names.line };
  const samples: (string | null)[][] = [];
  for (const { cells, line } of rows.slice(first)) {
    if (cells.length !== names.cells.length) {
      const refused = `a row of ${cells.length} cells where ${names.cells.length} are due`;
      return { refused, line };
    }
    const numbers = cells.map((cell) => numberIn(layout, cell));
    const bad = numbers.indexOf(false);
    if (bad !== -1) return { refused: faultWords(layout, cells[bad] ?? ""), line };
    samples.push(numbers.map((number) => (number === false ? null : number)));
  }
  const columns = names.cells.map((name, at) => ({ name, unit: unitIn(units.cells[at] ?? "") }));
  const { part = null } = head.said;
  return {
    format: layout.format,
    head: head.texts,
    parts: [
      { name: part, characteristics: head.results, pieces: [], curve: { columns, rows: samples } },
    ],
    counts: { results: head.results.length, columns: columns.length, samples: samples.length },
    remarks: [],
  };
}

/** `mm` or `(mm)`. */
function unitIn(cell: string): string | null {
  return cell.replace(/^\((?<unit>.*)\)$/u, "$<unit>") || null;
}

function isNumber(layout: Layout): (cell: string) => boolean {
  return (cell) => cell !== "" && typeof numberIn(layout, cell) === "string";
}

function headOf(rows: readonly TableRow[], layout: Layout) {
  const texts: Record<string, string> = {};
  const said: Partial<Record<"part" | "serial" | "measuredAt", string>> = {};
  const found: { key: string; number: string | null; unit: string | null; source: string }[] = [];
  for (const { cells } of rows) {
    const [key = "", text = "", unit = ""] = cells;
    texts[key] = unit === "" ? text : `${text} ${unit}`;
    const field = layout.columns[key];
    if (field === "part" || field === "serial" || field === "measuredAt") said[field] = text;
    if (field !== "value") continue;
    const number = numberIn(layout, text);
    // A mark inside the number that is also the delimiter cuts it in two.
    if (cells.slice(3).some((cell) => cell !== "") || typeof numberIn(layout, unit) === "string") {
      return `${key}: "${cells.slice(1).join(layout.delimiter)}" is not one number with its unit`;
    }
    if (number === false) return `${key}: ${faultWords(layout, text)}`;
    found.push({ key, number, unit: unit || null, source: cells.join(layout.delimiter) });
  }
  const { serial = null, measuredAt = null } = said;
  const results = found.map(
    ({ key, number, unit, source }): ResultCharacteristic => ({
      name: key,
      type: null,
      unit,
      nominal: null,
      lower: null,
      upper: null,
      zone: null,
      values: [{ ...valueFrom(number, source), serial, measuredAt }],
    }),
  );
  return { texts, said, results };
}
