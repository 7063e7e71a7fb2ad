// Which sample a limiting quality asks of a lot that stands alone: the printed table.

import { refuse } from "../refusals.ts";
import type { Refusal } from "../types.ts";
import { lotAcceptanceProbability } from "./operating-curve.ts";

export type LimitingQualityPlan = {
  readonly n: number;
  readonly ac: number;
  readonly re: number;
  /** The plan asks for as many items as there are: every item is inspected. */
  readonly wholeLot: boolean;
  /** Chance that a lot as bad as the limiting quality is accepted, hypergeometric. */
  readonly consumerRisk: number;
};

/** Limiting qualities of the table in percent nonconforming. */
export const LIMITING_QUALITIES: readonly number[] = [2, 3.15, 5, 8, 12.5, 20, 31.5];

const SMALLEST_LOT = 16;

/** Largest lot of each row, then n/ac for each limiting quality; "-" where it is not verified. */
const TABLE_A: readonly (readonly [number, string])[] = [
  [25, "50/0 50/0 28/0 17/0 13/0 9/0 6/0"],
  [50, "50/0 50/0 28/0 22/0 15/0 10/0 6/0"],
  [90, "- 44/0 34/0 24/0 16/0 10/0 8/0"],
  [150, "80/0 55/0 38/0 26/0 18/0 13/0 13/1"],
  [280, "95/0 65/0 42/0 28/0 20/0 20/1 13/1"],
  [500, "105/0 80/0 50/0 32/0 32/1 20/1 20/3"],
  [1200, "125/0 125/1 80/1 50/1 32/1 32/3 32/5"],
  [3200, "200/1 125/1 125/3 80/3 50/3 50/5 50/10"],
  [10_000, "200/1 200/3 200/5 125/5 80/5 80/10 80/18"],
  [35_000, "315/3 315/5 315/10 200/10 125/10 125/18 80/18"],
  [150_000, "500/5 500/10 500/18 315/18 200/18 125/18 80/18"],
  [500_000, "800/10 800/18 500/18 315/18 200/18 125/18 80/18"],
  [Number.POSITIVE_INFINITY, "1250/18 800/18 500/18 315/18 200/18 125/18 80/18"],
];

/**
 * Plan of procedure A for an isolated lot (a pilot run is one): table A of ISO 2859-2:1985 for
 * limiting qualities of 2 to 31.5 %. The standard promises a consumer's risk below 13 % (two cells
 * excepted), which `consumerRisk` states for this lot: a lot with lq N/100 nonconforming items,
 * rounded up. The table of procedure B and limiting qualities below 2 % could not be checked and
 * are not given: isolatedLotPlan and limitingQualityPlan compute such plans.
 * Refuses: parameter-out-of-range (a lot below 16, a quality that is not in the table, the cell of
 * lots 51 to 90 at 2 %, where print and promise disagree).
 */
export function lqPlan(lot: number, lq: number): Refusal | LimitingQualityPlan {
  if (!Number.isInteger(lot) || lot < SMALLEST_LOT || lot > 1e9) {
    return refuse("parameter-out-of-range", `The table is for lots from ${SMALLEST_LOT}: ${lot}.`);
  }
  const column = LIMITING_QUALITIES.indexOf(lq);
  if (column < 0) {
    return refuse(
      "parameter-out-of-range",
      `${lq} is no limiting quality of the table: ${LIMITING_QUALITIES.join(", ")}.`,
    );
  }
  const row = TABLE_A.find(([largest]) => lot <= largest);
  const [size, number] = (row?.[1].split(" ")[column] ?? "-").split("/").map(Number);
  if (size === undefined || number === undefined) {
    return refuse(
      "parameter-out-of-range",
      `The plan of a lot of ${lot} at ${lq} % is not verified: compute one for the risk you take.`,
    );
  }
  const wholeLot = size >= lot;
  const n = wholeLot ? lot : size;
  const bad = Math.min(lot, Math.ceil((lq * lot) / 100 - 1e-9));
  const consumerRisk = lotAcceptanceProbability({ n, ac: number }, lot, bad);
  if (typeof consumerRisk !== "number") return consumerRisk;
  return { n, ac: number, re: number + 1, wholeLot, consumerRisk };
}
