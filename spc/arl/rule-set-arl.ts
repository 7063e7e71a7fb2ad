// How often any set of runs rules cries wolf: run lengths by simulation, with their uncertainty.

import { normalQuantile } from "../distributions/normal.ts";
import { refuse } from "../refusals.ts";
import { type RuleSetName, type RuleSetOptions, ruleSignals } from "../rules/rule-sets.ts";
import type { Refusal } from "../types.ts";

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

const BLOCK = 256;
const LONGEST = 200_000;

/**
 * Average run length of a chart of independent normal points with known limits under a rule set
 * with its options, by simulation. For Western Electric rules `runsRulesArl` is exact.
 * Refuses: parameter-out-of-range (runs not 2 to 1000000, a rule the set does not have, or a chart
 * that goes 200000 points without a signal).
 */
export function ruleSetArl(
  set: RuleSetName,
  simulation: ArlSimulation,
  options: Pick<RuleSetOptions, "only" | "k"> = {},
): Refusal | SimulatedArl {
  const { random, runs, shift = 0 } = simulation;
  if (!Number.isInteger(runs) || runs < 2 || runs > 1_000_000 || !Number.isFinite(shift)) {
    return refuse("parameter-out-of-range", `${runs} runs or a shift of ${shift} is impossible.`);
  }
  const normal = () => shift + normalQuantile(Math.max(random(), 1e-300));
  let sum = 0;
  let squares = 0;
  for (let run = 0; run < runs; run++) {
    const length = runLength(set, normal, options);
    if (typeof length !== "number") return length;
    sum += length;
    squares += length * length;
  }
  const arl = sum / runs;
  const variance = Math.max(0, (squares - runs * arl * arl) / (runs - 1));
  return { arl, standardError: Math.sqrt(variance / runs), runs };
}

function runLength(
  set: RuleSetName,
  normal: () => number,
  options: Pick<RuleSetOptions, "only" | "k">,
): Refusal | number {
  const points: number[] = [];
  while (points.length < LONGEST) {
    const from = points.length;
    for (let i = 0; i < BLOCK; i++) points.push(normal());
    const signals = ruleSignals(set, points, 0, 1, { ...options, from });
    if (!Array.isArray(signals)) return signals;
    const first = signals[0];
    if (first !== undefined) return first.index + 1;
  }
  return refuse("parameter-out-of-range", `A chart went ${LONGEST} points without a signal.`);
}
