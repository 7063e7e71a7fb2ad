// How good a sample must look, or how large it must be, before it proves a capability.

import { noncentralTQuantile } from "../distributions/noncentral-t.ts";
import { counted, refuse, refusePositive, refuseTail } from "../refusals.ts";
import type { Refusal } from "../types.ts";

const MOST = 100_000;

/**
 * Index a sample of n values must show on one side so that a true index of at least `target` is
 * proven with `confidence`: t'(confidence; n-1, 3 target sqrt(n)) / (3 sqrt(n)), t' the noncentral t
 * quantile. Exact for Ppl, Ppu and one-sided specifications, slightly on the safe side for Ppk.
 * Source: Y.-M. Chou, D. B. Owen & S. A. Borrego, Journal of Quality Technology 22 (1990) 223-229.
 * Refuses: too-few-values (below 2), parameter-out-of-range.
 */
export function requiredCpk(n: number, target: number, confidence: number): Refusal | number {
  const refused = refusePositive("target index", target) ?? refuseTail("confidence", confidence);
  if (refused !== null) return refused;
  if (!Number.isInteger(n) || n > MOST) {
    return refuse("parameter-out-of-range", `The sample size must be whole, up to ${MOST}: ${n}.`);
  }
  if (n < 2) return refuse("too-few-values", `${counted(n, "value")} came, at least 2 are needed.`);
  const scale = 3 * Math.sqrt(n);
  return noncentralTQuantile(confidence, n - 1, target * scale) / scale;
}

/**
 * Fewest values that prove an index of at least `target` with `confidence` when the sample shows
 * `observed`. Source: as requiredCpk. Refuses: parameter-out-of-range (also when more than 100000
 * values were needed, or the index seen is not above the target).
 */
export function sampleSizeForCpk(
  target: number,
  observed: number,
  confidence: number,
): Refusal | number {
  if (!(confidence > 0.5) || !(observed > target)) {
    return refuse(
      "parameter-out-of-range",
      `No sample that shows ${observed} proves ${target} with a confidence of ${confidence}.`,
    );
  }
  const enough = (n: number): boolean => {
    const needed = requiredCpk(n, target, confidence);
    return typeof needed === "number" && needed <= observed;
  };
  const refused = requiredCpk(2, target, confidence);
  if (typeof refused !== "number") return refused;
  let low = 1;
  let high = 2;
  while (!enough(high)) {
    low = high;
    high *= 2;
    if (high > MOST)
      return refuse("parameter-out-of-range", `More than ${MOST} values are needed.`);
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}
