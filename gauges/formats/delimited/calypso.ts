// The table files of Zeiss Calypso: characteristics `_chr`, features `_fet` and the run's header `_hdr`, alone or before them.
import type { Refusal } from "../dfq/dfq-file.ts";
import { isRefused, partOf, type ResultFile, type ResultPart } from "../result-file.ts";
import type { Layout } from "./layout.ts";
import { readFeatures } from "./read-features.ts";
import { readRows } from "./read-rows.ts";
import type { TableRow } from "./table-rows.ts";

/**
 * Columns by name, as custom ones may stand between them; tolerances relative to the nominal.
 */
const characteristics: Omit<Layout, "decimal"> = {
  format: "calypso",
  layout: "rows",
  row: null,
  group: null,
  delimiter: "\t",
  quoted: false,
  columns: {
    planid: "part",
    partnb: "serial",
    id: "characteristic",
    idsymbol: "type",
    actual: "value",
    nominal: "nominal",
    uppertol: "upperTolerance",
    lowertol: "lowerTolerance",
    exceed: "verdict",
    unit: "unit",
  },
  optional: ["planid", "partnb", "idsymbol", "exceed", "unit"],
  carry: [],
  missing: [],
  minusTolerance: "negative",
  shellWhen: null,
  minCells: 35,
  head: {},
  rowWhen: null,
  stopAt: /^END\b/u,
  // An excess of 0.0000000 is a value exactly on its limit.
  verdictWhen: { empty: "PASS", filled: "FAIL", zero: "PASS" },
  dateFormat: null,
};

export function calypsoLayout(decimal: "." | ","): Layout {
  return { ...characteristics, decimal };
}

/** Reads any of the three tables; a header before another table names its runs and their times. */
export function readCalypso(rows: readonly TableRow[], layout: Layout): ResultFile | Refusal {
  const features = rows.findIndex(({ cells }) => cells.includes("x_nom") && cells.includes("nz"));
  const values = rows.findIndex(({ cells }) => cells.includes("id") && cells.includes("actual"));
  const first = [features, values].filter((at) => at !== -1).sort((a, b) => a - b)[0];
  const before = rows.slice(0, first ?? rows.length);
  const named = before.findIndex(isHead);
  const head = named === -1 ? null : headOf(before.slice(named), layout);
  if (first === undefined && head !== null && head.runs.length > 0) return headerOnly(head);
  const table = rows.slice(first ?? 0);
  const minCells = leastCells(table[0]?.cells ?? [], layout);
  const found =
    first !== undefined && first === features
      ? readFeatures(table, layout)
      : readRows(table, { ...layout, minCells }, {});
  return head === null || isRefused(found) ? found : withHead(found, head);
}

/** A header names plan and part as the characteristics do, but no characteristic. */
function isHead({ cells }: TableRow): boolean {
  return cells.includes("planid") && cells.includes("partnb") && !cells.includes("id");
}

/** Of the program's own 44 columns a row fills 35 at least; of fewer, those that are read. */
function leastCells(names: readonly string[], layout: Layout): number {
  if (names.length >= 44) return layout.minCells;
  const places = Object.keys(layout.columns).map((name) => names.indexOf(name) + 1);
  return Math.max(1, ...places);
}

type Head = {
  readonly runs: readonly Readonly<Record<string, string>>[];
};

/** One row of cells per run below the row of their names. */
function headOf(rows: readonly TableRow[], layout: Layout): Head {
  const names = rows[0]?.cells ?? [];
  const runs: Record<string, string>[] = [];
  for (const { cells } of rows.slice(1)) {
    if (layout.stopAt?.test(cells.join(layout.delimiter))) break;
    const said = names.map((name, at) => [name, cells[at] ?? ""] as const);
    runs.push(Object.fromEntries(said.filter(([name, text]) => name !== "" && text !== "")));
  }
  return { runs };
}

function headerOnly({ runs }: Head): ResultFile {
  return {
    format: "calypso",
    head: runs[0] ?? {},
    parts: [partOf(runs[0]?.planid ?? null, [])],
    counts: { headers: runs.length },
    remarks: [
      "a header only: its values lie in the table _chr beside it",
      ...(runs.length > 1 ? [`${runs.length} runs in it, the first is shown`] : []),
    ],
  };
}

/** The time of a run goes to the values of its part number; to none where that is not told. */
function withHead(file: ResultFile, { runs }: Head): ResultFile {
  const times = new Map<string, string | null>();
  for (const { partnb = "", date, time } of runs) {
    const at = [date, time].filter((each) => each !== undefined).join(" ");
    times.set(partnb, times.has(partnb) || at === "" ? null : at);
  }
  let untold = 0;
  const timed = (serial: string | null) => {
    const at = times.get(serial ?? "") ?? null;
    if (at === null) untold += 1;
    return at;
  };
  const parts = file.parts.map(
    (part): ResultPart => ({
      ...part,
      characteristics: part.characteristics.map((one) => ({
        ...one,
        values: one.values.map((value) => ({ ...value, measuredAt: timed(value.serial) })),
      })),
    }),
  );
  const words = `${untold} values of no run that the header dates`;
  return {
    ...file,
    head: { ...runs[0], ...file.head },
    parts,
    remarks: untold === 0 ? file.remarks : [...file.remarks, words],
  };
}
