// The words of the options of `analyse`: lists, numbers, rules, and what is said of a wrong one.
import { InvalidArgumentError } from "commander";
import { RULE_SET_NAMES, type RuleSetName } from "../../../spc/index.ts";

export type ChosenRules = {
  readonly set: RuleSetName;
  readonly only: readonly number[] | undefined;
  readonly k: Readonly<Record<number, number>>;
};

export function names(text: string): string[] {
  return text.split(",").map((name) => name.trim());
}

export function number(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new InvalidArgumentError(`"${text}" is no number.`);
}

export function whole(text: string): number {
  const value = number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError(`"${text}" is no whole number above 0.`);
}

export function numbers(text: string): number[] {
  return names(text).map(whole);
}

/** Rules and their counts, as 2=8,3=7. */
export function counts(text: string): Record<number, number> {
  return Object.fromEntries(
    names(text).map((pair) => {
      const [rule = "", k = ""] = pair.split("=");
      return [whole(rule), number(k)];
    }),
  );
}

/** A set of rules, or some of its rules with their counts, as nelson:1,2=8,5. */
export function ruleChoice(text: string): ChosenRules {
  const [name = "", rest] = text.split(":");
  const set = RULE_SET_NAMES.find((one) => one === name.trim());
  if (set === undefined) {
    throw new InvalidArgumentError(`There is ${RULE_SET_NAMES.join(", ")}, not "${name}".`);
  }
  if (rest === undefined) return { set, only: undefined, k: {} };
  const chosen = names(rest).map((one) => one.split("="));
  const only = chosen.map(([rule = ""]) => whole(rule));
  const k = chosen.flatMap(([rule = "", count]) =>
    count === undefined ? [] : [[whole(rule), number(count)] as const],
  );
  return { set, only, k: Object.fromEntries(k) };
}
