// Whether two lots, stages or suppliers have the same share of nonconforming parts.

import { normalUpperQuantile } from "../distributions/normal.ts";
import { logChoose } from "../numerics/log-gamma.ts";
import { refuse, refuseProbability } from "../refusals.ts";
import type { Interval, Refusal } from "../types.ts";

export type CountedSample = { readonly inspected: number; readonly nonconforming: number };

export type ProportionComparison = {
  readonly first: number;
  readonly second: number;
  /** Share of the first less that of the second. */
  readonly difference: number;
  readonly interval: Interval;
  /** Fisher's exact test, two-sided: tables no more likely than the one seen. */
  readonly p: number;
  /** One-sided: the first has the larger, the second the larger share. */
  readonly pFirstLarger: number;
  readonly pSecondLarger: number;
};

const MOST = 1e6;

/**
 * Two shares compared: difference with Newcombe's interval from the two Wilson intervals
 * (method 10, no continuity correction), and Fisher's exact test. To show that the first is not
 * worse by more than a margin, interval.upper must lie below it.
 * Source: R. G. Newcombe, Statistics in Medicine 17 (1998) 873-890; R. A. Fisher (1935); R
 * fisher.test. Refuses: parameter-out-of-range (counts not whole, more than inspected, more than a
 * million, level).
 */
export function compareProportions(
  first: CountedSample,
  second: CountedSample,
  level = 0.95,
): Refusal | ProportionComparison {
  const refused = refuseSample(first) ?? refuseSample(second) ?? refuseProbability("level", level);
  if (refused !== null) return refused;
  const z = normalUpperQuantile((1 - level) / 2);
  const a = wilson(first, z);
  const b = wilson(second, z);
  const difference = a.share - b.share;
  return {
    ...{ first: a.share, second: b.share, difference },
    interval: {
      lower: difference - Math.hypot(a.share - a.lower, b.upper - b.share),
      upper: difference + Math.hypot(a.upper - a.share, b.share - b.lower),
      level,
    },
    ...fisher(first, second),
  };
}

/** Wilson's interval of a share. Source: E. B. Wilson, JASA 22 (1927) 209-212. */
function wilson({ inspected: n, nonconforming: x }: CountedSample, z: number) {
  const share = x / n;
  const middle = (2 * x + z * z) / (2 * (n + z * z));
  const reach = (z * Math.sqrt(z * z + 4 * x * (1 - share))) / (2 * (n + z * z));
  return {
    share,
    lower: x === 0 ? 0 : Math.max(0, middle - reach),
    upper: x === n ? 1 : Math.min(1, middle + reach),
  };
}

/** Tables at least as far from equality as this one, by the hypergeometric law of fixed margins. */
function fisher(
  first: CountedSample,
  second: CountedSample,
): Pick<ProportionComparison, "p" | "pFirstLarger" | "pSecondLarger"> {
  const bad = first.nonconforming + second.nonconforming;
  const all = first.inspected + second.inspected;
  const least = Math.max(0, bad - second.inspected);
  const most = Math.min(bad, first.inspected);
  const total = logChoose(all, bad);
  const chance = (x: number) =>
    Math.exp(logChoose(first.inspected, x) + logChoose(second.inspected, bad - x) - total);
  const seen = chance(first.nonconforming) * (1 + 1e-7);
  let p = 0;
  let pFirstLarger = 0;
  let pSecondLarger = 0;
  for (let x = least; x <= most; x++) {
    const here = chance(x);
    if (here <= seen) p += here;
    if (x >= first.nonconforming) pFirstLarger += here;
    if (x <= first.nonconforming) pSecondLarger += here;
  }
  const bounded = (value: number) => Math.min(1, value);
  return {
    p: bounded(p),
    pFirstLarger: bounded(pFirstLarger),
    pSecondLarger: bounded(pSecondLarger),
  };
}

function refuseSample({ inspected, nonconforming }: CountedSample): Refusal | null {
  const whole = Number.isInteger(inspected) && Number.isInteger(nonconforming);
  if (whole && inspected >= 1 && inspected <= MOST && nonconforming >= 0) {
    if (nonconforming <= inspected) return null;
  }
  return refuse(
    "parameter-out-of-range",
    `${nonconforming} of ${inspected} is no count of up to a million parts.`,
  );
}
