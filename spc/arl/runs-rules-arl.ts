// How often a set of Western Electric rules cries wolf, and how soon it finds a shift.

import { normalCdf, normalSurvival } from "../distributions/normal.ts";
import { solve } from "../numerics/linear-system.ts";
import { refuse } from "../refusals.ts";
import { type WesternElectricRule, ZONES } from "../rules/western-electric.ts";
import type { Refusal } from "../types.ts";

/** What each rule remembers of the last points beyond its line: two bit masks, above and below. */
type Memory = readonly number[];

const MOST_STATES = 2000;

/**
 * Average run length of a chart of normal points under a set of rules, after a shift in standard
 * errors: the states of a Markov chain are what the rules still remember of the last points.
 * Source: Champ & Woodall, Technometrics 29 (1987) 393-399.
 * Refuses: parameter-out-of-range (no rule, shift), not-finite.
 */
export function runsRulesArl(
  rules: readonly WesternElectricRule[],
  shift: number,
): Refusal | number {
  if (rules.length === 0 || !Number.isFinite(shift)) {
    return refuse("parameter-out-of-range", `A rule and a finite shift are needed, got ${shift}.`);
  }
  const zones = zonesOf(rules, shift);
  const start: Memory = rules.flatMap(() => [0, 0]);
  const index = new Map<string, number>([[start.join(), 0]]);
  const states: Memory[] = [start];
  const moves: Map<number, number>[] = [];
  for (let at = 0; at < states.length && states.length <= MOST_STATES; at++) {
    const to = new Map<number, number>();
    for (const zone of zones) {
      const next = remember(rules, states[at] ?? start, zone.level);
      if (next === null) continue;
      const key = next.join();
      const target = index.get(key) ?? states.length;
      if (target === states.length) {
        index.set(key, target);
        states.push(next);
      }
      to.set(target, (to.get(target) ?? 0) + zone.probability);
    }
    moves.push(to);
  }
  if (states.length > MOST_STATES) return refuse("parameter-out-of-range", "Too many states.");
  const matrix = moves.map((to, i) => states.map((_, j) => (i === j ? 1 : 0) - (to.get(j) ?? 0)));
  const lengths = solve(
    matrix,
    states.map(() => 1),
  );
  const length = lengths?.[0] ?? 0;
  if (!(length >= 1)) return refuse("not-finite", "The run is longer than a double can hold.");
  return length;
}

type ZonePart = { readonly level: number; readonly probability: number };

/** The zones between the lines of all rules; level: +m just above line m-1, -m just below. */
function zonesOf(rules: readonly WesternElectricRule[], shift: number): ZonePart[] {
  const lines = [...new Set([0, ...rules.map((rule) => ZONES[rule].sigmas)])].sort((a, b) => a - b);
  return lines.flatMap((line, i) => {
    const next = lines[i + 1] ?? Number.POSITIVE_INFINITY;
    const middle = (line + Math.min(next, line + 2)) / 2;
    return [
      { level: middle, probability: normalSurvival(line - shift) - normalSurvival(next - shift) },
      { level: -middle, probability: normalCdf(-line - shift) - normalCdf(-next - shift) },
    ];
  });
}

/** What is remembered after one more point; null when a rule signals. */
function remember(
  rules: readonly WesternElectricRule[],
  memory: Memory,
  level: number,
): Memory | null {
  const next: number[] = [];
  for (const [i, rule] of rules.entries()) {
    const { count, of, sigmas } = ZONES[rule];
    for (const [side, beyond] of [level > sigmas, level < -sigmas].entries()) {
      const mask = (((memory[2 * i + side] ?? 0) << 1) | (beyond ? 1 : 0)) & ((1 << of) - 1);
      if (beyond && bits(mask) >= count) return null;
      const kept = mask & ((1 << (of - 1)) - 1);
      next.push(count === of ? trailingOnes(kept) : kept);
    }
  }
  return next;
}

function bits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}

/** Only an unbroken run counts where every point of the window must be beyond. */
function trailingOnes(mask: number): number {
  let run = 0;
  while ((mask >> run) & 1) run++;
  return (1 << run) - 1;
}
