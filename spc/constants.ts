// The control chart constants d2, d3, d4 and c4: from their definitions, or as printed if asked.

import { rangeMedian, rangeMoments } from "./distributions/range.ts";
import { PRINTED_C4, PRINTED_D2, PRINTED_D3, PRINTED_D4_OF_TWO } from "./tabulated-constants.ts";

/** Largest subgroup the range constants are given for: beyond it a range is the wrong statistic. */
export const LARGEST_RANGE_SIZE = 100;

type RangeConstants = { readonly d2: number; readonly d3: number };

const momentsBySize = new Map<number, RangeConstants>();
const mediansBySize = new Map<number, number>();

function checkSize(n: number): void {
  if (!Number.isInteger(n) || n < 2 || n > LARGEST_RANGE_SIZE) {
    throw new RangeError(`a subgroup has 2 to ${LARGEST_RANGE_SIZE} values, got ${n}`);
  }
}

function rangeConstants(n: number): RangeConstants {
  checkSize(n);
  const known = momentsBySize.get(n);
  if (known !== undefined) return known;
  const { mean, square } = n === 2 ? pairMoments() : rangeMoments(n);
  const found = { d2: mean, d3: Math.sqrt(square - mean * mean) };
  momentsBySize.set(n, found);
  return found;
}

/** |X - Y| of two standard normal values: mean 2/sqrt(pi), mean square 2. */
function pairMoments() {
  return { mean: 2 / Math.sqrt(Math.PI), square: 2 };
}

/**
 * d2: the mean of the range of n standard normal values, 2 <= n <= 100.
 * Source: L. H. C. Tippett, Biometrika 17 (1925) 364-387; AIAG SPC, Appendix E (to 3 digits).
 * Throws a RangeError outside 2..100.
 */
export function d2(n: number): number {
  return rangeConstants(n).d2;
}

/** d3: the standard deviation of the range of n standard normal values, 2 <= n <= 100. */
export function d3(n: number): number {
  return rangeConstants(n).d3;
}

/**
 * d4: the median of the range of n standard normal values (0.9539 for n = 2), 2 <= n <= 100.
 * Divides the median moving range. Not the factor D4 of a range chart.
 */
export function d4(n: number): number {
  checkSize(n);
  const known = mediansBySize.get(n);
  if (known !== undefined) return known;
  const found = rangeMedian(n);
  mediansBySize.set(n, found);
  return found;
}

/** c4 by the recurrence below this many values, by its series above. */
const SERIES_FROM = 200;
const gammaRatios: number[] = [];

/**
 * c4(n) = sqrt(2/(n-1)) Gamma(n/2)/Gamma((n-1)/2): the mean of the standard deviation of n standard
 * normal values, n >= 2. The ratio r(n) follows r(n+1) = (n-1)/(2 r(n)), so no gamma overflows.
 * Source: Montgomery, Introduction to Statistical Quality Control, 6.3; series: Abramowitz &
 * Stegun 6.1.47. Throws a RangeError below 2.
 */
export function c4(n: number): number {
  if (!Number.isInteger(n) || n < 2) {
    throw new RangeError(`a standard deviation needs 2 values, got ${n}`);
  }
  const df = n - 1;
  if (n >= SERIES_FROM) return c4Series(df);
  if (gammaRatios.length === 0) {
    gammaRatios[2] = 1 / Math.sqrt(Math.PI);
    for (let k = 2; k < SERIES_FROM; k++) gammaRatios[k + 1] = (k - 1) / 2 / (gammaRatios[k] ?? 1);
  }
  return Math.sqrt(2 / df) * (gammaRatios[n] ?? 1);
}

/** The expansion of c4 in 1/df, better than 1e-16 from 200 degrees of freedom on. */
function c4Series(df: number): number {
  const u = 1 / df;
  const tail = u * (-21 / 2048 + u * (-399 / 8192 + u * (869 / 65536)));
  return 1 + u * (-1 / 4 + u * (1 / 32 + u * (5 / 128 + tail)));
}

/**
 * d2*(m, g) = sqrt(d2^2 + d3^2/g): the divisor of a mean range of g ranges of m values whose square
 * is to be unbiased. Source: A. J. Duncan, Quality Control and Industrial Statistics; AIAG MSA 4th
 * edition, Appendix C.
 */
export function d2star(m: number, g: number): number {
  return Math.sqrt(d2(m) ** 2 + d3(m) ** 2 / g);
}

export type ConstantsName = "exact" | "tabulated";

/** The constants of one kind; each throws a RangeError outside the sizes it is known for. */
export type Constants = {
  readonly name: ConstantsName;
  readonly d2: (n: number) => number;
  readonly d3: (n: number) => number;
  readonly d4: (n: number) => number;
  readonly c4: (n: number) => number;
};

const EXACT: Constants = { name: "exact", d2, d3, d4, c4 };

/** From the table up to the 25 values it holds, from the definition beyond. */
function printed(table: readonly number[], exact: (n: number) => number): (n: number) => number {
  return (n) => table[n - 2] ?? exact(n);
}

const TABULATED: Constants = {
  name: "tabulated",
  d2: printed(PRINTED_D2, d2),
  d3: printed(PRINTED_D3, d3),
  d4: printed([PRINTED_D4_OF_TWO], d4),
  c4: printed(PRINTED_C4, c4),
};

/**
 * The constants by name. `tabulated` are those printed with three decimals (c4: four) for 2 to 25
 * values, to repeat a report of software that reads them from a table; limits then differ from
 * exact ones by up to 3.5e-4 of their width. Source: AIAG SPC 2nd edition, Appendix E.
 */
export function constantsOf(name: ConstantsName = "exact"): Constants {
  return name === "tabulated" ? TABULATED : EXACT;
}
