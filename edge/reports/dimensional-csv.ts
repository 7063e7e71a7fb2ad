// The results of a run as a table for spreadsheets: one line per cell of unit and characteristic.
import type { Cell, RunState } from "../runs/index.ts";

const COLUMNS = [
  ...["unit", "balloon", "characteristic", "name", "kind", "value", "uom", "lsl", "usl"],
  ...["result", "validity", "marks", "lot", "operator", "gauge", "entry", "at", "seq", "epoch"],
] as const;
type Line = Readonly<Record<(typeof COLUMNS)[number], string | number>>;

/**
 * CSV of every filled or skipped cell, by characteristic in plan order, then by unit: UTF-8 with byte
 * order mark (spreadsheets read Chinese wrongly without), comma, CRLF (RFC 4180), decimal point.
 */
export function dimensionalCsv(run: RunState): string {
  const lines = [...run.results.values()].flatMap(({ characteristic, cells }) =>
    [...cells.values()]
      .sort((a, b) => a.unitIndex - b.unitIndex)
      .map(
        (cell): Line => ({
          unit: safe(cell.unit),
          balloon: safe(characteristic.balloon),
          characteristic: safe(characteristic.id),
          name: safe(characteristic.name.en),
          kind: characteristic.kind,
          uom: safe(characteristic.unit ?? ""),
          lsl: characteristic.lsl ?? "",
          usl: characteristic.usl ?? "",
          at: cell.at,
          seq: cell.seq,
          epoch: cell.epoch,
          ...outcome(cell),
        }),
      ),
  );
  const rows = lines.map((line) => COLUMNS.map((column) => quoted(String(line[column]))).join(","));
  return `\uFEFF${[COLUMNS.join(","), ...rows].join("\r\n")}\r\n`;
}

type Outcome = Pick<
  Line,
  "value" | "result" | "validity" | "marks" | "lot" | "operator" | "gauge" | "entry"
>;

function outcome(cell: Cell): Outcome {
  const none = { validity: "", marks: "", lot: "", operator: "", gauge: "", entry: "" };
  switch (cell.type) {
    case "skip":
      return { ...none, value: "", result: "skipped", marks: safe(cell.reason) };
    case "attribute":
      return {
        ...none,
        value: cell.nonconforming,
        result: cell.nonconforming === 0 ? "ok" : "nonconforming",
        marks: safe(Object.keys(cell.defects).join(" ")),
        operator: safe(cell.operator ?? ""),
      };
    case "measurement":
      return {
        value: cell.text,
        result: cell.verdict,
        validity: cell.validity,
        marks: safe(cell.marks.join(" ")),
        lot: safe(cell.lot ?? ""),
        operator: safe(cell.operator ?? ""),
        gauge: safe(cell.gauge),
        entry: cell.entry,
      };
  }
}

/** A text that a spreadsheet would run as a formula is made a text by a leading apostrophe. */
function safe(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
