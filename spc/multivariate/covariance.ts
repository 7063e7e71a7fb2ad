// Means and covariances of rows of related characteristics.

import { meanOf } from "../moments.ts";
import type { Matrix } from "../numerics/linear-system.ts";
import { counted, isMeasurable, refuse } from "../refusals.ts";
import type { Refusal } from "../types.ts";

/** A refusal when there are too few rows, they differ in length, or hold what is no number. */
export function refuseRows(rows: Matrix, least: number): Refusal | null {
  if (rows.length < least) {
    return refuse(
      "too-few-values",
      `${counted(rows.length, "row")} came, at least ${least} are needed.`,
    );
  }
  const p = rows[0]?.length ?? 0;
  if (p < 1 || rows.some((row) => row.length !== p)) {
    return refuse("parameter-out-of-range", "Every row needs the same characteristics.");
  }
  if (rows.every((row) => row.every(isMeasurable))) return null;
  return refuse("not-finite", "A row holds a value that is not a finite number.");
}

/** What is said when characteristics depend on each other exactly, or one does not vary. */
export function refuseSingular(): Refusal {
  return refuse(
    "no-variation",
    "The covariance matrix is singular: a characteristic is constant or follows from others.",
  );
}

export function columnMeans(rows: Matrix): number[] {
  return (rows[0] ?? []).map((_, j) => meanOf(rows.map((row) => row[j] ?? 0)));
}

export function minus(row: readonly number[], mean: readonly number[]): number[] {
  return row.map((value, j) => value - (mean[j] ?? 0));
}

/** Sample covariance matrix, divisor m - 1. */
export function covariance(rows: Matrix): number[][] {
  const mean = columnMeans(rows);
  return crossProducts(
    rows.map((row) => minus(row, mean)),
    rows.length - 1,
  );
}

/**
 * Covariance from successive differences, divisor 2(m - 1): not blown up by a lasting shift.
 * Source: Holmes & Mergen, Improving the performance of the T2 control chart, Quality Engineering
 * 5 (1993) 619-625.
 */
export function successiveCovariance(rows: Matrix): number[][] {
  const steps = rows.slice(1).map((row, i) => minus(row, rows[i] ?? []));
  return crossProducts(steps, 2 * (rows.length - 1));
}

function crossProducts(rows: Matrix, divisor: number): number[][] {
  const p = rows[0]?.length ?? 0;
  return Array.from({ length: p }, (_, j) =>
    Array.from(
      { length: p },
      (_, k) => rows.reduce((sum, row) => sum + (row[j] ?? 0) * (row[k] ?? 0), 0) / divisor,
    ),
  );
}
