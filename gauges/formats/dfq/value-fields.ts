// Decides which value of a DFQ file a K00 line belongs to, and which of several such lines counts.
import type { Refusal } from "./dfq-file.ts";
import { countsErrors, type DfqTable, put, type Writable } from "./dfq-table.ts";
import { faultOf } from "./value-line.ts";

export type ValueField = {
  /** 0 = all. */
  readonly characteristic: number;
  /** 0 = all of the characteristic; null = the value just written. */
  readonly value: number | null;
  readonly key: string;
  readonly text: string;
  readonly line: number;
};

/** The K00 lines of one file. */
export type ValueFields = {
  /** Takes a line; gives a fault in words or null. */
  readonly take: (field: ValueField) => string | null;
  /** Settles the lines that stood before their value. */
  readonly settle: () => Refusal | null;
};

/** Fields a line for all characteristics or all values has set: a line that names one value wins. */
type Common = {
  readonly has: (target: Writable, key: string) => boolean;
  readonly add: (target: Writable, key: string) => void;
  readonly remove: (target: Writable, key: string) => void;
};

/** Values by the hundred thousand share few sets of keys, each of which is held once. */
function createCommon(): Common {
  const none: ReadonlySet<string> = new Set();
  const keysOf = new WeakMap<Writable, ReadonlySet<string>>();
  const sets = new Map<string, ReadonlySet<string>>();
  const keep = (target: Writable, keys: readonly string[]) => {
    const name = [...keys].sort().join(" ");
    const shared = sets.get(name) ?? new Set(keys);
    sets.set(name, shared);
    keysOf.set(target, shared);
  };
  const has = (target: Writable, key: string) => (keysOf.get(target) ?? none).has(key);
  return {
    has,
    add(target, key) {
      if (!has(target, key)) keep(target, [...(keysOf.get(target) ?? none), key]);
    },
    remove(target, key) {
      if (!has(target, key)) return;
      keep(
        target,
        [...(keysOf.get(target) ?? none)].filter((one) => one !== key),
      );
    },
  };
}

export function createValueFields(table: DfqTable): ValueFields {
  const common = createCommon();
  const waiting: ValueField[] = [];
  /** What waits for a named value: later lines for the same field wait behind it. */
  const awaited = new Set<string>();
  return {
    take(field) {
      const { characteristic, key, text } = field;
      if (characteristic === 0) {
        if (key === "K0001") return "K0001 must name its characteristic";
        const { values, number } = table.currentSet;
        // In key form a value of the same set may still follow.
        if (field.value !== null) waiting.push(field);
        else if (values === null) waiting.push({ ...field, value: number });
        else for (const target of values) setCommon(target, field, common);
        return null;
      }
      const known = table.characteristics.get(characteristic);
      if (known === undefined) return `characteristic ${characteristic} is not described`;
      const opening = key === (countsErrors(table, known) ? "K0020" : "K0001");
      if (opening && (field.value ?? known.values.length + 1) === known.values.length + 1) {
        const fault = text === "" ? null : faultOf({ [key]: text });
        if (fault !== null) return `characteristic ${characteristic}: ${fault}`;
        known.values.push({ [key]: text });
        table.written.K0001keyForm += 1;
        table.currentSet = { number: known.values.length, values: null };
        return null;
      }
      const named = field.value ?? Math.max(1, known.values.length);
      const target = known.values[named - 1];
      const place = `${characteristic}/${named} ${key}`;
      if (target === undefined || awaited.has(place)) {
        awaited.add(place);
        waiting.push({ ...field, value: named });
      } else setOwn(table, target, field, common);
      return null;
    },
    settle: () => settle(table, waiting, common),
  };
}

function setOwn(table: DfqTable, target: Writable, field: ValueField, common: Common): void {
  const { characteristic, value, key } = field;
  if (common.has(target, key)) target[key] = "";
  common.remove(target, key);
  const index = `/${characteristic}${value === null ? "" : `/${value}`}`;
  put(table, target, { ...field, index: characteristic }, index);
}

function setCommon(target: Writable, { key, text }: ValueField, common: Common): void {
  if ((target[key] ?? "") !== "" && !common.has(target, key)) return;
  target[key] = text;
  common.add(target, key);
}

function settle(table: DfqTable, waiting: readonly ValueField[], common: Common): Refusal | null {
  const { characteristics, ignored } = table;
  for (const field of waiting) {
    const { characteristic, value, key, line } = field;
    const all = characteristic === 0 ? [...characteristics.values()] : [];
    const own = characteristics.get(characteristic);
    if (own !== undefined) all.push(own);
    const targets = all.flatMap(({ values }) =>
      value === 0 ? values : (values[(value ?? 1) - 1] ?? []),
    );
    for (const target of targets) {
      if (characteristic === 0 || value === 0) setCommon(target, field, common);
      else setOwn(table, target, field, common);
    }
    if (targets.length > 0) continue;
    const values = own?.values.length ?? 0;
    if (values > 0) return { refused: `${key} names value ${value} of ${values}`, line };
    ignored.push({ line, reason: `${key} belongs to no value` });
  }
  return null;
}
