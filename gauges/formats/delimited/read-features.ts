// Reads the feature table `…_fet.txt` of Zeiss Calypso: the coordinates of each feature with their nominals.
import type { Refusal } from "../dfq/dfq-file.ts";
import { partOf, type ResultCharacteristic, type ResultFile } from "../result-file.ts";
import { faultWords, type Layout, numberIn, valueFrom } from "./layout.ts";
import type { TableRow } from "./table-rows.ts";

const axes = [
  { name: "X", actual: "x", nominal: "x_nom" },
  { name: "Y", actual: "y", nominal: "y_nom" },
  { name: "Z", actual: "z", nominal: "z_nom" },
] as const;

/** One characteristic per feature and axis, without limits: this table has none. */
export function readFeatures(rows: readonly TableRow[], layout: Layout): ResultFile | Refusal {
  const needed = ["id", ...axes.flatMap(({ actual, nominal }) => [actual, nominal])];
  const at = rows.findIndex(({ cells }) => needed.every((name) => cells.includes(name)));
  if (at === -1) return { refused: `no row names the columns ${needed.join(", ")}`, line: 1 };
  const names = rows[at]?.cells ?? [];
  const cell = (cells: readonly string[], name: string) => cells[names.indexOf(name)] ?? "";
  const found: ResultCharacteristic[] = [];
  let features = 0;
  let empty = 0;
  for (const { cells, line } of rows.slice(at + 1)) {
    if (layout.stopAt?.test(cells.join(layout.delimiter))) break;
    features += 1;
    for (const axis of axes) {
      const actual = numberIn(layout, cell(cells, axis.actual));
      const nominal = numberIn(layout, cell(cells, axis.nominal));
      if (actual === false) return { refused: faultWords(layout, cell(cells, axis.actual)), line };
      if (nominal === false) {
        return { refused: faultWords(layout, cell(cells, axis.nominal)), line };
      }
      if (actual === null) {
        empty += 1;
        continue;
      }
      const none = { unit: null, lower: null, upper: null, zone: null };
      const name = `${cell(cells, "id")} ${axis.name}`;
      const values = [valueFrom(actual, cells.join(layout.delimiter))];
      found.push({ ...none, name, type: cell(cells, "idsymbol") || null, nominal, values });
    }
  }
  return {
    format: layout.format,
    head: {},
    parts: [partOf(null, found)],
    counts: { features, values: found.length },
    remarks: empty === 0 ? [] : [`${empty} coordinates are empty`],
  };
}
