// Which columns of a table a chart is made of, and how its values fall into subgroups.
import type { Cell, Table } from "./read-table.ts";

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
};

/** Values in the order of the file, a missing one as null, and their subgroups without those. */
export type Measured = {
  readonly values: readonly (number | null)[];
  readonly subgroups: readonly (readonly number[])[];
  readonly missing: number;
  readonly notes: readonly string[];
};

export type Counted = {
  readonly counts: readonly number[];
  readonly sizes: readonly number[];
  readonly missing: number;
};

/** `usage`: the options do not fit the file; `failure`: the file does not hold what it should. */
export type Unfit = { readonly unfit: "usage" | "failure"; readonly why: string };

export function isUnfit(answer: object): answer is Unfit {
  return "unfit" in answer;
}

/** The values of the chosen columns, by subgroup where `grouped`. */
export function measuredOf(table: Table, choice: Choice, grouped: boolean): Measured | Unfit {
  const columns = valueColumns(table, choice, grouped);
  if ("unfit" in columns) return columns;
  const lists: (readonly (number | null)[])[] = [];
  for (const name of columns) {
    const list = numbersOf(table, name);
    if ("unfit" in list) return list;
    lists.push(list);
  }
  const values = Array.from({ length: table.rows }, (_, row) =>
    lists.map((list) => list[row] ?? null),
  ).flat();
  const missing = values.filter((value) => value === null).length;
  const plain = (subgroups: (number | null)[][], notes: readonly string[] = []) => ({
    values,
    subgroups: subgroups.map(withoutMissing),
    missing,
    notes,
  });
  if (!grouped) return plain([]);
  if (choice.subgroup !== undefined) return bySubgroupColumn(table, choice.subgroup, values, plain);
  if (columns.length > 1) return plain(chunks(values, columns.length));
  if (choice.size === undefined) {
    return usage("Say what makes a subgroup: --size N, --subgroup COLUMN or several --column.");
  }
  return plain(chunks(values, choice.size));
}

function bySubgroupColumn(
  table: Table,
  name: string,
  values: readonly (number | null)[],
  plain: (subgroups: (number | null)[][]) => Measured,
): Measured | Unfit {
  const labels = table.columns.get(name);
  if (labels === undefined) return noColumn(table, name);
  const groups: (number | null)[][] = [];
  let last: Cell | undefined;
  labels.forEach((label, row) => {
    if (groups.length === 0 || label !== last) groups.push([]);
    groups.at(-1)?.push(values[row] ?? null);
    last = label;
  });
  return plain(groups);
}

/** Counts and sample sizes; a row without one of them is left out. `sizes` 1 where none is named. */
export function countedOf(table: Table, choice: Choice, needsSizes: boolean): Counted | Unfit {
  const countName = choice.count ?? likely(table, ["count", "counts", "nonconforming", "defects"]);
  const sizeName = choice.sizes ?? likely(table, ["size", "sizes", "n", "inspected"]);
  if (countName === undefined) return usage("Name the column of the counts with --count.");
  const counts = numbersOf(table, countName);
  if ("unfit" in counts) return counts;
  if (needsSizes && sizeName === undefined && choice.size === undefined) {
    return usage("Name the column of the sample sizes with --sizes, or give one with --size.");
  }
  const sizes = needsSizes && sizeName !== undefined ? numbersOf(table, sizeName) : null;
  if (sizes !== null && "unfit" in sizes) return sizes;
  const pairs = counts.flatMap((count, i) => {
    const size = sizes === null ? (needsSizes ? (choice.size ?? 1) : 1) : (sizes[i] ?? null);
    return count === null || size === null ? [] : [{ count, size }];
  });
  return {
    counts: pairs.map(({ count }) => count),
    sizes: pairs.map(({ size }) => size),
    missing: counts.length - pairs.length,
  };
}

/** Numbers of a named column; a text in it is a failure that says where. */
export function numbersOf(table: Table, name: string): (number | null)[] | Unfit {
  const column = table.columns.get(name);
  if (column === undefined) return noColumn(table, name);
  const row = column.findIndex((one) => typeof one === "string");
  if (row >= 0) {
    return failure(`Row ${row + 1} of column "${name}" is no number: "${String(column[row])}".`);
  }
  return column.map((one) => (typeof one === "number" ? one : null));
}

function valueColumns(table: Table, choice: Choice, grouped: boolean): string[] | Unfit {
  if (choice.column !== undefined) {
    if (grouped || choice.column.length === 1) return [...choice.column];
    return usage("This chart takes one column of values.");
  }
  const taken = [choice.subgroup, choice.time];
  const numeric = [...table.columns].filter(
    ([name, cells]) =>
      !taken.includes(name) &&
      cells.some((one) => typeof one === "number") &&
      !cells.some((one) => typeof one === "string"),
  );
  const names = numeric.map(([name]) => name);
  if (names.length === 1) return names;
  if (names.length === 0) return failure("The file has no column of numbers.");
  const nameless = names.every((name, i) => name === String(i + 1));
  if (grouped && nameless && choice.subgroup === undefined && choice.size === undefined) {
    return names;
  }
  return usage(`Name the column of values with --column; the file has ${quoted(names)}.`);
}

function likely(table: Table, names: readonly string[]): string | undefined {
  return [...table.columns.keys()].find((name) => names.includes(name.toLowerCase()));
}

function chunks(values: readonly (number | null)[], size: number): (number | null)[][] {
  const groups: (number | null)[][] = [];
  for (let at = 0; at < values.length; at += size) groups.push(values.slice(at, at + size));
  return groups;
}

function withoutMissing(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
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
