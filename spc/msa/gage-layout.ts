// The layout of a gauge study: who measured which part how often, and whether it is balanced.

import { isMeasurable, refuse } from "../refusals.ts";
import type { Refusal } from "../types.ts";

export type GageReading = {
  readonly part: string;
  readonly operator: string;
  readonly value: number;
};

export type GageLayout = {
  readonly parts: readonly string[];
  readonly operators: readonly string[];
  readonly trials: number;
  /** Readings by operator and then part, in the order of `operators` and `parts`. */
  readonly cells: readonly (readonly (readonly number[])[])[];
};

function distinct(words: readonly string[]): string[] {
  return [...new Set(words)];
}

function refuseReadings(readings: readonly GageReading[]): Refusal | null {
  const bad = readings.findIndex((reading) => !isMeasurable(reading.value));
  if (bad >= 0) return refuse("not-finite", `Reading ${bad + 1} is not a finite number.`);
  return readings.length > 0 ? null : refuse("too-few-values", "No reading came.");
}

/**
 * The crossed layout: every operator measures every part equally often.
 * Refuses: too-few-values (none, or unequal numbers of trials), not-finite.
 */
export function crossedLayout(readings: readonly GageReading[]): Refusal | GageLayout {
  const refused = refuseReadings(readings);
  if (refused !== null) return refused;
  const parts = distinct(readings.map((reading) => reading.part));
  const operators = distinct(readings.map((reading) => reading.operator));
  const cells = operators.map((operator) =>
    parts.map((part) =>
      readings
        .filter((reading) => reading.operator === operator && reading.part === part)
        .map((reading) => reading.value),
    ),
  );
  return balanced(parts, operators, cells);
}

/**
 * The nested layout: every operator measures own parts, equally many and equally often.
 * Refuses: too-few-values (none, or unequal numbers of parts or trials), not-finite.
 */
export function nestedLayout(readings: readonly GageReading[]): Refusal | GageLayout {
  const refused = refuseReadings(readings);
  if (refused !== null) return refused;
  const operators = distinct(readings.map((reading) => reading.operator));
  const partsOf = operators.map((operator) =>
    distinct(
      readings.filter((reading) => reading.operator === operator).map((reading) => reading.part),
    ),
  );
  const most = Math.max(...partsOf.map((parts) => parts.length));
  const cells = operators.map((operator, i) =>
    Array.from({ length: most }, (_, j) =>
      readings
        .filter((reading) => reading.operator === operator && reading.part === partsOf[i]?.[j])
        .map((reading) => reading.value),
    ),
  );
  return balanced(cells[0]?.map((_, j) => `${j + 1}`) ?? [], operators, cells);
}

function balanced(
  parts: readonly string[],
  operators: readonly string[],
  cells: readonly (readonly (readonly number[])[])[],
): Refusal | GageLayout {
  const trials = cells[0]?.[0]?.length ?? 0;
  const uneven = cells.some((row) => row.some((cell) => cell.length !== trials));
  if (uneven || trials < 2 || parts.length < 2) {
    return refuse(
      "too-few-values",
      "Every operator must measure at least 2 parts equally often, at least twice each.",
    );
  }
  return { parts, operators, trials, cells };
}
