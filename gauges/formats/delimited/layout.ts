// The declared layout of a delimited file, and how its cells become decimal texts and result values.
import { normaliseDecimal } from "../../decode/decimal-text.ts";
import { exactDecimal } from "../exact-decimal.ts";
import { noMarks, type ResultValue } from "../result-file.ts";

/** What a column (or a line of the head) holds. */
export type LayoutField =
  | "part"
  | "characteristic"
  | "type"
  | "unit"
  | "nominal"
  | "lower"
  | "upper"
  | "lowerTolerance"
  | "upperTolerance"
  | "value"
  | "serial"
  | "measuredAt"
  | "verdict";

export type Layout = {
  readonly format: "calypso" | "delimited";
  readonly layout: "rows" | "curve" | "lines";
  /** Of the layout `lines`: a value line, and the line that names what follows. */
  readonly row: RegExp | null;
  readonly group: RegExp | null;
  readonly delimiter: string;
  readonly quoted: boolean;
  readonly decimal: "." | ",";
  readonly columns: Readonly<Record<string, LayoutField>>;
  /** Columns that a file may lack. */
  readonly optional: readonly string[];
  /** Columns whose empty cells hold what the row before had. */
  readonly carry: readonly string[];
  /** Texts that stand for "no value". */
  readonly missing: readonly string[];
  /** How a lower tolerance is written: -0.05, 0.05, nobody knows, or as minus-tolerance.ts says. */
  readonly minusTolerance: "negative" | "positive" | "unknown" | "pcdmis";
  /** Rows that name what follows and have no value, whatever their cells hold. */
  readonly shellWhen: RegExp | null;
  /** Rows with fewer cells are no data. */
  readonly minCells: number;
  readonly head: Readonly<Partial<Record<string, RegExp>>>;
  readonly rowWhen: RegExp | null;
  readonly stopAt: RegExp | null;
  /** Form of the times, such as `dd.MM.yyyy HH:mm:ss`; null: kept as written. */
  readonly dateFormat: string | null;
  /** What an empty, a filled and a zero verdict cell mean, where they are not words. */
  readonly verdictWhen: {
    readonly empty: string;
    readonly filled: string;
    readonly zero: string;
  } | null;
};

/** A cell's number as decimal text; null where it is empty or missing; false where it is none. */
export function numberIn(layout: Layout, cell: string): string | null | false {
  if (cell === "" || layout.missing.includes(cell)) return null;
  if (layout.decimal === ",") {
    return cell.includes(".") ? false : (exactDecimal(cell.replace(",", ".")) ?? false);
  }
  return exactDecimal(cell) ?? false;
}

export function faultWords(layout: Layout, cell: string): string {
  const other = layout.decimal === "." ? "," : ".";
  const hint = cell.includes(other)
    ? `; the layout declares "${layout.decimal}" as decimal mark`
    : "";
  return `"${cell}" is not a number${hint}`;
}

/** A value of a decimal text that was checked before. */
export function valueFrom(text: string | null, source: string): ResultValue {
  const decimal = text === null ? null : normaliseDecimal(text);
  return {
    text: decimal?.text ?? null,
    value: decimal?.value ?? null,
    status: decimal === null ? "no-data" : "ok",
    verdict: null,
    serial: null,
    measuredAt: null,
    marks: noMarks,
    counted: null,
    source,
  };
}
