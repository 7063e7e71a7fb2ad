// Collects the fields of a DFQ file while it is read: parts, characteristics and the values that value lines give.
import {
  type DfqCharacteristic,
  type DfqFile,
  type DfqNode,
  type Fields,
  isAttribute,
  type Refusal,
} from "./dfq-file.ts";
import { faultOf } from "./value-line.ts";

export type Writable = Record<string, string>;
type OpenCharacteristic = { part: number; fields: Writable; values: Writable[] };

/** A K line of the description: the number its index names, null where it has none. */
export type KeyLine = {
  readonly index: number | null;
  readonly key: string;
  readonly text: string;
  readonly line: number;
};

/** What has been read so far. */
export type DfqTable = {
  readonly head: Writable;
  readonly parts: Map<number, Writable>;
  readonly characteristics: Map<number, OpenCharacteristic>;
  readonly commonParts: Writable;
  readonly commonCharacteristics: Writable;
  readonly nodes: DfqNode[];
  readonly ignored: { line: number; reason: string }[];
  readonly written: { valueLines: number; valueGroups: number; K0001keyForm: number };
  currentPart: number;
  /** The values of the set just written, which K lines for all characteristics reach. */
  currentSet: { readonly number: number; readonly values: readonly Writable[] | null };
  /** In the order of their numbers; null after one was added. */
  order: readonly OpenCharacteristic[] | null;
};

export function newTable(): DfqTable {
  return {
    head: {},
    parts: new Map(),
    characteristics: new Map(),
    commonParts: {},
    commonCharacteristics: {},
    nodes: [],
    ignored: [],
    written: { valueLines: 0, valueGroups: 0, K0001keyForm: 0 },
    currentPart: 1,
    currentSet: { number: 1, values: null },
    order: null,
  };
}

export function setPart(table: DfqTable, field: KeyLine): void {
  const index = field.index ?? 1;
  if (index === 0) {
    put(table, table.commonParts, field, "/0");
    return;
  }
  table.currentPart = index;
  const known = table.parts.get(index) ?? {};
  table.parts.set(index, known);
  put(table, known, field, `/${index}`);
}

/** A field of the file or of its catalogues; an index above 1 is part of its key. */
export function setHead(table: DfqTable, field: KeyLine): void {
  const { index, key } = field;
  const own = index === null || index === 1 ? key : `${key}/${index}`;
  put(table, table.head, { ...field, key: own }, "");
}

export function setCharacteristic(table: DfqTable, field: KeyLine): void {
  const index = field.index ?? 1;
  if (index === 0) {
    put(table, table.commonCharacteristics, field, "/0");
    return;
  }
  let found = table.characteristics.get(index);
  if (found === undefined) {
    found = { part: table.currentPart, fields: {}, values: [] };
    table.characteristics.set(index, found);
    if (!table.parts.has(found.part)) table.parts.set(found.part, {});
    table.order = null;
  }
  put(table, found.fields, field, `/${index}`);
}

/** The last one counts where a field stands twice; that it does is told when they differ. */
export function put(table: DfqTable, fields: Writable, field: KeyLine, index: string): void {
  const before = fields[field.key] ?? "";
  fields[field.key] = field.text;
  if (before === "" || before === field.text) return;
  const reason = `${field.key}${index} stands again: "${field.text}" replaces "${before}"`;
  table.ignored.push({ line: field.line, reason });
}

/** One value line: a group per characteristic from the first on, null where it has none. */
export function addSet(table: DfqTable, groups: readonly (Writable | null)[]): void {
  table.written.valueLines += 1;
  const added: Writable[] = [];
  let number = table.currentSet.number;
  for (const [position, characteristic] of inOrder(table).entries()) {
    const group = groups[position];
    if (group === undefined || group === null) continue;
    characteristic.values.push(group);
    added.push(group);
    table.written.valueGroups += 1;
    number = characteristic.values.length;
  }
  table.currentSet = { number, values: added };
}

/** Per characteristic in file order: does it count errors? */
export function attributes(table: DfqTable): boolean[] {
  return inOrder(table).map((characteristic) => countsErrors(table, characteristic));
}

/** Checks every value and gives what was read. */
export function finish(table: DfqTable): DfqFile | Refusal {
  const done = new Map<number, DfqCharacteristic[]>();
  let grouped = false;
  for (const [index, open] of [...table.characteristics].sort(([left], [right]) => left - right)) {
    const fields = withoutEmpty({ ...table.commonCharacteristics, ...open.fields });
    grouped ||= used(fields.K2030) || used(fields.K2031);
    for (const value of open.values) removeEmpty(value);
    const fault = valuesFault(open.values);
    if (fault !== null) return { refused: `characteristic ${index}: ${fault}`, line: 1 };
    const listed = done.get(open.part) ?? [];
    listed.push({ index, fields, values: open.values });
    done.set(open.part, listed);
  }
  if (grouped && table.nodes.some(({ key }) => key.startsWith("K51"))) {
    const refused = "groups by K2030 or K2031 and a hierarchy of K51 nodes: one of both is due";
    return { refused, line: 1 };
  }
  const parts = [...table.parts].sort(([left], [right]) => left - right);
  return {
    head: table.head,
    parts: parts.map(([index, own]) => ({
      index,
      fields: withoutEmpty({ ...table.commonParts, ...own }),
      characteristics: done.get(index) ?? [],
    })),
    nodes: table.nodes,
    ignored: table.ignored,
    written: { ...table.written },
  };
}

function inOrder(table: DfqTable): readonly OpenCharacteristic[] {
  table.order ??= [...table.characteristics]
    .sort(([left], [right]) => left - right)
    .map(([, characteristic]) => characteristic);
  return table.order;
}

export function countsErrors(
  { commonCharacteristics }: DfqTable,
  { fields }: { readonly fields: Fields },
): boolean {
  return isAttribute({ K2004: fields.K2004 ?? commonCharacteristics.K2004 ?? "" });
}

function used(text: string | undefined): boolean {
  return text !== undefined && text !== "0";
}

function withoutEmpty(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== ""));
}

function removeEmpty(fields: Writable): void {
  for (const key of Object.keys(fields)) if (fields[key] === "") delete fields[key];
}

function valuesFault(values: readonly Fields[]): string | null {
  for (const value of values) {
    const fault = faultOf(value);
    if (fault !== null) return fault;
  }
  return null;
}
