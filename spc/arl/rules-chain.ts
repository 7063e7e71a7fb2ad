// The Markov chain of a set of runs rules: what a chart remembers, and how it moves to a signal.

import { normalCdf, normalSurvival } from "../distributions/normal.ts";
import { refuse } from "../refusals.ts";
import type { Refusal } from "../types.ts";

/** A rule whose memory is finite: only where points lie between lines matters. */
export type ChainRule =
  /** `count` of `of` points beyond `sigmas` on one side, the last of them beyond. */
  | { readonly count: number; readonly of: number; readonly sigmas: number }
  /** This many points in a row within 1 sigma. */
  | { readonly within: number }
  /** This many points in a row, none within 1 sigma; on both sides of the centre, or on any. */
  | { readonly without: number; readonly bothSides: boolean };

/** Part of the line between two limits; `level` lies in it. */
type Part = { readonly level: number; readonly probability: number };

/** One number per thing remembered; the rules know which. */
type Memory = readonly number[];

const MOST_STATES = 60_000;
const MOST_STEPS = 100_000;

/**
 * Average number of points until one of the rules signals, from a fresh chart of independent normal
 * points shifted by `shift` standard errors. The states are what the rules still remember; the
 * probability of no signal yet is carried from state to state until its decay is geometric to the
 * last bits, and the rest is summed as such.
 * Source: Champ & Woodall, Technometrics 29 (1987) 393-399.
 * Refuses: parameter-out-of-range (no rule, shift, too many states), not-finite.
 */
export function chainArl(rules: readonly ChainRule[], shift: number): Refusal | number {
  if (rules.length === 0 || !Number.isFinite(shift)) {
    return refuse("parameter-out-of-range", `A rule and a finite shift are needed, got ${shift}.`);
  }
  const moves = reachable(rules, partsOf(rules, shift));
  return "refused" in moves ? moves : runLength(moves, Math.max(...rules.map(spanOf)));
}

/** Points a rule looks at. */
function spanOf(rule: ChainRule): number {
  if ("of" in rule) return rule.of;
  return "within" in rule ? rule.within : rule.without;
}

/** From one state: where to with which probability, and the probability of a signal. */
type Move = { readonly to: Int32Array; readonly p: Float64Array; readonly alarm: number };
type Moves = readonly Move[];

function reachable(rules: readonly ChainRule[], parts: readonly Part[]): Refusal | Moves {
  const start: Memory = rules.flatMap(() => [0, 0]);
  const index = new Map<string, number>([[start.join(), 0]]);
  const states: Memory[] = [start];
  const moves: Move[] = [];
  for (let at = 0; at < states.length; at++) {
    if (states.length > MOST_STATES) {
      return refuse("parameter-out-of-range", "These rules remember too much for an exact answer.");
    }
    const found = new Map<number, number>();
    let alarm = 0;
    for (const { level, probability } of parts) {
      const next = remembered(rules, states[at] ?? start, level);
      if (next === null) {
        alarm += probability;
        continue;
      }
      const key = next.join();
      const target = index.get(key) ?? states.length;
      if (target === states.length) {
        index.set(key, target);
        states.push(next);
      }
      found.set(target, (found.get(target) ?? 0) + probability);
    }
    moves.push({ to: Int32Array.from(found.keys()), p: Float64Array.from(found.values()), alarm });
  }
  return moves;
}

/** Relative change of the risk per point below which it is called constant. */
const CONSTANT = 1e-12;

/**
 * Sum of the probabilities of no signal after 0, 1, 2 … points. Once the risk of a signal at the
 * next point has been constant for `span` points, the rest is the mean of a geometric number.
 */
function runLength(moves: Moves, span: number): Refusal | number {
  let mass = new Float64Array(moves.length);
  mass[0] = 1;
  let total = 0;
  let left = 1;
  let risk = Number.NaN;
  let steady = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = new Float64Array(moves.length);
    let alarms = 0;
    moves.forEach(({ to, p, alarm }, i) => {
      const here = mass[i] ?? 0;
      if (here === 0) return;
      alarms += here * alarm;
      for (let j = 0; j < to.length; j++) {
        const state = to[j] ?? 0;
        next[state] = (next[state] ?? 0) + here * (p[j] ?? 0);
      }
    });
    const now = alarms / left;
    steady = Math.abs(now - risk) <= CONSTANT * now ? steady + 1 : 0;
    if (steady > span && now > 0) {
      const length = total + left / now;
      if (Number.isFinite(length)) return length;
      break;
    }
    total += left;
    risk = now;
    mass = next;
    left = next.reduce((sum, one) => sum + one, 0);
    if (left <= 1e-17 * total) return total;
  }
  return refuse("not-finite", "The run is longer than a double can hold.");
}

/** The parts between the lines of all rules, above and below the centre. */
function partsOf(rules: readonly ChainRule[], shift: number): Part[] {
  const own = rules.map((rule) => ("sigmas" in rule ? rule.sigmas : 1));
  const lines = [...new Set([0, ...own])].sort((a, b) => a - b);
  return lines.flatMap((line, i) => {
    const next = lines[i + 1] ?? Number.POSITIVE_INFINITY;
    const level = (line + Math.min(next, line + 2)) / 2;
    return [
      { level, probability: normalSurvival(line - shift) - normalSurvival(next - shift) },
      { level: -level, probability: normalCdf(-line - shift) - normalCdf(-next - shift) },
    ];
  });
}

/** What is remembered after one more point; null when a rule signals. */
function remembered(rules: readonly ChainRule[], memory: Memory, level: number): Memory | null {
  const next: number[] = [];
  for (const [i, rule] of rules.entries()) {
    const one = memory[2 * i] ?? 0;
    const two = memory[2 * i + 1] ?? 0;
    const kept =
      "within" in rule
        ? insideRun(one, level, rule.within)
        : "without" in rule
          ? outsideRun(one, two, level, rule)
          : zones(one, two, level, rule);
    if (kept === null) return null;
    next.push(...kept);
  }
  return next;
}

type ZoneRule = Extract<ChainRule, { count: number }>;

function zones(above: number, below: number, level: number, rule: ZoneRule): Memory | null {
  const up = zone(above, level > rule.sigmas, rule);
  const down = zone(below, level < -rule.sigmas, rule);
  return up === null || down === null ? null : [up, down];
}

/** A run length where all points must be beyond, else which of the last points were (bits). */
function zone(kept: number, beyond: boolean, { count, of }: ZoneRule): number | null {
  if (count === of) {
    const run = beyond ? kept + 1 : 0;
    return run >= count ? null : run;
  }
  const window = kept * 2 + (beyond ? 1 : 0);
  if (beyond && ones(window) >= count) return null;
  return window % 2 ** (of - 1);
}

function ones(mask: number): number {
  let count = 0;
  for (let rest = mask; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}

function insideRun(run: number, level: number, within: number): Memory | null {
  const next = Math.abs(level) <= 1 ? run + 1 : 0;
  return next >= within ? null : [next, 0];
}

/**
 * Points in a row beyond 1 sigma, and how many of them since the side last changed: a run of one
 * side counts no further than needed, so that its memory stays finite.
 */
function outsideRun(
  run: number,
  same: number,
  level: number,
  { without, bothSides }: Extract<ChainRule, { without: number }>,
): Memory | null {
  if (Math.abs(level) <= 1) return [0, 0];
  const length = Math.min(run + 1, without);
  if (!bothSides) return length >= without ? null : [length, 0];
  const side = level > 0 ? 1 : -1;
  const stays = Math.sign(same) === side;
  const current = stays ? Math.min(Math.abs(same) + 1, without) : 1;
  if (length >= without && current < without) return null;
  return [length, side * current];
}
