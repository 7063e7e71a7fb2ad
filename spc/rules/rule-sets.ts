// The sets of runs rules plants know by name: which tests each has, with which counts.

import { refuse } from "../refusals.ts";
import type { Refusal } from "../types.ts";
import {
  completed,
  longestPattern,
  NELSON_COUNTS,
  type NelsonCounts,
  type NelsonRule,
} from "./nelson.ts";
import { patternMemory, remember } from "./pattern-memory.ts";
import type { Side } from "./western-electric.ts";

export type RuleSetName = "nelson" | "western-electric" | "aiag" | "juran" | "montgomery";

export const RULE_SET_NAMES: readonly RuleSetName[] = [
  "nelson",
  "western-electric",
  "aiag",
  "juran",
  "montgomery",
];

export type Pattern =
  | "beyond-limit"
  | "run"
  | "trend"
  | "alternation"
  | "beyond-two"
  | "beyond-one"
  | "within-one"
  | "none-within-one";

/** One rule of a set: its number there, what it looks for, and how many points that takes. */
export type SetRule = { readonly number: number; readonly pattern: Pattern; readonly k: number };

export type SetSignal = {
  readonly set: RuleSetName;
  /** Number of the rule within its set. */
  readonly rule: number;
  readonly pattern: Pattern;
  readonly k: number;
  /** Index of the point that completed the pattern, 0-based. */
  readonly index: number;
  readonly side: Side | null;
  readonly points: readonly number[];
};

export type RuleSetOptions = {
  /** Numbers of the rules to apply; all of the set unless said otherwise. */
  readonly only?: readonly number[] | undefined;
  /** Other counts, by the number of the rule. */
  readonly k?: Readonly<Record<number, number>> | undefined;
  /** Only patterns completed at this index or later. */
  readonly from?: number | undefined;
};

const KERNEL: Record<
  Pattern,
  { readonly rule: NelsonRule; readonly count: Exclude<keyof NelsonCounts, "bothSides"> }
> = {
  "beyond-limit": { rule: "nelson-1", count: "limit" },
  run: { rule: "nelson-2", count: "run" },
  trend: { rule: "nelson-3", count: "trend" },
  alternation: { rule: "nelson-4", count: "alternation" },
  "beyond-two": { rule: "nelson-5", count: "beyondTwo" },
  "beyond-one": { rule: "nelson-6", count: "beyondOne" },
  "within-one": { rule: "nelson-7", count: "within" },
  "none-within-one": { rule: "nelson-8", count: "beyond" },
};

type Entry = readonly [Pattern, number];

const ENTRIES: Record<RuleSetName, readonly Entry[]> = {
  nelson: [
    ["beyond-limit", 3],
    ["run", 9],
    ["trend", 6],
    ["alternation", 14],
    ["beyond-two", 2],
    ["beyond-one", 4],
    ["within-one", 15],
    ["none-within-one", 8],
  ],
  "western-electric": [
    ["beyond-limit", 3],
    ["beyond-two", 2],
    ["beyond-one", 4],
    ["run", 8],
  ],
  aiag: [
    ["beyond-limit", 3],
    ["run", 7],
    ["trend", 6],
    ["alternation", 14],
    ["beyond-two", 2],
    ["beyond-one", 4],
    ["within-one", 15],
    ["none-within-one", 8],
  ],
  juran: [
    ["beyond-limit", 3],
    ["beyond-two", 2],
    ["beyond-one", 4],
    ["trend", 6],
    ["run", 9],
    ["none-within-one", 8],
  ],
  montgomery: [
    ["beyond-limit", 3],
    ["beyond-two", 2],
    ["beyond-one", 4],
    ["run", 8],
    ["trend", 6],
    ["within-one", 15],
    ["alternation", 14],
    ["none-within-one", 8],
  ],
};

/**
 * The rules of a set, in its own order and numbering.
 * Sources: nelson: Journal of Quality Technology 16 (1984) 237-239 · western-electric: Handbook
 * (1956) 25-28 · aiag: SPC 2nd edition (2005), table of typical special cause criteria (its last
 * test asks for no side, "either side") · juran: Juran's Quality Handbook, the zone tests as
 * commonly quoted (run 9, no alternation, no hugging) · montgomery: Introduction to Statistical
 * Quality Control, table of sensitizing rules (run 8, the last on both sides); its tests "unusual
 * pattern" and "points near a limit" are for the eye and not here.
 */
export function rulesOf(set: RuleSetName): readonly SetRule[] {
  return ENTRIES[set].map(([pattern, k], i) => ({ number: i + 1, pattern, k }));
}

/**
 * Signals of a set of rules about a centre; `sigma` the standard error of the plotted statistic.
 * Both are one number, or one per point. For "beyond-limit" k is a number of sigmas; for
 * "beyond-two" and "beyond-one" it is k of k + 1 points. What a point on a line or a gap does: see
 * `nelson`.
 * Refuses: parameter-out-of-range (a rule the set does not have, a count that is not whole or below
 * 2, a limit not above 0).
 */
export function ruleSignals(
  set: RuleSetName,
  points: readonly number[],
  center: number | readonly number[],
  sigma: number | readonly number[],
  options: RuleSetOptions = {},
): Refusal | SetSignal[] {
  const from = Math.max(0, options.from ?? 0);
  const scanner = ruleScanner(set, options, from);
  if ("refused" in scanner) return scanner;
  const signals: SetSignal[] = [];
  for (let i = scanner.start; i < points.length; i++) {
    const middle = typeof center === "number" ? center : (center[i] ?? Number.NaN);
    const error = typeof sigma === "number" ? sigma : (sigma[i] ?? Number.NaN);
    for (const signal of scanner.push(points[i] ?? Number.NaN, middle, error)) signals.push(signal);
  }
  return signals;
}

/** Rules that go on point by point: what they remember does not grow with the chart. */
export type RuleScanner = {
  /** Index of the first point to push, so that patterns completed at `from` are whole. */
  readonly start: number;
  /** Points that the longest pattern spans. */
  readonly span: number;
  /** Takes in the next point; from `from` on gives the patterns it completes. NaN is a gap. */
  readonly push: (x: number, center: number, sigma: number) => readonly SetSignal[];
};

const NO_SIGNALS: readonly SetSignal[] = [];

/**
 * A scanner of a set of rules, for points from index `from` on. Refuses as `ruleSignals`.
 */
export function ruleScanner(
  set: RuleSetName,
  options: Pick<RuleSetOptions, "only" | "k"> = {},
  from = 0,
): Refusal | RuleScanner {
  const compiled = compiledRules(set, options);
  return "refused" in compiled ? compiled : compiled.scanner(from);
}

/** Rules read once, to begin any number of scanners with. Refuses as `ruleSignals`. */
export function compiledRules(
  set: RuleSetName,
  options: Pick<RuleSetOptions, "only" | "k">,
): Refusal | { readonly span: number; readonly scanner: (from: number) => RuleScanner } {
  const rules = chosenRules(set, options);
  if ("refused" in rules) return rules;
  const counts = { ...NELSON_COUNTS, bothSides: set !== "aiag" };
  for (const rule of rules) counts[KERNEL[rule.pattern].count] = rule.k;
  const kernels = rules.map((rule) => ({ ...rule, kernel: KERNEL[rule.pattern].rule }));
  const span = longestPattern(counts);
  const scanner = (from: number): RuleScanner => {
    const start = Math.max(0, from - span);
    const memory = patternMemory(start);
    const push = (x: number, center: number, sigma: number) => {
      remember(memory, x, center, sigma);
      if (memory.index < from) return NO_SIGNALS;
      let signals: SetSignal[] | null = null;
      for (const { kernel, number, pattern, k } of kernels) {
        const found = completed(memory, kernel, counts);
        if (found === null) continue;
        signals ??= [];
        const { side, points } = found;
        signals.push({ set, rule: number, pattern, k, index: memory.index, side, points });
      }
      return signals ?? NO_SIGNALS;
    };
    return { start, span, push };
  };
  return { span, scanner };
}

/** The rules of a set that `only` leaves, with their counts. Refuses as `ruleSignals`. */
export function chosenRules(
  set: RuleSetName,
  options: Pick<RuleSetOptions, "only" | "k">,
): Refusal | SetRule[] {
  const all = rulesOf(set);
  const named = [...(options.only ?? []), ...Object.keys(options.k ?? {}).map(Number)];
  const unknown = named.find((number) => !all.some((rule) => rule.number === number));
  if (unknown !== undefined) {
    return refuse(
      "parameter-out-of-range",
      `The ${set} rules are numbered 1 to ${all.length}; there is no rule ${unknown}.`,
    );
  }
  const rules = all
    .filter(({ number }) => options.only === undefined || options.only.includes(number))
    .map((rule) => ({ ...rule, k: options.k?.[rule.number] ?? rule.k }));
  const wrong = rules.find(({ pattern, k }) =>
    pattern === "beyond-limit" ? !(k > 0 && k <= 10) : !(Number.isInteger(k) && k >= 2 && k <= 100),
  );
  if (wrong === undefined) return rules;
  return refuse("parameter-out-of-range", `Rule ${wrong.number} can't take k = ${wrong.k}.`);
}
