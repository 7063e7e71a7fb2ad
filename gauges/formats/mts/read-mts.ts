// Reads the text export of MTS 793 MultiPurpose TestWare: a line of separators, a head, blocks of samples.

import { linesOf } from "../decode-text.ts";
import type { Refusal } from "../dfq/dfq-file.ts";
import { exactDecimal } from "../exact-decimal.ts";
import { isRefused, type ResultCurve, type ResultFile, type ResultPart } from "../result-file.ts";

/** `MTS793|MPT|DEU|1|2|,|.|:|49|1|1|A`: language, then the decimal mark and the marks of date and time. */
const firstLine = /^MTS793\|MPT\|(?<language>[A-Z]*)\|[^|]*(?:\|[^|]*\|(?<decimal>[.,])\|.*)?$/u;
const samplesMost = 1_000_000;

type Table = {
  readonly lines: readonly string[];
  readonly decimal: "." | ",";
  readonly said: Record<string, string>;
  readonly parts: ResultPart[];
  readonly remarks: string[];
};

/**
 * Every block of numbers becomes a part with its curve, in any language of the program; a block of
 * words, such as what the operator typed, belongs to the head. A row of another length, or one
 * that holds no number, refuses the file.
 */
export function readMts(text: string): ResultFile | Refusal {
  const lines = linesOf(text);
  const head = firstLine.exec(lines[0]?.trim() ?? "")?.groups;
  if (head === undefined) return { refused: "it does not begin with MTS793|MPT", line: 1 };
  const decimal = head.decimal === "," ? "," : ".";
  const said: Record<string, string> = { program: lines[0]?.trim() ?? "" };
  const table: Table = { lines, decimal, said, parts: [], remarks: [] };
  let at = 1;
  let samples = 0;
  while (at < lines.length) {
    const block = takeBlock(table, at);
    if (block !== null && isRefused(block)) return block;
    if (block === null) takeHead(said, lines[at] ?? "");
    samples += block?.samples ?? 0;
    if (samples > samplesMost) return { refused: `more than ${samplesMost} samples`, line: at + 1 };
    at = block?.next ?? at + 1;
  }
  const { parts, remarks } = table;
  if (parts.length === 0) return { refused: "no block of samples in it", line: lines.length };
  if (!/[\r\n]$/u.test(text)) {
    return { refused: "the last line has no end: the file may have been cut there", line: at };
  }
  const counts = { blocks: parts.length, samples };
  return { format: "mts", head: said, parts, counts, remarks };
}

/** Reads the block of samples that opens at a line, if one does; `next` is the line behind it. */
function takeBlock(
  { lines, decimal, said, parts, remarks }: Table,
  at: number,
): { readonly next: number; readonly samples: number } | Refusal | null {
  const opening = openingIn(lines[at] ?? "", decimal);
  if (opening === null) return null;
  const { name, time } = opening;
  let end = at + 1;
  while (end < lines.length && lines[end]?.trim() !== "") end += 1;
  const inside = lines.slice(at + 1, end);
  if (!inside.slice(2).some(holdsNumber)) {
    const named = inside.slice(0, 2).map((line) => cellsOf(line).length);
    const empty = inside.length === 2 && named[0] === named[1] && (named[0] ?? 0) >= 2;
    if (empty) remarks.push(`line ${at + 1}: the block ${name} has no samples`);
    return null;
  }
  const curve = readCurve(inside, at + 1, decimal);
  if (isRefused(curve)) return curve;
  parts.push({ name: name || null, characteristics: [], pieces: [], curve });
  said[`block ${parts.length}`] = time;
  return { next: end, samples: curve.rows.length };
}

/**
 * `Data Acquisition⇥⇥Time:⇥10.0⇥Sec⇥date`: a name, then a label, whatever the language, with the
 * seconds since the start.
 */
function openingIn(line: string, decimal: "." | ","): { name: string; time: string } | null {
  const cells = line.split("\t").map((cell) => cell.trim());
  const label = cells.findIndex((cell, k) => k > 0 && cell.length > 1 && cell.endsWith(":"));
  if (label === -1 || numberOf(cells[label + 1] ?? "", decimal) === null) return null;
  const time = cells.slice(label + 1).filter((cell) => cell !== "");
  return { name: cells[0] ?? "", time: time.join(" ") };
}

/** Tells samples from words, also samples with the other decimal mark or with a date written out. */
function holdsNumber(line: string): boolean {
  const number = /^\s*[-+]?[\d.,]*\d[\d.,]*(?:[eE][-+]?\d+)?\s*(?:\t|$)/u;
  const date = /^\s*\d[\d.,:/ -]*(?:[AP]M)?\s*(?:\t|$)/iu;
  return number.test(line) || date.test(line);
}

function takeHead(said: Record<string, string>, line: string): void {
  const [key = "", ...texts] = line.split("\t").map((cell) => cell.trim());
  const name = key.replace(/\s*:$/u, "");
  const text = texts.filter((one) => one !== "").join(" ");
  if (name !== "" && text !== "") said[name] ??= text;
}

function cellsOf(line: string): string[] {
  return line
    .replace(/\t+$/u, "")
    .split("\t")
    .map((cell) => cell.trim());
}

function numberOf(cell: string, decimal: "." | ","): string | null {
  const other = decimal === "," ? "." : ",";
  return cell.includes(other) ? null : exactDecimal(cell.replace(decimal, "."));
}

/** A row of names, a row of units, then rows of numbers; `line` is the number of the row of names. */
function readCurve(
  inside: readonly string[],
  line: number,
  decimal: "." | ",",
): ResultCurve | Refusal {
  const names = cellsOf(inside[0] ?? "");
  const units = cellsOf(inside[1] ?? "");
  const columns = names.map((name, k) => ({ name, unit: units[k] || null }));
  const rows: (string | null)[][] = [];
  for (const [index, written] of inside.slice(2).entries()) {
    const number = line + index + 3;
    const cells = written.split("\t").map((cell) => cell.trim());
    while (cells.length > names.length && cells.at(-1) === "") cells.pop();
    if (cells.length !== names.length) {
      const refused = `a row of ${cells.length} cells where ${names.length} are due`;
      return { refused, line: number };
    }
    const numbers: (string | null)[] = [];
    for (const cell of cells) {
      const plain = numberOf(cell, decimal);
      if (plain === null && cell !== "") {
        return { refused: `"${cell}" is not a number with "${decimal}"`, line: number };
      }
      numbers.push(plain);
    }
    rows.push(numbers);
  }
  return { columns, rows };
}
