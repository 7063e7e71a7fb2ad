// What a reference case is made of, and how an answer is compared with it.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe } from "vitest";
import { isRefusal, type Refusal } from "../../../spc/index.ts";
import { needs, sharedFolder } from "../../fakes/needs.ts";

type Allowance = { readonly rel?: number; readonly abs?: number };

export type ReferenceCase = {
  readonly case: string;
  readonly chart: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly params: Readonly<Record<string, unknown>>;
  readonly expected: unknown;
  readonly tolerance?: Allowance & { readonly byKey?: Readonly<Record<string, Allowance>> };
};

export type Answer = (reference: ReferenceCase) => unknown;

const named = process.env.REFERENCE_DIR;
const shared = join(sharedFolder, "reference/spc/cases");

/** describe, or skip with a printed reason where the shared cases are needed and missing. */
export const withCases = named === undefined ? needs("shared") : describe;

/** The cases of REFERENCE_DIR, or of the shared reference. */
export function allCases(): ReferenceCase[] {
  return named === undefined ? sharedCases() : readCases(named);
}

/** The cases of the shared reference; none where it is missing. */
export function sharedCases(): ReferenceCase[] {
  return existsSync(shared) ? readCases(shared) : [];
}

function readCases(folder: string): ReferenceCase[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => ({ params: {}, ...JSON.parse(readFileSync(join(folder, name), "utf8")) }));
}

/** Every place where `got` is not what the case expects, as sentences. */
export function differences(reference: ReferenceCase, got: unknown): string[] {
  const found: string[] = [];
  compare(reference, "", reference.expected, got, found);
  return found;
}

function compare(
  reference: ReferenceCase,
  path: string,
  want: unknown,
  got: unknown,
  found: string[],
): void {
  if (typeof want === "number") {
    const { rel = 0, abs = 0 } = allowanceAt(reference, path);
    const near = typeof got === "number" && Math.abs(got - want) <= abs + rel * Math.abs(want);
    if (!near) found.push(`${path}: expected ${want}, got ${String(got)}`);
    return;
  }
  if (Array.isArray(want)) {
    if (!Array.isArray(got) || got.length !== want.length) {
      found.push(`${path}: expected ${want.length} elements, got ${JSON.stringify(got)}`);
      return;
    }
    want.forEach((element, i) => {
      compare(reference, path, element, got[i], found);
    });
    return;
  }
  if (typeof want === "object" && want !== null) {
    if (typeof got !== "object" || got === null) {
      found.push(`${path}: expected an object, got ${String(got)}`);
      return;
    }
    const fields = new Map(Object.entries(got));
    for (const [key, value] of Object.entries(want)) {
      compare(reference, path === "" ? key : `${path}.${key}`, value, fields.get(key), found);
    }
    return;
  }
  if (want !== got) found.push(`${path}: expected ${String(want)}, got ${String(got)}`);
}

/** Where a case names none. */
const USUAL: Allowance = { rel: 1e-9, abs: 1e-12 };

function allowanceAt(reference: ReferenceCase, path: string): Allowance {
  const tolerance: ReferenceCase["tolerance"] = reference.tolerance ?? USUAL;
  for (const [key, allowance] of Object.entries(tolerance.byKey ?? {})) {
    if (path === key || path.endsWith(`.${key}`)) return allowance;
  }
  return tolerance;
}

/** The answer, or an error with the refusal's own words. */
export function given<T>(answer: Refusal | T): T {
  if (isRefusal(answer)) throw new Error(`refused ${answer.refused}: ${answer.why}`);
  return answer;
}

export function numbers(value: unknown): number[] {
  return gapped(value).map((one) => {
    if (one === null) throw new Error("a list without gaps was expected in the case");
    return one;
  });
}

/** A list of numbers; null where nothing was measured. */
export function gapped(value: unknown): (number | null)[] {
  if (!Array.isArray(value)) throw new Error("a list of numbers was expected in the case");
  return value.map((one) => (one === null ? null : Number(one)));
}

/** The numbers of a list; what was not measured is left out. */
export function measured(value: unknown): number[] {
  return gapped(value).filter((one) => one !== null);
}

/** Lists of numbers; what was not measured is left out of them. */
export function rows(value: unknown): number[][] {
  if (!Array.isArray(value)) throw new Error("a list of lists was expected in the case");
  return value.map(measured);
}

export function words(value: unknown): string[] {
  if (!Array.isArray(value)) throw new Error("a list of words was expected in the case");
  return value.map(String);
}

export function number(value: unknown, otherwise?: number): number {
  if (typeof value === "number") return value;
  if (otherwise !== undefined && (value === undefined || value === null)) return otherwise;
  throw new Error(`a number was expected in the case, not ${String(value)}`);
}

export function optional(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** The elements that are used to estimate: the leading `phase1`, without the excluded ones. */
export function estimating<T>(reference: ReferenceCase, all: readonly T[]): T[] {
  const leading = number(reference.params.phase1, all.length);
  const exclude = new Set(numbers(reference.params.exclude ?? []));
  return all.filter((_, i) => i < leading && !exclude.has(i));
}

/** Indices of the points strictly outside their limits. */
export function outside(
  stat: readonly (number | null)[],
  lcl: readonly number[],
  ucl: readonly number[],
): number[] {
  return stat.flatMap((value, i) => {
    const low = lcl[i] ?? Number.NEGATIVE_INFINITY;
    const high = ucl[i] ?? Number.POSITIVE_INFINITY;
    return value !== null && (value < low || value > high) ? [i] : [];
  });
}
