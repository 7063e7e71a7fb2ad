// Compares a parsed file with its schema and names every difference in words for whoever wrote the file.
import type { TSchema } from "typebox";
import type { Fault } from "./config-error.ts";
import { nearest } from "./near.ts";

/** The part of JSON Schema that the schemas of this room are written in. */
type Rule = {
  readonly type?: string;
  readonly const?: unknown;
  readonly default?: unknown;
  readonly description?: string;
  readonly anyOf?: readonly Rule[];
  readonly properties?: Readonly<Record<string, Rule>>;
  readonly required?: readonly string[];
  readonly items?: Rule;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
};

type Table = Readonly<Record<string, unknown>>;

/** Every difference between the content and the schema; empty when the content fits. */
export function checkShape(schema: TSchema, content: unknown): Fault[] {
  const faults: Fault[] = [];
  check(schema, content, [], faults);
  return faults;
}

function check(rule: Rule, value: unknown, path: readonly string[], faults: Fault[]): void {
  if (rule.anyOf !== undefined) {
    checkChoice(rule.anyOf, rule, value, path, faults);
    return;
  }
  const type = typeOf(value);
  const fits = type === rule.type || (rule.type === "number" && type === "integer");
  if (rule.const === undefined && !fits) {
    const what = `is ${article(type)}, but must be ${article(rule.type ?? "value")}`;
    fault(faults, path, what, isOneOfMany(rule, type) ? doubled(path) : hint(rule));
    return;
  }
  if (rule.const !== undefined && value !== rule.const) {
    fault(faults, path, `is ${show(value)}`, `The only value possible is ${show(rule.const)}.`);
    return;
  }
  if (typeof value === "string") checkText(rule, value, path, faults);
  if (typeof value === "number") checkNumber(rule, value, path, faults);
  if (Array.isArray(value)) checkList(rule, value, path, faults);
  if (isTable(value)) checkTable(rule, value, path, faults);
}

/** A table [gauge] where a list of tables [[gauge]] is meant. */
function isOneOfMany(rule: Rule, type: string): boolean {
  return rule.type === "array" && rule.items?.type === "object" && type === "object";
}

function doubled(path: readonly string[]): string {
  const name = path.join(".");
  return `Write [[${name}]] with two brackets above each of them.`;
}

function checkTable(rule: Rule, table: Table, path: readonly string[], faults: Fault[]): void {
  const known = rule.properties ?? {};
  for (const [key, value] of Object.entries(table)) {
    const own = Object.hasOwn(known, key) ? known[key] : undefined;
    if (own !== undefined) check(own, value, [...path, key], faults);
    else unknownKey(key, Object.keys(known), path, faults);
  }
  for (const key of rule.required ?? []) {
    if (Object.hasOwn(table, key) || known[key]?.default !== undefined) continue;
    const what = `has no "${key}"`;
    fault(faults, path, path.length === 0 ? `the file ${what}` : what, hint(known[key], key));
  }
}

function unknownKey(key: string, known: string[], path: readonly string[], faults: Fault[]): void {
  const [meant] = nearest(key, known);
  const remedy =
    meant === undefined ? `Known here: ${known.join(", ")}.` : `Did you mean "${meant}"?`;
  fault(faults, [...path, key], "is not a known key", remedy);
}

/** One of several words, or one of several tables told apart by their `kind`. */
function checkChoice(
  choices: readonly Rule[],
  whole: Rule,
  value: unknown,
  path: readonly string[],
  faults: Fault[],
): void {
  const words = choices.map((choice) => choice.const).filter((word) => word !== undefined);
  if (words.length === choices.length) {
    if (words.some((word) => word === value)) return;
    const [meant] = typeof value === "string" ? nearest(value, words.map(String)) : [];
    const all = `Choose from ${words.map((word) => show(word)).join(", ")}.`;
    const remedy = meant === undefined ? all : `Did you mean "${meant}"? ${all}`;
    fault(faults, path, `is ${show(value)}`, remedy);
    return;
  }
  if (!isTable(value)) {
    fault(faults, path, `is ${article(typeOf(value))}, but must be a table`, hint(whole));
    return;
  }
  const kinds = choices.map((choice) => choice.properties?.kind?.const);
  const chosen = choices[kinds.indexOf(value.kind)];
  if (chosen !== undefined) {
    checkTable(chosen, value, path, faults);
    return;
  }
  const what = value.kind === undefined ? 'has no "kind"' : `has the kind ${show(value.kind)}`;
  fault(faults, path, what, `Choose a kind from ${kinds.map(show).join(", ")}.`);
}

function checkText(rule: Rule, text: string, path: readonly string[], faults: Fault[]): void {
  if (text.includes("\0"))
    fault(faults, path, "holds the character NUL", "Remove it: a database cannot keep it.");
  else if (rule.minLength !== undefined && text.length < rule.minLength)
    fault(faults, path, "is empty", hint(rule));
  else if (rule.maxLength !== undefined && text.length > rule.maxLength)
    fault(faults, path, `is longer than ${rule.maxLength} characters`, "Shorten it.");
  else if (rule.pattern !== undefined && !new RegExp(rule.pattern, "u").test(text))
    fault(faults, path, `${show(text)} does not have the form asked for`, hint(rule));
}

function checkNumber(rule: Rule, value: number, path: readonly string[], faults: Fault[]): void {
  if (!Number.isFinite(value)) {
    fault(faults, path, "is no finite number", "Give a number, or leave the key out.");
    return;
  }
  const { minimum = -Infinity, maximum = Infinity } = rule;
  const { exclusiveMinimum: above = -Infinity, exclusiveMaximum: below = Infinity } = rule;
  if (value < minimum) fault(faults, path, `is ${value}`, `The least possible is ${minimum}.`);
  if (value > maximum) fault(faults, path, `is ${value}`, `The most possible is ${maximum}.`);
  if (value <= above) fault(faults, path, `is ${value}`, `It must be more than ${above}.`);
  if (value >= below) fault(faults, path, `is ${value}`, `It must be less than ${below}.`);
}

function checkList(rule: Rule, list: unknown[], path: readonly string[], faults: Fault[]): void {
  if (rule.minItems !== undefined && list.length < rule.minItems)
    fault(faults, path, `has ${list.length} entries`, `At least ${rule.minItems} are needed.`);
  if (rule.maxItems !== undefined && list.length > rule.maxItems)
    fault(faults, path, `has ${list.length} entries`, `At most ${rule.maxItems} are possible.`);
  const { items } = rule;
  if (items === undefined) return;
  for (const [index, item] of list.entries()) check(items, item, [...path, String(index)], faults);
}

function fault(faults: Fault[], path: readonly string[], what: string, remedy: string): void {
  faults.push({ path, what, remedy });
}

function hint(rule: Rule | undefined, key?: string): string {
  const description = rule?.description;
  if (description !== undefined) return key ? `Add ${key}: ${description}.` : `${description}.`;
  return key === undefined ? "Correct the value." : `Add ${key}.`;
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  if (value instanceof Date) return "date";
  return value === null ? "null" : typeof value;
}

const names: Readonly<Record<string, string>> = {
  string: 'a text in "quotes"',
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list in [brackets]",
  object: "a table",
  date: "a date without quotes",
};

function article(type: string): string {
  return names[type] ?? type;
}

function show(value: unknown): string {
  return JSON.stringify(value);
}

function isTable(value: unknown): value is Table {
  return typeOf(value) === "object";
}
