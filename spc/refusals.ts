// How a statistic says no: the sentences every refusal is built from.

import type { Refusal, RefusalCode, SpecLimits } from "./types.ts";

/** Beyond this, squares and sums leave the range of a double; no unit of measure needs it. */
const LARGEST_VALUE = 1e100;

/** A finite number whose square can be summed. */
export function isMeasurable(x: number | undefined): boolean {
  return x !== undefined && Math.abs(x) <= LARGEST_VALUE;
}

/** The answer, or a refusal when a number in it is not finite: the inputs differ too much. */
export function whenFinite<T>(answer: T): T | Refusal {
  return holdsFinite(answer) ? answer : refuseOverflow();
}

function holdsFinite(answer: unknown): boolean {
  if (typeof answer === "number") return Number.isFinite(answer);
  if (typeof answer !== "object" || answer === null) return true;
  return Object.values(answer).every(holdsFinite);
}

/** A number and what it counts: "1 value", "2 values". */
export function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

export function refuse(refused: RefusalCode, why: string): Refusal {
  return { refused, why };
}

/** A refusal when fewer than `least` values came, or one of them is not a finite number. */
export function refuseValues(values: readonly number[], least: number): Refusal | null {
  if (values.length < least) {
    return refuse(
      "too-few-values",
      `${counted(values.length, "value")} came, at least ${least} are needed.`,
    );
  }
  for (let i = 0; i < values.length; i++) {
    if (!isMeasurable(values[i])) {
      return refuse(
        "not-finite",
        `Value ${i + 1} of ${values.length} is not a finite number up to 1e100.`,
      );
    }
  }
  return null;
}

/** A refusal when subgroups are too few, too small, or carry a value that is not finite. */
export function refuseSubgroups(
  subgroups: readonly (readonly number[])[],
  least: number,
): Refusal | null {
  if (subgroups.length < least) {
    return refuse(
      "too-few-subgroups",
      `${counted(subgroups.length, "subgroup")} came, at least ${least} are needed.`,
    );
  }
  for (let i = 0; i < subgroups.length; i++) {
    const values = subgroups[i] ?? [];
    if (values.length < 2) {
      return refuse(
        "subgroup-too-small",
        `Subgroup ${i + 1} has ${counted(values.length, "value")}, not 2.`,
      );
    }
    if (!values.every(isMeasurable)) {
      return refuse(
        "not-finite",
        `Subgroup ${i + 1} has a value that is not a finite number up to 1e100.`,
      );
    }
  }
  return null;
}

/** A refusal when there is no limit, the lower one is above, or one is not a finite number. */
export function refuseSpec(spec: SpecLimits): Refusal | null {
  const { lsl, usl } = spec;
  if (lsl === undefined && usl === undefined) {
    return refuse("no-spec-limits", "Neither a lower nor an upper specification limit is given.");
  }
  for (const limit of [lsl, usl, spec.nominal]) {
    if (limit !== undefined && !isMeasurable(limit)) {
      return refuse("not-finite", "A specification limit is not a finite number: leave it out.");
    }
  }
  if (lsl !== undefined && usl !== undefined && lsl >= usl) {
    return refuse("spec-limits-reversed", `The lower limit ${lsl} is not below the upper ${usl}.`);
  }
  return null;
}

/** A refusal when a probability is not strictly between 0 and 1. */
export function refuseProbability(name: string, p: number): Refusal | null {
  if (p > 0 && p < 1) return null;
  return refuse("parameter-out-of-range", `The ${name} must lie between 0 and 1, got ${p}.`);
}

/** Tails that a quantile by quadrature still tells from 0. */
const SMALLEST_TAIL = 1e-10;

/** A refusal when a probability is so close to 0 or 1 that its noncentral quantile has no digits. */
export function refuseTail(name: string, p: number): Refusal | null {
  if (p >= SMALLEST_TAIL && p <= 1 - SMALLEST_TAIL) return null;
  return refuse(
    "parameter-out-of-range",
    `The ${name} must lie between ${SMALLEST_TAIL} and 1 - ${SMALLEST_TAIL}, got ${p}.`,
  );
}

/** A refusal when a parameter is not a finite number above zero. */
export function refusePositive(name: string, x: number): Refusal | null {
  if (isMeasurable(x) && x > 0) return null;
  return refuse("parameter-out-of-range", `The ${name} must be above 0, got ${x}.`);
}

/** What is said when every value is the same, or differs less than a double can tell. */
export function refuseNoVariation(n: number): Refusal {
  return refuse("no-variation", `All ${n} values are equal: the spread is zero.`);
}

/** What is said when a result leaves the range of a double. */
export function refuseOverflow(): Refusal {
  return refuse("not-finite", "The values differ by more than a double can hold.");
}
