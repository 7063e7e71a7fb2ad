// How often any set of runs rules cries wolf: exactly where that can be, else by simulation.

import { normalQuantile } from "../distributions/normal.ts";
import { seededRandom } from "../numerics/seeded-random.ts";
import { refuse, refuseOverflow, refusePositive } from "../refusals.ts";
import {
  chosenRules,
  type RuleSetName,
  type RuleSetOptions,
  ruleScanner,
  type SetRule,
} from "../rules/rule-sets.ts";
import type { Refusal } from "../types.ts";
import { type ChainRule, chainArl } from "./rules-chain.ts";

export type SimulatedArl = {
  /** Mean number of points to the first signal. */
  readonly arl: number;
  readonly standardError: number;
  readonly runs: number;
};

export type ArlSimulation = {
  /** Uniform values in [0, 1): chance comes from outside, so that a run can be repeated. */
  readonly random: () => number;
  /** Number of simulated charts; 2000 gives about 2 % standard error. */
  readonly runs: number;
  /** Shift of the points in standard errors; 0 for the false alarms. */
  readonly shift?: number | undefined;
};

type Rules = Pick<RuleSetOptions, "only" | "k">;

const LONGEST = 200_000;

/**
 * Average run length of a chart of independent normal points with known limits under a rule set
 * with its options, by simulation. Where no rule looks for trends or alternations,
 * `exactRuleSetArl` needs no chance.
 * Refuses: parameter-out-of-range (runs not 2 to 1000000, a rule the set does not have, or a chart
 * that goes 200000 points without a signal).
 */
export function ruleSetArl(
  set: RuleSetName,
  simulation: ArlSimulation,
  options: Rules = {},
): Refusal | SimulatedArl {
  const { random, runs, shift = 0 } = simulation;
  if (!Number.isInteger(runs) || runs < 2 || runs > 1_000_000 || !Number.isFinite(shift)) {
    return refuse("parameter-out-of-range", `${runs} runs or a shift of ${shift} is impossible.`);
  }
  let sum = 0;
  let squares = 0;
  for (let run = 0; run < runs; run++) {
    const scanner = ruleScanner(set, options);
    if ("refused" in scanner) return scanner;
    let length = 1;
    const next = () => shift + normalQuantile(Math.max(random(), 1e-300));
    while (scanner.push(next(), 0, 1).length === 0) {
      length++;
      if (length > LONGEST) {
        const why = `A chart went ${LONGEST} points without a signal.`;
        return refuse("parameter-out-of-range", why);
      }
    }
    sum += length;
    squares += length * length;
  }
  const arl = sum / runs;
  const variance = Math.max(0, (squares - runs * arl * arl) / (runs - 1));
  return { arl, standardError: Math.sqrt(variance / runs), runs };
}

/**
 * The same exactly, for sets without trends and alternations: a Markov chain of what the rules
 * remember. Source: Champ & Woodall, Technometrics 29 (1987) 393-399, extended to points within and
 * without 1 sigma.
 * Refuses: parameter-out-of-range (a rule the set does not have, a trend or an alternation, counts
 * so long that the chain has too many states), not-finite.
 */
export function exactRuleSetArl(
  set: RuleSetName,
  options: Rules = {},
  shift = 0,
): Refusal | number {
  const rules = chosenRules(set, options);
  if ("refused" in rules) return rules;
  const chain: ChainRule[] = [];
  for (const rule of rules) {
    const one = chainRule(rule, set !== "aiag");
    if (one === null) {
      const why = `Rule ${rule.number} (${rule.pattern}) has no exact run length: simulate it.`;
      return refuse("parameter-out-of-range", why);
    }
    chain.push(one);
  }
  return chainArl(chain, shift);
}

function chainRule({ pattern, k }: SetRule, bothSides: boolean): ChainRule | null {
  switch (pattern) {
    case "beyond-limit":
      return { count: 1, of: 1, sigmas: k };
    case "run":
      return { count: k, of: k, sigmas: 0 };
    case "beyond-two":
      return { count: k, of: k + 1, sigmas: 2 };
    case "beyond-one":
      return { count: k, of: k + 1, sigmas: 1 };
    case "within-one":
      return { within: k };
    case "none-within-one":
      return { without: k, bothSides };
    default:
      return null;
  }
}

export type FalseCalls = {
  /** Points between two false calls, in the mean, counted anew after each. */
  readonly everyPoints: number;
  /** 0 where the figure is exact. */
  readonly standardError: number;
  readonly method: "exact" | "simulated";
  /** Weeks between two false calls at the given points a week; null where none were given. */
  readonly everyWeeks: number | null;
  /** A sentence for a plan. */
  readonly says: string;
};

/** Charts simulated where no exact answer is: about 1 % standard error. */
const RUNS = 10_000;
const SEED = 20_261_122;

/**
 * How often a set of rules calls although nothing happened: independent normal points, known
 * limits. Exact where no rule looks for trends or alternations (and the chain is small enough),
 * else 10000 simulated charts, the same in every run. `pointsPerWeek` is of one chart times the
 * number of charts.
 * Refuses as `ruleSetArl`; parameter-out-of-range (points a week not above 0).
 */
export function falseCalls(
  set: RuleSetName,
  options: Rules = {},
  pointsPerWeek?: number,
): Refusal | FalseCalls {
  const refused =
    pointsPerWeek === undefined ? null : refusePositive("points a week", pointsPerWeek);
  if (refused !== null) return refused;
  const exact = exactRuleSetArl(set, options);
  const found =
    typeof exact === "number"
      ? { arl: exact, standardError: 0 }
      : ruleSetArl(set, { random: seededRandom(SEED), runs: RUNS }, options);
  if ("refused" in found) return found;
  const { arl, standardError } = found;
  const everyWeeks = pointsPerWeek === undefined ? null : arl / pointsPerWeek;
  if (everyWeeks === Number.POSITIVE_INFINITY) return refuseOverflow();
  const weekly =
    pointsPerWeek === undefined
      ? ""
      : `; at ${rounded(pointsPerWeek)} points a week ${frequency(arl / pointsPerWeek)}`;
  return {
    everyPoints: arl,
    standardError,
    method: typeof exact === "number" ? "exact" : "simulated",
    everyWeeks,
    says: `About one false call per ${rounded(arl)} points${weekly}.`,
  };
}

function frequency(weeks: number): string {
  if (weeks < 0.95) return `${rounded(1 / weeks)} a week`;
  return weeks < 1.05 ? "one a week" : `one in ${rounded(weeks)} weeks`;
}

/** Two or three digits, as a plan needs. */
function rounded(x: number): string {
  return String(Number(x.toPrecision(x >= 100 ? 3 : 2)));
}
