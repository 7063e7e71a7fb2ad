// Whether two stages or suppliers make nonconformities at the same rate per unit.

import { clopperPearson } from "../distributions/clopper-pearson.ts";
import { logChoose } from "../numerics/log-gamma.ts";
import { refuse, refuseProbability } from "../refusals.ts";
import type { Refusal } from "../types.ts";

export type CountedUnits = { readonly units: number; readonly nonconformities: number };

export type RateComparison = {
  readonly first: number;
  readonly second: number;
  /** Rate of the first over that of the second; null when the second has none. */
  readonly ratio: number | null;
  /** Exact interval of the ratio; an end is null where it has no bound. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly level: number;
  /** Exact, two-sided: splits no more likely than the one seen. */
  readonly p: number;
};

const MOST = 1e6;

/**
 * Two Poisson rates compared, given their total: the count of the first is binomial with
 * units1 r/(units1 r + units2), r the ratio of the rates; its exact interval gives that of r.
 * Source: J. Przyborowski & H. Wilenski, Biometrika 31 (1940) 313-323; R poisson.test.
 * Refuses: too-few-values (no nonconformity at all), parameter-out-of-range (counts not whole or
 * more than a million, units not above 0, level).
 */
export function compareRates(
  first: CountedUnits,
  second: CountedUnits,
  level = 0.95,
): Refusal | RateComparison {
  const refused = refuseUnits(first) ?? refuseUnits(second) ?? refuseProbability("level", level);
  if (refused !== null) return refused;
  const x = first.nonconformities;
  const all = x + second.nonconformities;
  if (all === 0) {
    return refuse("too-few-values", "Neither has a nonconformity: there is no ratio of rates.");
  }
  const scale = second.units / first.units;
  const ends = clopperPearson(x, all, level);
  const ratioOf = (share: number) => (share >= 1 ? null : (scale * share) / (1 - share));
  return {
    first: x / first.units,
    second: second.nonconformities / second.units,
    ratio: x === all ? null : (scale * x) / second.nonconformities,
    ...{ lower: ratioOf(ends.lower), upper: ratioOf(ends.upper), level },
    p: splitProbability(x, all, first.units / (first.units + second.units)),
  };
}

/** P of splits of `all` no more likely than x, when one falls to the first with `share`. */
function splitProbability(x: number, all: number, share: number): number {
  const chance = (k: number) =>
    Math.exp(logChoose(all, k) + k * Math.log(share) + (all - k) * Math.log1p(-share));
  const seen = chance(x) * (1 + 1e-7);
  let p = 0;
  for (let k = 0; k <= all; k++) {
    const here = chance(k);
    if (here <= seen) p += here;
  }
  return Math.min(1, p);
}

function refuseUnits({ units, nonconformities }: CountedUnits): Refusal | null {
  const counted = Number.isInteger(nonconformities) && nonconformities >= 0;
  if (counted && nonconformities <= MOST && units >= 1e-9 && units <= 1e12) return null;
  return refuse("parameter-out-of-range", `${nonconformities} on ${units} units is no rate.`);
}
