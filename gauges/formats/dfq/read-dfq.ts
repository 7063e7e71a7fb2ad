// Reads an AQDEF text: K lines and value lines → parts, characteristics, values; or a refusal in words.
import { linesOf } from "../decode-text.ts";
import { type DfqFile, fieldMark, groupMark, plainDecimal, type Refusal } from "./dfq-file.ts";
import {
  addSet,
  attributes,
  type DfqTable,
  finish,
  newTable,
  setCharacteristic,
  setHead,
  setPart,
} from "./dfq-table.ts";
import { createValueFields, type ValueFields } from "./value-fields.ts";
import { readValueLine } from "./value-line.ts";

const keyLine = /^K(?<digits>\d{4})(?<index>\/[^ ]*)?(?: (?<text>.*))?$/su;
const keyInside = /.K\d{4}\/\d+ /u;
const indexShape = /^\/(?<first>\d{1,6})(?:\/(?<second>\d{1,9}))?$/u;
/** Internal notes of other programs, without meaning here. */
const skipped = new Set(["K2999", "K5080", "K5098"]);
const linesMost = 1_000_000;
const valuesMost = 1_000_000;

type Key = { key: string; first: number | null; second: number | null; text: string };

/**
 * Reads a whole DFQ, DFD or DFX text (line ends CRLF, LF or all CR; a byte order mark is skipped).
 * One thing wrong refuses the file: half a file must not become half the values.
 */
export function readDfq(text: string): DfqFile | Refusal {
  const lines = linesOf(text.replace(/^\ufeff/u, ""));
  if (lines.length > linesMost) return { refused: "more than a million lines", line: linesMost };
  if (lines.length === 1 && keyInside.test(text)) {
    return { refused: "all in one line: the line ends are lost", line: 1 };
  }
  if (text.includes("\u0000")) return { refused: "not a text: it holds NUL bytes", line: 1 };
  const table = newTable();
  const valueFields = createValueFields(table);
  let keys = 0;
  let most = 0;
  let short = false;
  for (const [at, written] of lines.entries()) {
    const number = at + 1;
    const line = written.trimStart();
    if (line === "") continue;
    if (/\r./u.test(line)) {
      return { refused: "a CR inside a line: the line ends are of two kinds", line: number };
    }
    if (line.startsWith("K")) {
      const fault = takeKeyLine(table, valueFields, line, number);
      if (fault !== null) return { refused: fault, line: number };
      keys += 1;
      continue;
    }
    const described = attributes(table);
    const value = readValueLine(line, described);
    if ("refused" in value) return { refused: value.refused, line: number };
    if ("ignored" in value) {
      table.ignored.push({ line: number, reason: value.ignored });
      continue;
    }
    // The last line may lack its end, but not what the line before it had.
    const marks = line.split(groupMark).length + line.split(fieldMark).length;
    if (number === lines.length && marks < most) {
      return { refused: "the file ends inside a value line", line: number };
    }
    most = marks;
    if (!short && value.groups.length < described.length) {
      short = true;
      const held = `${value.groups.length} of ${described.length} characteristics have a value`;
      table.ignored.push({ line: number, reason: `${held} in this and perhaps further lines` });
    }
    addSet(table, value.groups);
    if (table.written.valueGroups > valuesMost) {
      return { refused: "more than a million values", line: number };
    }
  }
  if (keys === 0) return { refused: "no K field in it: not an AQDEF file", line: 1 };
  return takeEnd(table, lines) ?? valueFields.settle() ?? finish(table);
}

/** Fields whose number would still be one with its last digits lost. */
const numbers = /^K(?:0001|0020|0021|2101|211[0-3])(?:\/\S*)? /u;

/**
 * A last line without its end: refused where the number it ends with may be the half of one, said
 * otherwise. A cut exactly between two lines can't be told.
 */
function takeEnd(table: DfqTable, lines: readonly string[]): Refusal | null {
  const last = lines.at(-1) ?? "";
  if (last.trim() === "") return null;
  const bare = !last.startsWith("K") && !(last.split(groupMark).at(-1) ?? "").includes(fieldMark);
  const group = last.split(groupMark).at(-1) ?? "";
  if ((bare && plainDecimal(group) !== null) || numbers.test(last)) {
    const refused = "the file ends in a number without a line end: it may have been cut there";
    return { refused, line: lines.length };
  }
  table.ignored.push({ line: lines.length, reason: "it has no line end and may have been cut" });
  return null;
}

function takeKeyLine(
  table: DfqTable,
  valueFields: ValueFields,
  written: string,
  line: number,
): string | null {
  const parsed = parseKey(written);
  if (typeof parsed === "string") return parsed;
  const { key, first: index, second, text } = parsed;
  if (skipped.has(key)) {
    table.ignored.push({ line, reason: `${key} is an internal note` });
    return null;
  }
  const level = key.charAt(1);
  if (second !== null && level !== "0") return `${key} takes no value number`;
  if (level === "1") setPart(table, { index, key, text, line });
  else if (level === "2" || level === "8") setCharacteristic(table, { index, key, text, line });
  else if (level === "5") table.nodes.push({ key, index: index ?? 1, text });
  else if (level === "0" && !/^K01/u.test(key)) {
    return valueFields.take({ characteristic: index ?? 1, value: second, key, text, line });
  } else setHead(table, { index, key, text, line });
  return null;
}

function parseKey(line: string): Key | string {
  const groups = keyLine.exec(line)?.groups;
  if (groups === undefined) return "not a K field: four digits, an index and a blank are due";
  const key = `K${groups.digits}`;
  const text = (groups.text ?? "").trim();
  if (groups.index === undefined) return { key, first: null, second: null, text };
  const index = indexShape.exec(groups.index)?.groups;
  if (index === undefined) return `${key} has a malformed index "${groups.index}"`;
  const second = index.second === undefined ? null : Number(index.second);
  return { key, first: Number(index.first), second, text };
}
