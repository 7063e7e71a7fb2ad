// Collects the fields of a DFQ file while it is read: which value a K line belongs to, and what `/0` reaches.
import {
  type DfqCharacteristic,
  type DfqFile,
  type DfqNode,
  type Fields,
  isAttribute,
  type Refusal,
} from "./dfq-file.ts";
import { faultOf } from "./value-line.ts";

type Writable = Record<string, string>;
type OpenCharacteristic = { part: number; fields: Writable; values: Writable[] };

export type ValueField = {
  /** 0 = all. */
  readonly characteristic: number;
  /** Null = the value just written. */
  readonly value: number | null;
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
  readonly fields: ValueField[];
  readonly nodes: DfqNode[];
  readonly ignored: { line: number; reason: string }[];
  currentPart: number;
  readonly written: { valueLines: number; valueGroups: number; K0001keyForm: number };
  /** Number of the value set just written, for K lines that reach all characteristics. */
  currentSet: number;
};

export function newTable(): DfqTable {
  return {
    head: {},
    parts: new Map(),
    characteristics: new Map(),
    commonParts: {},
    commonCharacteristics: {},
    fields: [],
    nodes: [],
    ignored: [],
    written: { valueLines: 0, valueGroups: 0, K0001keyForm: 0 },
    currentPart: 1,
    currentSet: 1,
  };
}

export function setPart(table: DfqTable, index: number, key: string, text: string): void {
  if (index === 0) {
    table.commonParts[key] = text;
    return;
  }
  table.currentPart = index;
  table.parts.set(index, { ...table.parts.get(index), [key]: text });
}

export function setCharacteristic(table: DfqTable, index: number, key: string, text: string): void {
  if (index === 0) {
    table.commonCharacteristics[key] = text;
    return;
  }
  let found = table.characteristics.get(index);
  if (found === undefined) {
    found = { part: table.currentPart, fields: {}, values: [] };
    table.characteristics.set(index, found);
    if (!table.parts.has(found.part)) table.parts.set(found.part, {});
  }
  found.fields[key] = text;
}

/** A K00 field; gives a fault in words or null. */
export function setValue(table: DfqTable, field: ValueField): string | null {
  if (field.characteristic === 0) {
    table.fields.push({ ...field, value: field.value ?? table.currentSet });
    return field.key === "K0001" ? "K0001 must name its characteristic" : null;
  }
  const known = table.characteristics.get(field.characteristic);
  if (known === undefined) return `characteristic ${field.characteristic} is not described`;
  // K0001 (K0020 of an attribute) opens the next value.
  const opening = countsErrors(table, known) ? "K0020" : "K0001";
  if (field.value === null && field.key === opening) {
    const fault = field.text === "" ? null : faultOf({ [field.key]: field.text });
    if (fault !== null) return `characteristic ${field.characteristic}: ${fault}`;
    known.values.push({ [field.key]: field.text });
    table.written.K0001keyForm += 1;
    table.currentSet = known.values.length;
    return null;
  }
  table.fields.push({ ...field, value: field.value ?? Math.max(1, known.values.length) });
  return null;
}

/** One value line: a group per characteristic from the first on, null where it has none. */
export function addSet(table: DfqTable, groups: readonly (Fields | null)[]): void {
  table.written.valueLines += 1;
  for (const [position, [, characteristic]] of inOrder(table).entries()) {
    const group = groups[position];
    if (group === undefined || group === null) continue;
    characteristic.values.push({ ...group });
    table.written.valueGroups += 1;
    table.currentSet = characteristic.values.length;
  }
}

/** Per characteristic in file order: does it count errors? */
export function attributes(table: DfqTable): boolean[] {
  return inOrder(table).map(([, characteristic]) => countsErrors(table, characteristic));
}

/** Settles what `/0` reaches and checks every value. */
export function finish(table: DfqTable): DfqFile | Refusal {
  const misplaced = spread(table);
  if (misplaced !== null) return misplaced;
  const done = new Map<number, DfqCharacteristic[]>();
  for (const [index, open] of inOrder(table)) {
    const fields = withoutEmpty({ ...table.commonCharacteristics, ...open.fields });
    const fault = groupingFault(fields) ?? valuesFault(open.values);
    if (fault !== null) return { refused: `characteristic ${index}: ${fault}`, line: 1 };
    const characteristic = { index, fields, values: open.values.map(withoutEmpty) };
    done.set(open.part, [...(done.get(open.part) ?? []), characteristic]);
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

function inOrder(table: DfqTable): [number, OpenCharacteristic][] {
  return [...table.characteristics].sort(([left], [right]) => left - right);
}

function countsErrors(table: DfqTable, { fields }: OpenCharacteristic): boolean {
  return isAttribute({ ...table.commonCharacteristics, ...fields });
}

/** Puts K00 lines on their values: those for all characteristics first, so that a named one wins. */
function spread({ fields, characteristics, ignored }: DfqTable): Refusal | null {
  const common = fields.filter(({ characteristic }) => characteristic === 0);
  for (const field of common) {
    for (const { values } of characteristics.values()) place(values, field);
  }
  for (const field of fields) {
    if (field.characteristic === 0) continue;
    const values = characteristics.get(field.characteristic)?.values ?? [];
    if (place(values, field)) continue;
    if (values.length === 0) {
      ignored.push({ line: field.line, reason: `${field.key} belongs to no value` });
      continue;
    }
    const what = `${field.key} names value ${field.value} of ${values.length}`;
    return { refused: what, line: field.line };
  }
  return null;
}

function place(values: readonly Writable[], { value, key, text }: ValueField): boolean {
  const target = values[(value ?? 1) - 1];
  if (target === undefined) return false;
  target[key] = text;
  return true;
}

function withoutEmpty(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== ""));
}

function groupingFault(fields: Fields): string | null {
  const used = (key: string) => fields[key] !== undefined && fields[key] !== "0";
  return used("K2030") && used("K2031") ? "K2030 and K2031 exclude each other" : null;
}

function valuesFault(values: readonly Fields[]): string | null {
  for (const value of values) {
    const fault = faultOf(withoutEmpty(value));
    if (fault !== null) return fault;
  }
  return null;
}
