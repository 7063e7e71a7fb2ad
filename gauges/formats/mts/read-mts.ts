// Reads the text export of MTS 793 MultiPurpose TestWare: a line of separators, a head, blocks of samples.

import type { Refusal } from "../dfq/dfq-file.ts";
import { exactDecimal } from "../exact-decimal.ts";
import { isRefused, type ResultFile, type ResultPart } from "../result-file.ts";

/** `MTS793|MPT|DEU|1|2|,|.|:|49|1|1|A`: language, then the decimal mark and the marks of date and time. */
const firstLine = /^MTS793\|MPT\|(?<language>[A-Z]*)\|[^|]*(?:\|[^|]*\|(?<decimal>[.,])\|.*)?$/u;
const blockLine =
  /^(?<name>[^\t]*)\t.*?\bTime:\t(?<time>[^\t]*)(?:\t(?<unit>[^\t]*))?(?:\t+(?<at>[^\t]*))?/u;
const samplesMost = 1_000_000;

type Line = { readonly cells: readonly string[]; readonly number: number };

/** Every block becomes a part with its curve; a row of another length, or no number, refuses the file. */
export function readMts(text: string): ResultFile | Refusal {
  const lines = text.split(/\r?\n/u);
  const head = firstLine.exec(lines[0]?.trim() ?? "")?.groups;
  if (head === undefined) return { refused: "it does not begin with MTS793|MPT", line: 1 };
  const decimal = head.decimal === "," ? "," : ".";
  const said: Record<string, string> = { program: lines[0]?.trim() ?? "" };
  const parts: ResultPart[] = [];
  let at = 1;
  let samples = 0;
  while (at < lines.length) {
    const found = blockLine.exec(lines[at] ?? "")?.groups;
    const names = lines[at + 1]?.split("\t").map((cell) => cell.trim()) ?? [];
    if (found === undefined || names.filter((name) => name !== "").length < 2) {
      takeHead(said, lines[at] ?? "");
      at += 1;
      continue;
    }
    const block = readBlock(lines, at, decimal);
    if (isRefused(block)) return block;
    samples += block.rows.length;
    if (samples > samplesMost) return { refused: `more than ${samplesMost} samples`, line: at + 1 };
    parts.push({
      name: found.name?.trim() || null,
      characteristics: [],
      pieces: [],
      curve: { columns: block.columns, rows: block.rows },
    });
    said[`block ${parts.length}`] = [found.time, found.unit, found.at].filter(Boolean).join(" ");
    at = block.next;
  }
  if (parts.length === 0) return { refused: "no block of samples in it", line: lines.length };
  if (!/[\r\n]$/u.test(text)) {
    return { refused: "the last line has no end: the file may have been cut there", line: at };
  }
  return {
    format: "mts",
    head: said,
    parts,
    counts: { blocks: parts.length, samples },
    remarks: [],
  };
}

function takeHead(said: Record<string, string>, line: string): void {
  const [key = "", ...texts] = line.split("\t").map((cell) => cell.trim());
  const name = key.replace(/:$/u, "");
  const text = texts.filter((one) => one !== "").join(" ");
  if (name !== "" && text !== "") said[name] ??= text;
}

type Block = {
  readonly columns: readonly { readonly name: string; readonly unit: string | null }[];
  readonly rows: readonly (readonly (string | null)[])[];
  /** The line behind the block. */
  readonly next: number;
};

function readBlock(lines: readonly string[], at: number, decimal: "." | ","): Block | Refusal {
  const cellsOf = (index: number): Line => ({
    cells: (lines[index] ?? "")
      .replace(/\t+$/u, "")
      .split("\t")
      .map((cell) => cell.trim()),
    number: index + 1,
  });
  const names = cellsOf(at + 1).cells;
  const units = cellsOf(at + 2).cells;
  const columns = names.map((name, k) => ({ name, unit: units[k] || null }));
  const rows: (string | null)[][] = [];
  let next = at + 3;
  for (; next < lines.length; next += 1) {
    const { cells, number } = cellsOf(next);
    if (cells.length === 1 && cells[0] === "") break;
    if (cells.length !== names.length) {
      const refused = `a row of ${cells.length} cells where ${names.length} are due`;
      return { refused, line: number };
    }
    const numbers: (string | null)[] = [];
    for (const cell of cells) {
      const other = decimal === "," ? "." : ",";
      const plain = cell.includes(other) ? null : exactDecimal(cell.replace(decimal, "."));
      if (plain === null && cell !== "") {
        return { refused: `"${cell}" is not a number with "${decimal}"`, line: number };
      }
      numbers.push(plain);
    }
    rows.push(numbers);
  }
  return { columns, rows, next };
}
