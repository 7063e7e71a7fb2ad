// Reads one value line of a DFQ file: a group of fields per characteristic, always from the first one on.
import {
  attributeFields,
  type Fields,
  fieldMark,
  groupMark,
  plainDecimal,
  variableFields,
} from "./dfq-file.ts";

export type ValueLine =
  /** Fields per characteristic in file order; null where a group is empty. */
  | { readonly groups: (Record<string, string> | null)[] }
  | { readonly ignored: string }
  | { readonly refused: string };

/** `attribute[i]` tells whether the i-th characteristic counts errors. */
export function readValueLine(line: string, attribute: readonly boolean[]): ValueLine {
  const marked = line.includes(fieldMark) || line.includes(groupMark);
  if (!marked && plainDecimal(line) === null) {
    if (isStripped(line))
      return { refused: "the separators of this value line are lost (0x14, 0x0F)" };
    return { ignored: "neither a K field nor a value" };
  }
  const texts = line.split(groupMark);
  while (texts.length > 1 && texts.at(-1) === "") texts.pop();
  if (texts.length > attribute.length) {
    const what = `${texts.length} values in one line, but ${attribute.length} characteristics`;
    return { refused: what };
  }
  const groups: (Record<string, string> | null)[] = [];
  for (const [index, text] of texts.entries()) {
    const group = readGroup(text, attribute[index] ?? false);
    if (typeof group === "string") return { refused: `characteristic ${index + 1}: ${group}` };
    groups.push(group);
  }
  return { groups };
}

/**
 * Copies through mail or web lose the control characters and glue the fields together: digits
 * without words between them, a date or a batch that nothing parts from the number, or another mark
 * in place of the separator (9.94|0).
 */
function isStripped(line: string): boolean {
  if (!/^\s*[+-]?[.,]?\d/u.test(line)) return false;
  const otherMark = /^\s*[+-]?[\d.,]*\d[^\p{L}\d\s]+\d/u;
  return (
    /^[-+\d.,/:#eE\s]*$/u.test(line) ||
    /\d[./-]\d+[./-]\d|\d:\d\d|#/u.test(line) ||
    otherMark.test(line)
  );
}

function readGroup(text: string, attribute: boolean): Record<string, string> | null | string {
  const sent = text.split(fieldMark);
  if (sent.every((field) => field.trim() === "")) return null;
  const names = attribute ? attributeFields : variableFields;
  if (sent.slice(names.length).some((field) => field.trim() !== "")) return "too many fields";
  const fields: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const field = (sent[index] ?? "").trim();
    const bare = name === "K0006" ? field.replace(/^#/u, "") : field;
    if (name !== null && bare !== "") fields[name] = bare;
  }
  return faultOf(fields) ?? fields;
}

/** What makes a value's fields unusable, in words; null when sound. */
export function faultOf(fields: Fields): string | null {
  for (const key of ["K0001", "K0020", "K0021"]) {
    const text = fields[key];
    if (text !== undefined && plainDecimal(text) === null) return `"${text}" is not a number`;
  }
  const code = fields.K0002;
  if (code !== undefined && !/^\d+$/u.test(code)) return `attribute "${code}" is not a code`;
  const placeholder = code === "255" || code === "256";
  if (fields.K0001 === undefined && fields.K0020 === undefined && !placeholder) {
    return "a value without a number";
  }
  return null;
}
