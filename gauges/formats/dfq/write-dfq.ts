// Writes an AQDEF text that the reader reads back to the same parts, characteristics and values.
import {
  attributeFields,
  type DfqCharacteristic,
  type DfqFile,
  type Fields,
  fieldMark,
  groupMark,
  isAttribute,
  variableFields,
} from "./dfq-file.ts";

/**
 * A DFQ text with CRLF line ends, one value line per value set. Control characters in texts become
 * blanks. K0100 is counted anew; other head fields, catalogues and K5 nodes are written as given.
 */
export function writeDfq(file: DfqFile): string {
  const characteristics = file.parts.flatMap((part) => part.characteristics);
  const lines = [`K0100 ${characteristics.length}`];
  for (const [key, text] of Object.entries(file.head)) {
    if (key !== "K0100") lines.push(`${key} ${clean(text)}`);
  }
  for (const part of file.parts) {
    lines.push(...keyLines(part.fields, part.index));
    for (const { fields, index } of part.characteristics) {
      lines.push(
        ...(Object.keys(fields).length > 0 ? keyLines(fields, index) : [`K2002/${index} `]),
      );
    }
  }
  for (const { key, index, text } of file.nodes) lines.push(`${key}/${index} ${clean(text)}`);
  const sets = Math.max(0, ...characteristics.map(({ values }) => values.length));
  for (let set = 0; set < sets; set += 1) {
    lines.push(characteristics.map((each) => group(each, set)).join(groupMark));
    for (const each of characteristics) lines.push(...furtherFields(each, set));
  }
  return lines.map((line) => `${line}\r\n`).join("");
}

function keyLines(fields: Fields, index: number): string[] {
  return Object.entries(fields).map(([key, text]) => `${key}/${index} ${clean(text)}`);
}

function namesOf(characteristic: DfqCharacteristic): readonly (string | null)[] {
  return isAttribute(characteristic.fields) ? attributeFields : variableFields;
}

function group(characteristic: DfqCharacteristic, set: number): string {
  const value = characteristic.values[set];
  if (value === undefined) return "";
  const sent = namesOf(characteristic).map((name) => {
    const text = name === null ? "0" : clean(value[name] ?? "");
    return name === "K0006" && text !== "" ? `#${text}` : text;
  });
  return sent.join(fieldMark);
}

/** Fields that have no place in a value line follow it as K lines. */
function furtherFields(characteristic: DfqCharacteristic, set: number): string[] {
  const placed = new Set(namesOf(characteristic));
  return Object.entries(characteristic.values[set] ?? {})
    .filter(([key]) => !placed.has(key))
    .map(([key, text]) => `${key}/${characteristic.index}/${set + 1} ${clean(text)}`);
}

function clean(text: string): string {
  const blanked = [...text].map((character) => (character < " " ? " " : character));
  return blanked.join("").trim();
}
