// Reads reports without columns: a pattern per value line, and one for the line that names what follows.
import type { Refusal } from "../dfq/dfq-file.ts";
import type { LayoutField } from "./layout.ts";

export type LinePatterns = {
  /** Named groups are layout fields; what they hold stays until the next such line. */
  readonly group: RegExp | null;
  readonly row: RegExp;
};

export type FieldRow = {
  readonly fields: Readonly<Partial<Record<LayoutField, string>>>;
  readonly source: string;
  readonly line: number;
};

const FIELDS: readonly LayoutField[] = [
  ...(["part", "characteristic", "type", "unit", "nominal", "lower", "upper"] as const),
  ...(["lowerTolerance", "upperTolerance", "value", "serial", "measuredAt", "verdict"] as const),
];

/** The value lines in order; a file in which none is found is refused. */
export function lineRows(
  text: string,
  { group, row }: LinePatterns,
  stopAt: RegExp | null,
): readonly FieldRow[] | Refusal {
  const rows: FieldRow[] = [];
  let above: FieldRow["fields"] = {};
  for (const [index, line] of text.split(text.includes("\n") ? /\r?\n|\f/u : /\r|\f/u).entries()) {
    if (stopAt?.test(line)) break;
    const named = group === null ? null : group.exec(line)?.groups;
    if (named != null) {
      above = fieldsIn(named);
      continue;
    }
    const found = row.exec(line)?.groups;
    if (found === undefined) continue;
    const own = fieldsIn(found);
    const characteristic = [above.characteristic, own.characteristic]
      .filter((one) => one !== undefined && one !== "")
      .join(" ");
    const fields = { ...above, ...own, characteristic };
    rows.push({ fields, source: line.trim(), line: index + 1 });
  }
  if (rows.length === 0) return { refused: "no line has the form of a value", line: 1 };
  return rows;
}

function fieldsIn(groups: Readonly<Record<string, string | undefined>>): FieldRow["fields"] {
  const fields: Partial<Record<LayoutField, string>> = {};
  for (const field of FIELDS) {
    const text = groups[field]?.trim();
    if (text !== undefined && text !== "") fields[field] = text;
  }
  return fields;
}
