// How often a set of Western Electric rules cries wolf, and how soon it finds a shift.

import { type WesternElectricRule, ZONES } from "../rules/western-electric.ts";
import type { Refusal } from "../types.ts";
import { chainArl } from "./rules-chain.ts";

/**
 * Average run length of a chart of normal points under a set of rules, after a shift in standard
 * errors, exactly. Source: Champ & Woodall, Technometrics 29 (1987) 393-399.
 * Refuses: parameter-out-of-range (no rule, shift), not-finite.
 */
export function runsRulesArl(
  rules: readonly WesternElectricRule[],
  shift: number,
): Refusal | number {
  return chainArl(
    rules.map((rule) => ZONES[rule]),
    shift,
  );
}
