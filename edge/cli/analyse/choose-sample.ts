// Which columns of a table a chart is made of, and how its values fall into samples.
import type { Sample } from "../../../spc/index.ts";
import { type Cell, remedyFor, type Table } from "./read-table.ts";

export type Choice = {
  /** Columns of values; several of them make each row a subgroup. */
  readonly column?: readonly string[] | undefined;
  /** Column whose equal neighbours make a subgroup. */
  readonly subgroup?: string | undefined;
  readonly size?: number | undefined;
  readonly count?: string | undefined;
  readonly sizes?: string | undefined;
  /** Column of times for a trend. */
  readonly time?: string | undefined;
  /** Column whose changes begin a new stage; no subgroup reaches over one. */
  readonly stage?: string | undefined;
  /** Short runs: column of part numbers, and of their nominals. */
  readonly part?: string | undefined;
  readonly nominals?: string | undefined;
};

/** Samples in the order of the file; one without any value is a gap, []. */
export type Chosen = {
  readonly samples: readonly Sample[];
  /** The number each sample has for the user: subgroup or row, from 1. */
  readonly numbers: readonly number[];
  /** Row of the table each sample begins in. */
  readonly rows: readonly number[];
  /** Stage of each sample; undefined where no column was named. */
  readonly stages: readonly string[] | undefined;
  readonly missing: number;
  readonly notes: readonly string[];
};

/** `usage`: the options do not fit the file; `failure`: the file does not hold what it should. */
export type Unfit = { readonly unfit: "usage" | "failure"; readonly why: string };

export function isUnfit(answer: object): answer is Unfit {
  return "unfit" in answer;
}

/** Whether the choice says what makes a subgroup. */
export function saysSubgroups(choice: Choice): boolean {
  return (
    choice.subgroup !== undefined || (choice.size ?? 1) > 1 || (choice.column?.length ?? 1) > 1
  );
}

/** A sample before its missing values are left out: the row it begins in, and its cells. */
type Raw = { readonly row: number; readonly cells: readonly (number | null)[] };

/** The values of the chosen columns: by subgroup where `grouped`, else one by one. */
export function measuredOf(table: Table, choice: Choice, grouped: boolean): Chosen | Unfit {
  const columns = valueColumns(table, choice, grouped);
  if ("unfit" in columns) return columns;
  const rows = rowsOf(table, columns);
  if ("unfit" in rows) return rows;
  const stages = labelsOf(table, choice.stage, "stage");
  if (stages !== undefined && "unfit" in stages) return stages;
  const groups = grouped
    ? groupsOf(table, choice, rows, columns.length > 1, stages)
    : rows.map((cells, row) => ({ row, cells }));
  if ("unfit" in groups) return groups;
  const samples = groups.map(({ cells }) => cells.filter((cell) => cell !== null));
  const cells = rows.length * columns.length;
  const measured = samples.reduce((sum, { length }) => sum + length, 0);
  return chosen(table, groups, samples, stages, cells - measured, sizeNotes(samples, choice));
}

function chosen(
  table: Table,
  groups: readonly Raw[],
  samples: readonly Sample[],
  stages: readonly string[] | undefined,
  missing: number,
  notes: readonly string[],
): Chosen {
  return {
    samples,
    numbers: groups.map((_, i) => i + 1),
    rows: groups.map(({ row }) => row),
    stages: stages === undefined ? undefined : groups.map(({ row }) => stages[row] ?? ""),
    missing,
    notes: [...table.notes, ...notes],
  };
}

/** A subgroup that came out smaller than was asked for. */
function sizeNotes(samples: readonly Sample[], { size, subgroup }: Choice): string[] {
  const last = samples.at(-1)?.length ?? 0;
  if (size === undefined || subgroup !== undefined || last === 0 || last >= size) return [];
  return [`The last subgroup has ${last} of ${size} values.`];
}

function groupsOf(
  table: Table,
  choice: Choice,
  rows: readonly (readonly (number | null)[])[],
  several: boolean,
  stages: readonly string[] | undefined,
): Raw[] | Unfit {
  if (choice.subgroup !== undefined) {
    const labels = table.columns.get(choice.subgroup);
    if (labels === undefined) return noColumn(table, choice.subgroup);
    return joined(rows, (row) => row > 0 && labels[row] === labels[row - 1], stages);
  }
  if (several && choice.size === undefined) return rows.map((cells, row) => ({ row, cells }));
  if (choice.size === undefined) {
    return usage("Say what makes a subgroup: --size N, --subgroup COLUMN or several --column.");
  }
  const { size } = choice;
  let filled = 0;
  const goesOn = (row: number) => {
    const same = stages === undefined || stages[row] === stages[row - 1];
    filled = row > 0 && filled < size && same ? filled + 1 : 1;
    return filled > 1;
  };
  return joined(rows, goesOn, stages);
}

/** Rows joined to the sample before them where they go on with it and its stage. */
function joined(
  rows: readonly (readonly (number | null)[])[],
  goesOn: (row: number) => boolean,
  stages: readonly string[] | undefined,
): Raw[] {
  const groups: { row: number; cells: (number | null)[] }[] = [];
  rows.forEach((cells, row) => {
    const same = stages === undefined || stages[row] === stages[row - 1];
    const last = groups.at(-1);
    if (goesOn(row) && same && last !== undefined) last.cells.push(...cells);
    else groups.push({ row, cells: [...cells] });
  });
  return groups;
}

/** Rows of several characteristics; a row that lacks one of them is left out. */
export function rowsMeasured(
  table: Table,
  choice: Choice,
): (Chosen & { variables: number }) | Unfit {
  if (choice.column === undefined || choice.column.length < 2) {
    return usage("Name the columns of the characteristics, two or more, with --column a,b.");
  }
  const variables = choice.column.length;
  const rows = rowsOf(table, choice.column);
  if ("unfit" in rows) return rows;
  const stages = labelsOf(table, choice.stage, "stage");
  if (stages !== undefined && "unfit" in stages) return stages;
  const whole = rows.map((cells) => (cells.includes(null) ? [] : cells));
  const grouped = choice.subgroup !== undefined || choice.size !== undefined;
  const groups = grouped
    ? groupsOf(table, choice, whole, false, stages)
    : whole.map((cells, row) => ({ row, cells }));
  if ("unfit" in groups) return groups;
  const samples = groups.map(({ cells }) => cells.filter((cell) => cell !== null));
  const short = whole.filter(({ length }) => length === 0).length;
  const notes = short === 0 ? [] : [`Rows left out, a characteristic is missing: ${short}.`];
  return { ...chosen(table, groups, samples, stages, short * variables, notes), variables };
}

/** Counts and sample sizes; a row without one of them is a gap. Without sizes they are 1. */
export function countedOf(table: Table, choice: Choice, needsSizes: boolean): Chosen | Unfit {
  const countName = choice.count ?? likely(table, ["count", "counts", "nonconforming", "defects"]);
  const sizeName = choice.sizes ?? likely(table, ["size", "sizes", "n", "inspected"]);
  if (countName === undefined) return usage("Name the column of the counts with --count.");
  const counts = numbersOf(table, countName);
  if ("unfit" in counts) return counts;
  if (needsSizes && sizeName === undefined && choice.size === undefined) {
    return usage("Name the column of the sample sizes with --sizes, or give one with --size.");
  }
  const named = choice.sizes ?? (choice.size === undefined ? sizeName : undefined);
  const sizes = needsSizes && named !== undefined ? numbersOf(table, named) : null;
  if (sizes !== null && "unfit" in sizes) return sizes;
  const stages = labelsOf(table, choice.stage, "stage");
  if (stages !== undefined && "unfit" in stages) return stages;
  const same = needsSizes ? (choice.size ?? 1) : 1;
  const samples = counts.map((count, i) => {
    const size = sizes === null ? same : (sizes[i] ?? null);
    return count === null || size === null ? [] : [count, size];
  });
  const groups = counts.map((_, row) => ({ row, cells: [] }));
  const missing = samples.filter(({ length }) => length === 0).length;
  return chosen(table, groups, samples, stages, missing, []);
}

/** Numbers of a named column; a text in it is a failure that says where. */
export function numbersOf(table: Table, name: string): (number | null)[] | Unfit {
  const column = table.columns.get(name);
  if (column === undefined) return noColumn(table, name);
  const numbers: (number | null)[] = [];
  for (let row = 0; row < column.length; row++) {
    const cell = column[row] ?? null;
    if (typeof cell === "string") {
      const why = `${table.place(row)}, column "${name}": "${cell}" is no number.`;
      return failure(why + remedyFor(cell));
    }
    numbers.push(cell);
  }
  return numbers;
}

/** Labels of a named column, one per row; undefined where none is named. */
export function labelsOf(
  table: Table,
  name: string | undefined,
  what: string,
): string[] | undefined | Unfit {
  if (name === undefined) return undefined;
  const column = table.columns.get(name);
  if (column === undefined) return noColumn(table, name);
  const empty = column.indexOf(null);
  if (empty < 0) return column.map(String);
  return failure(`${table.place(empty)}, column "${name}": every row needs its ${what}.`);
}

function rowsOf(table: Table, columns: readonly string[]): (number | null)[][] | Unfit {
  const lists: (readonly (number | null)[])[] = [];
  for (const name of columns) {
    const list = numbersOf(table, name);
    if ("unfit" in list) return list;
    lists.push(list);
  }
  return Array.from({ length: table.rows }, (_, row) => lists.map((list) => list[row] ?? null));
}

function valueColumns(table: Table, choice: Choice, grouped: boolean): string[] | Unfit {
  if (choice.column !== undefined) {
    if (grouped || choice.column.length === 1) return [...choice.column];
    return usage("This chart takes one column of values.");
  }
  const taken = [choice.subgroup, choice.time, choice.stage, choice.part, choice.nominals];
  const numeric = [...table.columns].filter(
    ([name, cells]) => !taken.includes(name) && isNumeric(cells),
  );
  const names = numeric.map(([name]) => name);
  const other = [...table.columns].find(
    ([name, cells]) => !taken.includes(name) && isOtherwise(cells),
  );
  if (other !== undefined && names.length > 0) return otherwise(...other);
  if (names.length === 1) return names;
  if (names.length === 0) return onlyText(table, taken);
  const nameless = names.every((name, i) => name === String(i + 1));
  if (grouped && nameless && choice.subgroup === undefined && choice.size === undefined) {
    return names;
  }
  return usage(`Name the column of values with --column; the file has ${quoted(names)}.`);
}

function isNumeric(cells: readonly Cell[]): boolean {
  return (
    cells.some((one) => typeof one === "number") && !cells.some((one) => typeof one === "string")
  );
}

/** Whether a column would be all numbers if the file were read with another option. */
function isOtherwise(cells: readonly Cell[]): boolean {
  const texts = cells.filter((one) => typeof one === "string");
  return texts.length > 0 && texts.every((text) => remedyFor(text) !== "");
}

function otherwise(name: string, cells: readonly Cell[]): Unfit {
  const text = cells.find((one) => typeof one === "string") ?? "";
  return usage(
    `Name the column of values with --column: "${name}" holds "${text}".${remedyFor(text)}`,
  );
}

/** Why no column is all numbers: where there is but one it could be, which cell is none. */
function onlyText(table: Table, taken: readonly (string | undefined)[]): string[] | Unfit {
  const others = [...table.columns].filter(
    ([name, cells]) => !taken.includes(name) && cells.some((one) => one !== null),
  );
  const [only] = others;
  return only !== undefined && others.length === 1
    ? [only[0]]
    : failure("The file has no column that is all numbers; name one with --column to see why.");
}

function likely(table: Table, names: readonly string[]): string | undefined {
  return [...table.columns.keys()].find((name) => names.includes(name.toLowerCase()));
}

function noColumn(table: Table, name: string): Unfit {
  return usage(`There is no column "${name}"; the file has ${quoted([...table.columns.keys()])}.`);
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

export function usage(why: string): Unfit {
  return { unfit: "usage", why };
}

export function failure(why: string): Unfit {
  return { unfit: "failure", why };
}
